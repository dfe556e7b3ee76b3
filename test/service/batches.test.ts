import { expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { BadgeError } from '../../src/errors.js'
import type { BatchInputRow } from '../../src/service/index.js'
import { codeOf } from '../support/codes.js'
import { draft, testService } from './service.js'

const person = (row: number): BatchInputRow => ({ email: `person${row}@example.org`, name: `Person ${row}` })
const people = (count: number) => Array.from({ length: count }, (_, row) => person(row))

test('outcomes stand in the order of the rows, whatever was under way at once', async () => {
  const t = await testService()
  const rows = people(40).map((row, i) => (i % 7 === 3 ? { email: 'nobody' } : row))
  const { batch, outcomes } = await t.service.batches.issue({ draft, rows, concurrency: 16 })
  expect(outcomes.map(({ row }) => row)).toEqual(rows.map((_, i) => i + 1))
  expect(outcomes.map(({ status }) => status)).toEqual(rows.map(({ name }) => (name ? 'issued' : 'refused')))
  expect(batch).toMatchObject({ stage: 'done', rows: 40, issued: 34, refused: 6 })
  for (const outcome of outcomes) {
    if (outcome.status !== 'issued') continue
    const badge = await t.service.get(outcome.badgeId)
    expect(badge?.recipient.email).toBe(rows[outcome.row - 1]?.email)
  }
})

test('of several rows of one address the first is issued, also when all are under way at once', async () => {
  const t = await testService()
  const rows = Array.from({ length: 12 }, (_, i) => ({ email: i % 2 ? 'Kim@Example.org' : 'kim@example.org' }))
  const { outcomes } = await t.service.batches.issue({ draft, rows, concurrency: 12 })
  expect(outcomes.map(({ status }) => status)).toEqual(['issued', ...Array(11).fill('already')])
  expect(new Set(outcomes.map((outcome) => 'badgeId' in outcome && outcome.badgeId)).size).toBe(1)
})

test('rows are read as they are needed, and progress tells of each that is done', async () => {
  const t = await testService()
  const told: number[] = []
  let read = 0
  let ahead = 0
  function* rows() {
    for (; read < 30; read++) {
      ahead = Math.max(ahead, read - (told.at(-1) ?? 0))
      yield person(read)
    }
  }
  const onProgress = (progress: { rows: number; issued: number }) => {
    expect(progress.issued).toBe(progress.rows)
    told.push(progress.rows)
  }
  await t.service.batches.issue({ draft, rows: rows(), concurrency: 4, onProgress })
  expect(told).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
  expect(ahead).toBeLessThanOrEqual(4)
})

test('an aborted batch ends with ERR_ABORTED, and the same id continues it', async () => {
  const t = await testService()
  const abort = new AbortController()
  const onProgress = ({ rows }: { rows: number }) => {
    if (rows === 5) abort.abort()
  }
  const input = { id: 'course', draft, rows: people(30), concurrency: 2 }
  const first = t.service.batches.issue({ ...input, signal: abort.signal, onProgress })
  expect(await codeOf(() => first)).toBe('ERR_ABORTED')
  const begun = (await t.service.list({ batchId: 'course', limit: 100 })).badges.length
  expect(begun).toBeGreaterThanOrEqual(5)
  expect(begun).toBeLessThan(10)
  expect((await t.service.batches.get('course'))?.stage).toBe('running')
  const { outcomes } = await t.service.batches.issue(input)
  expect(outcomes.filter(({ status }) => status === 'already')).toHaveLength(begun)
  expect((await t.service.list({ batchId: 'course', limit: 100 })).badges).toHaveLength(30)
})

test('a generator of rows is told when the batch ends before it', async () => {
  const t = await testService()
  const abort = new AbortController()
  let isClosed = false
  async function* rows() {
    try {
      for (let row = 0; ; row++) {
        if (row === 5) abort.abort()
        yield person(row)
      }
    } finally {
      isClosed = true
    }
  }
  expect(await codeOf(() => t.service.batches.issue({ draft, rows: rows(), signal: abort.signal }))).toBe('ERR_ABORTED')
  expect(isClosed).toBe(true)
})

test('a batch that is undone while it runs stops, and no badge of it is left', async () => {
  const t = await testService()
  let undone: Promise<unknown> | undefined
  function* rows() {
    for (let row = 0; row < 40; row++) {
      if (row === 10) undone = t.service.batches.undo({ batchId: 'course' })
      yield person(row)
    }
  }
  expect(await codeOf(() => t.service.batches.issue({ id: 'course', draft, rows: rows() }))).toBe('ERR_STAGE_INVALID')
  await undone
  const { badges } = await t.service.list({ batchId: 'course', limit: 100 })
  expect(badges.length).toBeLessThan(40)
  expect(new Set(badges.map(({ stage }) => stage))).toEqual(new Set(['revoked']))
  expect((await t.service.batches.get('course'))?.stage).toBe('undone')
  await t.service.mail.deliver()
  expect(t.sent).toEqual([])
})

test('a batch of which somebody is erased while it is undone is undone all the same', async () => {
  const storage = memoryStorage()
  let meanwhile = async (): Promise<void> => {}
  const t = await testService({
    storage: {
      ...storage,
      async query(query) {
        const page = await storage.query(query)
        if (query.collection === 'badges' && query.index === 'batch') await meanwhile()
        return page
      },
    },
  })
  await t.service.batches.issue({ id: 'course', draft, rows: people(5) })
  meanwhile = async () => {
    meanwhile = async () => {}
    await t.service.privacy.eraseEmail({ email: person(2).email })
  }
  expect((await t.service.batches.undo({ batchId: 'course' })).revoked).toBe(4)
  await t.service.mail.deliver()
  expect(t.sent).toEqual([])
  // No mail is on its way any more, and the record does not say so either.
  for (const badge of (await t.service.list({ batchId: 'course' })).badges) expect(badge).not.toHaveProperty('mail')
  expect((await t.service.batches.get('course'))?.stage).toBe('undone')
})

test('the same batch twice at once issues every row once', async () => {
  const t = await testService()
  const input = { id: 'course', draft, rows: people(20) }
  const [a, b] = await Promise.all([t.service.batches.issue(input), t.service.batches.issue(input)])
  expect((await t.service.list({ batchId: 'course', limit: 100 })).badges).toHaveLength(20)
  const ids = ({ outcomes }: typeof a) => outcomes.map((outcome) => 'badgeId' in outcome && outcome.badgeId)
  expect(ids(a)).toEqual(ids(b))
})

test.each([0, -1, 1.5, 65, Number.NaN])('a concurrency of %d is refused', async (concurrency) => {
  const t = await testService()
  expect(await codeOf(() => t.service.batches.issue({ draft, rows: [], concurrency }))).toBe('ERR_ARGUMENT_INVALID')
})

test('a row that could not be read is an outcome, and what a badge cannot have is found by a dry run too', async () => {
  const t = await testService()
  const unread = new BadgeError('ERR_ROW_INVALID', 'The row holds control characters.')
  const rows = [
    person(1),
    unread,
    { ...person(2), name: 'x'.repeat(201) },
    { ...person(3), locale: 'no tag' },
    person(4),
  ]
  for (const dryRun of [true, false]) {
    const { batch, outcomes } = await t.service.batches.issue({ draft, rows, dryRun })
    const done = dryRun ? 'checked' : 'issued'
    expect(outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.status))).toEqual([
      done,
      'ERR_ROW_INVALID',
      'ERR_ARGUMENT_INVALID',
      'ERR_ARGUMENT_INVALID',
      done,
    ])
    expect(batch).toMatchObject({ rows: 5, refused: 3 })
  }
})

