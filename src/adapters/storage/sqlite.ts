/**
 * Records in one SQLite file (through `@libsql/client`): the embedded default. Processes of one host may share it.
 *
 * @module badgewright/storage/sqlite
 */

import { BadgeError, isBadgeError } from '../../errors.js'
import { checkOptions, needed, whole } from '../../internal/options.js'
import type {
  StorageAdapter,
  StorageChange,
  StoragePage,
  StorageQuery,
  StorageSnapshot,
  StoredRecord,
} from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import { importPeer } from '../peer.js'
import { checkChanges, checkCount, conflict, countOf, failed, pageOf, readLimit } from './checks.js'
import { entriesText, movesOf, placeText } from './entries.js'
import { type Look, sqlSnapshot } from './snapshot.js'
import { sqliteMigrations } from './sqlite-schema.js'

/** The part of `@libsql/client` that is used. */
interface Client {
  execute(statement: Statement): Promise<Result>
  batch(statements: Statement[], mode: 'write'): Promise<Result[]>
  transaction(mode: 'read'): Promise<{ execute(statement: Statement): Promise<Result>; close(): void }>
  close(): void
}
interface Bound {
  readonly sql: string
  readonly args: (string | number | null)[]
}
type Statement = string | Bound
interface Result {
  readonly rows: readonly { readonly [column: string]: unknown }[]
}

/**
 * A storage in one SQLite file, in write-ahead mode. The schema is made and migrated by itself.
 *
 * Every commit is one `batch` in write mode with the expected versions in its conditions, so that a process that is
 * killed leaves all of it or nothing.
 *
 * @throws BadgeError `ERR_PEER_MISSING` without `@libsql/client`; `ERR_STORAGE_FAILED` for a file that cannot be opened,
 * or that a newer badgewright has migrated
 *
 * @example
 * import { sqliteStorage } from 'badgewright/storage/sqlite'
 *
 * const storage = await sqliteStorage({ file: 'badges.db' })
 * await storage.commit([{ collection: 'notes', key: 'a', expectedVersion: 0, value: { text: 'kept' } }])
 * console.log((await storage.get('notes', 'a'))?.value) // { text: 'kept' }
 * await storage.close()
 */
