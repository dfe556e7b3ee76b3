import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { sqliteStorage } from '../../../src/adapters/storage/sqlite.js'
import type { StorageAdapter } from '../../../src/service/index.js'
import { freshStorage, isHere, postgresReason, postgresUrl } from '../../adapters/storage/storages.js'
import { draft, testService } from '../service.js'
import { countingPool, countingStorage } from './counting.js'
import { fillLists } from './fill-lists.js'

const ROWS = 200
/** The most statements that a row of a batch may take, its share of what all rows need included. */
const STATEMENTS_A_ROW = 1.5

const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ email: `person${from + i}@example.org`, name: `Person ${from + i}` }))

async function statementsOf(storage: StorageAdapter, statements: () => number): Promise<number> {
  const { service } = await testService({ storage })
  await service.issue({ draft, recipient: { email: 'first@example.org' } })
  const before = statements()
  const { batch } = await service.batches.issue({ draft, rows: people(ROWS) })
  expect(batch.issued).toBe(ROWS)
  return (statements() - before) / ROWS
}

/** What clients of SQLite run from now on, by the functions that all of them share. */
function spiedStatements(): { count: () => number; texts: () => ReadonlySet<string> } {
  const client = createClient({ url: ':memory:' })
  const prototype = Object.getPrototypeOf(client) as Pick<typeof client, 'execute' | 'batch'>
  const execute = vi.spyOn(prototype, 'execute')
  const batch = vi.spyOn(prototype, 'batch')
  client.close()
  const texts = (): string[] =>
    [...execute.mock.calls.map(([statement]) => statement), ...batch.mock.calls.flatMap(([all]) => all)].map((each) =>
      typeof each === 'string' ? each : String((each as { sql: string }).sql),
    )
  return {
    // A transaction is two statements more.
    count: () => texts().length + batch.mock.calls.length * 2,
    texts: () => new Set(texts()),
  }
}

test('SQLite: a row of a batch takes at most 1.5 statements', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-growth-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const storage = await sqliteStorage({ file: join(folder, 'badges.db') })
  const statements = spiedStatements()
  const each = await statementsOf(storage, statements.count)
  expect(each).toBeLessThanOrEqual(STATEMENTS_A_ROW)
  expect(each).toBeGreaterThan(0)
  await storage.close()
  // And none of them walks through a collection.
  const client = createClient({ url: `file:${join(folder, 'badges.db')}` })
  const looked = [...statements.texts()].filter((text) => /bw_(records|places)/.test(text) && !/^\s*CREATE/.test(text))
  expect(looked.length).toBeGreaterThan(5)
  for (const sql of looked) {
    const args = Array<string>(sql.split('?').length - 1).fill('1')
    const { rows } = await client.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args })
    const plan = rows.map(({ detail }) => String(detail))
    expect(
      plan.filter((step) => /^SCAN (r|bw_records|bw_places)\b|\(collection=\?\)/.test(step)),
      sql,
    ).toEqual([])
  }
  client.close()
})

test.skipIf(!isHere('postgres'))(
  `PostgreSQL: a row of a batch takes at most 1.5 statements${isHere('postgres') ? '' : ` (${postgresReason})`}`,
  async () => {
    const fresh = await freshStorage('postgres')
    const place = fresh.place as { schema: string }
    const { pool, statements, end } = countingPool(postgresUrl)
    const storage = await postgresStorage({ pool, schema: place.schema })
    const each = await statementsOf(storage, statements)
    expect(each).toBeLessThanOrEqual(STATEMENTS_A_ROW)
    expect(each).toBeGreaterThan(0)
    await storage.close()
    await end()
    await fresh.remove()
  },
)

/** What a batch of some rows asks for, once everything is known that a process learns once. */
async function askedFor(prepare: (storage: StorageAdapter) => Promise<void>) {
  const { storage, count } = countingStorage(memoryStorage())
  const { service } = await testService({ storage })
  await service.issue({ draft, recipient: { email: 'first@example.org' } })
  await prepare(storage)
  const t = await testService({ storage })
  await t.service.issue({ draft, recipient: { email: 'second@example.org' } })
  const before = { ...count }
  await t.service.batches.issue({ draft, rows: people(32, 1000) })
  return { calls: count.calls - before.calls, records: count.records - before.records }
}

test('what a row asks for does not grow with people who were erased', async () => {
  const least = await askedFor(async () => {})
  const most = await askedFor(async (storage) => {
    const { service } = await testService({ storage })
    await service.batches.issue({ draft, rows: people(300), offer: false })
    for (const { email } of people(300)) await service.privacy.eraseEmail({ email })
  })
  expect(most.records).toBeLessThanOrEqual(least.records * 1.05)
})

test('what a row asks for does not grow with status lists that are full', async () => {
  const least = await askedFor(async () => {})
  const most = await askedFor((storage) => fillLists(storage, 77))
  expect(most).toEqual(least)
})

