import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { BatchOptions, BatchOutcome, BatchRow, issueBatch as IssueBatch } from '../../src/batch/index.js'
import type { KeyPair, KeyType } from '../../src/types/keys.js'
import { verifyCredential } from '../../src/verify/index.js'
import { built } from '../support/built.js'
import { codeOf } from '../support/codes.js'
import { filesOf, fixedRows, outcomesOf, template, temporaryFolder } from './batch.js'

let issueBatch: typeof IssueBatch
let key: KeyPair
let keyOf: (type: KeyType) => Promise<KeyPair>
beforeAll(async () => {
  // Workers are a file of the built package, so this is about the built package.
  const batch = await import(built('batch.js'))
  const keys = await import(built('keys.js'))
  issueBatch = batch.issueBatch
  key = await keys.importKeyPair(new Uint8Array(32).fill(7), {
    controller: 'did:web:acme.example',
    id: 'did:web:acme.example#key-1',
  })
  keyOf = (type) => keys.generateKeyPair({ type })
})

const now = '2026-05-01T10:00:00Z'
const from = { ...template, draft: { ...template.draft, issuer: { id: 'did:web:acme.example', name: 'Acme' } } }
const issue = (rows: Iterable<BatchRow>, options: Partial<BatchOptions> = {}): Promise<BatchOutcome[]> =>
  outcomesOf(issueBatch(rows, from, { key, now, ...options }))

const mixed = (): BatchRow[] => fixedRows(90).map((row, i) => (i % 7 === 3 ? { recipient: `bad ${i}` } : row))

describe('workers change nothing but the time', () => {
  test('0, 1 and 2 workers give equal outcomes, files included', async () => {
    const [none, one, two] = [
      await issue(mixed()),
      await issue(mixed(), { workers: 1 }),
      await issue(mixed(), { workers: 2 }),
    ]
    expect(none.filter(({ status }) => status === 'issued').length).toBe(77)
    expect(one).toEqual(none)
    expect(two).toEqual(none)
  })

  test('… and equal folders', async () => {
    const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
    for (const [workers, folder] of folders.entries()) await issue(mixed(), { workers, folder })
    const [none, one, two] = folders.map(filesOf)
    expect(Object.keys(none ?? {}).length).toBe(2 * 77)
    expect(one).toEqual(none)
    expect(two).toEqual(none)
  })

  test('… and equal options: proof sets, privacy, a given time', async () => {
    const options: Partial<BatchOptions> = {
      suite: ['eddsa-rdfc-2022', 'Ed25519Signature2020'],
      recipientPrivacy: 'plain',
      created: '2026-04-30T00:00:00Z',
      expires: '2036-05-02T00:00:00Z',
    }
    expect(await issue(fixedRows(3), { ...options, workers: 1 })).toEqual(await issue(fixedRows(3), options))
  })
})

test('resume works with other workers than before', async () => {
  const folder = temporaryFolder()
  await issue(fixedRows(50), { workers: 2, folder })
  const outcomes = await issue(fixedRows(70), { workers: 1, folder, resume: true })
  expect(outcomes.map(({ status }) => status)).toEqual([...Array(50).fill('already'), ...Array(20).fill('issued')])
})

test('warnings come once, whoever saw them', async () => {
  const warnings: string[] = []
  const own = await keyOf('Ed25519')
  const batch = issueBatch(fixedRows(100), template, {
    key: own,
    workers: 2,
    onWarning: ({ rule }) => warnings.push(rule),
  })
  const [first] = await outcomesOf(batch)
  expect(warnings).toEqual(['draft.issuer-id'])
  const content = first?.status === 'issued' ? first.json.bytes : undefined
  expect((await verifyCredential(content ?? '')).outcome).toBe('verified')
})

describe('what concerns all rows is thrown, with its code', () => {
  test.each<[string, () => Promise<Partial<BatchOptions>>]>([
    ['ERR_ARGUMENT_INVALID', async () => ({ key: { id: key.id, type: key.type, sign: key.sign } })],
    ['ERR_SUITE_UNSUPPORTED', async () => ({ suite: 'none' as never })],
    ['ERR_ARGUMENT_INVALID', async () => ({ created: 'yesterday' })],
    ['ERR_ARGUMENT_INVALID', async () => ({ documents: { 'https://a.example': (() => {}) as never } })],
    [
      'ERR_KEY_UNSUPPORTED',
      async () => ({
        key: {
          ...key,
          exportSecret: async () => {
            throw new Error('locked')
          },
        },
      }),
    ],
  ])('%s (%#)', async (code, options) => {
    expect(await codeOf(async () => issue(fixedRows(3), { workers: 2, ...(await options()) }))).toBe(code)
  })

  test('a file that cannot be written', async () => {
    const folder = temporaryFolder()
    const { mkdirSync } = await import('node:fs')
    const [outcome] = await issue(fixedRows(1))
    mkdirSync(join(folder, `000001-${outcome?.digest}.png`))
    expect(await codeOf(() => issue(fixedRows(3), { workers: 1, folder, resume: true }))).toBe('ERR_FILE_UNWRITABLE')
  })
})

describe('abort and break', () => {
  const endless = function* (): Generator<BatchRow> {
    for (let i = 0; ; i++) yield { id: `urn:example:${i}`, recipient: `did:example:${i}` }
  }
  test.each([0, 1, 2])('with %i workers nothing is half-written, and the batch can be resumed', async (workers) => {
    const folder = temporaryFolder()
    const controller = new AbortController()
    const code = await codeOf(async () => {
      for await (const { row } of issueBatch(endless(), from, {
        key,
        now,
        workers,
        folder,
        signal: controller.signal,
      })) {
        if (row === 20) controller.abort()
      }
    })
    expect(code).toBe('ERR_ABORTED')
    const files = readdirSync(folder)
    expect(files.filter((name) => !/^\d{6}-[0-9a-f]{16}\.(json|png)$/.test(name))).toEqual([])
    const jsons = files.filter((name) => name.endsWith('.json'))
    expect(files.length).toBe(2 * jsons.length)
    // Nothing goes on in the background.
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(readdirSync(folder).length).toBe(files.length)

    // Workers are ahead of each other by whole chunks, so that the last badge is not the number of badges.
    const last = Math.max(...jsons.map((name) => Number.parseInt(name, 10)))
    const resumed: string[] = []
    for await (const { row, status } of issueBatch(endless(), from, { key, now, workers, folder, resume: true })) {
      resumed.push(status)
      if (row === last + 10) break
    }
    expect(resumed.filter((status) => status === 'already').length).toBe(jsons.length)
  })
})

test('a slow reader holds up the source', async () => {
  let read = 0
  const rows = function* (): Generator<BatchRow> {
    for (let i = 0; i < 100_000; i++) {
      read += 1
      yield { recipient: `did:example:${i}` }
    }
  }
  for await (const { row } of issueBatch(rows(), from, { key, workers: 2 })) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    if (row === 100) break
  }
  expect(read).toBeLessThan(600)
})
