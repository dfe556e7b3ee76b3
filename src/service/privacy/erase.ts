import { defined } from '../../internal/defined.js'
import type { JsonObject } from '../../types/json.js'
import { forgetWaitingRows } from '../batches/job-rows.js'
import { normalizeAddress } from '../core/address.js'
import { requireBadge } from '../core/change.js'
import { awardKey, type CollectionName, isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { subjectOf } from '../core/ids.js'
import { type Actor, logEntries } from '../core/log.js'
import { endPortfolio } from '../core/portfolios.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Authentication, BadgeRecord, BadgeTombstone, TokenPurpose } from '../core/records/index.js'
import { find, findAll, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { badgesOf } from '../people/account.js'
import { requirePerson } from '../people/plan.js'
import { badgeHashOf } from '../presenting/index.js'

/** Erases a person: badges, links, messages, applications, the account. What remains identifies nobody. */
export async function erasePerson(
  context: ServiceContext,
  { personId, authenticated }: { personId: string; authenticated?: Authentication },
): Promise<{ badges: number }> {
  assertFresh(context, authenticated)
  const { value: person } = await requirePerson(context, personId)
  const badges = await badgesOf(context, personId)
  const owned = await findAll(context.storage, 'badges', { index: 'person', value: personId })
  const ids = new Set([
    ...badges.map(({ id }) => id),
    ...owned.filter(({ value }) => !isTombstone(value)).map(({ key }) => key),
  ])
  let erased = 0
  const learner = subjectOf('person', personId)
  for (const id of ids) erased += await eraseBadge(context, id, 'learner', learner)
  for (const { email } of person.emails) erased += await eraseFor(context, email, 'learner', personId)
  // The account goes last: after a crash, erasing again finds what is left.
  await retrying(async () => {
    const stored = await requirePerson(context, personId)
    const subject = subjectOf('person', personId)
    const hashes = await Promise.all(stored.value.emails.map(({ email }) => context.addressHash(email)))
    const names = stored.value.subject === undefined ? hashes : [...hashes, `subject:${stored.value.subject}`]
    const left = await removedAddresses(context, personId)
    const addresses = await Promise.all(names.map((name) => read(context.storage, 'addresses', name)))
    const log = logEntries(context, subject, stored.value.events, 'learner', [{ type: 'erased' }], learner)
    await context.storage.commit([
      put('people', personId, stored, null),
      ...addresses.flatMap((owner) =>
        owner?.value.personId === personId ? [put('addresses', owner.key, owner, null)] : [],
      ),
      ...removals('consents', await findAll(context.storage, 'consents', { index: 'person', value: personId })),
      ...removals('passkeys', await findAll(context.storage, 'passkeys', { index: 'person', value: personId })),
      ...(await tokenRemovals(context, subject, [
        'session',
        'badge-session',
        'email',
        'recovery',
        'restore',
        'passkey',
      ])),
      ...left,
      ...(await endPortfolio(context, personId)),
      ...log.changes,
    ])
    context.emit(log.events)
  })
  return { badges: erased }
}

/** What is kept about addresses that were removed from an account: mails about that, which name the account. */
async function removedAddresses(context: ServiceContext, personId: string): Promise<StorageChange[]> {
  const by = { index: 'subject', value: `restore ${subjectOf('person', personId)}` }
  const links = await findAll(context.storage, 'tokens', by)
  const mails = await Promise.all(
    [...new Set(links.map(({ value }) => value.data.hash ?? ''))].map((hash) =>
      findAll(context.storage, 'outbox', { index: 'recipient', value: hash }),
    ),
  )
  const own = mails.flat().filter(({ value }) => value.personId === personId)
  await forgetMails(context, own)
  return removals('outbox', own)
}

/** Erases an address: badges that were given to it, messages, applications, links. */
export const eraseEmail = async (
  context: ServiceContext,
  { email }: { email: string },
): Promise<{ badges: number }> => ({ badges: await eraseFor(context, normalizeAddress(email), 'issuer') })

/**
 * The same again, for what came of an address while it was erased, such as a badge of a batch under way. What somebody has
 * claimed stays.
 */
export const eraseLate = async (context: ServiceContext, address: string): Promise<number> =>
  eraseFor(context, normalizeAddress(address), 'system', null)

/** With `personId`, badges that somebody else has claimed stay with them; with `null`, all that were claimed. */
async function eraseFor(
  context: ServiceContext,
  address: string,
  by: Actor,
  personId?: string | null,
): Promise<number> {
  const hash = await context.addressHash(address)
  await forgetWaitingRows(context, address)
  const badges = await findAll(context.storage, 'badges', { index: 'recipient', value: hash })
  let erased = 0
  for (const { key, value } of badges) {
    const owner = isTombstone(value) ? undefined : value.personId
    if (personId === undefined || owner === undefined || owner === personId)
      erased += await eraseBadge(context, key, by, personId ? subjectOf('person', personId) : undefined)
  }
  await retrying(async () => {
    const [applications, messages] = await Promise.all([
      findAll(context.storage, 'applications', { index: 'applicant', value: hash }),
      findAll(context.storage, 'outbox', { index: 'recipient', value: hash }),
    ])
    await forgetMails(context, messages)
    const tokens = await Promise.all([
      tokenRemovals(context, subjectOf('address', hash), ['sign-in', 'unsubscribe']),
      ...applications.map(({ key }) => tokenRemovals(context, subjectOf('application', key), ['application'])),
    ])
    await context.storage.commit([
      ...removals('applications', applications),
      ...removals('outbox', messages),
      ...tokens.flat(),
      ...removals('tokens', await findAll(context.storage, 'tokens', { index: 'address', value: hash })),
      ...(await guardianRemovals(context, hash)),
    ])
  })
  return erased
}

/**
 * What goes of guardianships with an address. With a child, all of it; where somebody else keeps a badge that it was given,
 * the time until which that one stays closed is left. With a guardian, who they are and what they
 * decided: the child stays under age, so everything is closed until another guardian is named.
 */
async function guardianRemovals(context: ServiceContext, hash: string): Promise<StorageChange[]> {
  const [child, guarded, consents] = await Promise.all([
    read(context.storage, 'guardianships', hash),
    findAll(context.storage, 'guardianships', { index: 'guardian', value: hash }),
    findAll(context.storage, 'consents', { index: 'child', value: hash }),
  ])
  const mails =
    child === undefined
      ? []
      : await findAll(context.storage, 'outbox', { index: 'recipient', value: child.value.guardianHash })
  const ofChild = mails.filter(({ value }) => value.data.childHash === hash)
  await forgetMails(context, ofChild)
  const links = await Promise.all(
    [...guarded.map(({ key }) => key), hash].map((key) =>
      tokenRemovals(context, subjectOf('address', key), ['guardian']),
    ),
  )
  const { records: kept } = await find(context.storage, 'badges', { index: 'recipient', value: hash }, { limit: 1 })
  return [
    ...(child === undefined ? [] : kept.length === 0 ? removals('guardianships', [child]) : [closed(child, true)]),
    ...guarded.filter(({ key }) => key !== hash).map((stored) => closed(stored, false)),
    ...removals('consents', consents),
    ...removals('outbox', ofChild),
    ...links.flat(),
  ]
}

/** A guardianship that nobody can answer any more: it says until when the child is one, and of an erased child no more. */
function closed(stored: Stored<'guardianships'>, isErased: boolean): StorageChange {
  const { askedAt: _, name, maskedEmail, ...rest } = stored.value
  const child = isErased ? { maskedEmail: '' } : { ...defined({ name }), maskedEmail }
  const next = { ...rest, ...child, guardian: { email: '' }, guardianHash: '', answers: {} }
  return put('guardianships', stored.key, stored, next, stored.due)
}

/** Removes what the mail adapter has kept of messages. */
async function forgetMails(context: ServiceContext, messages: readonly Stored<'outbox'>[]): Promise<void> {
  for (const { key, value } of messages) if (value.channel === 'mail') await context.options.mail?.forget?.(key)
}

/** Puts a tombstone in the place of a badge; returns 1, or 0 if that was done before. */
export async function eraseBadge(
  context: ServiceContext,
  badgeId: string,
  by: Actor,
  learner?: string,
): Promise<number> {
  return retrying(async () => {
    const found = await read(context.storage, 'badges', badgeId)
    if (found === undefined || isTombstone(found.value)) return 0
    const stored = await requireBadge(context, badgeId)
    const subject = subjectOf('badge', badgeId)
    const badgeHash = badgeHashOf(stored.value.credential as unknown as JsonObject) ?? ''
    const [shares, offers, copies, notices, messages, asked, code, codes] = await Promise.all([
      findAll(context.storage, 'shares', { index: 'badge', value: badgeId }),
      findAll(context.storage, 'wallet-offers', { index: 'badge', value: badgeId }),
      findAll(context.storage, 'wallet-copies', { index: 'badge', value: badgeId }),
      findAll(context.storage, 'notices', { index: 'badge', value: badgeId }),
      findAll(context.storage, 'outbox', { index: 'badge', value: badgeId }),
      findAll(context.storage, 'asked', { index: 'badge', value: badgeHash }),
      read(context.storage, 'settings', `code:${badgeId}`),
      read(context.storage, 'counters', `codes:${badgeId}`),
    ])
    // Files first: after a crash, erasing again finds what is left.
    await forgetMails(context, messages)
    if (stored.value.picture !== undefined) await erasePicture(context, stored.value.picture, badgeId)
    const shareTokens = await Promise.all(shares.map(({ value }) => read(context.storage, 'tokens', value.tokenHash)))
    const log = logEntries(context, subject, stored.value.events, by, [{ type: 'erased' }], learner)
    const { personId } = stored.value
    const sessions =
      personId === undefined
        ? []
        : await findAll(context.storage, 'tokens', {
            index: 'subject',
            value: `badge-session ${subjectOf('person', personId)}`,
          })
    await context.storage.commit([
      put('badges', badgeId, stored, tombstoneOf(context, stored.value, log.events.length)),
      ...removals('shares', shares),
      ...removals('wallet-offers', offers),
      ...removals('wallet-copies', copies),
      ...removals('notices', notices),
      ...removals('outbox', messages),
      ...removals('asked', asked),
      ...shareTokens.flatMap((token) => (token === undefined ? [] : [put('tokens', token.key, token, null)])),
      ...(await tokenRemovals(context, subject, ['claim', 'undo', 'wallet-code', 'wallet-access', 'wallet-nonce'])),
      ...removals(
        'tokens',
        sessions.filter(({ value }) => value.data.badgeId === badgeId),
      ),
      ...(code === undefined ? [] : [put('settings', code.key, code, null)]),
      ...(codes === undefined ? [] : [put('counters', codes.key, codes, null)]),
      ...log.changes,
    ])
    context.emit(log.events)
    return 1
  })
}

/** A picture may be one person's own: it goes with the last badge that has it. */
async function erasePicture(context: ServiceContext, picture: string, badgeId: string): Promise<void> {
  const isShared = async (): Promise<boolean> => {
    const { records } = await find(context.storage, 'badges', { index: 'picture', value: picture }, { limit: 2 })
    const [forms, jobs, saved] = await Promise.all([
      findAll(context.storage, 'forms', undefined),
      findAll(context.storage, 'batch-jobs', undefined),
      find(context.storage, 'saved-badge-versions', { index: 'picture', value: picture }, { limit: 1 }),
    ])
    return (
      saved.records.length > 0 ||
      records.some(({ key }) => key !== badgeId) ||
      [...forms, ...jobs].some(({ value }) => value.picture === picture)
    )
  }
  if (await isShared()) return
  const file = await context.blobs.get(picture)
  if (file === undefined) return
  await context.blobs.delete(picture)
  // In the meantime a new badge may have been given the same picture, and have found it there.
  if (await isShared()) await context.blobs.put(picture, file)
}

const tombstoneOf = (context: ServiceContext, badge: BadgeRecord, events: number): BadgeTombstone => ({
  schemaVersion: 1,
  id: badge.id,
  erasedAt: iso(context.now()),
  issuerId: badge.issuerId,
  achievementId: badge.achievementId,
  stage: badge.stage,
  status: badge.status,
  award: awardKey(badge),
  events: badge.events + events,
})

const removals = <Name extends CollectionName>(collection: Name, records: readonly Stored<Name>[]): StorageChange[] =>
  records.map((record) => put(collection, record.key, record, null))

export async function tokenRemovals(
  context: ServiceContext,
  subject: string,
  purposes: readonly TokenPurpose[],
): Promise<StorageChange[]> {
  const tokens = await Promise.all(
    purposes.map((purpose) => findAll(context.storage, 'tokens', { index: 'subject', value: `${purpose} ${subject}` })),
  )
  return removals('tokens', tokens.flat())
}
