import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { serviceLimits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { ClaimInput, OfferLook } from '../api/index.js'
import { maskAddress } from '../core/address.js'
import { findBadge, needBadge, planBadge } from '../core/change.js'
import { blind, derive, type ServiceContext } from '../core/context.js'
import { newNonce } from '../core/ids.js'
import type { Move } from '../core/lifecycle/index.js'
import type { StorageChange } from '../core/ports/index.js'
import { takeSome } from '../core/rate-limit.js'
import type { BadgeRecord, PersonRecord } from '../core/records/index.js'
import { shownOf } from '../core/shown.js'
import { put, read, retrying, type Stored } from '../core/store.js'
import { lookUp, mint, require, stateOf, use, voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { planConsent } from '../people/consents.js'
import { planOwner } from '../people/owner.js'
import { claimSubject } from './offer.js'

type Offer = { token: Stored<'tokens'>; stored: Stored<'badges'> & { value: BadgeRecord } }

const badgeIdOf = (token: Stored<'tokens'>): string => token.value.subject.slice('badge:'.length)

/** What the link of an offer shows. Changes nothing, however often and by whomever it is called. */
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
      maskedAddress: maskAddress(badge.recipient.address),
      ...defined({ recipientName: badge.recipient.name }),
      locale: badge.recipient.locale ?? context.locale,
      policy: badge.claimPolicy,
      expiresAt: token.value.expiresAt ?? '',
      hasPicture: badge.picture !== undefined,
    },
  }
}

async function needOffer(context: ServiceContext, text: string): Promise<Offer> {
  const token = await require(context, 'claim', text)
  return { token, stored: await needBadge(context, badgeIdOf(token)) }
}

const CODE_MINUTES = 10
/** Codes of one badge: whoever asks for a new one again and again gets 50 guesses of a million in a day. */
const CODES = { limit: 10, windowMs: 86_400_000 }

/** Mails six digits to the address on record; an earlier code is void. */
export async function requestCode(context: ServiceContext, { token: text }: { token: string }): Promise<void> {
  const offer = (await needOffer(context, text)).stored.value
  if (offer.claimPolicy !== 'code') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'This badge is claimed without a code.')
  }
  const { granted } = await takeSome(context, `codes:${offer.id}`, 1, CODES)
  if (granted === 0) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `No more than ${CODES.limit} codes are sent in a day.`)
  }
  await retrying(async () => {
    const { stored } = await needOffer(context, text)
    const { id, recipient } = stored.value
    const nonce = newNonce()
    const key = `code:${id}`
    const before = await read(context.storage, 'settings', key)
    const value = JSON.stringify({
      hash: await blind(context, 'code', id, await codeOf(context, nonce)),
      until: context.now() + CODE_MINUTES * 60_000,
      tries: 0,
    })
    const { changes } = await queueMessage(context, {
      kind: 'code',
      to: recipient.address,
      locale: recipient.locale,
      badgeId: id,
      data: { codeNonce: nonce },
      mailOnly: true,
    })
    await context.storage.commit([put('settings', key, before, { schemaVersion: 1, value }), ...changes])
  })
}

/** Six digits that follow from the nonce and the service's secret. */
export async function codeOf(context: ServiceContext, nonce: string): Promise<string> {
  const text = sha256Hex(await derive(context, 'code', nonce))
  return String(Number.parseInt(text.slice(0, 12), 16) % 1_000_000).padStart(6, '0')
}

