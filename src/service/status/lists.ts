import { BadgeError } from '../../errors.js'
import { asArray } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { publishStatusList, setStatus } from '../../status/index.js'
import type { Signer } from '../../types/keys.js'
import type { PublishedHere, ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import type { PublishedListRecord, StatusListRecord, StatusPlace } from '../core/records/index.js'
import { signingKeyIfHere } from '../core/signing.js'
import { find, put, read, readMany, retrying, type Stored } from '../core/store.js'
import { DAY, iso } from '../core/time.js'
import { pack, unpack } from './bits.js'

/** How long a signed list is valid; it is signed again long before, so that an old one cannot be shown for ever. */
const LIST_DAYS = 7

/**
 * The changes that set bits: a record for each place, which the list takes in when it is published. So revoking costs the
 * same whatever the size of the list, and those who revoke at once do not meet. Throws `ERR_RECORD_NOT_FOUND` for a list that
 * is not kept here.
 */
export async function setBits(
  context: ServiceContext,
  places: readonly StatusPlace[],
  value: boolean,
): Promise<StorageChange[]> {
  for (const listId of new Set(places.map((place) => place.listId))) {
    await assertKept(context, listId)
    const published = context.published.get(listId)
    if (published !== undefined) published.isStale = true
  }
  const keys = places.map(({ listId, index }) => `${listId}.${index}`)
  const before = await readMany(context.storage, 'status-changes', keys)
  return places.map(({ listId, index }, i) =>
    put('status-changes', keys[i] ?? '', before[i], { schemaVersion: 1, listId, index, value }),
  )
}

async function assertKept({ storage, keptLists }: ServiceContext, listId: string): Promise<void> {
  if (keptLists.get(listId) !== undefined) return
  if ((await read(storage, 'status-lists', listId)) === undefined) {
    throw new BadgeError('ERR_RECORD_NOT_FOUND', 'The status list of this badge does not exist here.')
  }
  keptLists.set(listId, true)
}

/**
 * The status list of this id as a signed credential, `null` if there is none. What has changed is taken in and signed once in
 * an interval, for all who ask meanwhile, or at once where the newest state is asked for; a list that has not changed is signed again when it is a day old.
 */
export async function publishList(
  context: ServiceContext,
  listId: string,
  { newest = false }: { readonly newest?: boolean } = {},
): Promise<Published | null> {
  if (typeof listId !== 'string' || !/^[a-z0-9-]{1,60}$/.test(listId)) return null
  const interval = newest ? 0 : (context.options.statusPublishSeconds ?? limits.statusPublishSeconds) * 1000
  const now = context.now()
  const last = context.published.get(listId)
  if (last !== undefined && (last.isUnderWay || !isOver(last, now, interval))) return last.result
  const result = publishNow(context, listId)
  const entry: PublishedHere = { at: now, signedAt: now, result, isUnderWay: true, isStale: false }
  context.published.set(listId, entry)
  const forget = (): void => {
    if (context.published.get(listId) === entry) context.published.drop(listId)
  }
  try {
    const published = await result
    entry.isUnderWay = false
    // A name that anybody can make up is not kept.
    if (published === null) forget()
    else entry.signedAt = Date.parse(published.signedAt)
    return published
  } catch (error) {
    forget()
    throw error
  }
}

/** What this process has changed is taken in at once, unless the list was signed a moment ago. */
const isOver = ({ at, signedAt, isStale }: PublishedHere, now: number, interval: number): boolean =>
  Math.abs(now - at) >= interval || (isStale && Math.abs(now - signedAt) >= interval)

type Published = Pick<PublishedListRecord, 'credential' | 'revision' | 'signedAt'>

/** Changes that one commit takes in. */
const FOLDED_AT_ONCE = 1000

async function publishNow(context: ServiceContext, listId: string): Promise<Published | null> {
  for (;;) {
    const { published, isWhole } = await retrying(() => fold(context, listId))
    if (isWhole) return published
  }
}

/** Takes changes into the list and signs it, in one commit: what is published is what is stored. */
async function fold(
  context: ServiceContext,
  listId: string,
): Promise<{ published: PublishedListRecord | null; isWhole: boolean }> {
  const { storage } = context
  const list = await read(storage, 'status-lists', listId)
  // A list is published by its own issuer alone.
  if (list === undefined || list.value.issuerId !== context.issuerId) return { published: null, isWhole: true }
  const before = await read(storage, 'published-lists', listId)
  const pending = await find(storage, 'status-changes', { index: 'list', value: listId }, { limit: FOLDED_AT_ONCE })
  const signer = await signingKeyIfHere(context)
  const isWhole = pending.cursor === undefined
  if (signer === undefined) {
    // What was published last, unless it was changed since: it would say that something revoked is not.
    const isSo = pending.records.length === 0 && before?.value.revision === list.value.revision
    return { published: isSo ? before.value : null, isWhole: true }
  }
  if (pending.records.length === 0 && before !== undefined && isCurrent(context, list, before.value, signer)) {
    return { published: before.value, isWhole }
  }
  const next = pending.records.length === 0 ? list.value : await changed(list.value, pending.records)
  const published = await signList(context, next, signer)
  await storage.commit([
    ...(next === list.value ? [] : [put('status-lists', listId, list, next)]),
    ...pending.records.map((change) => put('status-changes', change.key, change, null)),
    put('published-lists', listId, before, published),
  ])
  return { published, isWhole }
}

/** A list with these changes in it. */
async function changed(
  list: StatusListRecord,
  changes: readonly Stored<'status-changes'>[],
): Promise<StatusListRecord> {
  const { purpose, length, bits, revision } = list
  let state = { purpose, length, statusSize: 1, bits: await unpack(bits) }
  for (const value of [true, false]) {
    const indexes = changes.filter((change) => change.value.value === value).map((change) => change.value.index)
    if (indexes.length > 0) state = { ...state, bits: setStatus(state, indexes, value).bits }
  }
  return { ...list, bits: await pack(state.bits), revision: revision + 1 }
}

/** A list as its credential, in the state given. */
export async function signList(
  context: ServiceContext,
  { url, issuerId, purpose, length, bits, revision }: StatusListRecord,
  signer: Signer,
): Promise<PublishedListRecord> {
  const now = context.now()
  const status = { purpose, length, statusSize: 1, bits: await unpack(bits) }
  const credential = await publishStatusList(status, signer, {
    id: url,
    issuer: issuerId,
    ttl: Math.round((context.options.statusTtlSeconds ?? 5) * 1000),
    now: new Date(now),
    validFrom: new Date(now),
    validUntil: new Date(now + LIST_DAYS * DAY),
    ...signingOf(context),
  })
  return { schemaVersion: 1, revision, signedAt: iso(now), signedBy: signer.id, credential }
}

/** As badges are signed, except that everybody reads a list whole: of `ecdsa-sd-2023` only the base could be published. */
function signingOf(context: ServiceContext): NonNullable<ServiceContext['options']['sign']> {
  const { suite, ...rest } = context.options.sign ?? {}
  const whole = asArray(suite).filter((name) => name !== 'ecdsa-sd-2023')
  return whole.length === 0 ? rest : { ...rest, suite: whole }
}

const isCurrent = (
  context: ServiceContext,
  list: Stored<'status-lists'>,
  { revision, signedAt, signedBy = context.signer.id }: PublishedListRecord,
  signer: Signer,
): boolean => revision === list.value.revision && context.now() - Date.parse(signedAt) < DAY && signedBy === signer.id
