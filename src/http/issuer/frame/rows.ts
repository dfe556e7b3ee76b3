import type { BadgeRecord } from '../../../service/index.js'
import type { TextKey } from '../../../texts/index.js'
import { pill, type Ui } from '../../site/ui.js'
import type { Html } from '../../web/html.js'

/** A badge in a list of the issuer. */
export interface IssuedRow {
  readonly id: string
  readonly address: string
  readonly recipientName: string | undefined
  readonly name: string
  readonly state: string
  readonly mail: string | undefined
  readonly issuedAt: string
}

export const rowOf = (badge: BadgeRecord): IssuedRow => ({
  id: badge.id,
  address: badge.recipient.email,
  recipientName: badge.recipient.name,
  name: badge.achievementName,
  state: badge.suspended ? 'suspended' : badge.stage,
  mail: badge.mail,
  issuedAt: badge.issuedAt,
})

/** What became of its mail. */
export const mailLabel = (ui: Ui, mail: string | undefined): Html | string =>
  mail === undefined ? '—' : pill(mail, ui.t(`issuer.mail.${mail}` as TextKey))
