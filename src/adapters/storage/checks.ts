import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import type { StorageAdapter, StorageChange, StoragePage, StorageQuery, StoredRecord } from '../../service/index.js'

const DEFAULT_LIMIT = 100

/** Refuses what not every adapter could keep, so that all of them behave alike. */
export function checkChanges(changes: readonly StorageChange[]): void {
  if (changes.length > limits.storageChanges) throw wrong(`One commit has at most ${limits.storageChanges} changes.`)
  const seen = new Set<string>()
  for (const { collection, key, expectedVersion, indexes = {}, due } of changes) {
    checkName('collection', collection)
    checkName('key', key)
    const place = `${collection}\n${key}`
    if (seen.has(place)) throw wrong('A record may occur only once in a commit.')
    seen.add(place)
    if (!Number.isSafeInteger(expectedVersion) || expectedVersion < 0) {
      throw wrong('`expectedVersion` must be a whole number from 0 on.')
    }
    if (due !== undefined && !Number.isSafeInteger(due)) throw wrong('`due` must be a whole number of milliseconds.')
    for (const [name, value] of entriesOf(indexes)) {
      checkName('name of an index', name)
      checkName('value of an index', value)
    }
  }
}

export function checkName(what: string, text: unknown): asserts text is string {
  if (
    typeof text !== 'string' ||
    text === '' ||
    text.length > limits.storageName ||
    /[\0\n]/.test(text) ||
    !text.isWellFormed()
  ) {
    throw wrong(`A ${what} must be text of 1 to ${limits.storageName} characters on one line.`)
  }
}

/** Names and values of indexes, one pair each, none twice. */
export function entriesOf(indexes: NonNullable<StorageChange['indexes']>): [string, string][] {
  return Object.entries(indexes).flatMap(([name, values]) =>
    [...new Set(typeof values === 'string' ? [values] : values)].map((value): [string, string] => [name, value]),
  )
}

export function readLimit({ limit = DEFAULT_LIMIT }: StorageQuery): number {
  if (!Number.isSafeInteger(limit) || limit < 1) throw wrong('`limit` must be a whole number from 1 on.')
  return Math.min(limit, limits.storagePage)
}

/** What `count` is asked. */
export type CountQuery = Parameters<NonNullable<StorageAdapter['count']>>[0]

/** Refuses what not every adapter could count. */
export function checkCount({ index, due, limit }: CountQuery): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw wrong('`limit` must be a whole number from 1 on.')
  if (index !== undefined && due !== undefined) throw wrong('What is counted has an `index` or is `due`, not both.')
}

/** An answer of SQL: `count`, and `since` where that was asked for. */
export const countOf = (row: { readonly [column: string]: unknown } | undefined) => ({
  count: Number(row?.count ?? 0),
  ...(row?.since === null || row?.since === undefined ? {} : { since: Number(row.since) }),
})

/** A page of at most `limit` of the records given, which are one more where there are further ones. */
export function pageOf(records: readonly StoredRecord[], limit: number): StoragePage {
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return records.length > limit && last !== undefined ? { records: shown, cursor: last.key } : { records: shown }
}

export const conflict = (): BadgeError =>
  new BadgeError('ERR_STORAGE_CONFLICT', 'A record was changed by somebody else in between; read it again.')

export const failed = (what: string, cause: unknown): BadgeError =>
  new BadgeError('ERR_STORAGE_FAILED', `The storage could not ${what}.`, { cause })

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
