import { issuerOf } from '../../badge/index.js'
import { createCredential } from '../../credential/index.js'
import { type CreateAlike, createAlike, withStatusEntry } from '../../credential/lint/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { signCredential } from '../../proof/index.js'
import type { UnsignedCredential } from '../../types/credential.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { JsonObject } from '../../types/json.js'
import { findBadge, planBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { dueOfBadge } from '../core/due.js'
import { newId, subjectOf } from '../core/ids.js'
import { initialState } from '../core/lifecycle/index.js'
import { logEntries } from '../core/log.js'
import type { ClaimPolicy } from '../core/options.js'
import type { StorageChange } from '../core/ports/index.js'
import { readRecipient } from '../core/recipient.js'
import type { AuthenticationLevel, BadgeRecord, EventRecord, Recipient, StatusPlace } from '../core/records/index.js'
import { fromLibrary, savedRow } from '../core/saved-badge.js'
import { signingKey } from '../core/signing.js'
import { put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { type Named, nameGuardian, planGuardian, putGuardianship, readGuardian } from '../people/guardians.js'
import { allocatePlace, provisionalEntry } from '../status/places.js'
import { planOffer } from './offer.js'
import { keepPicture } from './pictures.js'
import type { IssueInput } from './types.js'

/** A badge that was created and has no place in a status list yet. */
export interface PreparedBadge {
  readonly recipient: Recipient
  readonly unsigned: UnsignedCredential
  readonly now: number
  /** Keyed hash of the address, where it is known already. */
  readonly recipientHash?: string
}

/** What the record of a new badge holds besides. */
export interface IssueExtras {
  /** What `prepareBadge` gave for the same input. */
  readonly prepared?: PreparedBadge
  readonly batchId?: string
  /** Its batch is to be released first: it is not offered, and nobody hears of it. */
  readonly unreleased?: boolean
  readonly applicationId?: string
  /** In place of the key of the input: one that no caller can have used for something else. */
  readonly key?: string
  readonly replaces?: string
  readonly picture?: string
  readonly saved?: BadgeRecord['saved']
  /** What else changes in the same commit; asked again when another change came first. */
  readonly changes?: (badge: BadgeRecord) => Promise<readonly StorageChange[]>
}

/** The same of a badge of the library. */
export async function issueSaved(context: ServiceContext, { saved: ref, ...input }: IssueInput): Promise<BadgeRecord> {
  if (ref === undefined) return issue(context, input)
  const { draft, saved, picture } = await fromLibrary(context, ref, input.draft)
  const { id, version, validFor } = saved
  const whole = { ...input, draft: savedRow(draft, undefined, validFor, context.now()) }
  const own = input.picture === undefined ? defined({ picture }) : {}
  return issue(context, whole, { saved: { id, version }, ...own })
}

const IDEMPOTENCY_KEY = /^[\w.:-]{1,200}$/

/** Creates, signs and stores a badge, and offers it unless `offer` is false. */
export async function issue(
  context: ServiceContext,
  input: IssueInput,
  extras: IssueExtras = {},
): Promise<BadgeRecord> {
  const { idempotencyKey } = input
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      'An idempotency key has 1 to 200 letters, digits, `.`, `:`, `_` or `-`.',
    )
  }
  const key = extras.key ?? (idempotencyKey === undefined ? undefined : `issue:${idempotencyKey}`)
  // Who prepared it has looked; what comes in between is met by the commit.
  const earlier = key === undefined || extras.prepared !== undefined ? undefined : await issuedUnder(context, key)
  if (earlier !== undefined) {
    if (extras.unreleased !== true) await nameGuardian(context, earlier.recipient, input.recipient.guardian)
    return earlier
  }
  const badge = await signBadge(context, input, extras)
  return retrying(async () => {
    const { guardian } = input.recipient
    const named = guardian === undefined ? undefined : await planGuardian(context, badge.recipient, guardian)
    const offered = extras.unreleased === true ? { ...input, offer: false } : input
    const { record, changes, events } = await planIssue(context, badge, offered, named)
    const taken =
      key === undefined ? [] : [put('taken', key, undefined, { schemaVersion: 1 as const, badgeId: badge.id })]
    try {
      await context.storage.commit([...taken, ...changes, ...((await extras.changes?.(record)) ?? [])])
    } catch (error) {
      const other =
        key !== undefined && isBadgeError(error, 'ERR_STORAGE_CONFLICT') ? await issuedUnder(context, key) : undefined
      if (other !== undefined) return other
      throw error
    }
    context.emit(events)
    // Since it was stored, the last badge that had the same picture may have been erased.
    await keepPicture(context, input.picture).catch(context.report)
    return record
  })
}

/** The badge that was issued under this key; throws `ERR_RECORD_NOT_FOUND` if it was erased since. */
async function issuedUnder(context: ServiceContext, key: string): Promise<BadgeRecord | undefined> {
  const taken = await read(context.storage, 'taken', key)
  if (taken === undefined) return undefined
  const found = await findBadge(context, taken.value.badgeId)
  if (found !== undefined) return found.value
  throw new BadgeError('ERR_RECORD_NOT_FOUND', 'The badge that was issued under this key was erased.')
}

/** How the badges of a batch are made. */
export interface Making {
  readonly create: CreateAlike
  /** What holds the place of their status entry. */
  readonly credentialStatus: ReturnType<typeof provisionalEntry>
}

/** Makes badges that come one after the other, and are mostly alike. */
export const makingOf = (context: ServiceContext, purpose: IssueInput['statusPurpose'] = 'revocation'): Making => ({
  create: createAlike(),
  credentialStatus: provisionalEntry(context, purpose),
})

