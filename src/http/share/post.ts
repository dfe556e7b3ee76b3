import { defined } from '../../internal/defined.js'
import type { ShareAllOptions } from '../../share/index.js'
import type { BadgeView } from '../../view/index.js'
import type { Seen } from '../site/badge/seen.js'
import { ownLabels, stateOf } from '../site/badge/shared.js'
import type { Visit } from '../site/visit.js'

/** The text of a post, by its owner or others. A badge that is not valid is never posted as an achievement. */
export function postOf({ t }: Visit, { badge }: Seen, view: BadgeView | undefined): string {
  const state = stateOf(badge)
  const words = t(badge.isOwner && state === 'valid' ? 'share.mine' : 'share.others', {
    name: view?.name ?? '',
    issuer: view?.issuer ?? '',
  })
  return state === 'valid' ? words : t('state.labelled', { label: t(`state.${state}`), text: words })
}

/** What the host has set for sharing. */
export function shareOptions(visit: Visit, text: string): ShareAllOptions {
  const { networks, adapters, hashtags, linkedInOrganizationId } = visit.site.options.share ?? {}
  const { locale } = visit.translator
  return {
    text,
    locale,
    labels: ownLabels(visit.site, locale, 'state', 'share'),
    ...defined({ networks, adapters, hashtags, linkedInOrganizationId }),
  }
}
