import { describe, expect, test } from 'vitest'
import { defined } from '../../src/internal/defined.js'
import { dump } from '../service/service.js'
import { codeOf } from '../support/codes.js'
import { draft, type TestSite, testSite } from './site.js'

test('a form is made for a badge of the library, closed and opened again; what it leads to follows the library', async () => {
  const site = await testSite()
  const { service } = site
  const staff = site.visitor('issuer')
  expect((await staff.get('/issuer/forms')).text).toContain('there is none yet')
  const { badge } = await service.library.save({
    name: 'Welder I',
    description: 'Welds steel.',
    criteria: 'Passed the exam.',
    level: 'B2',
    validFor: { count: 2, unit: 'years' },
  })
  const empty = await staff.submit(await staff.get('/issuer/forms'), '/issuer/forms', { saved: badge.id })
  expect([empty.status, empty.text.includes('Please give a name.'), empty.text.includes('#f-question1')]).toEqual([
    422,
    true,
    true,
  ])
  const given = { saved: badge.id, title: 'Become a welder', question1: 'What did you weld?' }
  for (const _ of [1, 2]) {
    const made = await staff.submit(empty, '/issuer/forms', given)
    expect((await staff.follow(made)).text).toContain('The form is open.')
  }
  expect((await service.applications.forms()).map(({ id }) => id)).toEqual(['become-a-welder', 'become-a-welder-2'])
  await service.library.retire({ id: badge.id })
  const answer = () =>
    service.applications.submit({
      formId: 'become-a-welder',
      email: 'kim@learner.example',
      name: 'Kim',
      answers: { q1: 'A bridge' },
    })
  await staff.submit(await staff.get('/issuer/forms'), '/become-a-welder/open', { open: 'false' })
  await expect(answer()).rejects.toMatchObject({ code: 'ERR_STAGE_INVALID' })
  await staff.submit(await staff.get('/issuer/forms'), '/become-a-welder/open', { open: 'true' })
  const { application } = await answer()
  const { badge: issued } = await service.applications.approve({ applicationId: application?.id ?? '' })
  expect(issued.saved).toEqual({ id: badge.id, version: 1 })
  expect(issued.validUntil?.slice(0, 4)).toBe(String(Number(issued.issuedAt.slice(0, 4)) + 2))
  expect(issued.credential.credentialSubject).toMatchObject({ result: [{ value: 'B2' }] })
  expect(site.defects).toEqual([])
})

test('of two forms of one name that are made at once, each has an address of its own', async () => {
  const site = await testSite()
  const { applications } = site.service
  const schema = { type: 'object', properties: { q1: { type: 'string' } } }
  const make = (id: string) => applications.setForm({ id, title: 'Mentor', schema, draft, isNew: true })
  const made = await Promise.allSettled([make('mentor'), make('mentor')])
  expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const [refused] = made.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(refused).toMatchObject({ code: 'ERR_ROW_DUPLICATE' })
})

