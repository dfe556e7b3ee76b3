import { defined } from '../../internal/defined.js'
import { maskAddress } from '../core/address.js'
import { findBadge, requireBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { idIn } from '../core/ids.js'
import type { BadgeRecord } from '../core/records/index.js'
import { shownOf } from '../core/shown.js'
import type { Stored } from '../core/store.js'
import { lookUp, openToken, stateOf } from '../core/tokens.js'
import type { OfferLook } from './types.js'

/** An open offer: the token of its link, and its badge. */
export interface Offer {
  readonly token: Stored<'tokens'>
  readonly stored: Stored<'badges'> & { value: BadgeRecord }
}

/** Id of the badge that a token is about. */
export const badgeIdOf = ({ value }: Stored<'tokens'>): string => idIn('badge', value.subject) ?? ''

/** What the link of an offer shows. Changes nothing, however often it is called. */
export async function lookAtOffer(context: ServiceContext, text: string): Promise<OfferLook> {
  const token = await lookUp(context, 'claim', text)
  const badge = token && (await findBadge(context, badgeIdOf(token)))?.value
  if (token === undefined || badge === undefined) return { state: 'unknown' }
  const state = stateOf(context, token.value)
  if (state !== 'open') return { state }
  return {
    state,
    offer: {
      badgeId: badge.id,
      stage: badge.stage,
      suspended: badge.suspended,
      credential: (await shownOf(context, badge)).credential,
      issuerName: badge.issuerName,
      achievementName: badge.achievementName,
      maskedEmail: maskAddress(badge.recipient.email),
      ...defined({ recipientName: badge.recipient.name }),
      locale: badge.recipient.locale ?? context.locale,
      policy: badge.claimPolicy,
      expiresAt: token.value.expiresAt ?? '',
      hasPicture: badge.picture !== undefined,
    },
  }
}

export async function requireOffer(context: ServiceContext, text: string): Promise<Offer> {
  const token = await openToken(context, 'claim', text)
  return { token, stored: await requireBadge(context, badgeIdOf(token)) }
}
