import { createCredential } from '../../credential/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { signCredential } from '../../proof/index.js'
import { askedLocale } from '../../texts/index.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { JsonObject } from '../../types/json.js'
import type { BadgePage, BadgeQuery, IssueInput } from '../api/index.js'
import { planOffer } from '../claims/offer.js'
import { normalizeAddress } from '../core/address.js'
import { findBadge, planBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { dueOfBadge } from '../core/due.js'
import { newId } from '../core/ids.js'
import { initialState } from '../core/lifecycle/index.js'
import { logEntries } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord, EventRecord, Recipient, StatusPlace } from '../core/records/index.js'
import { find, put, read, retrying } from '../core/store.js'
import { iso } from '../core/tokens.js'
import { keepPicture } from './pictures.js'
import { allocatePlace } from './status.js'

/** What else the record of a badge to be says. */
export interface IssueExtras {
  readonly batchId?: string
  readonly applicationId?: string
  readonly replaces?: string
  readonly picture?: string
  /** What else changes in the same commit; asked anew when another change came first. */
  readonly changes?: (badge: BadgeRecord) => Promise<readonly StorageChange[]>
}

const NAME_LENGTH = 200
const IDEMPOTENCY_KEY = /^[\w.:-]{1,200}$/

/** Creates, signs and keeps a badge, and offers it unless told not to. */
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
  const key = idempotencyKey === undefined ? undefined : `issue:${idempotencyKey}`
  const earlier = key === undefined ? undefined : await issuedUnder(context, key)
  if (earlier !== undefined) return earlier
  const badge = await signBadge(context, input, extras)
  return retrying(async () => {
    const { record, changes, events } = await planIssue(context, badge, input)
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
    context.tell(events)
    // Between keeping it and this commit, the last badge that had the same picture may have been erased.
    await keepPicture(context, input.picture).catch(context.report)
    return record
  })
}

/** The badge that was issued under this key; throws `ERR_RECORD_NOT_FOUND` where it was erased since. */
async function issuedUnder(context: ServiceContext, key: string): Promise<BadgeRecord | undefined> {
  const taken = await read(context.storage, 'taken', key)
  if (taken === undefined) return undefined
  const found = await findBadge(context, taken.value.badgeId)
  if (found !== undefined) return found.value
  throw new BadgeError('ERR_RECORD_NOT_FOUND', 'The badge that was issued under this key was erased.')
}

/** A badge that is created and signed, and stands nowhere yet. */
export async function signBadge(
  context: ServiceContext,
  input: IssueInput,
  extras: IssueExtras = {},
): Promise<BadgeRecord> {
  const recipient = readRecipient(input.recipient)
  const picture = extras.picture ?? (await keepPicture(context, input.picture))
  const now = context.now()
  const draft = { ...input.draft, recipient: toDraft(recipient) } as BadgeDraft
  const { recipientPrivacy, sign = {} } = context.options
  const create = {
    now: new Date(now),
    issuerId: context.issuerId,
    ...defined({ recipientPrivacy }),
  }
  // A draft that is refused takes no place in a status list.
  createCredential(draft, create)
  const { place, entry } = await allocatePlace(context, input.statusPurpose ?? 'revocation')
  const unsigned = createCredential({ ...draft, credentialStatus: entry }, create)
  const credential = await signCredential(unsigned, context.signer, { ...sign, now: new Date(now) })
  return recordOf(context, {
    credential: credential as JsonObject & BadgeRecord['credential'],
    recipient,
    place,
    input,
    extras,
    picture,
    now,
  })
}

interface Parts {
  readonly credential: BadgeRecord['credential']
  readonly recipient: Recipient
  readonly place: StatusPlace
  readonly input: IssueInput
  readonly extras: IssueExtras
  readonly picture: string | undefined
  readonly now: number
}

