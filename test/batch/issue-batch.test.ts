import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type BatchOptions, type BatchRow, type BatchTemplate, issueBatch } from '../../src/batch/index.js'
import { extractCredential } from '../../src/container/index.js'
import { BadgeError } from '../../src/errors.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { deriveCredential } from '../../src/proof/index.js'
import type { KeyPair, Signer } from '../../src/types/keys.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { achievement, filesOf, fixedRows, outcomesOf, template, temporaryFolder } from './batch.js'

let key: KeyPair
beforeAll(async () => {
  key = await testKey()
})

const now = '2026-05-01T10:00:00Z'
const issue = (rows: Iterable<BatchRow | BadgeError>, options: Partial<BatchOptions> = {}, from = template) =>
  outcomesOf(issueBatch(rows, from, { key, now, ...options }))

describe('without a folder, outcomes hold the files', () => {
  test('JSON and baked image, which verify', async () => {
    const [outcome, second] = await issue(fixedRows(2))
    if (outcome?.status !== 'issued') throw new Error('not issued')
    expect(outcome).toMatchObject({ row: 1, id: 'urn:example:0' })
    expect(outcome.json.name).toBe(`000001-${outcome.digest}.json`)
    expect(outcome.image?.name).toBe(`000001-${outcome.digest}.png`)
    for (const file of [outcome.json, outcome.image]) {
      expect((await verifyCredential(file?.bytes ?? '', { now: new Date(now) })).outcome).toBe('verified')
    }
    expect(JSON.parse((await extractCredential(outcome.image?.bytes ?? new Uint8Array())) ?? '')).toEqual(
      JSON.parse(new TextDecoder().decode(outcome.json.bytes)),
    )
    expect(second?.digest).not.toBe(outcome.digest)
  })

  test('without a picture there is only JSON', async () => {
    const [outcome] = await issue(fixedRows(1), {}, { draft: template.draft })
    expect(outcome).toMatchObject({ status: 'issued', json: { name: expect.stringMatching(/\.json$/) } })
    expect(outcome).not.toHaveProperty('image')
  })
})

test('ecdsa-sd-2023: what is mandatory for all stays in every badge that is shown', async () => {
  const curve = await generateKeyPair({ type: 'P-256' })
  const rows = [{ recipient: 'did:example:kim', evidence: ['https://acme.example/seam'], description: 'A seam.' }]
  const options = { key: curve, suite: 'ecdsa-sd-2023', mandatoryPointers: ['/evidence'] } as const
  const [outcome] = await issue(rows, options, { draft: template.draft })
  if (outcome?.status !== 'issued') throw new Error(JSON.stringify(outcome))
  const base = JSON.parse(new TextDecoder().decode(outcome.json.bytes))
  const shown = await deriveCredential(base, { selectivePointers: [] })
  expect([shown.evidence, shown.description]).toEqual([base.evidence, undefined])
})

describe('rows and template', () => {
  const badgeOf = async (row: BatchRow, from: BatchTemplate = template) => {
    const [outcome] = await issue([row], {}, from)
    if (outcome?.status !== 'issued') throw new Error(JSON.stringify(outcome))
    return JSON.parse(new TextDecoder().decode(outcome.json.bytes))
  }

  test('a member of the row takes the place of the template’s', async () => {
    const from = { ...template, draft: { ...template.draft, name: 'All', validUntil: '2030-01-01T00:00:00Z' } }
    const badge = await badgeOf({ recipient: 'did:example:kim', name: 'One' }, from)
    expect([badge.name, badge.validUntil]).toEqual(['One', '2030-01-01T00:00:00Z'])
  })

  test('dates may be Date objects, written in whole seconds', async () => {
    const badge = await badgeOf({ recipient: 'did:example:kim', validFrom: new Date('2026-01-02T03:04:05.678Z') })
    expect(badge.validFrom).toBe('2026-01-02T03:04:05Z')
  })

  test('an achievement is named, given, or the template’s', async () => {
    const from: BatchTemplate = {
      draft: template.draft,
      achievements: { diver: { achievement: { ...achievement, name: 'Diver' } } },
    }
    const names = []
    for (const row of [{}, { achievement: 'diver' }, { achievement: { ...achievement, name: 'Own' } }]) {
      const badge = await badgeOf({ recipient: 'did:example:kim', ...row }, from)
      names.push(badge.credentialSubject.achievement.name)
    }
    expect(names).toEqual(['Welder I', 'Diver', 'Own'])
  })

  test('each achievement is baked into its own picture, or the template’s', async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
    const from: BatchTemplate = {
      ...template,
      achievements: { svg: { achievement, picture: svg }, png: { achievement } },
    }
    const rows = ['svg', 'png'].map((name) => ({ achievement: name, recipient: 'did:example:kim' }))
    const outcomes = await issue(rows, {}, from)
    expect(outcomes.map((outcome) => 'image' in outcome && outcome.image?.name.slice(-3))).toEqual(['svg', 'png'])
  })
})