describe('a form that approves by rule', () => {
  const question = { q1: { type: 'string', title: 'How many seams?' } }
  const open = async (rule: Parameters<TestSite['service']['applications']['setForm']>[0]['rule']) => {
    const site = await testSite()
    const schema = { type: 'object', properties: question }
    await site.service.applications.setForm({ id: 'f', title: 'Welder', schema, draft, ...defined({ rule }) })
    const apply = async (email: string, more: object = {}) => {
      const answers = { q1: 'six' }
      const { application } = await site.service.applications.submit({
        ...{ formId: 'f', email, name: 'Kim', answers },
        ...more,
      })
      return application?.stage
    }
    return { site, apply }
  }

  test.each([
    ['on the list', { roster: ['Kim@learner.example'] }, 'kim@learner.example', {}, 'approved'],
    ['not on the list', { roster: ['lee@learner.example'] }, 'kim@learner.example', {}, 'submitted'],
    ['with the code', { codes: ['harbour-26'] }, 'kim@learner.example', { code: ' Harbour-26 ' }, 'approved'],
    ['with another code', { codes: ['harbour-26'] }, 'kim@learner.example', { code: 'harbour-27' }, 'submitted'],
    ['without the code', { codes: ['harbour-26'] }, 'kim@learner.example', {}, 'submitted'],
    ['with the right answer', { answers: { q1: ['Six', '6'] } }, 'kim@learner.example', {}, 'approved'],
    ['with a wrong answer', { answers: { q1: ['seven'] } }, 'kim@learner.example', {}, 'submitted'],
    [
      'with one of two parts',
      { roster: ['kim@learner.example'], codes: ['harbour-26'] },
      'kim@learner.example',
      {},
      'submitted',
    ],
  ])('somebody %s', async (_, rule, email, more, stage) => {
    const { apply } = await open({ ...rule, atMost: 10 })
    expect(await apply(email, more)).toBe(stage)
  })

  test('approves no more than it may, also of those who come at once; the log says what let them through', async () => {
    const { site, apply } = await open({ answers: { q1: ['six'] }, atMost: 2 })
    const stages = await Promise.all(['a', 'b', 'c', 'd'].map((name) => apply(`${name}@learner.example`)))
    expect(stages.toSorted()).toEqual(['approved', 'approved', 'submitted', 'submitted'])
    const { applications } = await site.service.applications.list({ stage: 'approved' })
    const history = await site.service.applications.history(applications[0]?.id ?? '')
    expect(history.find(({ type }) => type === 'application-approved')?.data).toMatchObject({ rule: 'answers' })
    expect((await site.service.applications.form('f'))?.rule).toMatchObject({ approved: 2, atMost: 2 })
  })

  test('keeps neither addresses nor codes, and shows nobody who is on the list', async () => {
    const { site } = await open({ roster: ['kim@learner.example'], codes: ['harbour-26'], atMost: 5 })
    expect(await dump(site.storage)).not.toMatch(/kim@learner|harbour-26/)
    const { text } = await site.visitor().get('/apply/f')
    expect(text).toContain('name="you.code"')
    expect(text).not.toMatch(/[0-9a-f]{40}/)
  })

  test.each([
    ['a code that is short', { codes: ['abc'], atMost: 5 }],
    ['an answer to no question', { answers: { q9: ['x'] }, atMost: 5 }],
    ['nothing in it', { atMost: 5 }],
    ['no end', { codes: ['harbour-26'], atMost: -1 }],
  ])('is refused with %s', async (_, rule) => {
    expect(await codeOf(() => open(rule))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('ends with `atMost` 0, and stays where a form is changed otherwise', async () => {
    const { site, apply } = await open({ roster: ['kim@learner.example'], atMost: 5 })
    const { applications } = site.service
    const form = { id: 'f', title: 'Welders', schema: { type: 'object', properties: question }, draft }
    await applications.setForm(form)
    expect((await applications.form('f'))?.rule).toMatchObject({ atMost: 5 })
    await applications.setForm({ ...form, rule: { atMost: 0 } })
    expect(await apply('kim@learner.example')).toBe('submitted')
  })

  test('is made on the page, where a wrong address is said', async () => {
    const site = await testSite()
    const { badge } = await site.service.library.save({ name: 'Welder I', description: 'Welds.', criteria: 'Passed.' })
    const staff = site.visitor('issuer')
    const page = await staff.get('/issuer/forms')
    const fields = { title: 'Welder', saved: badge.id, question1: 'How many?', atMost: '5' }
    expect((await staff.submit(page, '/issuer/forms', { ...fields, roster: 'kim' })).status).toBe(422)
    expect((await staff.submit(page, '/issuer/forms', { ...fields, roster: 'a@b.example\nc@d.example' })).status).toBe(
      303,
    )
    expect((await staff.get('/issuer/forms')).text).toContain('0 of 5 approved by rule')
  })
})
