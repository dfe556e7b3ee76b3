import type { BadgeRecord } from '../../../service/index.js'
import type { TextKey } from '../../../texts/index.js'
import { pill, stateLabel, type Ui } from '../../site/ui.js'
import type { Visit } from '../../site/visit.js'
import { type Html, html } from '../../web/html.js'

/** A badge in a list of the issuer. */
export interface IssuedRow {
  readonly id: string
  readonly address: string
  readonly recipientName: string | undefined
  readonly name: string
  readonly state: string
  readonly mail: string | undefined
  readonly issuedAt: string
  /** A guardian has not decided yet, or not allowed it. */
  readonly guardian: 'open' | 'refused' | undefined
}

/** Badges as the lists of the issuer show them. */
export async function rowsOf({ service }: Visit, badges: readonly BadgeRecord[]): Promise<IssuedRow[]> {
  const held = await service.guardians.holding({ badgeIds: badges.map(({ id }) => id) })
  const decisions = new Map(held.map(({ badgeId, refused }) => [badgeId, refused ? 'refused' : 'open'] as const))
  return badges.map((badge) => rowOf(badge, decisions.get(badge.id)))
}

const rowOf = (badge: BadgeRecord, guardian: IssuedRow['guardian']): IssuedRow => ({
  id: badge.id,
  address: badge.recipient.email,
  recipientName: badge.recipient.name,
  name: badge.achievementName,
  state: badge.suspended ? 'suspended' : badge.stage,
  mail: badge.mail,
  issuedAt: badge.issuedAt,
  guardian,
})

/** The state of a badge, and that it waits for a guardian where it does. */
export const stateCell = (ui: Ui, { state, guardian }: IssuedRow): Html =>
  guardian === undefined
    ? pill(state, stateLabel(ui, state))
    : html`<span class="row">${pill(state, stateLabel(ui, state))}${pill(guardian === 'open' ? 'asked' : 'rejected', ui.t(`issuer.guardian.${guardian}`))}</span>`

/** What became of its mail. */
export const mailLabel = (ui: Ui, mail: string | undefined): Html | string =>
  mail === undefined ? '—' : pill(mail, ui.t(`issuer.mail.${mail}` as TextKey))
