/**
 * Records in PostgreSQL (through `pg`), for services on several hosts.
 *
 * @module badgewright/storage/postgres
 */

import { BadgeError, isBadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, type OptionTable, whole } from '../../internal/options.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
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
import { entriesText, movesOf, type Placed, placeText } from './entries.js'
import { postgresMigrations } from './postgres-schema.js'
import { createWake } from './postgres-wake.js'
import { type Look, sqlSnapshot } from './snapshot.js'

/** A pool of connections: a `Pool` of `pg`, or something like it. */
export interface PostgresPool {
  connect(): Promise<{
    // biome-ignore lint/suspicious/noExplicitAny: what `pg` itself gives
    query(text: string, values?: unknown[]): Promise<{ readonly rows: any[]; readonly rowCount: number | null }>
    release(error?: boolean): void
    /** `error` and `end`: a connection ended that nobody asked to end. `notification`: what `LISTEN` has asked for. */
    // biome-ignore lint/suspicious/noExplicitAny: what `pg` itself gives
    on?(event: 'error' | 'end' | 'notification', listener: (given: any) => void): unknown
    // biome-ignore lint/suspicious/noExplicitAny: what `pg` itself gives
    removeListener?(event: 'error' | 'end' | 'notification', listener: (given: any) => void): unknown
  }>
  end(): Promise<void>
  /** `error`: the same of connections that nobody uses. `connect`: a new connection, before anybody gets it. */
  // biome-ignore lint/suspicious/noExplicitAny: what `pg` itself gives
  on?(event: 'error' | 'connect', listener: (given: any) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: what `pg` itself gives
  removeListener?(event: 'error' | 'connect', listener: (given: any) => void): unknown
}

type PostgresClient = Awaited<ReturnType<PostgresPool['connect']>>
type PostgresResult = Awaited<ReturnType<PostgresClient['query']>>

/** Options of {@link postgresStorage}: a URL, or a pool of your own, which stays open when the storage is closed. */
export interface PostgresStorageOptions {
  /**
   * Waits 10 s for a connection, 30 s for a statement and 10 s for a lock, unless the URL says otherwise
   * (`?statement_timeout=60000`).
   */
  readonly url?: string
  readonly pool?: PostgresPool
  /** Schema that the tables are in; it is made where it is missing. Default `badgewright`. */
  readonly schema?: string
  /** Connections at most, with `url`. Default 10. */
  readonly connections?: number
}

const rules = {
  url: 'text',
  pool: { methods: ['connect', 'end'] },
  schema: 'text',
  connections: whole(1),
} as const satisfies OptionTable<PostgresStorageOptions>

/**
 * A storage in PostgreSQL 12 or newer. The schema is made and migrated by itself.
 *
 * @throws BadgeError `ERR_PEER_MISSING` without `pg`; `ERR_STORAGE_FAILED` when the server cannot be reached, or a newer
 * badgewright has migrated the schema; `ERR_ARGUMENT_INVALID` for a schema that is not a plain name
 */
export async function postgresStorage(options: PostgresStorageOptions): Promise<StorageAdapter> {
  checkOptions(options, rules)
  const { url, schema = 'badgewright', connections = 10 } = options
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`schema` must be a name of small letters, digits and underscores.')
  }
  const pool = options.pool ?? (await openPool(url, connections))
  pool.on?.('error', ignored)
  pool.on?.('connect', quiet)
  let isClosed = false
  const wake = createWake(pool, schema)
  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    await wake.close()
    // Our own is listened to until its last connection has ended.
    if (options.pool === undefined) return pool.end()
    pool.removeListener?.('error', ignored)
    pool.removeListener?.('connect', quiet)
  }
  const tables = tablesIn(schema)
  try {
    await inTransaction(pool, (client) => migrate(client, schema))
  } catch (cause) {
    await close()
    throw isBadgeError(cause) ? cause : failed('be opened', cause)
  }
  const look = async (text: string, values: unknown[]): Promise<PostgresResult> => {
    const { client, release } = await take(pool).catch((cause: unknown) => {
      throw failed('be reached', cause)
    })
    try {
      const result = await client.query(text, values)
      release()
      return result
    } catch (cause) {
      release(true)
      throw failed('be read', cause)
    }
  }

  const query = async (query: StorageQuery): Promise<StoragePage> => {
    const { collection, index, value = '', cursor, descending = false } = query
    const limit = readLimit(query)
    const values: unknown[] = [collection]
    const place = (each: unknown): string => `$${values.push(each)}`
    const beyond = cursor === undefined ? '' : `AND key ${descending ? '<' : '>'} ${place(cursor)}`
    const order = descending ? 'DESC' : 'ASC'
    const most = place(limit + 1)
    const columns = 'r.key, r.version, r.value, r.due'
    // Keys first: records of a page are read, and no more.
    const text =
      index === undefined
        ? `SELECT ${columns} FROM ${tables.records} r WHERE collection = $1 ${beyond} ORDER BY key ${order} LIMIT ${most}`
        : `SELECT ${columns} FROM (
             SELECT key FROM ${tables.places} WHERE place = ${place(placeOf(collection, index, value))} ${beyond}
             ORDER BY key ${order} LIMIT ${most}) i
           JOIN ${tables.records} r ON r.collection = $1 AND r.key = i.key ORDER BY r.key ${order}`
    return pageOf((await look(text, values)).rows.map(toRecord), limit)
  }

  const commit = async (
    changes: readonly StorageChange[],
    within?: Parameters<NonNullable<StorageAdapter['commitWith']>>[1],
  ): Promise<void> => {
    checkChanges(changes)
    if (changes.length === 0 && within === undefined) return
    try {
      await inTransaction(pool, async (client) => {
        await write(client, tables, changes)
        await within?.((text, values) => client.query(text, values))
      })
    } catch (cause) {
      throw isBadgeError(cause) ? cause : failed('be written', cause)
    }
    wake.committed(changes)
  }

  return {
    capabilities: { durable: true, sharedBy: 'network' },
    async get(collection, key) {
      const text = `SELECT key, version, value, due FROM ${tables.records} WHERE collection = $1 AND key = $2`
      return (await look(text, [collection, key])).rows.map(toRecord)[0]
    },
    commit: (changes) => commit(changes),
    commitWith: commit,
    query,
    async getMany(places) {
      // Columns are named, and the place is given back, so that what is missing is known.
      const text = `SELECT t.n, r.key, r.version, r.value, r.due
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t (collection, key, n)
        JOIN ${tables.records} r ON r.collection = t.collection AND r.key = t.key`
      const found = new Array<StoredRecord | undefined>(places.length).fill(undefined)
      for (const row of (await look(text, placesOf(places))).rows) found[Number(row.n) - 1] = toRecord(row)
      return found
    },
    async queryMany(queries) {
      const asked = queries.map((query) => ({ ...query, limit: readLimit(query) }))
      if (asked.some(({ index, cursor, descending }) => index === undefined || cursor !== undefined || descending)) {
        return Promise.all(queries.map(query))
      }
      const text = `SELECT t.n, r.key, r.version, r.value, r.due
        FROM unnest($1::text[], $2::uuid[], $3::int[]) WITH ORDINALITY AS t (collection, place, upto, n)
        CROSS JOIN LATERAL (SELECT key FROM ${tables.places} WHERE place = t.place ORDER BY key LIMIT t.upto) k
        JOIN ${tables.records} r ON r.collection = t.collection AND r.key = k.key
        ORDER BY t.n, r.key`
      const values = [
        asked.map(({ collection }) => collection),
        asked.map(({ collection, index = '', value = '' }) => placeOf(collection, index, value)),
        asked.map(({ limit }) => limit + 1),
      ]
      const found = asked.map((): StoredRecord[] => [])
      for (const row of (await look(text, values)).rows) found[Number(row.n) - 1]?.push(toRecord(row))
      return found.map((records, i) => pageOf(records, asked[i]?.limit ?? 0))
    },
    async count(query) {
      checkCount(query)
      const { collection, index, value = '', due, limit } = query
      const [text, values] =
        index !== undefined
          ? [`SELECT 1 FROM ${tables.places} WHERE place = $1 LIMIT $2`, [placeOf(collection, index, value), limit]]
          : due === undefined
            ? [`SELECT 1 FROM ${tables.records} WHERE collection = $1 LIMIT $2`, [collection, limit]]
            : [
                `SELECT due FROM ${tables.records} WHERE collection = $1 AND due <= $2 ORDER BY due LIMIT $3`,
                [collection, due, limit],
              ]
      const columns = due === undefined ? 'count(*) AS count' : 'count(*) AS count, min(due) AS since'
      return countOf((await look(`SELECT ${columns} FROM (${text}) t`, values)).rows[0])
    },
    async lease(collection, { due, n, until }) {
      const text = `WITH chosen AS (
          SELECT collection, key FROM ${tables.records} WHERE collection = $1 AND due <= $2
          ORDER BY due, key LIMIT $3 FOR UPDATE SKIP LOCKED)
        UPDATE ${tables.records} r SET due = $4, version = r.version + 1 FROM chosen c
        WHERE r.collection = c.collection AND r.key = c.key RETURNING r.key, r.version, r.value, r.due`
      return (await look(text, [collection, due, n, until])).rows.map(toRecord)
    },
    // A pool that has one connection needs it for everything else.
    ...(connectionsOf(pool) === 1 ? {} : { listen: wake.listen }),
    snapshot: () => snapshotOf(pool, tables),
    close,
  }
}