/** Counts a try and gives the change that uses the code up; throws `ERR_TOKEN_INVALID` or `ERR_TOKEN_EXPIRED`. */
async function checkCode(context: ServiceContext, badgeId: string, code: string | undefined): Promise<StorageChange> {
  const key = `code:${badgeId}`
  const outcome = await retrying(async () => {
    const stored = await read(context.storage, 'settings', key)
    if (stored === undefined) return 'missing'
    const { hash, until, tries } = JSON.parse(stored.value.value) as { hash: string; until: number; tries: number }
    if (until <= context.now() || tries >= serviceLimits.codeTries) return 'expired'
    const next = { schemaVersion: 1 as const, value: JSON.stringify({ hash, until, tries: tries + 1 }) }
    await context.storage.commit([put('settings', key, stored, next)])
    const isRight =
      typeof code === 'string' && (await blind(context, 'code', badgeId, code.replaceAll(/\s/g, ''))) === hash
    return isRight ? put('settings', key, { version: stored.version + 1 }, null) : 'wrong'
  })
  if (typeof outcome === 'object') return outcome
  if (outcome === 'expired') throw new BadgeError('ERR_TOKEN_EXPIRED', 'This code is too old; ask for a new one.')
  throw new BadgeError('ERR_TOKEN_INVALID', 'This is not the code that was sent.')
}

/** The change that uses up a code that was found right, whoever has tried another one since. */
async function spentCode(context: ServiceContext, { stored: { value: badge } }: Offer): Promise<StorageChange[]> {
  if (badge.claimPolicy !== 'code') return []
  const stored = await read(context.storage, 'settings', `code:${badge.id}`)
  return stored === undefined ? [] : [put('settings', stored.key, stored, null)]
}

/** What the policy of a badge asks for besides the link. */
async function checkPolicy(
  context: ServiceContext,
  { stored: { value: badge } }: Offer,
  input: ClaimInput,
): Promise<StorageChange[]> {
  if (badge.claimPolicy === 'code') return [await checkCode(context, badge.id, input.code)]
  if (badge.claimPolicy !== 'session') return []
  const owner = await read(context.storage, 'addresses', badge.recipientHash)
  const { personId } = input.viewer ?? {}
  if (personId === undefined) throw new BadgeError('ERR_ACCESS_DENIED', 'Sign in to claim this badge.')
  if (owner?.value.personId === personId) return []
  throw new BadgeError('ERR_ACCESS_DENIED', 'This badge is for another account than the one that is signed in.')
}

/** Accepts without claiming; the link stays good. */
export async function acceptOffer(context: ServiceContext, input: ClaimInput): Promise<BadgeRecord> {
  return retrying(async () => {
    const offer = await needOffer(context, input.token)
    const extra = await checkPolicy(context, offer, input)
    const change = planBadge(context, offer.stored, {
      by: 'learner',
      moves: [{ type: 'open' }, { type: 'accept' }],
      changes: extra,
    })
    if (change === undefined) return offer.stored.value
    await context.storage.commit(change.changes)
    context.tell(change.events)
    return change.badge
  })
}

/** Accepts and claims. Of all who try with one link, one succeeds; the others are told that it was used. */
export async function claimBadge(
  context: ServiceContext,
  input: ClaimInput,
): Promise<{ badge: BadgeRecord; person: PersonRecord }> {
  let isAllowed = false
  return retrying(async () => {
    const offer = await needOffer(context, input.token)
    // A code that was right counts once: a retry after a conflict uses it up, and asks for it no more.
    const extra = isAllowed ? await spentCode(context, offer) : await checkPolicy(context, offer, input)
    isAllowed = true
    const { value: badge } = offer.stored
    const owner = await planOwner(context, {
      personId: input.viewer?.personId,
      address: badge.recipient.address,
      isProven: offer.token.value.data.via === 'mail' || badge.claimPolicy === 'code',
      name: badge.recipient.name,
      locale: badge.recipient.locale,
    })
    const moves: Move[] = [{ type: 'open' }, { type: 'accept' }, { type: 'claim' }]
    const change = planBadge(context, offer.stored, {
      by: 'learner',
      moves,
      set: { personId: owner.person.id },
      changes: [
        use(context, offer.token),
        ...(await voidAll(context, 'claim', claimSubject(badge.id), offer.token.key)),
        ...owner.changes,
        ...extra,
        ...(input.consent === undefined
          ? []
          : planConsent(context, { ...input.consent, personId: owner.person.id, given: true, badgeId: badge.id })),
      ],
    })
    if (change === undefined) throw new BadgeError('ERR_TOKEN_USED', 'This badge was claimed already.')
    await context.storage.commit(change.changes)
    context.tell([...change.events, ...owner.events])
    return { badge: change.badge, person: owner.person }
  })
}

