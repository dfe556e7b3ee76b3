import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { PGlite } from '@electric-sql/pglite'
import { Pool } from 'pg'
import manifest from '../../../package.json' with { type: 'json' }
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { type PostgresPool, postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { sqliteStorage } from '../../../src/adapters/storage/sqlite.js'
import type { StorageAdapter } from '../../../src/service/index.js'

/** A storage with nothing in it, which can be opened several times. */
export interface FreshStorage {
  readonly open: () => Promise<StorageAdapter>
  /** What another process needs to open it too. */
  readonly place?: StoragePlace
  readonly remove: () => Promise<void>
}

export type StoragePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly schema: string }

export const postgresUrl = process.env.BADGEWRIGHT_TEST_POSTGRES_URL ?? ''

/** Why the real server is left out, where it is. */
export const postgresReason = 'BADGEWRIGHT_TEST_POSTGRES_URL is not set: the same cases run on PGlite'

export const kinds = ['memory', 'sqlite', 'pglite', 'postgres'] as const
export type StorageKind = (typeof kinds)[number]

export const isHere = (kind: StorageKind): boolean => kind !== 'postgres' || postgresUrl !== ''

/** Kinds that are there, and a visible reason for the one that is not. */
export function presentKinds(wanted: readonly StorageKind[] = kinds): StorageKind[] {
  if (!wanted.every(isHere)) console.warn(`postgres is skipped: ${postgresReason}`)
  return wanted.filter(isHere)
}

const pgliteVersion = manifest.devDependencies['@electric-sql/pglite']

let count = 0

export async function freshStorage(kind: StorageKind): Promise<FreshStorage> {
  count += 1
  if (kind === 'memory') {
    const storage = memoryStorage()
    return { open: async () => storage, remove: async () => {} }
  }
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'badgewright-sqlite-'))
    const file = join(folder, 'test.db')
    return {
      open: () => sqliteStorage({ file }),
      place: { kind, file },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  if (kind === 'pglite') {
    const pool = await pglitePool()
    const schema = `case_${count}`
    return { open: () => postgresStorage({ pool, schema }), remove: async () => {} }
  }
  const schema = `test_${process.pid}_${count}_${Math.floor(performance.now())}`
  return {
    open: () => postgresStorage({ url: postgresUrl, schema, connections: 4 }),
    place: { kind, url: postgresUrl, schema },
    async remove() {
      const pool = new Pool({ connectionString: postgresUrl })
      await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await pool.end()
    },
  }
}

/** A pool of the caller's own, to the server where there is one: to start PGlite takes 3 s of a processor. */
export const callersPool = async (): Promise<PostgresPool> =>
  postgresUrl === '' ? pglitePool() : new Pool({ connectionString: postgresUrl, max: 2 })

let pglite: Promise<PostgresPool> | undefined

/** A cluster as PGlite makes it, with the version that made it. */
const freshCluster = fileURLToPath(new URL(`../../../.cache/pglite-${pgliteVersion}.tar`, import.meta.url))

/** To make a cluster takes 2 s of a processor, to unpack one a tenth of that: it is made once for all. */
async function startedPglite(): Promise<PGlite> {
  if (existsSync(freshCluster)) return PGlite.create({ loadDataDir: new Blob([readFileSync(freshCluster)]) })
  const database = await PGlite.create()
  const made = await database.dumpDataDir('none')
  const half = `${freshCluster}.${process.pid}`
  mkdirSync(dirname(half), { recursive: true })
  writeFileSync(half, new Uint8Array(await made.arrayBuffer()))
  renameSync(half, freshCluster)
  return database
}

/** PGlite has one connection: whoever has it makes the others wait. */
function pglitePool(): Promise<PostgresPool> {
  pglite ??= (async () => {
    // To optimise PostgreSQL takes longer than all that the tests ask of it.
    setFlagsFromString('--liftoff-only')
    const database = await startedPglite()
    let last: Promise<void> = Promise.resolve()
    return {
      async connect() {
        const before = last
        let release = (): void => {}
        last = new Promise((resolve) => {
          release = resolve
        })
        await before
        return {
          async query(text, values) {
            const { rows, affectedRows = 0 } = await database.query(text, values)
            return { rows, rowCount: rows.length > 0 ? rows.length : affectedRows }
          },
          release: () => release(),
        }
      },
      end: () => database.close(),
    }
  })()
  return pglite
}
