import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainText, readAnswers } from '../../src/service/applications/form-schema.js'
import { fieldsOf } from '../../src/service/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { testKey } from '../support/badge.js'
import { anyCharacter } from '../support/characters.js'
import { codeOf } from '../support/codes.js'
import { draft, testService, tokenIn } from './service.js'

const schema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['essay', 'hours', 'agree'],
  properties: {
    essay: { type: 'string', title: 'What did you weld?', minLength: 5, maxLength: 400 },
    hours: { type: 'integer', minimum: 1, maximum: 999 },
    level: { type: 'string', enum: ['I', 'II'] },
    tools: { type: 'array', items: { type: 'string', enum: ['torch', 'mask', 'glove'] }, maxItems: 2 },
    agree: { type: 'boolean', const: true },
    day: { type: 'string', format: 'date' },
    portfolio: { type: 'string', format: 'uri' },
  },
}
const answers = {
  essay: 'A long seam.',
  hours: '12',
  level: 'II',
  tools: ['torch', 'mask'],
  agree: 'on',
  day: '2026-01-02',
  portfolio: 'https://kim.example/seam',
}
const kim = { email: 'kim@example.org', name: 'Kim Lee' }

describe('S16 (a form takes what it asks for, and a person decides): what a form asks for', () => {
  test('fields say how they are shown', () => {
    expect(fieldsOf(schema).map(({ name, kind, required }) => `${name} ${kind} ${required}`)).toEqual([
      'essay long-text true',
      'hours integer true',
      'level choice false',
      'tools choices false',
      'agree checkbox true',
      'day date false',
      'portfolio url false',
    ])
  })

  test.each([
    [{}],
    [{ type: 'array' }],
    [{ type: 'object', properties: {} }],
    [{ type: 'object', properties: { a: { type: 'object' } } }],
    [{ type: 'object', properties: { a: true } }],
    [{ type: 'object', properties: { 'a b': { type: 'string' } } }],
    [{ type: 'object', properties: { __proto__x: { type: 'null' } } }],
    [{ type: 'object', properties: { a: { type: 'array', items: { type: 'string' } } } }],
    [
      {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, { type: 'string' }])),
      },
    ],
  ])('a schema that no page can show is refused: %j', async (wrong) => {
    expect(await codeOf(() => fieldsOf(wrong as JsonObject))).toBe('ERR_FORM_INVALID')
  })

  test('answers are read as the schema has them', () => {
    expect(readAnswers(schema, answers)).toEqual({ ...answers, hours: 12, agree: true })
  })

  test.each([
    [{ essay: undefined }, '/essay'],
    [{ essay: 'abc' }, '/essay'],
    [{ essay: 'x'.repeat(401) }, '/essay'],
    [{ essay: 'x'.repeat(5001) }, '/essay'],
    [{ hours: '0' }, '/hours'],
    [{ hours: 'many' }, '/hours'],
    [{ hours: '1e9' }, '/hours'],
    [{ hours: '1.5' }, '/hours'],
    [{ level: 'III' }, '/level'],
    [{ tools: ['torch', 'mask', 'glove'] }, '/tools'],
    [{ tools: ['axe'] }, '/tools/0'],
    [{ agree: undefined }, '/agree'],
    [{ day: 'tomorrow' }, '/day'],
    [{ portfolio: 'no url' }, '/portfolio'],
    [{ unknown: 'x' }, '/unknown'],
  ])('%j is a problem at %s', (change, pointer) => {
    const given = Object.fromEntries(
      Object.entries({ ...answers, ...change }).filter(([, value]) => value !== undefined),
    )
    try {
      readAnswers(schema, given as Record<string, string>)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_ANSWERS_INVALID' })
      expect((error as { problems: { pointer: string }[] }).problems.map((problem) => problem.pointer)).toContain(
        pointer,
      )
    }
  })

  test('markup, control characters and marks that turn writing around are not kept', () => {
    for (const [text, kept] of [
      ['<b>bold</b> move', 'bold move'],
      ['<scr<script>ipt>alert(1)</script>', 'ipt>alert(1)'],
      ['a\u202eb\u0000c', 'abc'],
      ['<img src=x onerror=alert(1)', ''],
      ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
      ['one\r\ntwo', 'one\ntwo'],
      ['<!--x-->y', 'y'],
    ])
      expect(plainText(text ?? '')).toBe(kept)
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (text) => {
        const clean = plainText(text)
        expect(clean).not.toMatch(/<[a-z/!?]/i)
        expect(clean).not.toMatch(/[^\n\P{C}]/u)
        expect(plainText(clean)).toBe(clean)
      }),
      { seed: 3, numRuns: 500 },
    )
  })
})

