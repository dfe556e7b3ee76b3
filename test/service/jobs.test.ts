import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { BadgeError } from '../../src/errors.js'
import type { BatchInputRow, StorageAdapter } from '../../src/service/index.js'
import { codeOf } from '../support/codes.js'
import { DAY, draft, dump, testService } from './service.js'

const person = (row: number): BatchInputRow => ({ email: `person${row}@example.org`, name: `Person ${row}` })
const people = (count: number) => Array.from({ length: count }, (_, row) => person(row))

/** Every badge of a batch. */
async function badgesOf(service: Awaited<ReturnType<typeof testService>>['service'], batchId: string) {
  const badges = []
  let cursor: string | undefined
  do {
    const page = await service.list({ batchId, limit: 500, ...(cursor !== undefined && { cursor }) })
    badges.push(...page.badges)
    cursor = page.cursor
  } while (cursor !== undefined)
  return badges
}

test('a batch in the background waits for tick, says how far it is, and is done once', async () => {
  const t = await testService()
  const rows = people(1010).map((row, i) => (i % 100 === 7 ? { ...row, email: 'nobody' } : row))
  const started = await t.service.batches.start({ id: 'spring', label: 'Spring', draft, rows })
  expect(started).toMatchObject({ id: 'spring', stage: 'queued', rows: 0, total: 1010 })
  expect(await badgesOf(t.service, 'spring')).toEqual([])
  // Started again, also with other rows, it stays as it is.
  expect(await t.service.batches.start({ id: 'spring', draft, rows: people(3) })).toEqual(started)

  expect((await t.service.tick()).rows).toBe(1010)
  expect(await t.service.batches.get('spring')).toMatchObject({
    stage: 'done',
    rows: 1010,
    issued: 999,
    refused: 11,
    total: 1010,
  })
  expect(await badgesOf(t.service, 'spring')).toHaveLength(999)
  expect((await t.service.tick()).rows).toBe(0)
  const refused = []
  let cursor: string | undefined
  do {
    const page = await t.service.batches.refusals({ batchId: 'spring', ...(cursor !== undefined && { cursor }) })
    refused.push(...page.refusals)
    cursor = page.cursor
  } while (cursor !== undefined)
  expect(refused.map(({ row, code }) => [row, code])).toEqual(
    Array.from({ length: 11 }, (_, i) => [i * 100 + 8, 'ERR_ADDRESS_INVALID']),
  )
  // Nothing is left of what waited.
  for (const collection of ['batch-rows', 'batch-jobs'])
    expect((await t.storage.query({ collection })).records, collection).toEqual([])
  expect(t.errors).toEqual([])
})

test('batches wait for each other by turns, so that a small one does not wait for all of a large one', async () => {
  const t = await testService()
  await t.service.batches.start({ id: 'large', draft, rows: people(1001) })
  t.clock.pass(1)
  await t.service.batches.start({ id: 'small', draft, rows: [{ email: 'kim@example.org' }] })
  const order: string[] = []
  const storage: StorageAdapter = {
    ...t.storage,
    async lease(collection, options) {
      const leased = await t.storage.lease(collection, options)
      if (collection === 'batches') order.push(...leased.map(({ key }) => key))
      t.clock.pass(1)
      return leased
    },
  }
  const worker = await testService({ storage, clock: () => new Date(t.clock.now) })
  await worker.service.tick()
  expect(order.indexOf('small')).toBe(1)
  expect(order.filter((id) => id === 'large')).toHaveLength(3)
})

test('two processes that work at once issue every row once', async () => {
  const storage = memoryStorage()
  const [one, other] = [await testService({ storage }), await testService({ storage })]
  await one.service.batches.start({ id: 'course', draft, rows: people(510) })
  await Promise.all([one.service.tick(), other.service.tick(), one.service.tick()])
  expect(await one.service.batches.get('course')).toMatchObject({ stage: 'done', issued: 510, rows: 510 })
  expect(await badgesOf(one.service, 'course')).toHaveLength(510)
})

