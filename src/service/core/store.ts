import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { randomBytes } from '../../internal/random.js'
import type { JsonObject } from '../../types/json.js'
import { type CollectionName, type Collections, indexesOf } from './collections.js'
import { isId } from './ids.js'
import type { StorageAdapter, StorageChange, StoredRecord } from './ports/index.js'

/** A record of a collection. */
export interface Stored<Name extends CollectionName> {
  readonly key: string
  readonly version: number
  readonly value: Collections[Name]
  readonly due?: number
}

const typed = <Name extends CollectionName>(record: StoredRecord): Stored<Name> => record as unknown as Stored<Name>

const noCursor = (): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', '`cursor` must be what the page before gave.')

/** No key and no value of an index has this character, which PostgreSQL does not take even to look for. */
const isLookable = (text: string): boolean => !text.includes('\0')

export async function read<Name extends CollectionName>(
  storage: StorageAdapter,
  collection: Name,
  key: string,
): Promise<Stored<Name> | undefined> {
  const record = isLookable(key) ? await storage.get(collection, key) : undefined
  return record === undefined ? undefined : typed(record)
}

/** Records of several places, in their order: in one look where the storage can. */
export async function getMany(
  storage: StorageAdapter,
  places: readonly { readonly collection: string; readonly key: string }[],
): Promise<readonly (StoredRecord | undefined)[]> {
  if (storage.getMany !== undefined && places.length > 1) return storage.getMany(places)
  return Promise.all(places.map(({ collection, key }) => storage.get(collection, key)))
}

export async function readMany<Name extends CollectionName>(
  storage: StorageAdapter,
  collection: Name,
  keys: readonly string[],
): Promise<(Stored<Name> | undefined)[]> {
  const records = await getMany(
    storage,
    keys.map((key) => ({ collection, key })),
  )
  return records.map((record) => (record === undefined ? undefined : typed<Name>(record)))
}

export interface FindOptions {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly descending?: boolean
}

/** One page of the records with this value of an index, or of all. */
export async function find<Name extends CollectionName>(
  storage: StorageAdapter,
  collection: Name,
  by: { readonly index: string; readonly value: string } | undefined,
  options: FindOptions = {},
): Promise<{ records: Stored<Name>[]; cursor?: string }> {
  const { cursor, limit, descending } = options
  if (cursor !== undefined && !isLookable(cursor)) throw noCursor()
  if (by !== undefined && !isLookable(by.value)) return { records: [] }
  const page = await storage.query({
    collection,
    ...by,
    ...defined({ cursor, limit, descending }),
  })
  const records = page.records.map((record) => typed<Name>(record))
  return { records, ...defined({ cursor: page.cursor }) }
}

/**
 * One page for somebody outside, who says where to continue. A cursor is the key of the last record of a page; that record may
 * be gone by now, but what is neither a record nor has the form of an id was made up: an empty page would hide it.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`
 */
export async function findPage<Name extends CollectionName>(
  storage: StorageAdapter,
  collection: Name,
  by: { readonly index: string; readonly value: string } | undefined,
  options: FindOptions = {},
): Promise<{ records: Stored<Name>[]; cursor?: string }> {
  const { cursor } = options
  if (cursor !== undefined && !isId(cursor) && (await read(storage, collection, cursor)) === undefined) {
    throw noCursor()
  }
  return find(storage, collection, by, options)
}

/** All records with this value of an index, page by page. */
export async function findAll<Name extends CollectionName>(
  storage: StorageAdapter,
  collection: Name,
  by: { readonly index: string; readonly value: string } | undefined,
  descending = false,
): Promise<Stored<Name>[]> {
  const all: Stored<Name>[] = []
  let cursor: string | undefined
  do {
    const page = await find(storage, collection, by, { cursor, limit: 1000, descending })
    all.push(...page.records)
    cursor = page.cursor
  } while (cursor !== undefined)
  return all
}

/** The same one after the other, for collections that are too large to be held at once. */
export async function* findEach<Name extends CollectionName>(
  storage: StorageAdapter,
  collection: Name,
  limit: number,
): AsyncGenerator<Stored<Name>, void> {
  let cursor: string | undefined
  do {
    const page = await find(storage, collection, undefined, { cursor, limit })
    yield* page.records
    cursor = page.cursor
  } while (cursor !== undefined)
}

/** A change of a record: `before` is what was read, `undefined` for a new one; `value` `null` removes it. */
export function put<Name extends CollectionName>(
  collection: Name,
  key: string,
  before: { readonly version: number } | undefined,
  value: Collections[Name] | null,
  due?: number,
): StorageChange {
  const indexes = value === null ? undefined : indexesOf[collection]?.(value)
  return {
    collection,
    key,
    expectedVersion: before?.version ?? 0,
    value: value as unknown as JsonObject | null,
    ...defined({ indexes, due: value === null ? undefined : due }),
  }
}

const TRIES = 60

/** Commits, unless another change came first, which then has the last word. */
export async function commitQuietly(storage: StorageAdapter, changes: readonly StorageChange[]): Promise<void> {
  await storage.commit(changes).catch((error: unknown) => {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
  })
}

/** Repeats a step when another change came first. The step reads, decides and commits; it may have no other effect. */
export async function retrying<T>(step: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await step()
    } catch (error) {
      if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT') || tries === TRIES) throw error
    }
    const [spread = 0] = randomBytes(1)
    const milliseconds = (Math.min(tries, 12) * spread) / 64
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
  }
}