/** Declines; for a while that can be taken back with the token that comes out. */
export async function declineOffer(
  context: ServiceContext,
  input: ClaimInput,
): Promise<{ badge: BadgeRecord; undoToken: string; undoUntil: string }> {
  return retrying(async () => {
    const offer = await needOffer(context, input.token)
    const { value: badge } = offer.stored
    if (badge.stage === 'claimed') throw new BadgeError('ERR_TOKEN_USED', 'This badge was claimed already.')
    const extra = badge.claimPolicy === 'session' ? await checkPolicy(context, offer, input) : []
    const undo = await mint(context, {
      purpose: 'undo',
      subject: claimSubject(badge.id),
      expiresAt: context.now() + context.undoMs,
      data: { undoes: 'decline', via: offer.token.value.data.via ?? 'hand' },
    })
    const change = planBadge(context, offer.stored, {
      by: 'learner',
      moves: [{ type: 'open' }, { type: 'decline' }],
      changes: [
        use(context, offer.token),
        ...(await voidAll(context, 'claim', claimSubject(badge.id), offer.token.key)),
        undo.change,
        ...extra,
      ],
    })
    if (change === undefined) throw new BadgeError('ERR_TOKEN_USED', 'This badge was declined already.')
    await context.storage.commit(change.changes)
    context.tell(change.events)
    return { badge: change.badge, undoToken: undo.text, undoUntil: undo.expiresAt ?? '' }
  })
}

/** Takes back a decline (there is a new link), or what a rule accepted (the badge is declined). */
export async function undo(
  context: ServiceContext,
  { token: text }: { token: string },
): Promise<{ badge: BadgeRecord; claimToken?: string }> {
  return retrying(async () => {
    const token = await require(context, 'undo', text)
    const stored = await needBadge(context, badgeIdOf(token))
    const { undoes, via = 'hand' } = token.value.data
    if (undoes === 'auto-accept') {
      const change = planBadge(context, stored, {
        by: 'learner',
        moves: [{ type: 'decline' }],
        unset: ['personId', 'claimedAt'],
        changes: [use(context, token)],
      })
      if (change === undefined) return { badge: stored.value }
      await context.storage.commit(change.changes)
      context.tell(change.events)
      return { badge: change.badge }
    }
    const claim = await mint(context, {
      purpose: 'claim',
      subject: claimSubject(stored.value.id),
      expiresAt: context.now() + context.offerMs,
      data: { via },
    })
    const change = planBadge(context, stored, {
      by: 'learner',
      moves: [{ type: 'undo', windowMs: context.undoMs }],
      changes: [use(context, token), claim.change],
    })
    if (change === undefined) throw new BadgeError('ERR_TOKEN_USED', 'This was taken back already.')
    await context.storage.commit(change.changes)
    context.tell(change.events)
    return { badge: change.badge, claimToken: claim.text }
  })
}

/** What `undo` would take back; `null` for a token that would do nothing. */
export async function lookAtUndo(
  context: ServiceContext,
  text: string,
): Promise<{ kind: 'decline' | 'auto-accept'; badge: BadgeRecord } | null> {
  try {
    const token = await require(context, 'undo', text)
    const { value: badge } = await needBadge(context, badgeIdOf(token))
    return { kind: token.value.data.undoes === 'decline' ? 'decline' : 'auto-accept', badge }
  } catch (error) {
    if (isBadgeError(error)) return null
    throw error
  }
}