test('a worker that ends in the middle is followed by another one, and no row is issued twice', async () => {
  const memory = memoryStorage()
  let isGone = false
  const dying: StorageAdapter = {
    ...memory,
    async commit(changes) {
      // Badges are written; that they are is not.
      if (changes.some(({ collection }) => collection === 'batch-rows') && changes[0]?.value !== null)
        isGone ||= started
      if (isGone) throw new BadgeError('ERR_STORAGE_FAILED', 'The storage could not be written.')
      await memory.commit(changes)
    },
  }
  let started = false
  const one = await testService({ storage: dying })
  await one.service.batches.start({ id: 'course', draft, rows: people(510) })
  started = true
  expect(await codeOf(() => one.service.tick())).toBe('ERR_STORAGE_FAILED')
  const other = await testService({ storage: memory, clock: () => new Date(one.clock.now) })
  expect((await other.service.tick()).rows).toBe(0)
  one.clock.pass(60_001)
  await other.service.tick()
  expect(await other.service.batches.get('course')).toMatchObject({ stage: 'done', issued: 510 })
  const badges = await badgesOf(other.service, 'course')
  expect(new Set(badges.map(({ recipient }) => recipient.email)).size).toBe(badges.length)
  expect(badges).toHaveLength(510)
})

describe('a batch that is not wanted any more', () => {
  test('cancelled: no further row is issued, and what was issued can be undone', async () => {
    const t = await testService()
    await t.service.batches.start({ id: 'course', draft, rows: people(510) })
    const memory = t.storage
    let leases = 0
    const storage: StorageAdapter = {
      ...memory,
      async lease(collection, options) {
        if (collection === 'batches') leases += 1
        if (collection === 'batches' && leases === 2) await t.service.batches.cancel({ batchId: 'course' })
        return memory.lease(collection, options)
      },
    }
    const worker = await testService({ storage })
    expect((await worker.service.tick()).rows).toBe(500)
    const batch = await t.service.batches.get('course')
    expect(batch).toMatchObject({ stage: 'cancelled', rows: 500, issued: 500, total: 510 })
    expect(await t.service.batches.cancel({ batchId: 'course' })).toEqual(batch)
    expect((await t.storage.query({ collection: 'batch-rows' })).records).toEqual([])
    expect((await t.service.batches.undo({ batchId: 'course' })).revoked).toBe(500)
    expect((await t.service.batches.get('course'))?.stage).toBe('undone')
  })

  test('cancelled while rows are under way: it stops after them', async () => {
    const t = await testService()
    await t.service.batches.start({ id: 'course', draft, rows: people(500) })
    let commits = 0
    const storage: StorageAdapter = {
      ...t.storage,
      async commit(changes) {
        await t.storage.commit(changes)
        if (changes.some(({ collection }) => collection === 'badges') && ++commits === 2)
          await t.service.batches.cancel({ batchId: 'course' })
      },
    }
    const worker = await testService({ storage })
    await worker.service.tick()
    expect((await badgesOf(t.service, 'course')).length).toBeLessThan(200)
    expect((await t.service.batches.get('course'))?.stage).toBe('cancelled')
    expect(worker.errors).toEqual([])
  })

  test('undone before it began: nothing is issued', async () => {
    const t = await testService()
    await t.service.batches.start({ id: 'course', draft, rows: people(10) })
    expect((await t.service.batches.undo({ batchId: 'course' })).revoked).toBe(0)
    await t.service.tick()
    expect(await badgesOf(t.service, 'course')).toEqual([])
    expect(await codeOf(() => t.service.batches.start({ id: 'course', draft, rows: people(1) }))).toBe(
      'ERR_STAGE_INVALID',
    )
  })

  test.each([
    ['one that is done', async (t: Awaited<ReturnType<typeof testService>>) => void (await t.service.tick())],
    [
      'one that was undone',
      async (t: Awaited<ReturnType<typeof testService>>) => {
        await t.service.batches.undo({ batchId: 'course' })
      },
    ],
  ])('%s cannot be cancelled', async (_, end) => {
    const t = await testService()
    await t.service.batches.start({ id: 'course', draft, rows: people(2) })
    await end(t)
    expect(await codeOf(() => t.service.batches.cancel({ batchId: 'course' }))).toBe('ERR_STAGE_INVALID')
  })
})