export async function sqliteStorage(options: {
  /** The file, such as `badges.db`; it is made where it is missing. `:memory:` for a trial. */
  readonly file: string
  /** Milliseconds to wait for another process that is writing. Default 10,000. */
  readonly busyTimeout?: number
}): Promise<StorageAdapter> {
  checkOptions(options, { file: needed('some text'), busyTimeout: whole() })
  const { file, busyTimeout = 10_000 } = options
  const { createClient } = await importPeer('@libsql/client', () => import('@libsql/client'))
  const create = (): Client =>
    createClient({
      url: file === ':memory:' ? ':memory:' : `file:${encodePath(file)}`,
      timeout: busyTimeout,
      concurrency: 1,
    }) as unknown as Client
  const client = await open(create)
  // One after the other: statements of one process never wait for each other inside SQLite.
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = queue.then(act)
    queue = result.catch(() => undefined)
    return result
  }
  const run = async (what: string, statements: Statement[]): Promise<Result[]> => {
    try {
      return await inTurn(() => patiently(() => client.batch(statements, 'write')))
    } catch (cause) {
      throw isConstraint(cause) ? conflict() : failed(what, cause)
    }
  }
  const look = async (sql: string, args: (string | number | null)[]): Promise<Result> => {
    try {
      return await inTurn(() => patiently(() => client.execute({ sql, args })))
    } catch (cause) {
      throw failed('be read', cause)
    }
  }

  const query = async (query: StorageQuery): Promise<StoragePage> => {
    const { sql, args } = selection(query)
    return pageOf((await look(sql, args)).rows.map(toRecord), readLimit(query))
  }

  return {
    capabilities: { durable: file !== ':memory:', sharedBy: file === ':memory:' ? 'process' : 'host' },
    async get(collection, key) {
      const sql = 'SELECT key, version, value, due FROM bw_records WHERE collection = ? AND key = ?'
      const { rows } = await look(sql, [collection, key])
      return rows.map(toRecord)[0]
    },
    async commit(changes) {
      checkChanges(changes)
      if (changes.length === 0) return
      // Those of other versions than the expected ones are of no use to anybody: the commit fails.
      const before = new Map<string, unknown>()
      const known = changes.filter(({ expectedVersion }) => expectedVersion > 0)
      const { rows } = known.length === 0 ? { rows: [] } : await look(entriesByPlace, [placesText(known)])
      for (const row of rows) before.set(`${row.collection}\n${row.key}`, row.entries)
      await run('be written', write(changes, before))
    },
    query,
    async getMany(places) {
      const records = new Map<string, StoredRecord>()
      for (const row of (await look(byPlace, [placesText(places)])).rows) {
        records.set(`${row.collection}\n${row.key}`, toRecord(row))
      }
      return places.map(({ collection, key }) => records.get(`${collection}\n${key}`))
    },
    async queryMany(queries) {
      const [limit = 0, ...others] = new Set(queries.map(readLimit))
      if (others.length > 0 || !queries.every(isFirstPage)) return Promise.all(queries.map(query))
      const asked = queries.map(({ collection, index = '', value = '' }) => [
        placeText(collection, index, value),
        collection,
      ])
      const found = queries.map((): StoredRecord[] => [])
      for (const row of (await look(firstPages, [limit, JSON.stringify(asked)])).rows) {
        found[Number(row.n)]?.push(toRecord(row))
      }
      return found.map((records) => pageOf(records, limit))
    },
    async count(query) {
      checkCount(query)
      const { collection, index, value = '', due, limit } = query
      const [sql, args] =
        index !== undefined
          ? ['SELECT 1 FROM bw_places WHERE place = ? LIMIT ?', [placeText(collection, index, value), limit]]
          : due === undefined
            ? ['SELECT 1 FROM bw_records WHERE collection = ? LIMIT ?', [collection, limit]]
            : [
                'SELECT due FROM bw_records WHERE collection = ? AND due <= ? ORDER BY due LIMIT ?',
                [collection, due, limit],
              ]
      const columns = due === undefined ? 'count(*) AS count' : 'count(*) AS count, min(due) AS since'
      return countOf((await look(`SELECT ${columns} FROM (${sql})`, args as (string | number)[])).rows[0])
    },
    async lease(collection, { due, n, until }) {
      const sql = `UPDATE bw_records SET due = ?, version = version + 1 WHERE collection = ? AND key IN
        (SELECT key FROM bw_records WHERE collection = ? AND due <= ? ORDER BY due, key LIMIT ?)
        RETURNING key, version, value, due`
      const soonest = 'SELECT 1 AS one FROM bw_records WHERE collection = ? AND due <= ? LIMIT 1'
      if ((await look(soonest, [collection, due])).rows.length === 0) return []
      const [result] = await run('be written', [{ sql, args: [until, collection, collection, due, n] }])
      return (result?.rows ?? []).map(toRecord)
    },
    ...(file === ':memory:' ? {} : { snapshot: () => snapshotOf(create) }),
    async close() {
      await queue
      client.close()
    },
  }
}

/** A connection of its own, whose first look fixes what it sees: in write-ahead mode others write meanwhile. */
async function snapshotOf(create: () => Client): Promise<StorageSnapshot> {
  let client: Client | undefined
  try {
    const opened = create()
    client = opened
    const transaction = await patiently(() => opened.transaction('read'))
    const look: Look = async (sql, args) => {
      try {
        return (await patiently(() => transaction.execute({ sql, args: [...args] }))).rows
      } catch (cause) {
        throw failed('be read', cause)
      }
    }
    await look('SELECT 1 AS one FROM bw_records LIMIT 1', [])
    const end = async (): Promise<void> => {
      transaction.close()
      opened.close()
    }
    return sqlSnapshot({ look, end }, { records: 'bw_records' }, (n) => `?${n}`)
  } catch (cause) {
    client?.close()
    throw isBadgeError(cause) ? cause : failed('be read', cause)
  }
}

