import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import { signCredential, signCredentialAsJwt } from '../../proof/index.js'
import type { SignedCredential } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import { boundTo, type HolderProof, type Refusal, refusal, type WalletFormat } from '../../wallet/issuing/index.js'
import { badgeJwt } from '../badges/jwt.js'
import { findBadge, planBadge, requireBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import { mayProceed, passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord, StatusPlace, WalletCopyRecord, WalletOfferRecord } from '../core/records/index.js'
import { shownOf } from '../core/shown.js'
import { signingKey } from '../core/signing.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { storedCopies } from '../core/wallet-copies.js'
import { setBits } from '../status/lists.js'
import { allocatePlace } from '../status/places.js'
import type { WalletCopy, WalletSteps } from './types.js'

type Handed = { readonly credential: JsonObject | string }

const denied = (description: string): Refusal => refusal('credential_request_denied', description)

/** The badge of an offer, if it can be handed over now: it is in force, and still of the same person. */
async function badgeOf(
  context: ServiceContext,
  { badgeId, personId }: WalletOfferRecord,
): Promise<(Stored<'badges'> & { value: BadgeRecord }) | undefined> {
  const found = await findBadge(context, badgeId)
  if (found === undefined || found.value.personId !== personId || found.value.suspended) return undefined
  if (stageNow(context, found.value) !== 'claimed') return undefined
  return (await mayProceed(context, 'own', { badge: found.value })) ? found : undefined
}

const gone = (): Refusal => denied('The badge is not in force any more, or not of the one who asked for it')

/** The badge as it is, about nobody's DID: the same that its owner can download. */
export async function handUnbound(
  context: ServiceContext,
  offerKey: string,
  format: WalletFormat,
): Promise<Handed | Refusal> {
  return retrying(async () => {
    const offer = await read(context.storage, 'wallet-offers', offerKey)
    const badge = offer && (await badgeOf(context, offer.value))
    if (offer === undefined || badge === undefined) return gone()
    const jwt = format === 'jwt_vc_json' ? await badgeJwt(context, badge.value.id) : undefined
    if (jwt === null) return denied('This badge cannot be signed as a JWT')
    const credential = jwt ?? ((await shownOf(context, badge.value)).credential as JsonObject)
    if (offer.value.stage === 'taken') {
      const change = planBadge(context, badge, {
        by: 'learner',
        events: [{ type: 'wallet-collected' }],
        changes: [put('wallet-offers', offer.key, offer, { ...offer.value, stage: 'collected' }, offer.due)],
      })
      await context.storage.commit(change?.changes ?? [])
      context.emit(change?.events ?? [])
    }
    return { credential }
  })
}

export interface Binding {
  readonly offerKey: string
  readonly holder: HolderProof
  readonly format: WalletFormat
  /** What else is used up in the same commit, by the first who comes. */
  readonly first?: () => Promise<readonly StorageChange[] | Refusal>
}

/**
 * The copy of a badge that is about a wallet's DID. The first wallet that comes with an offer is the one it is for: with the same
 * key it gets the identical copy, and another is refused. A copy that there is already, of the same DID, is handed out again.
 */
export async function bindCopy(context: ServiceContext, binding: Binding): Promise<Handed | Refusal> {
  const { offerKey, holder, format } = binding
  // Allocated once, whatever comes in between; one that is not used is left unused.
  let place: Awaited<ReturnType<typeof allocatePlace>> | undefined
  return retrying(async () => {
    const offer = await read(context.storage, 'wallet-offers', offerKey)
    const badge = offer && (await badgeOf(context, offer.value))
    if (offer === undefined || badge === undefined) return gone()
    const { walletKey } = offer.value
    if (walletKey !== undefined && walletKey !== holder.key) return denied('Another key has this badge')
    const copies = await storedCopies(context, badge.value)
    const here = copies.filter(({ value }) => value.endedAt === undefined)
    const known = here.find(
      ({ value }) => value.id === offer.value.copyId || (walletKey === undefined && value.holder === holder.did),
    )
    if (walletKey !== undefined && known === undefined) return denied('This copy was ended')
    if (known === undefined) {
      if (here.length >= limits.walletCopies) return denied('This badge is in too many wallets')
      if (copies.length > 0 && !offer.value.isFresh) return denied('This badge went into another wallet before')
    }
    const copyId = known?.value.id ?? copyIdOf(badge.value.id, holder.did)
    const changes: StorageChange[] = []
    if (walletKey === undefined) {
      const extra = (await binding.first?.()) ?? []
      if ('refused' in extra) return extra
      const next: WalletOfferRecord = { ...offer.value, stage: 'collected', walletKey: holder.key, copyId }
      changes.push(...extra, put('wallet-offers', offer.key, offer, next, offer.due))
    }
    if (known === undefined) place ??= await allocatePlace(context, badge.value.status.purpose)
    const copy = known?.value ?? (await newCopy(context, badge.value, { copyId, holder, place }))
    const whole = format === 'jwt_vc_json' && copy.jwt === undefined ? await withJwt(context, copy) : copy
    if (whole === undefined) return denied('This badge cannot be signed as a JWT')
    const before = known ?? copies.find(({ key }) => key === copyId)
    if (whole !== known?.value) changes.push(put('wallet-copies', copyId, before, whole))
    if (changes.length > 0) {
      const change = planBadge(context, badge, {
        by: 'learner',
        ...(badge.value.inWallets === true ? {} : { set: { inWallets: true as const } }),
        events: walletKey === undefined ? [{ type: 'wallet-collected', data: { copy: copyId } }] : [],
        changes: [...changes, ...(await passing(context, 'own', { badge: badge.value }))],
      })
      await context.storage.commit(change?.changes ?? [])
      context.emit(change?.events ?? [])
    }
    return { credential: await handed(context, whole, format) }
  })
}

/** The same for the same badge and DID, so that of two who bind at once one is stored. */
const copyIdOf = (badgeId: string, did: string): string => quickSha256Hex(`${badgeId} ${did}`).slice(0, 32)

async function newCopy(
  context: ServiceContext,
  badge: BadgeRecord,
  {
    copyId,
    holder,
    place,
  }: {
    readonly copyId: string
    readonly holder: HolderProof
    readonly place: { readonly place: StatusPlace; readonly entry: object } | undefined
  },
): Promise<WalletCopyRecord> {
  if (place === undefined) throw new BadgeError('ERR_STATUS_INDEX', 'A copy has a place in a status list.')
  const now = new Date(context.now())
  const unsigned = boundTo(badge.credential as unknown as JsonObject, holder.did, now, { ...place.entry })
  const credential = await signCredential(unsigned, await signingKey(context), { ...context.options.sign, now })
  return {
    schemaVersion: 1,
    id: copyId,
    badgeId: badge.id,
    holder: holder.did,
    createdAt: iso(context.now()),
    status: place.place,
    credential: credential as unknown as SignedCredential,
  }
}

/** With the same as a JWT; `undefined` where no JWT can say it. */
async function withJwt(context: ServiceContext, copy: WalletCopyRecord): Promise<WalletCopyRecord | undefined> {
  const { proof: _, ...credential } = copy.credential
  const { contexts, documents, verificationMethod } = context.options.sign ?? {}
  try {
    const jwt = await signCredentialAsJwt(credential, await signingKey(context), {
      ...defined({ contexts, documents, verificationMethod }),
    })
    return { ...copy, jwt }
  } catch (error) {
    if (isBadgeError(error, 'ERR_MODEL_INVALID') || isBadgeError(error, 'ERR_SIGN_ISSUER_MISMATCH')) return undefined
    throw error
  }
}

/** What leaves the service: never a base proof. */
async function handed(
  context: ServiceContext,
  copy: WalletCopyRecord,
  format: WalletFormat,
): Promise<JsonObject | string> {
  if (format === 'jwt_vc_json') return copy.jwt ?? ''
  // Kept under the name of the badge, with which it is forgotten.
  const own = { id: `${copy.badgeId} ${copy.id}`, credential: copy.credential }
  return (await shownOf(context, own)).credential as JsonObject
}

export async function copiesOfPerson(
  context: ServiceContext,
  { personId }: { personId: string },
): Promise<readonly WalletCopy[]> {
  const badges = await findAll(context.storage, 'badges', { index: 'person', value: personId })
  const found = await Promise.all(
    badges.map(async ({ value }) =>
      isTombstone(value) ? [] : (await storedCopies(context, value)).map((copy) => viewOf(copy.value, value)),
    ),
  )
  return found.flat().sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

const viewOf = (
  { schemaVersion: _, credential: __, jwt: ___, ...copy }: WalletCopyRecord,
  { achievementName }: BadgeRecord,
): WalletCopy => ({ ...copy, achievementName })

/** Ends one copy for good: its entry says so, by the purpose that the badge has one for, also where a suspension of the badge ends. */
export async function endCopy(
  context: ServiceContext,
  { copyId, personId }: Parameters<WalletSteps['endCopy']>[0],
): Promise<WalletCopy> {
  const none = new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such copy.')
  return retrying(async () => {
    const copy = await read(context.storage, 'wallet-copies', copyId)
    if (copy === undefined) throw none
    const badge = await requireBadge(context, copy.value.badgeId)
    if (badge.value.personId !== personId) throw none
    if (copy.value.endedAt !== undefined) return viewOf(copy.value, badge.value)
    const ended: WalletCopyRecord = { ...copy.value, endedAt: iso(context.now()) }
    const change = planBadge(context, badge, {
      by: 'learner',
      events: [{ type: 'wallet-ended', data: { copy: copyId } }],
      changes: [put('wallet-copies', copy.key, copy, ended), ...(await setBits(context, [copy.value.status], true))],
    })
    await context.storage.commit(change?.changes ?? [])
    context.emit(change?.events ?? [])
    return viewOf(ended, badge.value)
  })
}