describe('what cannot be started', () => {
  test.each([
    [
      'a draft that is wrong for every row',
      { draft: { ...draft, achievement: { name: 'x' } } as never },
      'ERR_DRAFT_INVALID',
    ],
    ['no rows', { rows: [] }, 'ERR_ARGUMENT_INVALID'],
    ['an id that is a path', { id: '../x' }, 'ERR_ARGUMENT_INVALID'],
    ['a picture that is none', { picture: new Uint8Array([1, 2, 3]) }, 'ERR_FORMAT_UNKNOWN'],
    ['an option that does not exist', { dryRun: true } as never, 'ERR_ARGUMENT_INVALID'],
  ])('%s', async (_, more, code) => {
    const t = await testService()
    expect(await codeOf(() => t.service.batches.start({ draft, rows: people(2), ...more }))).toBe(code)
    expect((await t.service.batches.list()).batches).toEqual([])
  })

  test('more rows than 100,000 are refused as they are read', async () => {
    const t = await testService()
    function* rows() {
      for (let row = 0; ; row++) yield person(row)
    }
    expect(await codeOf(() => t.service.batches.start({ draft, rows: rows() }))).toBe('ERR_LIMIT_EXCEEDED')
    // What was written down of it goes by itself.
    t.clock.pass(31 * DAY)
    for (let i = 0; i < 2; i++) await t.service.tick()
    expect((await t.storage.query({ collection: 'batch-rows' })).records).toEqual([])
  })

  test('the id of a batch that was issued at once, and the other way round', async () => {
    const t = await testService()
    await t.service.batches.issue({ id: 'now', draft, rows: people(1) })
    expect(await codeOf(() => t.service.batches.start({ id: 'now', draft, rows: people(1) }))).toBe('ERR_STAGE_INVALID')
    await t.service.batches.start({ id: 'later', draft, rows: people(1) })
    expect(await codeOf(() => t.service.batches.issue({ id: 'later', draft, rows: people(1) }))).toBe(
      'ERR_STAGE_INVALID',
    )
  })
})

test('somebody who is erased while their row waits gets no badge', async () => {
  const t = await testService()
  await t.service.batches.start({ id: 'course', draft, rows: people(3) })
  await t.service.privacy.eraseEmail({ email: 'Person1@EXAMPLE.org' })
  expect(JSON.stringify((await t.storage.query({ collection: 'batch-rows' })).records)).not.toMatch(/person1/i)
  await t.service.tick()
  const emails = (await badgesOf(t.service, 'course')).map(({ recipient }) => recipient.email)
  expect(emails.sort()).toEqual(['person0@example.org', 'person2@example.org'])
  expect(await t.service.batches.get('course')).toMatchObject({ stage: 'done', issued: 2, refused: 1 })
})

test('somebody who is erased while their row is under way keeps no badge', async () => {
  const t = await testService()
  const guardian = { email: 'parent@x.org', until: '2030-01-01' }
  const rows = people(100).map((row, i) => (i === 80 ? { ...row, guardian } : row))
  await t.service.batches.start({ id: 'course', draft, rows })
  let isErased = false
  const storage: StorageAdapter = {
    ...t.storage,
    async commit(changes) {
      await t.storage.commit(changes)
      if (isErased || !changes.some(({ collection }) => collection === 'badges')) return
      isErased = true
      for (const email of ['person90@example.org', 'Parent@x.org']) await t.service.privacy.eraseEmail({ email })
    },
  }
  const worker = await testService({ storage })
  await worker.service.tick()
  expect(isErased).toBe(true)
  expect(await badgesOf(t.service, 'course')).toHaveLength(99)
  expect(await dump(t.storage)).not.toMatch(/person90@|parent@x/i)
  // The child stays one, and waits for another guardian.
  const [child] = (await t.service.list({ email: 'person80@example.org' })).badges
  expect(await t.service.guardians.holding({ badgeIds: [child?.id ?? ''] })).toHaveLength(1)
  expect(await dump(t.storage)).toContain('person91@')
  expect((await t.service.batches.get('course'))?.stage).toBe('done')
})