/** Places as one value: a statement of one form is read by SQLite in a fraction of the time, however many there are. */
const placesText = (places: readonly { readonly collection: string; readonly key: string }[]): string =>
  JSON.stringify(places.map(({ collection, key }) => [collection, key]))

const ofPlaces = `FROM json_each(?) t
  CROSS JOIN bw_records r ON r.collection = t.value ->> 0 AND r.key = t.value ->> 1`

const entriesByPlace = `SELECT r.collection, r.key, r.entries ${ofPlaces}`

const byPlace = `SELECT r.collection, r.key, r.version, r.value, r.due ${ofPlaces}`

/** Whether it asks for what comes first of an index. */
const isFirstPage = ({ index, cursor, descending = false }: StorageQuery): boolean =>
  index !== undefined && cursor === undefined && !descending

/**
 * The first pages of several queries, each with one record more than its limit where there are further ones: up to the
 * key that is as many places further. (A blob comes after every text.)
 */
const firstPages = `WITH asked AS (SELECT ? AS upto)
  SELECT t.key AS n, r.key, r.version, r.value, r.due FROM json_each(?) t
  CROSS JOIN bw_places p ON p.place = t.value ->> 0 AND p.key <= coalesce((
    SELECT key FROM bw_places WHERE place = t.value ->> 0 ORDER BY key LIMIT 1 OFFSET (SELECT upto FROM asked)), x'00')
  CROSS JOIN bw_records r ON r.collection = t.value ->> 1 AND r.key = p.key ORDER BY t.key, p.key`

/** The rows of a query, one more than asked for where there are further ones. */
function selection(query: StorageQuery): { sql: string; args: (string | number)[] } {
  const { collection, index, value = '', cursor, descending = false } = query
  const beyond = cursor === undefined ? '' : `AND key ${descending ? '<' : '>'} ?`
  const order = descending ? 'DESC' : 'ASC'
  const page = [...(cursor === undefined ? [] : [cursor]), readLimit(query) + 1]
  const columns = 'r.key, r.version, r.value, r.due'
  if (index === undefined) {
    const sql = `SELECT ${columns} FROM bw_records r WHERE collection = ? ${beyond} ORDER BY key ${order} LIMIT ?`
    return { sql, args: [collection, ...page] }
  }
  // Keys first: records of a page are read, and no more. A CROSS JOIN is one that SQLite does not turn round.
  const sql = `SELECT ${columns} FROM (
      SELECT key FROM bw_places WHERE place = ? ${beyond} ORDER BY key ${order} LIMIT ?) i
    CROSS JOIN bw_records r ON r.collection = ? AND r.key = i.key ORDER BY i.key ${order}`
  return { sql, args: [placeText(collection, index, value), ...page, collection] }
}

/** Rows of one statement: SQLite takes at most 32,766 values in one. */
const ROWS = 2000

type Values = readonly (string | number | null)[]

/** A statement for all rows, where `places` are those of their values: `(?, ?), (?, ?)`. */
function forAll(rows: readonly Values[], sql: (places: string) => string): Bound[] {
  const statements: Bound[] = []
  for (let i = 0; i < rows.length; i += ROWS) {
    const some = rows.slice(i, i + ROWS)
    const place = `(${some[0]?.map(() => '?').join(', ')})`
    statements.push({ sql: sql(some.map(() => place).join(', ')), args: some.flat() })
  }
  return statements
}

/**
 * A few statements however many changes there are. A record that is there although none was expected breaks the primary
 * key; of the others, what has not the expected version puts a row into `bw_conflicts`, which breaks its rule, and with
 * it the commit.
 */
