import { type Client, Pool } from 'pg'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type PostgresPool, postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { generateKeyPair } from '../../../src/index.js'
import { createBadgeService } from '../../../src/service/index.js'
import { codeOf } from '../../support/codes.js'
import { postgresReason, postgresUrl } from './storages.js'

const isHere = postgresUrl !== ''
if (!isHere) console.warn(`broken connections are skipped: ${postgresReason}`)

let count = 0

/** A schema of its own, and what ends connections of one name. */
function place() {
  count += 1
  const schema = `broken_${process.pid}_${count}`
  const name = `badgewright ${schema}`
  const admin = new Pool({ connectionString: postgresUrl, max: 1 })
  onTestFinished(async () => {
    await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await admin.end()
  })
  const url = new URL(postgresUrl)
  url.searchParams.set('application_name', name)
  return {
    schema,
    url: url.href,
    async endAll(): Promise<number> {
      const text = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1'
      return (await admin.query(text, [name])).rowCount ?? 0
    },
  }
}

const record = (key: string) => ({ collection: 'notes', key, expectedVersion: 0, value: { key } })
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60))

/** A pool of the caller's, whose next transaction is told of the end of its connection before its first statement. */
function breaking(url: string, end: () => Promise<unknown>) {
  const pool = new Pool({ connectionString: url, max: 1 })
  let isArmed = false
  const own: PostgresPool = {
    async connect() {
      const client = await pool.connect()
      return {
        async query(text, values) {
          const result = await client.query(text, values)
          if (isArmed && text === 'BEGIN') {
            isArmed = false
            await end()
            await soon()
          }
          return result
        },
        release: (isBroken) => client.release(isBroken),
        on: (event, listener) => client.on(event, listener),
        removeListener: (event, listener) => client.removeListener(event, listener),
        emit: (event: 'error', error: Error) => client.emit(event, error),
      }
    },
    end: () => pool.end(),
    on: (event, listener) => pool.on(event as 'error', listener),
    removeListener: (event, listener) => pool.removeListener(event, listener),
  }
  onTestFinished(() => pool.end())
  return {
    pool: own,
    arm(): void {
      isArmed = true
    },
  }
}

describe.runIf(isHere)('a connection that PostgreSQL ends', () => {
  test('while it is idle, with a pool of the caller too: the next call works', async () => {
    const { schema, url, endAll } = place()
    const { pool } = breaking(url, endAll)
    for (const options of [
      { url, schema },
      { pool, schema },
    ]) {
      const storage = await postgresStorage(options)
      expect(await endAll()).toBeGreaterThan(0)
      await soon()
      expect(await storage.get('notes', 'a')).toBeUndefined()
      await storage.close()
    }
  })

  test('while the storage is closing its own pool: nothing is thrown, and the process goes on', async () => {
    const { schema, url } = place()
    const storage = await postgresStorage({ url, schema })
    const { end } = Pool.prototype
    let heard = 0
    const spy = vi.spyOn(Pool.prototype, 'end').mockImplementation(async function (this: Pool) {
      // As `pg` does for a connection that breaks now: it throws where nobody listens.
      heard += this.emit('error', new Error('terminating connection'), undefined as never) ? 1 : 0
      await (end as () => Promise<void>).call(this)
    })
    onTestFinished(() => spy.mockRestore())
    await storage.close()
    expect(heard).toBe(1)
  })

  test('in the packet that opens it, before anybody has it', async () => {
    const { schema, url, endAll } = place()
    const { pool } = breaking(url, endAll)
    let heard = 0
    const early: PostgresPool = {
      ...pool,
      async connect() {
        const client = await pool.connect()
        // As `pg` does while it reads that packet: it throws where nobody listens.
        heard += (client as unknown as Client).emit('error', new Error('terminating connection')) ? 1 : 0
        return client
      },
    }
    const storage = await postgresStorage({ pool: early, schema })
    expect(await storage.get('notes', 'a')).toBeUndefined()
    expect(heard).toBeGreaterThan(1)
    await storage.close()
  })

  test('between two statements: ERR_STORAGE_FAILED, nothing is written, and the next call works', async () => {
    const { schema, url, endAll } = place()
    const { pool, arm } = breaking(url, endAll)
    const storage = await postgresStorage({ pool, schema })
    arm()
    expect(await codeOf(() => storage.commit([record('a')]))).toBe('ERR_STORAGE_FAILED')
    expect(await storage.get('notes', 'a')).toBeUndefined()
    await storage.commit([record('a')])
    expect((await storage.get('notes', 'a'))?.version).toBe(1)
    await storage.close()
  })

  test('in the middle of a batch: repeated with its id, every row is issued once', async () => {
    const { schema, url, endAll } = place()
    const storage = await postgresStorage({ url, schema, connections: 4 })
    const service = createBadgeService({
      signer: await generateKeyPair({ seed: new Uint8Array(32).fill(3) }),
      storage,
      baseUrl: 'https://badges.example',
    })
    const rows = Array.from({ length: 24 }, (_, i) => ({ email: `kim${i}@example.org` }))
    const batch = {
      id: 'welders',
      draft: { issuer: { name: 'Acme' }, achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld.' } },
    }
    let ended = 0
    const codes = new Set<unknown>()
    for (let tries = 0; tries < 40; tries++) {
      let isRunning = true
      const killer = (async () => {
        while (isRunning && ended < 12) {
          ended += await endAll()
          await new Promise((resolve) => setTimeout(resolve, 25))
        }
      })()
      const outcome = await service.batches.issue({ ...batch, rows }).then(
        () => undefined,
        (error: unknown) => (error as { code?: unknown }).code,
      )
      isRunning = false
      await killer
      if (outcome === undefined) break
      codes.add(outcome)
    }
    expect(ended).toBeGreaterThan(0)
    expect([...codes].filter((code) => code !== 'ERR_STORAGE_FAILED')).toEqual([])
    const { badges } = await service.list({ limit: 100 })
    expect(badges.map(({ recipient }) => recipient.email).sort()).toEqual(rows.map(({ email }) => email).sort())
    await storage.close()
  })
})

test.runIf(isHere)('a statement that never ends, and a lock that nobody gives back, are given up', async () => {
  const { schema, url } = place()
  const limited = new URL(url)
  limited.searchParams.set('lock_timeout', '100')
  const storage = await postgresStorage({ url: limited.href, schema })
  const other = new Pool({ connectionString: url, max: 1 })
  const client = await other.connect()
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${schema}.bw_records IN ACCESS EXCLUSIVE MODE`)
  expect(await codeOf(() => storage.commit([record('a')]))).toBe('ERR_STORAGE_FAILED')
  await client.query('ROLLBACK')
  client.release()
  await other.end()
  await storage.commit([record('a')])
  await storage.close()
})