async function recordOf(context: ServiceContext, parts: Parts): Promise<BadgeRecord> {
  const { credential, recipient, place, input, extras, picture, now } = parts
  const issuer = credential.issuer as string | JsonObject
  const subject = credential.credentialSubject as JsonObject
  const achievement = (isJsonObject(subject.achievement) ? subject.achievement : {}) as JsonObject
  const { validUntil } = credential as { validUntil?: unknown }
  return {
    schemaVersion: 1,
    id: newId(now),
    ...initialState,
    credential,
    credentialId: String(credential.id ?? ''),
    issuerId: isJsonObject(issuer) ? String(issuer.id) : issuer,
    issuerName: isJsonObject(issuer) && typeof issuer.name === 'string' ? issuer.name : context.issuerId,
    achievementId: String(achievement.id ?? ''),
    achievementName: String(achievement.name ?? credential.name ?? ''),
    recipient,
    recipientHash: await context.addressHash(recipient.address),
    claimPolicy: input.claimPolicy ?? context.claimPolicy,
    ...defined({ picture, batchId: extras.batchId, applicationId: extras.applicationId, replaces: extras.replaces }),
    status: place,
    issuedAt: iso(now),
    ...(typeof validUntil === 'string' ? { validUntil } : {}),
    reminders: 0,
    expiryNotices: 0,
    events: 0,
    display: false,
  }
}

/** The changes that keep a new badge, offered or not. */
export async function planIssue(
  context: ServiceContext,
  badge: BadgeRecord,
  { offer = true, by = 'issuer' }: Pick<IssueInput, 'offer' | 'by'>,
): Promise<{ record: BadgeRecord; changes: readonly StorageChange[]; events: readonly EventRecord[] }> {
  const log = logEntries(context, `badge:${badge.id}`, 0, by, [{ type: 'issued' }])
  const issued: BadgeRecord = { ...badge, events: 1 }
  const offered = offer
    ? planBadge(context, { key: badge.id, version: 0, value: issued }, await planOffer(context, issued, by))
    : undefined
  return {
    record: offered?.badge ?? issued,
    changes: [
      ...log.changes,
      ...(offered?.changes ?? [put('badges', badge.id, undefined, issued, dueOfBadge(context, issued))]),
    ],
    events: [...log.events, ...(offered?.events ?? [])],
  }
}

export function readRecipient({ email, name, locale }: IssueInput['recipient']): Recipient {
  const trimmed = name?.trim()
  if (trimmed !== undefined && (trimmed.length > NAME_LENGTH || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(trimmed))) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A name has at most ${NAME_LENGTH} characters on one line.`)
  }
  return {
    address: normalizeAddress(email),
    ...(trimmed === undefined || isBlank(trimmed) ? {} : { name: trimmed }),
    ...(locale === undefined ? {} : { locale: askedLocale(locale) }),
  }
}

const toDraft = ({ address, name }: Recipient): BadgeDraft['recipient'] => ({
  email: address,
  ...defined({ name }),
})

export const getBadge = async (context: ServiceContext, badgeId: string): Promise<BadgeRecord | null> =>
  (await findBadge(context, badgeId))?.value ?? null

/** Badges, the newest first. Where several conditions are given, the page may be shorter than asked. */
export async function listBadges(context: ServiceContext, query: BadgeQuery = {}): Promise<BadgePage> {
  const { stage, batchId, email, personId, cursor, limit = 50 } = query
  const by =
    batchId !== undefined
      ? { index: 'batch', value: batchId }
      : email !== undefined
        ? { index: 'recipient', value: await context.addressHash(normalizeAddress(email)) }
        : personId !== undefined
          ? { index: 'person', value: personId }
          : stage !== undefined
            ? { index: 'stage', value: stage }
            : undefined
  const page = await find(context.storage, 'badges', by, { cursor, limit, descending: true })
  const badges = page.records.flatMap(({ value }) => (isTombstone(value) ? [] : [value]))
  const wanted = badges.filter(
    (badge) =>
      (stage === undefined || badge.stage === stage) && (personId === undefined || badge.personId === personId),
  )
  return page.cursor === undefined ? { badges: wanted } : { badges: wanted, cursor: page.cursor }
}
