import { BadgeError, isBadgeError } from '../../errors.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { gzip } from '../../internal/gzip.js'
import { inflateCapped } from '../../internal/inflate.js'
import { asArray } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import {
  allocateStatusIndex,
  createAllocationKey,
  createStatusEntry,
  createStatusList,
  MIN_STATUS_LIST_LENGTH,
  publishStatusList,
  setStatus,
} from '../../status/index.js'
import type { SignedCredential } from '../../types/credential.js'
import type { Signer } from '../../types/keys.js'
import type { BitstringStatusListEntry } from '../../types/status.js'
import type { ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import type { PublishedListRecord, StatusListRecord, StatusPlace } from '../core/records/index.js'
import { signingKey } from '../core/signing.js'
import { commitQuietly, put, read, retrying, type Stored } from '../core/store.js'
import { DAY, iso } from '../core/time.js'
import { pathOf } from '../core/urls.js'

/** Numbers that a process reserves at once; those it has not used when it ends are lost, and nothing else is. */
const RESERVE = 32
/** How long a signed list is valid; it is signed again long before, so that an old one cannot be shown for ever. */
const LIST_DAYS = 7

/** A place in a status list that no badge has had, and the entry that goes into the badge. */
export async function allocatePlace(
  context: ServiceContext,
  purpose: StatusPlace['purpose'],
): Promise<{ place: StatusPlace; entry: BitstringStatusListEntry }> {
  for (let number = 1; ; number++) {
    const list = await ensureList(context, purpose, number)
    const counter = await takeNumber(context, list)
    if (counter === undefined) continue
    const index = await allocateStatusIndex(list, {
      key: base64urlDecode(list.allocationKey),
      allocate: () => counter,
    })
    const place = { listId: list.id, index, purpose }
    const shape = { purpose, length: list.length, statusSize: 1 }
    return { place, entry: createStatusEntry(shape, index, { statusListCredential: list.url }) }
  }
}

async function ensureList(
  context: ServiceContext,
  purpose: StatusPlace['purpose'],
  number: number,
): Promise<StatusListRecord> {
  const id = `${purpose}-${sha256Hex(context.issuerId).slice(0, 8)}-${number}`
  const found = await read(context.storage, 'status-lists', id)
  if (found !== undefined) return found.value
  const { bits, length } = createStatusList({
    purpose,
    length: context.options.statusListLength ?? MIN_STATUS_LIST_LENGTH,
  })
  const list: StatusListRecord = {
    schemaVersion: 1,
    id,
    url: context.baseUrl + pathOf('statusList', id),
    issuerId: context.issuerId,
    purpose,
    length,
    allocationKey: base64urlEncode(createAllocationKey()),
    bits: await pack(bits),
    revision: 1,
  }
  try {
    await context.storage.commit([put('status-lists', id, undefined, list)])
    return list
  } catch (error) {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
    return ensureList(context, purpose, number)
  }
}

/** The next number of a list, to this caller only; `undefined` when all are taken. */
async function takeNumber(context: ServiceContext, list: StatusListRecord): Promise<number | undefined> {
  const own = context.reserved.get(list.id) ?? []
  context.reserved.set(list.id, own)
  const kept = own.shift()
  if (kept !== undefined) return kept
  const first = await retrying(async () => {
    const counter = await read(context.storage, 'status-counters', list.id)
    const next = counter?.value.next ?? 0
    if (next >= list.length) return undefined
    // Stored before the first of them is used: after a crash none is handed out again.
    const change = put('status-counters', list.id, counter, { schemaVersion: 1, next: next + RESERVE })
    await context.storage.commit([change])
    return next
  })
  if (first === undefined) return undefined
  for (let number = first + 1; number < Math.min(first + RESERVE, list.length); number++) own.push(number)
  return first
}

/** The changes that set bits: one for each list that is concerned. */
export async function setBits(
  context: ServiceContext,
  places: readonly StatusPlace[],
  value: boolean,
): Promise<StorageChange[]> {
  const changes: StorageChange[] = []
  for (const listId of new Set(places.map((place) => place.listId))) {
    const stored = await read(context.storage, 'status-lists', listId)
    if (stored === undefined)
      throw new BadgeError('ERR_RECORD_NOT_FOUND', 'The status list of this badge does not exist here.')
    const indexes = places.filter((place) => place.listId === listId).map(({ index }) => index)
    const { purpose, length, bits, revision } = stored.value
    const before = { purpose, length, statusSize: 1, bits: await unpack(bits) }
    const after = setStatus(before, indexes, value)
    const list = { ...stored.value, bits: await pack(after.bits), revision: revision + 1 }
    changes.push(put('status-lists', listId, stored, list))
  }
  return changes
}

/**
 * The status list of this id as a signed credential, always in its newest state: it is signed again when a bit has
 * changed since, or when it is a day old. `null` if there is no such list.
 */
export async function publishList(
  context: ServiceContext,
  listId: string,
): Promise<{ credential: SignedCredential; revision: number } | null> {
  if (typeof listId !== 'string' || !/^[a-z0-9-]{1,60}$/.test(listId)) return null
  const list = await read(context.storage, 'status-lists', listId)
  if (list === undefined || list.value.issuerId !== context.issuerId) return null
  const published = await read(context.storage, 'published-lists', listId)
  const signer = await signingKey(context)
  if (published !== undefined && isCurrent(context, list, published.value, signer)) return published.value
  const record = await signList(context, list.value, signer)
  // If another process has signed one in the meantime, this one is as good.
  await commitQuietly(context.storage, [put('published-lists', listId, published, record)])
  return record
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

const pack = async (bits: Uint8Array): Promise<string> => base64urlEncode(await gzip(bits))
const unpack = (text: string): Promise<Uint8Array> =>
  inflateCapped(base64urlDecode(text), 'gzip', limits.statusListBytes)
