import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { languages, loadTexts } from '../../src/texts/index.js'
import type { Check, VerificationResult } from '../../src/types/verification.js'
import { checkClauses, describeResult, explain, type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { codeOf } from '../support/codes.js'

const folder = 'fixtures/badges/'
const manifest = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as { file: string }[]
const resultOf = (file: string, more: VerifyOptions = {}): Promise<VerificationResult> => {
  const { options } = JSON.parse(readFileSync(`${folder}${file}.expect.json`, 'utf8')) as { options: VerifyOptions }
  return verifyCredential(new Uint8Array(readFileSync(folder + file)), { ...options, ...more })
}

test.each(manifest.map(({ file }) => file))('every check of %s has its sentence in every language', async (file) => {
  const result = await resultOf(file)
  for (const locale of languages) {
    const { checks: texts } = await loadTexts(locale)
    const described = await describeResult(result, { locale })
    expect([described.locale, described.verdict]).toEqual([locale, texts[`outcome.${result.outcome}`]])
    expect(described.checks.map(({ id, status }) => [id, status])).toEqual(
      result.checks.map(({ id, status }) => [id, status]),
    )
    const unknown = Object.entries(texts).flatMap(([key, text]) => (key.startsWith('check.unknown.') ? [text] : []))
    expect(described.checks.filter(({ text }) => unknown.includes(text))).toEqual([])
    for (const { status, statusText, detail, id } of described.checks) {
      expect(statusText).toBe(texts[`status.${status}`])
      if (status === 'passed' || status === 'skipped') expect({ id, detail }).toEqual({ id, detail: undefined })
    }
  }
})

test('facts and kind are said in every language, and by `explain`', async () => {
  const [{ file = '' } = {}] = manifest
  const result = await resultOf(file)
  for (const [answers, line] of [
    [{ authentic: true, inForce: true, conforms: true }, 'Genuine: yes; in force: yes; conforms: yes.'],
    [{ authentic: true, inForce: null, conforms: false }, 'Genuine: yes; in force: cannot tell; conforms: no.'],
  ] as const) {
    const changed = { ...result, facts: answers }
    expect(explain(changed).split('\n')[1]).toBe(`It is a badge. ${line}`)
    for (const locale of languages) {
      const { checks: texts } = await loadTexts(locale)
      const { facts, kindText } = await describeResult(changed, { locale })
      expect(kindText).toBe(texts['kind.badge'])
      expect(facts.map(({ id, answer }) => [id, answer])).toEqual(Object.entries(answers))
      expect(facts.map(({ question, text }) => [question, text])).toEqual(
        Object.entries(answers).map(([id, answer]) => [
          texts[`fact.${id as keyof typeof answers}`],
          texts[`fact.${answer}`],
        ]),
      )
    }
  }
  const { kind: _, ...untold } = await verifyCredential('{"type":"nothing"}')
  expect((await describeResult(untold as VerificationResult)).kindText).toBeUndefined()
  expect(explain(untold as VerificationResult)).toContain('What it is cannot be told.')
})

describe('a sentence says what is true of its check', async () => {
  const [{ file = '' } = {}] = manifest
  const result = await resultOf(file)
  const { checks: texts } = await loadTexts('de')
  const sentenceFor = async (check: Partial<Check>) => {
    const base = { required: true, summary: 'In English.', spec: '', problems: [], warnings: [] }
    const changed = { ...result, checks: [{ ...base, ...check } as Check] }
    return (await describeResult(changed, { locale: 'de-AT' })).checks[0]
  }
  const problem = (code: string) => [{ type: '', title: '', detail: '', code }]
  const statuses = (...answers: ('revoked' | 'suspended' | 'unknown')[]) =>
    answers.map((answer) => ({ pointer: '', answer }))

  test.each<[string, Partial<Check>, keyof typeof texts]>([
    ['waiting', { id: 'proof.key', status: 'skipped', waitsFor: 'proof.present' }, 'check.waits'],
    ['not applicable', { id: 'refresh.service', status: 'skipped' }, 'check.refresh.service.skipped'],
    [
      'revoked',
      { id: 'status.revocation', status: 'failed', statuses: statuses('suspended', 'revoked') },
      'check.status.revocation.failed',
    ],
    [
      'suspended',
      { id: 'status.revocation', status: 'failed', statuses: statuses('suspended') },
      'check.status.revocation.suspended',
    ],
    ['revoked in Open Badges 2.0', { id: 'status.revocation', status: 'failed' }, 'check.status.revocation.failed'],
    [
      'unknown',
      { id: 'status.revocation', status: 'indeterminate', statuses: statuses('unknown') },
      'check.status.revocation.indeterminate',
    ],
    [
      'not begun',
      { id: 'validity.from', status: 'failed', problems: problem('ERR_NOT_YET_VALID') },
      'check.validity.from.failed',
    ],
    [
      'no date',
      { id: 'validity.until', status: 'failed', problems: problem('ERR_MODEL_INVALID') },
      'check.validity.malformed',
    ],
    ['broken', { id: 'proof.key', status: 'failed', problems: problem('ERR_INTERNAL') }, 'check.broken'],
    ['of a caller', { id: 'x-course', status: 'passed' }, 'check.unknown.passed'],
    ['of a prototype', { id: '__proto__', status: 'failed' }, 'check.unknown.failed'],
  ])('%s', async (_, check, key) => {
    const described = await sentenceFor(check)
    expect(described?.text).toBe(texts[key])
    const isMore = key.startsWith('check.unknown') || check.status === 'failed' || check.status === 'indeterminate'
    expect(described?.detail).toBe(isMore ? 'In English.' : undefined)
  })

  test('what a caller’s own check found stays as it was said', async () => {
    const custom = await resultOf(file, {
      checks: [
        {
          id: 'x-course',
          spec: 'https://acme.example/rules',
          run: () => ({ status: 'passed', summary: 'Course known.' }),
        },
      ],
    })
    const { checks } = await describeResult(custom, { locale: 'ja' })
    expect(checks.at(-1)).toMatchObject({ id: 'x-course', detail: 'Course known.' })
  })
})

test('a language without words is English wholly; what is not a result or a tag is refused', async () => {
  const [{ file = '' } = {}] = manifest
  const result = await resultOf(file)
  expect(await describeResult(result, { locale: 'nl' })).toEqual(await describeResult(result))
  expect((await describeResult(result, { locale: 'ar-EG' })).dir).toBe('rtl')
  expect(await codeOf(() => describeResult(result, { locale: 'no tag' }))).toBe('ERR_ARGUMENT_INVALID')
  expect(await codeOf(() => describeResult(Promise.resolve(result) as never))).toBe('ERR_ARGUMENT_INVALID')
})

test('the table has no sentence for a check that does not exist', async () => {
  const { checks } = await loadTexts('en')
  const special = [
    'check.waits',
    'check.broken',
    'check.input.kind.ambiguous',
    'check.validity.malformed',
    'check.status.revocation.suspended',
  ]
  const ids = Object.keys(checks).flatMap((key) => {
    const [, id] = /^check\.(.+)\.(?:passed|failed|indeterminate|skipped)$/.exec(key) ?? []
    return id === undefined && key.startsWith('check.') ? [key] : id === undefined || id === 'unknown' ? [] : [id]
  })
  const { presentationClauses } = await import('../../src/verify/index.js')
  const known = [...Object.keys(checkClauses), ...Object.keys(presentationClauses), ...special]
  expect(ids.filter((id) => !known.includes(id))).toEqual([])
})
