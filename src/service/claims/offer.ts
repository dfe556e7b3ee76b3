import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { formatInZone } from '../../internal/time-zone.js'
import { maskAddress } from '../core/address.js'
import { findBadge, requireBadge } from '../core/change.js'
import { consentNeeded, mayProceed, type Whose } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import { idIn, subjectOf } from '../core/ids.js'
import type { BadgeRecord } from '../core/records/index.js'
import { shownOf } from '../core/shown.js'
import { findAll, read, type Stored } from '../core/store.js'
import { lookUp, openToken, stateOf, type TokenState } from '../core/tokens.js'
import type { ClosedOffer, OfferLook } from './types.js'

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
  const why = await closedOf(context, badge, state)
  if (why !== undefined) {
    return {
      state: state === 'open' ? 'expired' : state,
      why,
      ...(why === 'answered' ? { badgeId: badge.id } : {}),
    }
  }
  if (!(await mayProceed(context, 'offer', await offerOf(context, badge)))) throw consentNeeded()
  return {
    state: 'open',
    offer: {
      badgeId: badge.id,
      stage: badge.stage,
      suspended: badge.suspended,
      credential: (await shownOf(context, badge)).credential,
      issuerName: badge.issuerName,
      achievementName: badge.achievementName,
      maskedEmail: maskAddress(badge.recipient.email),
      ...defined({ recipientName: badge.recipient.name, locale: badge.recipient.locale }),
      policy: badge.claimPolicy,
      ...defined({ requires: badge.requireAuthentication }),
      expiresAt: endOf(context, badge, token.value.expiresAt ?? ''),
      hasPicture: badge.picture !== undefined,
    },
  }
}

/** Why an offer cannot be answered by this link; `undefined` if it can. */
async function closedOf(
  context: ServiceContext,
  badge: BadgeRecord,
  state: TokenState,
): Promise<ClosedOffer | undefined> {
  const stage = stageNow(context, badge)
  if (state === 'used' || badge.claimedAt !== undefined || stage === 'claimed' || stage === 'declined')
    return 'answered'
  if (stage === 'expired') return 'badge-expired'
  if (stage === 'revoked') return 'revoked'
  // A badge that took its place while it was an offer is offered itself, by a mail of its own.
  if (stage === 'replaced') return (await hasOpenLink(context, badge.replacedBy)) ? 'replaced' : 'revoked'
  if (state === 'void') return (await hasOpenLink(context, badge.id)) ? 'replaced' : 'old'
  return state === 'open' ? undefined : 'old'
}

async function hasOpenLink(context: ServiceContext, badgeId: string | undefined): Promise<boolean> {
  if (badgeId === undefined) return false
  const value = `claim ${subjectOf('badge', badgeId)}`
  const tokens = await findAll(context.storage, 'tokens', { index: 'subject', value })
  return tokens.some(({ value: token }) => stateOf(context, token) === 'open')
}

/** An offer does not outlive its badge, whose end is said as it is written. */
const endOf = ({ timeZone }: ServiceContext, { validUntil }: BadgeRecord, link: string): string =>
  validUntil !== undefined && Date.parse(validUntil) < Date.parse(link)
    ? validUntil
    : formatInZone(new Date(link), timeZone)

/** What the door of an offer is about: the badge, whose address it is, and who is signed in. */
export async function offerOf(context: ServiceContext, badge: BadgeRecord, account?: string): Promise<Whose> {
  const owner = await read(context.storage, 'addresses', badge.recipientHash)
  const person = account === undefined ? undefined : (await read(context.storage, 'people', account))?.value
  return { badge, personId: owner?.value.personId, person }
}

export async function requireOffer(context: ServiceContext, text: string): Promise<Offer> {
  const token = await openToken(context, 'claim', text)
  const stored = await requireBadge(context, badgeIdOf(token))
  if (stageNow(context, stored.value) === 'expired' && stored.value.claimedAt === undefined) {
    throw new BadgeError('ERR_TOKEN_EXPIRED', 'This badge expired before it was claimed; ask its issuer for a new one.')
  }
  return { token, stored }
}