test('a row that names another issuer is refused; a draft that does ends the batch', async () => {
  const t = await testService()
  const issuer = { id: 'https://other.example/issuer', name: 'Other' }
  const rows = [person(1), { ...person(2), draft: { issuer } }, person(3)]
  const { outcomes } = await t.service.batches.issue({ draft, rows })
  expect(outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.status))).toEqual([
    'issued',
    'ERR_SIGN_ISSUER_MISMATCH',
    'issued',
  ])
  const mismatch = t.service.batches.issue({ draft: { ...draft, issuer }, rows: people(3) })
  expect(await codeOf(() => mismatch)).toBe('ERR_SIGN_ISSUER_MISMATCH')
})

test('what ends a batch ends it after the rows under way, and begins no other', async () => {
  const storage = memoryStorage()
  let isBroken = false
  const t = await testService({
    storage: {
      ...storage,
      async commit(changes) {
        if (isBroken) throw new BadgeError('ERR_STORAGE_FAILED', 'The disk is full.')
        await storage.commit(changes)
      },
    },
  })
  let read = 0
  function* rows() {
    for (; read < 200; read++) {
      if (read === 20) isBroken = true
      yield person(read)
    }
  }
  const outcome = await codeOf(() => t.service.batches.issue({ id: 'course', draft, rows: rows(), concurrency: 4 }))
  const issued = (await t.service.list({ batchId: 'course', limit: 100 })).badges.length
  expect(outcome).toBe('ERR_STORAGE_FAILED')
  expect(read).toBeLessThan(30)
  isBroken = false
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await t.service.list({ batchId: 'course', limit: 100 })).badges).toHaveLength(issued)
})