test('a process that begins finds the newest of 77 status lists in a few looks', async () => {
  const { storage, count } = countingStorage(memoryStorage())
  const { service } = await testService({ storage })
  await service.issue({ draft, recipient: { email: 'first@example.org' } })
  await fillLists(storage, 77)
  const t = await testService({ storage })
  const before = count.calls
  const { status } = await t.service.issue({ draft, recipient: { email: 'second@example.org' } })
  expect(status.listId).toMatch(/-78$/)
  expect(count.calls - before).toBeLessThan(35)
})

test('rows that run side by side reserve places once, and no commit of theirs meets a conflict', async () => {
  const memory = memoryStorage()
  let conflicts = 0
  const { service } = await testService({
    storage: {
      ...memory,
      commit: (changes) =>
        memory.commit(changes).catch((error: unknown) => {
          conflicts += 1
          throw error
        }),
    },
  })
  await Promise.all(people(100).map((recipient) => service.issue({ draft, recipient })))
  await service.batches.issue({ draft, rows: people(100, 100) })
  const { badges } = await service.list({ limit: 500 })
  expect(new Set(badges.map(({ status }) => `${status.listId} ${status.index}`)).size).toBe(200)
  expect(conflicts).toBe(0)
})

test('of rows that are written together, one that meets a conflict is written again by itself', async () => {
  const memory = memoryStorage()
  const sizes: number[] = []
  let disturbs = true
  const t = await testService({
    storage: {
      ...memory,
      async commit(changes) {
        const badges = changes.filter(({ collection }) => collection === 'badges').length
        if (badges > 0) sizes.push(badges)
        const taken = changes.find(({ key }) => key.startsWith('issue:batch:course'))
        // Another process is quicker with the first row, in the very moment.
        if (disturbs && taken !== undefined) {
          disturbs = false
          await memory.commit([taken])
        }
        return memory.commit(changes)
      },
    },
  })
  const issued = t.service.batches.issue({ id: 'course', draft, rows: people(8) })
  // The badge that the key speaks of does not exist: that row fails, and the others are issued.
  const { outcomes } = await issued
  expect(outcomes.map(({ status }) => status)).toEqual(['refused', ...Array(7).fill('issued')])
  expect(sizes[0]).toBe(8)
  expect(sizes.slice(1)).toEqual(Array(8).fill(1))
})

test('erasing an address asks for no more however many rows of others wait', async () => {
  const erasing = async (waiting: number) => {
    const { storage, count } = countingStorage(memoryStorage())
    const { service } = await testService({ storage })
    await service.batches.start({ id: 'course', draft, rows: [{ email: 'sam@example.org' }] })
    if (waiting > 0) await service.batches.start({ id: 'other', draft, rows: people(waiting) })
    const before = { ...count }
    await service.privacy.eraseEmail({ email: 'Sam@Example.org' })
    expect(JSON.stringify((await storage.query({ collection: 'batch-rows' })).records)).not.toMatch(/sam@/i)
    return { calls: count.calls - before.calls, records: count.records - before.records - 1 - Math.ceil(waiting / 500) }
  }
  expect(await erasing(1600)).toEqual(await erasing(0))
})

test('places in a status list are reserved more at a time the more are used', async () => {
  const { storage, count } = countingStorage(memoryStorage())
  const reserved: number[] = []
  const watched: StorageAdapter = {
    ...storage,
    async commit(changes) {
      for (const { collection, value } of changes) {
        if (collection === 'status-counters') reserved.push(Number((value as { next: number }).next))
      }
      await storage.commit(changes)
    },
  }
  const { service } = await testService({ storage: watched })
  await service.batches.issue({ draft, rows: people(600) })
  expect(reserved).toEqual([32, 96, 224, 480, 736])
  expect(count.calls).toBeGreaterThan(0)
})

test('a row writes six records, and twelve entries to find them by, those of its name and achievement among them', async () => {
  const { storage } = countingStorage(memoryStorage())
  const written: { collection: string; indexes: number }[] = []
  const watched: StorageAdapter = {
    ...storage,
    async commit(changes) {
      for (const { collection, indexes = {} } of changes) {
        written.push({ collection, indexes: Object.values(indexes).flat().length })
      }
      await storage.commit(changes)
    },
  }
  const { service } = await testService({ storage: watched })
  await service.issue({ draft, recipient: { email: 'first@example.org' } })
  written.length = 0
  await service.batches.issue({ draft, rows: people(10) })
  const ofRows = written.filter(({ collection }) => !/^(batches|status-)/.test(collection))
  const names = ofRows.map(({ collection }) => collection).sort()
  expect(names).toEqual(
    ['badges', 'events', 'events', 'outbox', 'taken', 'tokens'].flatMap((name) => Array<string>(10).fill(name)),
  )
  expect(ofRows.reduce((sum, { indexes }) => sum + indexes, 0)).toBe(120)
})
