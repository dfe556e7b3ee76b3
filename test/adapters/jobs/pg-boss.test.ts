import { Pool } from 'pg'
import PgBoss from 'pg-boss'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { pgBossRelay } from '../../../src/adapters/jobs/pg-boss.js'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { draft, testService } from '../../service/service.js'
import { codeOf } from '../../support/codes.js'
import { postgresReason, postgresUrl } from '../storage/storages.js'

const isHere = postgresUrl !== ''
if (!isHere) console.warn(`pg-boss is skipped: ${postgresReason}`)

let count = 0

/** A pg-boss and a storage in schemas of their own, in one database. */
async function place() {
  count += 1
  const schema = `boss_${process.pid}_${count}`
  const admin = new Pool({ connectionString: postgresUrl, max: 1 })
  const boss = new PgBoss({
    connectionString: postgresUrl,
    schema: `${schema}_jobs`,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  await boss.start()
  await boss.createQueue('badgewright')
  const storage = await postgresStorage({ url: postgresUrl, schema })
  onTestFinished(async () => {
    await boss.stop({ graceful: false, wait: true })
    await storage.close()
    await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; DROP SCHEMA IF EXISTS ${schema}_jobs CASCADE`)
    await admin.end()
  })
  const jobs = async () =>
    (await admin.query(`SELECT data->>'id' AS id, state FROM ${schema}_jobs.job WHERE name = 'badgewright'`)).rows
  return { boss, storage, jobs }
}

const recipient = (name: string) => ({ draft, recipient: { email: `${name}@example.org` } })
const patience = { timeout: 20_000, interval: 50 }

describe.runIf(isHere)('pg-boss as a relay', () => {
  test.each([true, false])('mails go out when the engine says so (in the commit: %s)', async (inCommit) => {
    const { boss, storage, jobs } = await place()
    const relay = pgBossRelay({ boss, inCommit })
    const t = await testService({ storage, relay })
    await relay.work(t.service)
    await Promise.all(['kim', 'lee', 'ada'].map((name) => t.service.issue(recipient(name))))
    await vi.waitFor(() => expect(t.sent).toHaveLength(3), patience)
    await vi.waitFor(
      async () => expect((await jobs()).map(({ state }) => state)).toEqual(Array(3).fill('completed')),
      patience,
    )
    expect(t.errors).toEqual([])
  })

  test('job and record are one commit: both are there, or neither', async () => {
    const { boss, storage, jobs } = await place()
    const t = await testService({ storage, relay: pgBossRelay({ boss, inCommit: true }) })
    const note = { collection: 'outbox', key: 'one', expectedVersion: 0, value: {}, due: 1 }
    await storage.commit([note])
    const { id } = await t.service.issue(recipient('kim'))
    expect(await jobs()).toHaveLength(1)
    // A conflict after the job was written: the record is not there, so nor is the job.
    const push = vi.fn(async (sql: (text: string, values: unknown[]) => Promise<unknown>) => {
      await boss.insert([{ name: 'badgewright', data: { id: 'mail:none' } }], { db: { executeSql: sql as never } })
      throw new Error('Refused.')
    })
    await expect(storage.commitWith?.([{ ...note, key: 'two' }], push)).rejects.toMatchObject({
      code: 'ERR_STORAGE_FAILED',
    })
    expect(push).toHaveBeenCalledTimes(1)
    await expect(storage.commitWith?.([note], push)).rejects.toMatchObject({ code: 'ERR_STORAGE_CONFLICT' })
    expect(push).toHaveBeenCalledTimes(1)
    expect(await storage.get('outbox', 'two')).toBeUndefined()
    expect(await jobs()).toHaveLength(1)
    expect((await t.service.get(id))?.stage).toBe('offered')
  })

  test('what the engine drops, tick finds: pg-boss 10 takes jobs of a queue that is not there, and forgets them', async () => {
    const { boss, storage, jobs } = await place()
    const t = await testService({ storage, relay: pgBossRelay({ boss, queue: 'missing', inCommit: true }) })
    await t.service.issue(recipient('kim'))
    expect(await jobs()).toEqual([])
    expect((await t.service.tick()).mail.sent).toBe(1)
  })

  test('a job that somebody else has put into the queue fails there, and holds up no other for good', async () => {
    const { boss, storage, jobs } = await place()
    const relay = pgBossRelay({ boss })
    const t = await testService({ storage, relay })
    await boss.insert([{ name: 'badgewright', data: { order: 7 }, retryLimit: 0 }])
    await relay.work(t.service)
    await vi.waitFor(async () => expect((await jobs()).map(({ state }) => state)).toEqual(['failed']), patience)
    await t.service.issue(recipient('kim'))
    await vi.waitFor(() => expect(t.sent).toHaveLength(1), patience)
  })
})

test('what is not a pg-boss is refused', async () => {
  expect(await codeOf(() => pgBossRelay({ boss: {} as never }))).toBe('ERR_ARGUMENT_INVALID')
  expect(await codeOf(() => pgBossRelay({ boss: { insert() {}, work() {} } as never, que: 'x' } as never))).toBe(
    'ERR_ARGUMENT_INVALID',
  )
})

test('of pg-boss 11 and later, the queue is a parameter of its own', async () => {
  const insert = vi.fn(async () => null)
  const relay = pgBossRelay({ boss: { insert, work: async () => '', getQueueStats() {} } as never, queue: 'badges' })
  await relay.push([{ id: 'mail:one', kind: 'mail', due: 0 }])
  expect(insert).toHaveBeenCalledWith(
    'badges',
    [{ name: 'badges', data: { id: 'mail:one' }, startAfter: '1970-01-01T00:00:00.000Z' }],
    {},
  )
})
