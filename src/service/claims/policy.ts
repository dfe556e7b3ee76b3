import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { rateLimits } from '../../internal/rate-limits.js'
import { passing } from '../core/consent.js'
import { keyedHash, type ServiceContext } from '../core/context.js'
import { newNonce } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import { takeSome } from '../core/rate-limit.js'
import { type Authentication, authenticationRanks, reaches } from '../core/records/index.js'
import { accountOf } from '../core/shown.js'
import { put, read, retrying } from '../core/store.js'
import { iso, MINUTE } from '../core/time.js'
import { codeText } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { type Offer, offerOf, requireOffer } from './offer.js'
import type { ClaimInput } from './types.js'

const CODE_MINUTES = 10

/** Mails six digits to the address on record; an earlier code is void. */
export async function requestCode(context: ServiceContext, { token: text }: { token: string }): Promise<void> {
  const offer = (await requireOffer(context, text)).stored.value
  await passing(context, 'offer', await offerOf(context, offer))
  if (offer.claimPolicy !== 'code') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'This badge is claimed without a code.')
  }
  const { limit, windowSeconds } = rateLimits.codeBadge
  const { granted } = await takeSome(context, `codes:${offer.id}`, 1, {
    limit,
    windowMs: windowSeconds * 1000,
  })
  if (granted === 0) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `No more than ${limit} codes are sent in a day.`)
  }
  await retrying(async () => {
    const { stored } = await requireOffer(context, text)
    const { id, recipient } = stored.value
    const nonce = newNonce()
    const key = `code:${id}`
    const before = await read(context.storage, 'settings', key)
    const value = JSON.stringify({
      hash: await keyedHash(context, 'code', id, await codeText(context, nonce)),
      until: context.now() + CODE_MINUTES * MINUTE,
      tries: 0,
    })
    const { changes } = await queueMessage(context, {
      kind: 'code',
      to: recipient.email,
      locale: recipient.locale,
      badgeId: id,
      data: { codeNonce: nonce },
      mailOnly: true,
    })
    await context.storage.commit([put('settings', key, before, { schemaVersion: 1, value }), ...changes])
  })
}

/** Counts a try and returns the change that uses the code up; throws `ERR_TOKEN_INVALID` or `ERR_TOKEN_EXPIRED`. */
async function checkCode(context: ServiceContext, badgeId: string, code: string | undefined): Promise<StorageChange> {
  const key = `code:${badgeId}`
  const outcome = await retrying(async () => {
    const stored = await read(context.storage, 'settings', key)
    if (stored === undefined) return 'missing'
    const { hash, until, tries } = JSON.parse(stored.value.value) as { hash: string; until: number; tries: number }
    if (until <= context.now() || tries >= limits.codeTries) return 'expired'
    const next = { schemaVersion: 1 as const, value: JSON.stringify({ hash, until, tries: tries + 1 }) }
    await context.storage.commit([put('settings', key, stored, next)])
    const isRight =
      typeof code === 'string' && (await keyedHash(context, 'code', badgeId, code.replaceAll(/\s/g, ''))) === hash
    return isRight ? put('settings', key, { version: stored.version + 1 }, null) : 'wrong'
  })
  if (typeof outcome === 'object') return outcome
  if (outcome === 'expired') throw new BadgeError('ERR_TOKEN_EXPIRED', 'This code is too old; ask for a new one.')
  throw new BadgeError('ERR_TOKEN_INVALID', 'This is not the code that was sent.')
}

/** The change that uses up a code that was found right, whatever was tried since. */
export async function spentCode(
  context: ServiceContext,
  { stored: { value: badge } }: Offer,
): Promise<StorageChange[]> {
  if (badge.claimPolicy !== 'code') return []
  const stored = await read(context.storage, 'settings', `code:${badge.id}`)
  return stored === undefined ? [] : [put('settings', stored.key, stored, null)]
}

/**
 * How the recipient is authenticated: by the link, by the code, or by a session of the account that the badge's address
 * belongs to. A session of another account shows nothing about the recipient.
 */
export async function authenticationOf(
  context: ServiceContext,
  { token, stored: { value: badge } }: Offer,
  { viewer }: ClaimInput,
): Promise<Authentication> {
  const at = iso(context.now())
  const account = accountOf(viewer)
  const owner = account === undefined ? undefined : await read(context.storage, 'addresses', badge.recipientHash)
  const ways: Authentication[] = [
    { by: token.value.data.via === 'mail' ? 'link' : 'hand', at },
    ...(badge.claimPolicy === 'code' ? [{ by: 'code' as const, at }] : []),
    ...(account !== undefined && owner?.value.personId === account
      ? [viewer?.authenticated ?? { by: 'host' as const, at }]
      : []),
  ]
  return ways.reduce((best, way) => (authenticationRanks[way.by] >= authenticationRanks[best.by] ? way : best))
}

/** Refuses a claim that the badge asks a stronger way for. Throws `ERR_AUTHENTICATION_NEEDED`. */
export async function checkLevel(context: ServiceContext, offer: Offer, input: ClaimInput): Promise<Authentication> {
  const authentication = await authenticationOf(context, offer, input)
  const { requireAuthentication: level } = offer.stored.value
  if (level === undefined || reaches(authentication, level)) return authentication
  throw new BadgeError('ERR_AUTHENTICATION_NEEDED', `This badge is for somebody who has signed in by ${level}.`)
}

/** What the policy of a badge asks for besides the link. */
export async function checkPolicy(
  context: ServiceContext,
  { stored: { value: badge } }: Offer,
  input: ClaimInput,
): Promise<StorageChange[]> {
  const { claimPolicy } = badge
  if (claimPolicy === 'link') return []
  if (claimPolicy === 'code') return [await checkCode(context, badge.id, input.code)]
  // A record of a version that knows more: what is not known asks for more than can be asked here.
  if (claimPolicy !== 'session')
    throw new BadgeError('ERR_ACCESS_DENIED', 'This badge is claimed in a way that is not known here.')
  const owner = await read(context.storage, 'addresses', badge.recipientHash)
  const personId = accountOf(input.viewer)
  if (personId === undefined) throw new BadgeError('ERR_ACCESS_DENIED', 'Sign in to claim this badge.')
  if (owner?.value.personId === personId) return []
  throw new BadgeError('ERR_ACCESS_DENIED', 'This badge is for another account than the one that is signed in.')
}
