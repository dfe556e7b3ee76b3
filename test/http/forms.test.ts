import { expect, test } from 'vitest'
import { draft, testSite } from './site.js'

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