/**
 * Creates a badge: a draft that is refused takes no place in a status list. Throws `ERR_DRAFT_INVALID`, and what a wrong
 * recipient throws.
 */
export function prepareBadge(
  context: ServiceContext,
  { draft, recipient: given, statusPurpose = 'revocation' }: Pick<IssueInput, 'draft' | 'recipient' | 'statusPurpose'>,
  { create, credentialStatus }: Making = {
    create: createCredential,
    credentialStatus: provisionalEntry(context, statusPurpose),
  },
): PreparedBadge {
  const recipient = readRecipient(given)
  if (given.guardian !== undefined) readGuardian(context, given.guardian, recipient)
  const now = context.now()
  const { issuerId, timeZone } = context
  const { recipientPrivacy } = context.options
  const whole = { ...draft, recipient: toDraft(recipient), credentialStatus }
  const unsigned = create(whole as BadgeDraft, {
    now: new Date(now),
    issuerId,
    timeZone,
    ...defined({ recipientPrivacy }),
  })
  return { recipient, unsigned, now }
}

/** A badge that is created and signed, and not stored yet. */
export async function signBadge(
  context: ServiceContext,
  input: IssueInput,
  extras: IssueExtras = {},
): Promise<BadgeRecord> {
  const { recipient, unsigned, now, recipientHash } = extras.prepared ?? prepareBadge(context, input)
  const picture = extras.picture ?? (await keepPicture(context, input.picture))
  const { place, entry } = await allocatePlace(context, input.statusPurpose ?? 'revocation')
  const credential = await signCredential(withStatusEntry(unsigned, entry), await signingKey(context), {
    ...context.options.sign,
    now: new Date(now),
  })
  return recordOf(context, {
    credential: credential as JsonObject & BadgeRecord['credential'],
    recipient,
    recipientHash: recipientHash ?? (await context.addressHash(recipient.email)),
    place,
    input,
    extras,
    picture,
    now,
  })
}

/** The policy that lets a learner reach the level: without being asked for a code or an account, nobody could. */
function policyFor(policy: ClaimPolicy, level: AuthenticationLevel | undefined): ClaimPolicy {
  if (level === 'oidc' || level === 'passkey') return 'session'
  return level === 'code' && policy === 'link' ? 'code' : policy
}

interface Parts {
  readonly credential: BadgeRecord['credential']
  readonly recipient: Recipient
  readonly recipientHash: string
  readonly place: StatusPlace
  readonly input: IssueInput
  readonly extras: IssueExtras
  readonly picture: string | undefined
  readonly now: number
}

function recordOf(context: ServiceContext, parts: Parts): BadgeRecord {
  const { credential, recipient, recipientHash, place, input, extras, picture, now } = parts
  const subject = credential.credentialSubject as JsonObject
  const achievement = (isJsonObject(subject.achievement) ? subject.achievement : {}) as JsonObject
  const issuer = issuerOf(credential as unknown as JsonObject)
  const { validUntil } = credential as { validUntil?: unknown }
  return {
    schemaVersion: 1,
    id: newId(now),
    ...initialState,
    credential,
    credentialId: String(credential.id ?? ''),
    issuerId: issuer?.id ?? context.issuerId,
    issuerName: issuer?.name ?? context.issuerId,
    achievementId: String(achievement.id ?? ''),
    achievementName: String(achievement.name ?? credential.name ?? ''),
    recipient,
    recipientHash,
    claimPolicy: policyFor(input.claimPolicy ?? context.claimPolicy, input.requireAuthentication),
    ...defined({ requireAuthentication: input.requireAuthentication }),
    ...(extras.unreleased === true ? { unreleased: true as const } : {}),
    ...defined({
      saved: extras.saved,
      picture,
      batchId: extras.batchId,
      applicationId: extras.applicationId,
      replaces: extras.replaces,
    }),
    status: place,
    issuedAt: iso(now),
    ...(typeof validUntil === 'string' ? { validUntil } : {}),
    reminders: 0,
    expiryNotices: 0,
    events: 0,
    display: false,
  }
}

/** The changes that store a new badge, offered or not. */
export async function planIssue(
  context: ServiceContext,
  badge: BadgeRecord,
  { offer = true, by = 'issuer' }: Pick<IssueInput, 'offer' | 'by'>,
  named?: Named,
): Promise<{ record: BadgeRecord; changes: readonly StorageChange[]; events: readonly EventRecord[] }> {
  const log = logEntries(context, subjectOf('badge', badge.id), 0, by, [{ type: 'issued' }])
  const issued: BadgeRecord = { ...badge, events: 1 }
  const stored = { key: badge.id, version: 0, value: issued }
  const offered = offer ? planBadge(context, stored, await planOffer(context, issued, by, named)) : undefined
  const isNamed = offered?.changes.some(({ collection }) => collection === 'guardianships') ?? false
  return {
    record: offered?.badge ?? issued,
    changes: [
      ...log.changes,
      ...(offered?.changes ?? [put('badges', badge.id, undefined, issued, dueOfBadge(context, issued))]),
      ...(named?.changes ?? []),
      // Written once: with an offer that waits for the guardian, it is among the changes of the offer.
      ...(named === undefined || isNamed ? [] : [putGuardianship(context, named.childHash, named.before, named.next)]),
    ],
    events: [...log.events, ...(offered?.events ?? []), ...(named?.events ?? [])],
  }
}

const toDraft = ({ email, name }: Recipient): BadgeDraft['recipient'] => ({ email, ...defined({ name }) })
