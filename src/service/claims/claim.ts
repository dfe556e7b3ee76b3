import { BadgeError } from '../../errors.js'
import { planBadge } from '../core/change.js'
import { passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { Move } from '../core/lifecycle/index.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord } from '../core/records/index.js'
import { accountOf } from '../core/shown.js'
import { retrying } from '../core/store.js'
import { mint, use, voidAll } from '../core/tokens.js'
import { planBadgeSession } from '../people/badge-sessions.js'
import { planConsent } from '../people/consents.js'
import { planOwner } from '../people/owner.js'
import { type Offer, offerOf, requireOffer } from './offer.js'
import { checkLevel, checkPolicy, spentCode } from './policy.js'
import type { ClaimInput, ClaimResult } from './types.js'

/** Before anything else is looked at, and with the commit: whether a guardian lets this learner answer. */
const passOffer = async (
  context: ServiceContext,
  { stored }: Offer,
  { viewer }: ClaimInput,
): Promise<StorageChange[]> => passing(context, 'offer', await offerOf(context, stored.value, accountOf(viewer)))

/** Accepts without claiming; the link stays good. */
export async function acceptOffer(context: ServiceContext, input: ClaimInput): Promise<BadgeRecord> {
  return retrying(async () => {
    const offer = await requireOffer(context, input.token)
    const consent = await passOffer(context, offer, input)
    const extra = await checkPolicy(context, offer, input)
    await checkLevel(context, offer, input)
    const change = planBadge(context, offer.stored, {
      by: 'learner',
      moves: [{ type: 'open' }, { type: 'accept' }],
      changes: [...consent, ...extra],
    })
    if (change === undefined) return offer.stored.value
    await context.storage.commit(change.changes)
    context.emit(change.events)
    return change.badge
  })
}

/** Accepts and claims. Of several who try with one link, one succeeds; for the others it was used. */
export async function claimBadge(context: ServiceContext, input: ClaimInput): Promise<ClaimResult> {
  let isAllowed = false
  return retrying(async () => {
    const offer = await requireOffer(context, input.token)
    const consent = await passOffer(context, offer, input)
    // A right code counts once: a retry after a conflict uses it up without checking it again.
    const extra = isAllowed ? await spentCode(context, offer) : await checkPolicy(context, offer, input)
    const authenticatedBy = await checkLevel(context, offer, input)
    isAllowed = true
    const { value: badge } = offer.stored
    const account = accountOf(input.viewer)
    const owner = await planOwner(context, {
      personId: account,
      badgeId: badge.id,
      address: badge.recipient.email,
      isProven: offer.token.value.data.via === 'mail' || badge.claimPolicy === 'code',
      name: badge.recipient.name,
      locale: badge.recipient.locale,
    })
    const session =
      account === undefined
        ? await planBadgeSession(context, { badgeId: badge.id, personId: owner.person.id })
        : undefined
    const moves: Move[] = [{ type: 'open' }, { type: 'accept' }, { type: 'claim' }]
    const change = planBadge(context, offer.stored, {
      by: 'learner',
      moves,
      set: { personId: owner.person.id, authenticatedBy },
      changes: [
        use(context, offer.token),
        ...(await voidAll(context, 'claim', subjectOf('badge', badge.id), offer.token.key)),
        ...consent,
        ...owner.changes,
        ...(session === undefined ? [] : [session.change]),
        ...extra,
        ...(input.consent === undefined
          ? []
          : planConsent(context, { ...input.consent, personId: owner.person.id, given: true, badgeId: badge.id })),
      ],
    })
    if (change === undefined) throw new BadgeError('ERR_TOKEN_USED', 'This badge was already claimed.')
    await context.storage.commit(change.changes)
    context.emit([...change.events, ...owner.events])
    return {
      badge: change.badge,
      person: owner.person,
      ...(session === undefined ? {} : { badgeSession: { token: session.token, expiresAt: session.expiresAt } }),
    }
  })
}

/** Declines, which takes what claiming takes; for a while it can be undone with the token that is returned. */
export async function declineOffer(
  context: ServiceContext,
  input: ClaimInput,
): Promise<{ badge: BadgeRecord; undoToken: string; undoUntil: string }> {
  let isAllowed = false
  return retrying(async () => {
    const offer = await requireOffer(context, input.token)
    const { value: badge } = offer.stored
    if (badge.stage === 'claimed') throw new BadgeError('ERR_TOKEN_USED', 'This badge was already claimed.')
    const consent = await passOffer(context, offer, input)
    const extra = isAllowed ? await spentCode(context, offer) : await checkPolicy(context, offer, input)
    await checkLevel(context, offer, input)
    isAllowed = true
    const undo = await mint(context, {
      purpose: 'undo',
      subject: subjectOf('badge', badge.id),
      expiresAt: context.now() + context.undoMs,
      data: { undoes: 'decline', via: offer.token.value.data.via ?? 'hand' },
    })
    const change = planBadge(context, offer.stored, {
      by: 'learner',
      moves: [{ type: 'open' }, { type: 'decline' }],
      changes: [
        use(context, offer.token),
        ...(await voidAll(context, 'claim', subjectOf('badge', badge.id), offer.token.key)),
        undo.change,
        ...consent,
        ...extra,
      ],
    })
    if (change === undefined) throw new BadgeError('ERR_TOKEN_USED', 'This badge was already declined.')
    await context.storage.commit(change.changes)
    context.emit(change.events)
    return { badge: change.badge, undoToken: undo.text, undoUntil: undo.expiresAt ?? '' }
  })
}
