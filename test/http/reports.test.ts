import { describe, expect, test } from 'vitest'
import { dump } from '../service/service.js'
import { attribute, elements } from './client.js'
import { offerTo, testSite } from './site.js'

const TEXT = 'My name is <b>misspelled</b>.\nIt is Kim Doe.'
const contact = {
  mailSettings: { from: { address: 'badges@acme.example' }, replyTo: { address: 'desk@acme.example' } },
}

describe('a problem that is reported', () => {
  test('reaches the staff with its page and address; the contact hears that there is one, and nothing else', async () => {
    const site = await testSite({}, contact)
    const { badge } = await offerTo(site)
    const kim = site.visitor()
    const page = await kim.get(`/report?page=/b/${badge.id}`)
    expect(page.text).not.toContain('desk@acme.example')
    const sent = await kim.submit(page, '/report', { text: TEXT, email: 'kim@learner.example' })
    expect(sent.status).toBe(200)
    const mail = await site.mailTo('desk@acme.example')
    expect(mail.text).toContain('/app/issuer/reports')
    expect(mail.text).not.toMatch(/misspelled|kim@learner/)
    const staff = site.visitor('issuer')
    const list = await staff.get('/issuer/reports')
    expect(list.text).toContain('&lt;b&gt;misspelled')
    expect(list.text).toContain('mailto:kim@learner.example')
    expect(list.text).toContain(`/app/issuer/badges/${badge.id}`)
    await staff.submit(list, '/issuer/reports/', {})
    expect((await staff.get('/issuer/reports')).text).not.toContain('misspelled')
    expect((await staff.get('/issuer/reports?state=settled')).text).toContain('misspelled')
  })

  test.each([
    ['nothing', { text: '  ' }, 'text'],
    ['too much', { text: 'x'.repeat(2_001) }, 'text'],
    ['an address that is none', { text: TEXT, email: 'kim' }, 'email'],
  ])('with %s is asked for again, beside its field', async (_, values, name) => {
    const site = await testSite()
    const kim = site.visitor()
    const answer = await kim.submit(await kim.get('/report'), '/report', values)
    expect(answer.status).toBe(422)
    const wrong = elements(answer.text).filter((row) => attribute(row, 'aria-invalid') === 'true')
    expect(wrong.map((row) => attribute(row, 'name'))).toEqual([name])
    expect((await site.service.reports.list()).reports).toEqual([])
  })

  test.each(['/claim/clm_secret', '//evil.example', 'https://evil.example/', '/b/../staff', '/b/x?y=z', '/issuer'])(
    'names no page such as %s',
    async (page) => {
      const site = await testSite()
      const kim = site.visitor()
      const form = await kim.get(`/report?page=${encodeURIComponent(page)}`)
      expect(form.text).not.toContain('name="page"')
      await kim.submit(form, '/report', { text: TEXT, page })
      expect((await site.service.reports.list()).reports[0]).not.toHaveProperty('page')
    },
  )

  test('by a robot goes nowhere, and by one visitor not without end', async () => {
    const site = await testSite()
    const robot = site.visitor()
    const form = await robot.get('/report')
    expect((await robot.submit(form, '/report', { text: TEXT, website: 'x' })).status).toBe(200)
    expect((await site.service.reports.list()).reports).toEqual([])
    const statuses = []
    for (let i = 0; i < 12; i++)
      statuses.push((await robot.submit(form, '/report', { text: TEXT }, { 'x-ip': '192.0.2.7' })).status)
    expect(statuses.at(-1)).toBe(429)
  })

  test('is part of what is exported and erased of a person, by account and by address', async () => {
    const site = await testSite()
    const kim = site.visitor('kim')
    await kim.submit(await kim.get('/report'), '/report', { text: TEXT, email: 'other@learner.example' })
    const { id } = await site.service.people.fromSession({ subject: 'kim', emails: ['kim@learner.example'] })
    expect((await site.service.privacy.export(id)).reports).toMatchObject([{ text: TEXT }])
    await site.service.privacy.erase({ personId: id })
    const nobody = site.visitor()
    await nobody.submit(await nobody.get('/report'), '/report', { text: TEXT, email: 'lee@learner.example' })
    await site.service.privacy.eraseEmail({ email: 'lee@learner.example' })
    expect(await dump(site.storage)).not.toMatch(/misspelled|other@learner|lee@learner/)
  })

  test('is not settled by somebody who only looks', async () => {
    const site = await testSite({}, {})
    const { id } = await site.service.reports.add({ text: TEXT })
    const anybody = site.visitor('kim')
    expect((await anybody.get('/issuer/reports')).status).not.toBe(200)
    expect((await site.service.reports.settle({ reportId: id })).closedAt).toBeDefined()
    expect(await site.service.reports.settle({ reportId: id })).toMatchObject({ id })
  })
})

test('every page leads to the form; the page of a badge says which one, and one that does not exist says nothing', async () => {
  const site = await testSite()
  const { badge, path } = await offerTo(site)
  const kim = site.visitor()
  const own = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  expect(own.text).toContain(`/app/report?page=${encodeURIComponent(`/b/${badge.id}`)}`)
  expect((await kim.get('/')).text).toContain('/app/report"')
  expect((await kim.get('/b/elsewhere-9')).text).not.toContain('elsewhere-9')
})
