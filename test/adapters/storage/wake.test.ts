import { EventEmitter } from 'node:events'
import { Pool } from 'pg'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { createWake } from '../../../src/adapters/storage/postgres-wake.js'
import { postgresReason, postgresUrl } from './storages.js'

const isHere = postgresUrl !== ''
if (!isHere) console.warn(`being woken by PostgreSQL is skipped: ${postgresReason}`)

const note = (key: string, due?: number) => ({
  collection: 'notes',
  key,
  expectedVersion: 0,
  value: { key },
  ...(due !== undefined && { due }),
})

let count = 0
function place() {
  count += 1
  const schema = `wake_${process.pid}_${count}`
  const name = `badgewright ${schema}`
  const admin = new Pool({ connectionString: postgresUrl, max: 1 })
  onTestFinished(async () => {
    await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await admin.end()
  })
  const url = new URL(postgresUrl)
  url.searchParams.set('application_name', name)
  const endAll = async () =>
    (await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [name]))
      .rowCount ?? 0
  return { schema, url: url.href, endAll }
}

const until = { timeout: 20_000, interval: 20 }

describe.runIf(isHere)('a storage on PostgreSQL', () => {
  test('is woken by what another one commits that is due, and not by what is due later', async () => {
    const { schema, url } = place()
    const [one, other] = [await postgresStorage({ url, schema }), await postgresStorage({ url, schema })]
    onTestFinished(async () => {
      await one.close()
      await other.close()
    })
    const heard = vi.fn()
    const stop = one.listen?.(heard)
    await vi.waitFor(async () => {
      await other.commit([note(`due ${Math.random()}`, 1)])
      expect(heard).toHaveBeenCalled()
    }, until)
    // What was notified before is heard before this.
    await new Promise((resolve) => setTimeout(resolve, 600))
    heard.mockClear()
    await other.commit([note('later', Date.now() + 86_400_000), note('never')])
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(heard).not.toHaveBeenCalled()
    await other.commit([note('now', 1)])
    await vi.waitFor(() => expect(heard).toHaveBeenCalled(), until)
    await stop?.()
    heard.mockClear()
    await other.commit([note('after', 1)])
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(heard).not.toHaveBeenCalled()
  })

  test('listens again after its connection was ended, with a pool of the caller too, and leaves that pool as it was', async () => {
    const { schema, url, endAll } = place()
    const pool = new Pool({ connectionString: url, max: 3 })
    const one = await postgresStorage({ pool, schema })
    const other = await postgresStorage({ url: postgresUrl, schema })
    onTestFinished(async () => {
      await one.close()
      await other.close()
      await pool.end()
    })
    const heard = vi.fn()
    const stop = one.listen?.(heard)
    await vi.waitFor(async () => {
      await other.commit([note(`due ${Math.random()}`, 1)])
      expect(heard).toHaveBeenCalled()
    }, until)
    expect(await endAll()).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 600))
    heard.mockClear()
    await vi.waitFor(async () => {
      await other.commit([note(`again ${Math.random()}`, 1)])
      expect(heard.mock.calls.length).toBeGreaterThan(1)
    }, until)
    await stop?.()
    expect(pool.totalCount - pool.idleCount).toBe(0)
    expect((await pool.query('SELECT count(*)::int AS n FROM pg_listening_channels()')).rows).toEqual([{ n: 0 }])
  })

  test('does not listen where the pool has a single connection, and has all else', async () => {
    const { schema, url } = place()
    const one = await postgresStorage({ url, schema, connections: 1 })
    onTestFinished(() => one.close())
    expect(one.listen).toBeUndefined()
    await one.commit([note('a', 1)])
    expect(await one.lease('notes', { due: 2, n: 1, until: 5 })).toHaveLength(1)
  })
})

/** A pool whose clients are pretended, so that they end when the test says so. */
function pretended() {
  const clients: (EventEmitter & { released: unknown[]; texts: string[] })[] = []
  let refuses = 0
  const pool = {
    async connect() {
      if (refuses > 0) {
        refuses -= 1
        throw new Error('no connection')
      }
      const client = Object.assign(new EventEmitter(), {
        released: [] as unknown[],
        texts: [] as string[],
        async query(text: string) {
          client.texts.push(text)
          return { rows: [], rowCount: 0 }
        },
        release: (isBroken?: boolean) => void client.released.push(isBroken),
      })
      clients.push(client)
      return client
    },
    async end() {},
  }
  return {
    pool,
    clients,
    refuse(times: number): void {
      refuses = times
    },
  }
}

describe('the connection that listens', () => {
  test('is opened again when it ends or cannot be opened, calls what it may have missed, and is thrown away', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { pool, clients, refuse } = pretended()
    const wake = createWake(pool as never, 'bw')
    const heard = vi.fn()
    wake.listen(heard)
    await vi.advanceTimersByTimeAsync(0)
    clients[0]?.emit('notification', { channel: 'another' })
    expect(heard).not.toHaveBeenCalled()
    clients[0]?.emit('notification', { channel: 'bw_due' })
    expect(heard).toHaveBeenCalledTimes(1)
    refuse(2)
    clients[0]?.emit('error', new Error('gone'))
    clients[0]?.emit('end')
    expect(clients[0]?.released).toEqual([true])
    await vi.advanceTimersByTimeAsync(3_000)
    expect(clients).toHaveLength(2)
    expect(heard).toHaveBeenCalledTimes(2)
    await wake.close()
    expect(clients[1]?.released).toEqual([true])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(clients).toHaveLength(2)
  })

  test('is not needed to notify: many commits in a moment are two statements', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { pool, clients } = pretended()
    const wake = createWake(pool as never, 'bw')
    for (let i = 0; i < 50; i++) wake.committed([note(`${i}`, 1)])
    wake.committed([note('never')])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(clients.map(({ texts, released }) => [texts.length, released])).toEqual([
      [1, [false]],
      [1, [false]],
    ])
    await wake.close()
  })
})