/** One transaction, read only and repeatable, on a connection of its own; its first look fixes what it sees. */
async function snapshotOf(pool: PostgresPool, tables: Tables): Promise<StorageSnapshot> {
  const { client, release } = await take(pool).catch((cause: unknown) => {
    throw failed('be reached', cause)
  })
  const look: Look = async (sql, args) => {
    try {
      return (await client.query(sql, [...args])).rows
    } catch (cause) {
      throw failed('be read', cause)
    }
  }
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await look(`SELECT 1 FROM ${tables.records} LIMIT 1`, [])
  } catch (cause) {
    release(true)
    throw isBadgeError(cause) ? cause : failed('be read', cause)
  }
  let isEnded = false
  const end = async (): Promise<void> => {
    if (isEnded) return
    isEnded = true
    const isSound = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    )
    release(!isSound)
  }
  return sqlSnapshot({ look, end }, tables, (n) => `$${n}`)
}

async function openPool(url: string | undefined, connections: number): Promise<PostgresPool> {
  if (url === undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', 'Pass the `url` of the database, or a `pool`.')
  const { Pool } = (await importPeer('pg', () => import('pg'))).default
  // What the URL says of these is stronger.
  return new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: limits.databaseConnectMilliseconds,
    statement_timeout: limits.databaseStatementMilliseconds,
    lock_timeout: limits.databaseLockMilliseconds,
  })
}