describe('a row that cannot become a badge is an outcome, and the others are issued', () => {
  const good = fixedRows(1)[0] as BatchRow
  const circle: Record<string, unknown> = {}
  circle.self = circle
  test.each<[string, unknown]>([
    ['ERR_DRAFT_INVALID', { recipient: { email: 'no address' } }],
    ['ERR_DRAFT_INVALID', { ...good, unheardOf: true }],
    ['ERR_DRAFT_INVALID', {}],
    ['ERR_DRAFT_INVALID', { ...good, achievement: null }],
    ['ERR_ROW_INVALID', { ...good, achievement: 'nameless' }],
    ['ERR_ROW_INVALID', { ...good, achievement: '__proto__' }],
    ['ERR_ROW_INVALID', { ...good, achievement: 'toString' }],
    ['ERR_ROW_INVALID', null],
    ['ERR_ROW_INVALID', undefined],
    ['ERR_ROW_INVALID', 'text'],
    ['ERR_ROW_INVALID', [good]],
    ['ERR_ROW_INVALID', circle],
    ['ERR_ROW_INVALID', { ...good, count: 1n }],
    ['ERR_ROW_DUPLICATE', new BadgeError('ERR_ROW_DUPLICATE', 'As in row 1.')],
  ])('%s (%#)', async (code, bad) => {
    const outcomes = await issue([good, bad as BatchRow, { ...good, id: 'urn:example:other' }])
    expect(outcomes.map(({ row, status }) => [row, status])).toEqual([
      [1, 'issued'],
      [2, 'refused'],
      [3, 'issued'],
    ])
    expect(outcomes[1]).toMatchObject({ code })
    expect(JSON.stringify(outcomes[1])).not.toContain('example.org')
  })

  test('a picture that cannot be baked into refuses the rows of its achievement', async () => {
    const broken = (template.picture as Uint8Array).slice(0, 40)
    const achievements = { broken: { achievement, picture: broken }, whole: { achievement } }
    const rows = ['broken', 'whole'].map((name) => ({ achievement: name, recipient: 'did:example:kim' }))
    const outcomes = await issue(rows, {}, { ...template, achievements })
    expect(outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.status))).toEqual([
      'ERR_IMAGE_CORRUPT',
      'issued',
    ])
  })
})