describe('claim by form', () => {
  const open = async (more: object = {}, options: Parameters<typeof testService>[0] = {}) => {
    const t = await testService(options)
    await t.service.applications.setForm({ id: 'welder', title: 'Welder I', schema, draft, ...more })
    return t
  }

  test('is reviewed before anything is issued; approved twice, it is one badge', async () => {
    const t = await open()
    const { application, token } = await t.service.applications.submit({ formId: 'welder', ...kim, answers })
    expect(application?.stage).toBe('submitted')
    expect((await t.service.list()).badges).toEqual([])
    expect((await t.service.applications.list({ stage: 'submitted' })).applications).toHaveLength(1)
    expect((await t.service.applications.look(token ?? ''))?.id).toBe(application?.id)
    const id = { applicationId: application?.id ?? '' }
    const [one, two] = await Promise.all([t.service.applications.approve(id), t.service.applications.approve(id)])
    expect(one.badge.id).toBe(two.badge.id)
    expect(one.application).toMatchObject({ stage: 'approved', badgeId: one.badge.id })
    expect(one.badge).toMatchObject({ stage: 'offered', applicationId: application?.id })
    expect((await t.service.claims.claim({ token: tokenIn(await t.mailTo(kim.email), 'claim') })).badge.stage).toBe(
      'claimed',
    )
    expect(await codeOf(() => t.service.applications.reject(id))).toBe('ERR_STAGE_INVALID')
    expect((await t.service.applications.history(id.applicationId)).map(({ type }) => type)).toEqual([
      'application-submitted',
      'application-approved',
    ])
  })

  test('is approved whatever key somebody has issued another badge under', async () => {
    const t = await open()
    const { application } = await t.service.applications.submit({ formId: 'welder', ...kim, answers })
    const applicationId = application?.id ?? ''
    const idempotencyKey = `application:${applicationId}`
    const other = await t.service.issue({ draft, recipient: { email: 'lee@example.org' }, idempotencyKey })
    const { badge } = await t.service.applications.approve({ applicationId })
    expect(badge).toMatchObject({ applicationId, recipient: { email: kim.email } })
    expect((await t.service.applications.approve({ applicationId })).badge.id).toBe(badge.id)
    const again = await t.service.issue({ draft, recipient: { email: 'lee@example.org' }, idempotencyKey })
    expect(again.id).toBe(other.id)
  })

  test('rejected while it is being approved, it stays rejected, and there is no badge', async () => {
    const key = await testKey()
    let meanwhile = async (): Promise<unknown> => undefined
    const t = await open({}, { signer: { ...key, sign: async (input) => meanwhile().then(() => key.sign(input)) } })
    const { application } = await t.service.applications.submit({ formId: 'welder', ...kim, answers })
    const id = { applicationId: application?.id ?? '' }
    meanwhile = async () => {
      meanwhile = async () => undefined
      await t.service.applications.reject(id)
    }
    expect(await codeOf(() => t.service.applications.approve(id))).toBe('ERR_STAGE_INVALID')
    expect((await t.service.applications.get(id.applicationId))?.stage).toBe('rejected')
    expect((await t.service.list()).badges).toEqual([])
  })

  test('a question goes to the applicant, the answer back into the queue, a rejection ends it', async () => {
    const t = await open()
    const { application } = await t.service.applications.submit({ formId: 'welder', ...kim, locale: 'es', answers })
    const id = { applicationId: application?.id ?? '' }
    await t.service.mail.deliver()
    await t.service.applications.ask({ ...id, remark: '¿Qué <b>acero</b>?' })
    const mail = await t.mailTo(kim.email)
    expect(mail.subject).toBe('Una pregunta sobre su solicitud: Welder I')
    const token = tokenIn(mail, 'application')
    const answered = await t.service.applications.answer({
      token,
      remark: 'S235',
      answers: { ...answers, hours: '20' },
    })
    expect(answered).toMatchObject({ stage: 'submitted', answers: { hours: 20 } })
    expect(answered.remarks.map(({ by, text }) => `${by}: ${text}`)).toEqual([
      'reviewer: ¿Qué acero?',
      'applicant: S235',
    ])
    expect(await codeOf(() => t.service.applications.answer({ token, remark: 'again' }))).toBe('ERR_STAGE_INVALID')
    expect((await t.service.applications.reject({ ...id, remark: 'Lo sentimos' })).stage).toBe('rejected')
    expect((await t.mailTo(kim.email)).text).toContain('Lo sentimos')
    expect(await codeOf(() => t.service.applications.approve(id))).toBe('ERR_STAGE_INVALID')
  })

  test('a form that approves by itself issues at once', async () => {
    const t = await open({ auto: true })
    const { application } = await t.service.applications.submit({ formId: 'welder', ...kim, answers })
    expect(application?.stage).toBe('approved')
    expect((await t.service.list()).badges).toHaveLength(1)
  })

  test('what a robot fills in is thanked and forgotten; closed and unknown forms take nothing', async () => {
    const t = await open()
    const robot = await t.service.applications.submit({
      formId: 'welder',
      ...kim,
      answers,
      honeypot: 'http://spam.example',
    })
    expect(robot).toEqual({ application: null, token: null })
    expect((await t.service.applications.list()).applications).toEqual([])
    await t.service.applications.setForm({ id: 'welder', title: 'Welder I', schema, draft, open: false })
    expect(await codeOf(() => t.service.applications.submit({ formId: 'welder', ...kim, answers }))).toBe(
      'ERR_STAGE_INVALID',
    )
    expect(await codeOf(() => t.service.applications.submit({ formId: 'none', ...kim, answers }))).toBe(
      'ERR_RECORD_NOT_FOUND',
    )
    expect(await t.service.applications.form('../x')).toBeNull()
  })

  test('a form whose badge could never be issued is refused when it is made', async () => {
    const t = await testService()
    const wrong = { ...draft, achievement: { name: 'x' } } as never
    expect(await codeOf(() => t.service.applications.setForm({ id: 'f', title: 'F', schema, draft: wrong }))).toBe(
      'ERR_DRAFT_INVALID',
    )
    expect(await codeOf(() => t.service.applications.setForm({ id: 'F!', title: 'F', schema, draft }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })
})