/**
 * For connections that the server ends, which `pg` reports as an event: without a listener it ends the process. One that
 * nobody uses is replaced. One in use fails the query that runs or comes next, which is what the caller gets to know.
 */
const ignored = (): void => {}

/**
 * A server may end a connection in the very packet that opens it: before `take` has it, and when the pool listens no
 * longer.
 */
const quiet = (client: PostgresClient): void => {
  client.on?.('error', ignored)
}

/** A connection of the pool, which stays quiet when it breaks; `release(true)` throws it away. */
async function take(pool: PostgresPool): Promise<{ client: PostgresClient; release: (isBroken?: boolean) => void }> {
  const client = await pool.connect()
  let isBroken = false
  const breaks = (): void => {
    isBroken = true
  }
  client.on?.('error', breaks)
  return {
    client,
    release(isSpoilt = false) {
      client.release(isSpoilt || isBroken)
      client.removeListener?.('error', breaks)
    },
  }
}

/** Connections at most, where the pool says so. */
const connectionsOf = (pool: PostgresPool & { readonly options?: { readonly max?: unknown } }): unknown =>
  pool.options?.max

interface Tables {
  readonly records: string
  readonly places: string
}

const tablesIn = (schema: string): Tables => ({
  records: `${schema}.bw_records`,
  places: `${schema}.bw_places`,
})

/** Deadlock and serialisation failure: the transaction is gone, and may be tried again as it was. */
const TRANSIENT = new Set(['40P01', '40001'])
const TRIES = 10

async function inTransaction<T>(pool: PostgresPool, act: (client: PostgresClient) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const { client, release } = await take(pool)
    try {
      await client.query('BEGIN')
      const result = await act(client)
      await client.query('COMMIT')
      release()
      return result
    } catch (error) {
      const isSound = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      )
      release(!isSound)
      if (!TRANSIENT.has(String((error as { code?: unknown }).code)) || tries === TRIES) throw error
    }
  }
}