function write(changes: readonly StorageChange[], before: ReadonlyMap<string, unknown>): Statement[] {
  const fresh = changes.filter(({ expectedVersion }) => expectedVersion === 0)
  const known = changes.filter(({ expectedVersion }) => expectedVersion > 0)
  const removed = known.filter(({ value }) => value === null)
  const changed = known.filter(({ value }) => value !== null)
  const added = fresh.filter(({ value }) => value !== null)
  // What is removed without having been there is a claim that it is not.
  const absent = fresh.filter(({ value }) => value === null)
  const place = ({ collection, key }: StorageChange): Values => [collection, key]
  const content = (change: StorageChange): Values => [
    JSON.stringify(change.value),
    change.due ?? null,
    entriesText(change),
  ]
  const moves = [...added, ...known].map((change) => movesOf(change, before.get(`${change.collection}\n${change.key}`)))
  return [
    ...forAll(
      absent.map(place),
      (places) => `INSERT INTO bw_conflicts (found)
        SELECT 1 FROM bw_records WHERE (collection, key) IN (VALUES ${places})`,
    ),
    ...forAll(
      known.map(({ collection, key, expectedVersion }) => [collection, key, expectedVersion]),
      (places) => `INSERT INTO bw_conflicts (found) SELECT 1 FROM (VALUES ${places}) t LEFT JOIN bw_records r
        ON r.collection = t.column1 AND r.key = t.column2 AND r.version = t.column3 WHERE r.key IS NULL`,
    ),
    ...forAll(
      changed.map((change) => [...place(change), ...content(change)]),
      (places) => `UPDATE bw_records SET version = version + 1, value = t.column3, due = t.column4, entries = t.column5
        FROM (VALUES ${places}) t WHERE collection = t.column1 AND key = t.column2`,
    ),
    ...forAll(removed.map(place), (places) => `DELETE FROM bw_records WHERE (collection, key) IN (VALUES ${places})`),
    ...forAll(
      moves.flatMap((move) => move.removed),
      (places) => `DELETE FROM bw_places WHERE (place, key) IN (VALUES ${places})`,
    ),
    ...forAll(
      added.map((change) => [...place(change), 1, ...content(change)]),
      (places) => `INSERT INTO bw_records (collection, key, version, value, due, entries) VALUES ${places}`,
    ),
    ...forAll(
      moves.flatMap((move) => move.added),
      (places) => `INSERT INTO bw_places (place, key) VALUES ${places}`,
    ),
  ]
}

function toRecord(row: { readonly [column: string]: unknown }): StoredRecord {
  return {
    key: String(row.key),
    version: Number(row.version),
    value: JSON.parse(String(row.value)) as JsonObject,
    ...(row.due === null ? {} : { due: Number(row.due) }),
  }
}

/** Opens the file, switches to write-ahead mode and brings the schema up to date. */
async function open(create: () => Client): Promise<Client> {
  let client: Client | undefined
  try {
    const opened = await patiently(async () => create())
    client = opened
    await patiently(() => opened.execute('PRAGMA journal_mode = WAL'))
    await opened.execute('PRAGMA synchronous = FULL')
    await patiently(() => migrate(opened))
    return opened
  } catch (cause) {
    client?.close()
    throw isBadgeError(cause) ? cause : failed('be opened', cause)
  }
}

async function migrate(client: Client): Promise<void> {
  const version = await versionOf(client)
  if (version > sqliteMigrations.length) {
    throw new BadgeError('ERR_STORAGE_FAILED', 'A newer badgewright has migrated this file; use that one.')
  }
  for (const [i, statements] of sqliteMigrations.entries()) {
    if (i < version) continue
    try {
      await client.batch([...statements, `INSERT INTO bw_migrations (version) VALUES (${i + 1})`], 'write')
    } catch (error) {
      // Another process was quicker; its transaction did the same.
      if ((await versionOf(client)) <= i) throw error
    }
  }
}

async function versionOf(client: Client): Promise<number> {
  await client.batch(['CREATE TABLE IF NOT EXISTS bw_migrations (version INTEGER PRIMARY KEY) STRICT'], 'write')
  const { rows } = await client.execute('SELECT max(version) AS version FROM bw_migrations')
  return Number(rows[0]?.version ?? 0)
}

const TRIES = 200

/** SQLite answers "busy" at once in some situations, whatever the timeout: then it is our turn to wait. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (!isBusy(error) || tries === TRIES) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 5 + (tries % 10) * 5))
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')
const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))
const isConstraint = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_CONSTRAINT')

/** `file:` URLs of libsql are read as URLs: what has a meaning there is escaped. */
const encodePath = (path: string): string => path.replace(/[%?#]/g, encodeURIComponent)