describe('what concerns all rows is thrown', () => {
  const failing: Signer = {
    id: 'did:example:kms#1',
    type: 'Ed25519',
    sign: async () => {
      throw new Error('out of order')
    },
  }
  test.each<[string, Partial<BatchOptions>, Partial<BatchTemplate>]>([
    ['ERR_ARGUMENT_INVALID', { workers: -1 }, {}],
    ['ERR_ARGUMENT_INVALID', { workers: 1.5 }, {}],
    ['ERR_ARGUMENT_INVALID', { workers: 1000 }, {}],
    ['ERR_ARGUMENT_INVALID', { concurrency: 0 }, {}],
    ['ERR_ARGUMENT_INVALID', { now: 'yesterday' }, {}],
    ['ERR_ARGUMENT_INVALID', {}, { draft: undefined as never }],
    ['ERR_ARGUMENT_INVALID', {}, { achievements: { a: {} as never } }],
    ['ERR_ARGUMENT_INVALID', {}, { achievements: { a: null as never } }],
    ['ERR_ARGUMENT_INVALID', { workers: 1, key: failing }, {}],
    ['ERR_SUITE_UNSUPPORTED', { suite: 'none' as never }, {}],
    ['ERR_SIGN_FAILED', { key: failing }, {}],
    ['ERR_FORMAT_UNKNOWN', {}, { picture: new Uint8Array([1, 2, 3]) }],
    ['ERR_FORMAT_UNKNOWN', {}, { achievements: { a: { achievement, picture: new Uint8Array() } } }],
    ['ERR_FILE_UNWRITABLE', { folder: '/dev/null/here' }, {}],
  ])('%s %j', async (code, options, more) => {
    expect(await codeOf(() => issue(fixedRows(2), options, { ...template, ...more }))).toBe(code)
  })

  test('the outcomes of the rows before come first', async () => {
    let signatures = 0
    const tired: Signer = {
      id: key.id,
      type: key.type,
      sign: (input) => (++signatures > 3 ? failing.sign(input) : key.sign(input)),
    }
    const rows: number[] = []
    const code = await codeOf(async () => {
      for await (const { row } of issueBatch(fixedRows(9), template, { key: tired, concurrency: 1 })) rows.push(row)
    })
    expect([code, rows]).toEqual(['ERR_SIGN_FAILED', [1, 2, 3]])
  })
})

test('a signer far away is asked for several rows at a time, no more than told', async () => {
  let now = 0
  let most = 0
  const far: Signer = {
    id: key.id,
    type: key.type,
    async sign(input) {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 5))
      now -= 1
      return key.sign(input)
    },
  }
  const outcomes = await issue(fixedRows(20), { key: far, concurrency: 6 })
  expect(outcomes.map(({ row }) => row)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  expect(most).toBe(6)
})

test('abort does not wait for a signer that never answers, nor writes afterwards', async () => {
  const folder = temporaryFolder()
  const controller = new AbortController()
  const answers: (() => void)[] = []
  const hanging: Signer = {
    id: key.id,
    type: key.type,
    sign: async (input) => {
      setTimeout(() => controller.abort(), 5)
      await new Promise<void>((resolve) => answers.push(resolve))
      return key.sign(input)
    },
  }
  const code = await codeOf(() => issue(fixedRows(3), { key: hanging, folder, signal: controller.signal }))
  for (const answer of answers) answer()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect([code, answers.length > 0, readdirSync(folder)]).toEqual(['ERR_ABORTED', true, []])
})

test('progress counts every row before its outcome is handed out', async () => {
  const seen: number[] = []
  const rows = [...fixedRows(2), new BadgeError('ERR_ROW_INVALID', 'Torn.')]
  let last: object = {}
  for await (const outcome of issueBatch(rows, template, {
    key,
    onProgress: (progress) => {
      seen.push(progress.rows)
      last = progress
    },
  })) {
    expect(seen.at(-1)).toBe(outcome.row)
  }
  expect(last).toEqual({ rows: 3, issued: 2, checked: 0, already: 0, refused: 1 })
})

test('a warning that all rows share is told once', async () => {
  const warnings: string[] = []
  await issue(fixedRows(5), { onWarning: ({ rule }) => warnings.push(rule) })
  expect(warnings).toEqual(['draft.issuer-id'])
})

test('other work of the process gets its turn', async () => {
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  await issue(fixedRows(100))
  clearInterval(timer)
  expect(turns).toBeGreaterThan(3)
})