test('a child whose guardian is erased while their row waits gets no badge, and is not left without a guardian', async () => {
  const t = await testService()
  const rows = people(3).map((row, i) =>
    i === 0 ? row : { ...row, guardian: { email: `parent${i}@x.org`, until: '2030-01-01' } },
  )
  await t.service.batches.start({ id: 'course', draft, rows })
  await t.service.privacy.eraseEmail({ email: 'PARENT1@x.org' })
  expect(JSON.stringify((await t.storage.query({ collection: 'batch-rows' })).records)).not.toMatch(/parent1|person1/i)
  await t.service.tick()
  const emails = (await badgesOf(t.service, 'course')).map(({ recipient }) => recipient.email)
  expect(emails.sort()).toEqual(['person0@example.org', 'person2@example.org'])
  await t.service.tick()
  expect(t.sent.map(({ to }) => to.address).sort()).toEqual(['parent2@x.org', 'person0@example.org'])
})

describe('rows are those of the call that started the batch', () => {
  const names = async (t: Awaited<ReturnType<typeof testService>>) =>
    (await badgesOf(t.service, 'course')).map(({ recipient }) => recipient.email).sort()

  test('nothing of an earlier call that failed is issued, or kept', async () => {
    const t = await testService()
    async function* broken() {
      yield* people(20_500)
      throw new Error('The upload broke off.')
    }
    await expect(t.service.batches.start({ id: 'course', draft, rows: broken() })).rejects.toThrow('broke off')
    expect((await t.storage.query({ collection: 'batch-rows' })).records).toEqual([])
    await t.service.batches.start({ id: 'course', draft, rows: people(2) })
    await t.service.tick()
    expect(await names(t)).toEqual(['person0@example.org', 'person1@example.org'])
  })

  test('of two calls at once one starts the batch, and nothing is left of the other', async () => {
    const t = await testService()
    let go = (): void => {}
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    async function* slow() {
      yield { email: 'slow@example.org' }
      await gate
    }
    const other = t.service.batches.start({ id: 'course', draft, rows: slow() })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const first = await t.service.batches.start({ id: 'course', draft, rows: people(2) })
    go()
    expect(await other).toEqual(first)
    await t.service.tick()
    expect(await names(t)).toEqual(['person0@example.org', 'person1@example.org'])
    expect((await t.storage.query({ collection: 'batch-rows' })).records).toEqual([])
  })
})

test('a key that is away holds a batch up, and loses nothing', async () => {
  const storage = memoryStorage()
  const t = await testService({ storage })
  let isAway = true
  const { signer } = t.service.options
  const sign: typeof signer.sign = async (data) => {
    if (isAway) throw new Error('The vault does not answer.')
    return signer.sign(data)
  }
  const worker = await testService({
    storage,
    signer: { ...signer, sign },
    secret: 'x'.repeat(43),
    clock: () => new Date(t.clock.now),
  })
  await t.service.batches.start({ id: 'course', draft, rows: people(3) })
  await worker.service.tick()
  expect(await t.service.batches.get('course')).toMatchObject({ stage: 'queued', rows: 0 })
  expect(worker.errors).toHaveLength(1)
  isAway = false
  t.clock.pass(61_000)
  await worker.service.tick()
  expect(await t.service.batches.get('course')).toMatchObject({ stage: 'done', issued: 3 })
})

test('days and dates of a draft mean the same in the background as at once', async () => {
  const timeZone = 'Europe/Berlin'
  const dated = { ...draft, validUntil: '2027-12-31', validFrom: new Date('2026-06-01T10:00:00Z') }
  const of = async (background: boolean) => {
    const t = await testService({ timeZone })
    const input = { id: 'course', draft: dated, rows: [person(1)] }
    if (background) {
      await t.service.batches.start(input)
      await t.service.tick()
    } else await t.service.batches.issue(input)
    const [badge] = await badgesOf(t.service, 'course')
    const { validFrom, validUntil } = (badge?.credential ?? {}) as { validFrom?: string; validUntil?: string }
    return [validFrom, validUntil]
  }
  expect(await of(true)).toEqual(await of(false))
})
