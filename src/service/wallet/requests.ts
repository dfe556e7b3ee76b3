import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import {
  type CredentialRequest,
  checkHolderPresentation,
  checkProofJwt,
  type HolderProof,
  isRefusal,
  type Refusal,
  readCredentialRequest,
  readNotification,
  readTokenRequest,
  refusal,
  type SentProof,
} from '../../wallet/issuing/index.js'
import { changeBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { WalletOfferRecord } from '../core/records/index.js'
import { put, read, retrying, type Stored } from '../core/store.js'
import { lookUpOpen, mint, use, voided } from '../core/tokens.js'
import { bindCopy, handUnbound } from './copies.js'
import { nonceText, takeNonce } from './nonces.js'
import { isOver, txCodeOf } from './offers.js'
import type { WalletSteps } from './types.js'

type Answer<Name extends keyof WalletSteps> = Awaited<ReturnType<WalletSteps[Name]>>

const badGrant = (): Refusal =>
  refusal('invalid_grant', 'The code is unknown, used, too old, or the transaction code is wrong')

/** Uses up the code of an offer, once, and gives an access token for it. */
export async function answerToken(context: ServiceContext, { form }: { form: string }): Promise<Answer<'token'>> {
  const request = readTokenRequest(new URLSearchParams(form))
  if (isRefusal(request)) return request
  return retrying(async () => {
    const code = await lookUpOpen(context, 'wallet-code', request.code)
    const offer = code && (await read(context.storage, 'wallet-offers', code.value.data.offer ?? ''))
    if (code === undefined || offer === undefined || offer.value.stage !== 'open' || isOver(context, offer.value)) {
      return badGrant()
    }
    const { asksCode, configurationIds, badgeId } = offer.value
    if (asksCode && request.txCode === undefined) return refusal('invalid_request', 'tx_code is missing')
    if (!asksCode && request.txCode !== undefined) return refusal('invalid_request', 'No tx_code was asked for')
    if (asksCode && !isSame(request.txCode, await txCodeOf(context, offer.key))) return wrongCode(context, code, offer)
    if (request.details?.some((id) => !configurationIds.includes(id)) === true) {
      return refusal('invalid_request', 'authorization_details names what was not offered')
    }
    const access = await mint(context, {
      purpose: 'wallet-access',
      subject: subjectOf('badge', badgeId),
      expiresAt: context.now() + limits.walletTokenMinutes * 60_000,
      data: { offer: offer.key, ...defined({ identifiers: request.details?.join(' ') }) },
    })
    await context.storage.commit([
      use(context, code),
      access.change,
      put('wallet-offers', offer.key, offer, { ...offer.value, stage: 'taken' }, offer.due),
    ])
    return {
      accessToken: access.text,
      expiresIn: limits.walletTokenMinutes * 60,
      ...defined({ details: request.details }),
    }
  })
}

/** Compared by hashes, whose first difference says nothing. */
const isSame = (given: string | undefined, right: string): boolean =>
  quickSha256Hex(given ?? '') === quickSha256Hex(right)

/** Counts the try in the same commit, so that tries at once count each; the last one burns the code. */
async function wrongCode(
  context: ServiceContext,
  code: Stored<'tokens'>,
  offer: Stored<'wallet-offers'>,
): Promise<Refusal> {
  const tries = offer.value.tries + 1
  const isBurnt = tries >= limits.walletCodeTries
  const dead = voided(context, code.value)
  const next: WalletOfferRecord = { ...offer.value, tries, ...(isBurnt ? { stage: 'burnt' } : {}) }
  await context.storage.commit([
    put('wallet-offers', offer.key, offer, next, offer.due),
    ...(isBurnt ? [put('tokens', code.key, code, dead.value, dead.due)] : []),
  ])
  return badGrant()
}

/** The offer that an access token is for. */
async function offerOfAccess(
  context: ServiceContext,
  accessToken: string,
): Promise<{ access: Stored<'tokens'>; offer: Stored<'wallet-offers'> } | Refusal> {
  const access = await lookUpOpen(context, 'wallet-access', accessToken)
  const offer = access && (await read(context.storage, 'wallet-offers', access.value.data.offer ?? ''))
  if (access !== undefined && offer !== undefined) return { access, offer }
  return refusal('invalid_token', 'The access token is unknown or has expired')
}

export async function answerCredential(
  context: ServiceContext,
  { accessToken, body, dialects = [] }: Parameters<WalletSteps['credential']>[0],
): Promise<Answer<'credential'>> {
  const found = await offerOfAccess(context, accessToken)
  if (isRefusal(found)) return found
  const request = readCredentialRequest(body, dialects)
  if (isRefusal(request)) return request
  const { access, offer } = found
  const { configuration, proof, isOld = false } = request
  const misnamed = misnames(request, access.value.data.identifiers)
  if (misnamed !== undefined) return misnamed
  if (!offer.value.configurationIds.includes(configuration.id)) {
    return refusal('unknown_credential_configuration', 'This offer is of another credential configuration')
  }
  const more = { notificationId: notificationOf(offer), format: configuration.format, isOld }
  if (!configuration.bound) {
    const handed = await handUnbound(context, offer.key, configuration.format)
    return isRefusal(handed) ? handed : { ...handed, ...more }
  }
  const holder = await holderOf(context, proof, dialects.includes('digitalbazaar'))
  // Wallets of one kind ask without a proof first, and take the nonce from the refusal.
  if (isRefusal(holder)) {
    return dialects.includes('digitalbazaar') ? { ...holder, nonce: await nonceText(context) } : holder
  }
  const isTaken = await takeNonce(context, holder.nonce, {
    badgeId: offer.value.badgeId,
    access: access.key,
    key: holder.key,
  })
  if (!isTaken) return refusal('invalid_nonce', 'The nonce is unknown, too old, or of another wallet')
  const bound = await bindCopy(context, { offerKey: offer.key, holder, format: configuration.format })
  return isRefusal(bound) ? bound : { ...bound, ...more }
}

/**
 * Identifiers name a credential where the access token came with some, and nothing else does (OpenID4VCI 1.0 §8.2). Requests of
 * drafts, which name none, are passed over.
 */
function misnames(request: CredentialRequest, identifiers: string | undefined): Refusal | undefined {
  const { configuration, isIdentified, isOld } = request
  if (isIdentified && identifiers?.split(' ').includes(configuration.id) !== true) {
    return refusal('unknown_credential_identifier', 'This identifier did not come with the access token')
  }
  return isIdentified || identifiers === undefined || isOld === true
    ? undefined
    : refusal('invalid_credential_request', 'The access token came with identifiers: credential_identifier is missing')
}

/** Who a wallet says it is, and has proven to be; whether the nonce is one of ours, the caller asks. */
async function holderOf(
  context: ServiceContext,
  proof: SentProof | undefined,
  lenient: boolean,
): Promise<HolderProof | Refusal> {
  const now = new Date(context.now())
  if (proof === undefined) return refusal('invalid_proof', 'proofs is missing')
  return proof.type === 'jwt'
    ? checkProofJwt(proof.jwt, { audience: context.baseUrl, now, lenient })
    : checkHolderPresentation(proof.presentation, { domain: context.baseUrl, now })
}

/** Named like the hand-over; it opens nothing without the access token. */
const notificationOf = ({ key }: Stored<'wallet-offers'>): string => key.slice(0, 22)

export async function answerNotification(
  context: ServiceContext,
  { accessToken, body }: Parameters<WalletSteps['notify']>[0],
): Promise<Refusal | null> {
  const found = await offerOfAccess(context, accessToken)
  if (isRefusal(found)) return found
  const said = readNotification(body)
  if (isRefusal(said)) return said
  const { offer } = found
  if (said.id !== notificationOf(offer)) return refusal('invalid_notification_id', 'There is no such notification_id')
  const stage = said.event === 'credential_accepted' ? 'accepted' : 'failed'
  await changeBadge(context, offer.value.badgeId, async () => {
    const now = await read(context.storage, 'wallet-offers', offer.key)
    if (now === undefined || now.value.stage === stage || now.value.stage === 'taken') return { by: 'system' }
    return {
      by: 'system',
      events: [{ type: 'wallet-answered', data: { event: said.event } }],
      changes: [put('wallet-offers', now.key, now, { ...now.value, stage }, now.due)],
    }
  })
  return null
}
