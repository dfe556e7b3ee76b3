/**
 * Records in one SQLite file (through `@libsql/client`): the embedded default. Processes of one host may share it.
 *
 * @module badgewright/storage/sqlite
 */

import { BadgeError, isBadgeError } from '../../errors.js'
import { checkOptions, needed, whole } from '../../internal/options.js'
import type { StorageAdapter, StorageChange, StorageSnapshot, StoredRecord } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import { importPeer } from '../peer.js'
import { checkChanges, conflict, entriesOf, failed, pageOf, readLimit } from './checks.js'
import { type Look, sqlSnapshot } from './snapshot.js'
import { sqliteMigrations } from './sqlite-schema.js'

/** The part of `@libsql/client` that is used. */
interface Client {
  execute(statement: Statement): Promise<Result>
  batch(statements: Statement[], mode: 'write'): Promise<Result[]>
  transaction(mode: 'read'): Promise<{ execute(statement: Statement): Promise<Result>; close(): void }>
  close(): void
}
type Statement = string | { sql: string; args: (string | number | null)[] }
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
  const look = async (sql: string, args: (string | number)[]): Promise<Result> => {
    try {
      return await inTurn(() => patiently(() => client.execute({ sql, args })))
    } catch (cause) {
      throw failed('be read', cause)
    }
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
      if (changes.length > 0) await run('be written', [...changes.map(check), ...changes.flatMap(write)])
    },
    async query(query) {
      const { collection, index, value = '', cursor, descending = false } = query
      const limit = readLimit(query)
      const beyond = cursor === undefined ? '' : `AND r.key ${descending ? '<' : '>'} ?`
      const order = `ORDER BY r.key ${descending ? 'DESC' : 'ASC'} LIMIT ?`
      const from =
        index === undefined
          ? `bw_records r WHERE r.collection = ? ${beyond}`
          : `bw_indexes i JOIN bw_records r ON r.collection = i.collection AND r.key = i.key
             WHERE i.collection = ? AND i.name = ? AND i.value = ? ${beyond.replace('r.key', 'i.key')}`
      const sql = `SELECT r.key, r.version, r.value, r.due FROM ${from} ${index === undefined ? order : order.replace('r.key', 'i.key')}`
      const args = [
        collection,
        ...(index === undefined ? [] : [index, value]),
        ...(cursor === undefined ? [] : [cursor]),
        limit + 1,
      ]
      const { rows } = await look(sql, args)
      return pageOf(rows.map(toRecord), limit)
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
    return sqlSnapshot({ look, end }, { records: 'bw_records', indexes: 'bw_indexes' }, (n) => `?${n}`)
  } catch (cause) {
    client?.close()
    throw isBadgeError(cause) ? cause : failed('be read', cause)
  }
}

/** A row that breaks a rule, and with it the commit, unless the record has the expected version. */
function check({ collection, key, expectedVersion }: StorageChange): Statement {
  return expectedVersion === 0
    ? {
        sql: 'INSERT INTO bw_conflicts (found) SELECT 1 FROM bw_records WHERE collection = ? AND key = ?',
        args: [collection, key],
      }
    : {
        sql: `INSERT INTO bw_conflicts (found) SELECT 1 WHERE NOT EXISTS
              (SELECT 1 FROM bw_records WHERE collection = ? AND key = ? AND version = ?)`,
        args: [collection, key, expectedVersion],
      }
}

function write({ collection, key, expectedVersion, value, indexes = {}, due }: StorageChange): Statement[] {
  const place = [collection, key]
  const forget = { sql: 'DELETE FROM bw_indexes WHERE collection = ? AND key = ?', args: place }
  if (value === null) {
    return [forget, { sql: 'DELETE FROM bw_records WHERE collection = ? AND key = ?', args: place }]
  }
  const insert = 'INSERT INTO bw_indexes (name, value, collection, key) VALUES (?, ?, ?, ?)'
  const added = entriesOf(indexes).map((entry) => ({ sql: insert, args: [...entry, ...place] }))
  const json = JSON.stringify(value)
  if (expectedVersion === 0) {
    const sql = 'INSERT INTO bw_records (collection, key, version, value, due) VALUES (?, ?, 1, ?, ?)'
    return [{ sql, args: [...place, json, due ?? null] }, ...added]
  }
  const sql = `UPDATE bw_records SET version = version + 1, value = ?, due = ?
               WHERE collection = ? AND key = ? AND version = ?`
  return [{ sql, args: [json, due ?? null, ...place, expectedVersion] }, forget, ...added]
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