describe('into a folder', () => {
  test('outcomes name the files, which are whole; nothing else is there', async () => {
    const folder = temporaryFolder()
    const outcomes = await issue(fixedRows(3), { folder: join(folder, 'a/b') })
    const names = outcomes.flatMap((outcome) => ('json' in outcome ? [outcome.json.name, outcome.image?.name] : []))
    expect(readdirSync(join(folder, 'a/b')).toSorted()).toEqual(names.toSorted())
    for (const name of names) {
      const content = readFileSync(join(folder, 'a/b', name ?? ''))
      expect((await verifyCredential(content, { now: new Date(now) })).outcome).toBe('verified')
    }
  })

  test('a folder that holds badges is refused unless the batch is resumed', async () => {
    const folder = temporaryFolder()
    await issue(fixedRows(1), { folder })
    expect(await codeOf(() => issue(fixedRows(2), { folder }))).toBe('ERR_FILE_EXISTS')
    expect(await codeOf(() => issue(fixedRows(2), { folder, dryRun: true }))).toBe('ERR_FILE_EXISTS')
  })

  test('a dry run checks the rows and writes nothing, not even the folder', async () => {
    const folder = join(temporaryFolder(), 'new')
    const outcomes = await issue([...fixedRows(1), { recipient: 'nobody' }], { folder, dryRun: true })
    expect(outcomes.map(({ status }) => status)).toEqual(['checked', 'refused'])
    expect(() => readdirSync(folder)).toThrow()
  })
})

describe('resume', () => {
  const rows = fixedRows(6)
  const statuses = async (list: Iterable<BatchRow>, folder: string) =>
    (await issue(list, { folder, resume: true })).map(({ status }) => status)

  test('rows whose files are there are not issued again, and keep their id and names', async () => {
    const folder = temporaryFolder()
    const first = await issue(rows.slice(0, 3), { folder })
    const before = filesOf(folder)
    const second = await issue(rows, { folder, resume: true, now: '2027-01-01T00:00:00Z' })
    expect(second.map(({ status }) => status)).toEqual(['already', 'already', 'already', 'issued', 'issued', 'issued'])
    expect(second.slice(0, 3)).toEqual(first.map((outcome) => ({ ...outcome, status: 'already' })))
    expect(filesOf(folder)).toMatchObject(before)
  })

  test('rows are known again where rows were added, removed or moved', async () => {
    const folder = temporaryFolder()
    await issue(rows.slice(0, 4), { folder })
    const [a, b, c, d, e] = rows as [BatchRow, BatchRow, BatchRow, BatchRow, BatchRow]
    expect(await statuses([e, d, a, c], folder)).toEqual(['issued', 'already', 'already', 'already'])
    expect(await statuses([b, { ...a, name: 'Changed' }], folder)).toEqual(['already', 'issued'])
  })

  test('rows of the same content are badges of their own, each found once', async () => {
    const folder = temporaryFolder()
    const same = { recipient: 'did:example:kim' }
    await issue([same, same], { folder })
    expect(await statuses([same, same, same], folder)).toEqual(['already', 'already', 'issued'])
    expect(readdirSync(folder).length).toBe(6)
  })

  test.each<[string, (path: (extension: string) => string) => void]>([
    ['the image is missing or empty', (path) => truncateSync(path('png'))],
    ['the JSON is empty', (path) => truncateSync(path('json'))],
    ['the JSON is torn', (path) => truncateSync(path('json'), 100)],
    ['the JSON is no badge', (path) => writeFileSync(path('json'), '[]')],
  ])('a row is issued again when %s, as after a power failure', async (_name, spoil) => {
    const folder = temporaryFolder()
    const [outcome] = await issue(rows.slice(0, 1), { folder })
    spoil((extension) => join(folder, `000001-${outcome?.digest}.${extension}`))
    expect(await statuses(rows.slice(0, 1), folder)).toEqual(['issued'])
    const whole = readFileSync(join(folder, `000001-${outcome?.digest}.png`))
    expect((await verifyCredential(whole, { now: new Date(now) })).outcome).toBe('verified')
  })

  test('what was half-written is removed; files of others stay', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, '.badgewright-unfinished', '1'), { recursive: true })
    writeFileSync(join(folder, '.badgewright-unfinished', '1', '000001-0123456789abcdef.png'), 'half')
    writeFileSync(join(folder, 'mine.part'), 'mine')
    await issue([], { folder, resume: true })
    expect(readdirSync(folder)).toEqual(['mine.part'])
  })
})