/** A few statements however many changes there are, each in the order of keys, so that two commits rarely embrace. */
async function write(client: PostgresClient, tables: Tables, changes: readonly StorageChange[]): Promise<void> {
  const sorted = changes.toSorted((a, b) => order(a.collection, b.collection) || order(a.key, b.key))
  const fresh = sorted.filter(({ expectedVersion }) => expectedVersion === 0)
  const known = sorted.filter(({ expectedVersion }) => expectedVersion > 0)
  const changed = known.filter(({ value }) => value !== null)
  const removed = known.filter(({ value }) => value === null)
  const expectAll = ({ rowCount }: PostgresResult, expected: readonly unknown[]): void => {
    if (rowCount !== expected.length) throw conflict()
  }
  // What is removed without having been there is a claim that it is not.
  const absent = fresh.filter(({ value }) => value === null)
  if (absent.length > 0) {
    const text = `SELECT 1 FROM ${tables.records} WHERE (collection, key) IN
      (SELECT * FROM unnest($1::text[], $2::text[]))`
    expectAll(await client.query(text, placesOf(absent)), [])
  }
  const added = fresh.filter(({ value }) => value !== null)
  if (added.length > 0) {
    const text = `INSERT INTO ${tables.records} (collection, key, version, value, due, entries)
      SELECT collection, key, 1, value::text, due, entries FROM ROWS FROM (${COLUMNS}) AS t (collection, key, value, due, entries)
      ON CONFLICT DO NOTHING`
    expectAll(await client.query(text, [...placesOf(added), ...contentOf(added)]), added)
  }
  // The entries so far are those of the version that was expected.
  const before = new Map<string, unknown>()
  const remember = (result: PostgresResult): PostgresResult => {
    for (const { collection, key, entries } of result.rows) before.set(`${collection}\n${key}`, entries)
    return result
  }
  if (changed.length > 0) {
    const text = `UPDATE ${tables.records} r SET version = r.version + 1, value = t.value::text, due = t.due, entries = t.entries
      FROM ROWS FROM (${COLUMNS}, unnest($6::bigint[])) AS t (collection, key, value, due, entries, version)
      JOIN ${tables.records} o ON o.collection = t.collection AND o.key = t.key
      WHERE r.collection = t.collection AND r.key = t.key AND r.version = t.version
      RETURNING r.collection, r.key, o.entries`
    const result = await client.query(text, [...placesOf(changed), ...contentOf(changed), versionsOf(changed)])
    expectAll(remember(result), changed)
  }
  if (removed.length > 0) {
    const text = `DELETE FROM ${tables.records} r USING unnest($1::text[], $2::text[], $3::bigint[])
        AS t (collection, key, version)
      WHERE r.collection = t.collection AND r.key = t.key AND r.version = t.version
      RETURNING r.collection, r.key, r.entries`
    expectAll(remember(await client.query(text, [...placesOf(removed), versionsOf(removed)])), removed)
  }
  const moves = [...added, ...changed, ...removed].map((change) =>
    movesOf(change, before.get(`${change.collection}\n${change.key}`)),
  )
  const gone = moves.flatMap((move) => move.removed)
  if (gone.length > 0) {
    const text = `DELETE FROM ${tables.places} p USING unnest($1::uuid[], $2::text[]) AS t (place, key)
      WHERE p.place = t.place AND p.key = t.key`
    await client.query(text, columnsOf(gone))
  }
  const come = moves.flatMap((move) => move.added)
  if (come.length > 0) {
    const text = `INSERT INTO ${tables.places} (place, key) SELECT * FROM unnest($1::uuid[], $2::text[])`
    await client.query(text, columnsOf(come))
  }
}

/** Where records are found by an entry: 16 bytes of its SHA-256, written as PostgreSQL takes a `uuid`. */
const hashOf = (place: string): string => quickSha256Hex(place).slice(0, 32)
const placeOf = (collection: string, name: string, value: string): string => hashOf(placeText(collection, name, value))
const columnsOf = (all: readonly Placed[]): string[][] => [
  all.map(([place]) => hashOf(place)),
  all.map(([, key]) => key),
]

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const placesOf = (all: readonly { collection: string; key: string }[]): string[][] => [
  all.map(({ collection }) => collection),
  all.map(({ key }) => key),
]
/** What records hold goes as one JSON text: in an array of texts every quotation mark in it would be escaped once more. */
const COLUMNS = `unnest($1::text[]), unnest($2::text[]), json_array_elements($3::json), unnest($4::bigint[]),
  unnest($5::text[])`
const contentOf = (all: readonly StorageChange[]): unknown[] => [
  JSON.stringify(all.map(({ value }) => value)),
  all.map(({ due }) => due ?? null),
  all.map(entriesText),
]
const versionsOf = (all: readonly StorageChange[]): number[] => all.map(({ expectedVersion }) => expectedVersion)

function toRecord(row: PostgresResult['rows'][number]): StoredRecord {
  return {
    key: row.key,
    version: Number(row.version),
    value: JSON.parse(row.value) as JsonObject,
    ...(row.due === null ? {} : { due: Number(row.due) }),
  }
}

/** Any number of our own: anyone who migrates holds it until the end of the transaction. */
const MIGRATION_LOCK = 7_242_023

async function migrate(client: PostgresClient, schema: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.bw_migrations (version integer PRIMARY KEY)`)
  const { rows } = await client.query(`SELECT coalesce(max(version), 0) AS version FROM ${schema}.bw_migrations`)
  const version = Number(rows[0]?.version)
  if (version > postgresMigrations.length) {
    throw new BadgeError('ERR_STORAGE_FAILED', 'A newer badgewright has migrated this schema; use that one.')
  }
  if (version === postgresMigrations.length) return
  await client.query(`SET LOCAL search_path TO ${schema}`)
  for (const [i, statements] of postgresMigrations.entries()) {
    if (i < version) continue
    for (const statement of statements) await client.query(statement)
    await client.query(`INSERT INTO ${schema}.bw_migrations (version) VALUES ($1)`, [i + 1])
  }
}
