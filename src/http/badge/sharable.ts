import { type BadgeView, type ShareAction, shareBadge } from '../../share/index.js'
import { shareOptions } from '../share/index.js'
import type { Visit } from '../site/visit.js'
import type { Sharable } from './at-once-page.js'

const isForm = ({ kind, href }: ShareAction): boolean => kind === 'link' && href?.startsWith('https://') === true

/** The networks whose form can be opened once the badge is visible to others. */
export function sharableOn(visit: Visit, view: BadgeView, text: string): Sharable[] {
  return shareBadge(view, shareOptions(visit, text))
    .filter(isForm)
    .map(({ id, label }) => ({ id, label }))
}
