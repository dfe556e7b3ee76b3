import { describe, expect, test } from 'vitest'
import { offerTo, testSite } from '../http/site.js'
import { codeOf } from '../support/codes.js'
import { DAY, draft, testService } from './service.js'

const kim = { email: 'kim@learner.example' }
/** Here it is always another day than in UTC, half of the time. */
const timeZone = 'Pacific/Kiritimati'
const HOUR = 3_600_000

describe('a service of an issuer with a time zone', () => {
  test('dates new badges with its offset', async () => {
    const { service } = await testService({ timeZone })
    const { credential } = await service.issue({ draft, recipient: kim })
    // Noon in UTC.
    expect(credential).toMatchObject({
      validFrom: '2026-01-06T02:00:00+14:00',
      awardedDate: '2026-01-06T02:00:00+14:00',
    })
  })

  test('and without one, in UTC', async () => {
    const { service } = await testService()
    const { credential } = await service.issue({ draft, recipient: kim })
    expect(credential).toMatchObject({ validFrom: '2026-01-05T12:00:00Z', awardedDate: '2026-01-05T12:00:00Z' })
  })

  test('lets a badge end with the last second of its last day there', async () => {
    const { service, clock } = await testService({ timeZone })
    const { id, validUntil } = await service.issue({ draft: { ...draft, validUntil: '2026-01-07' }, recipient: kim })
    expect(validUntil).toBe('2026-01-07T23:59:59+14:00')
    clock.now = Date.parse('2026-01-07T23:59:59+14:00')
    await service.tick()
    expect((await service.get(id))?.stage).toBe('offered')
    clock.pass(1001)
    await service.tick()
    expect((await service.get(id))?.stage).toBe('expired')
  })

  test('a form of applications means its days there', async () => {
    const { service } = await testService({ timeZone })
    const schema = { type: 'object', properties: { essay: { type: 'string' } } }
    await service.applications.setForm({
      id: 'f',
      title: 'F',
      schema,
      draft: { ...draft, validUntil: '2026-12-31' },
      auto: true,
    })
    const { application } = await service.applications.submit({ formId: 'f', ...kim, name: 'Kim', answers: {} })
    expect((await service.get(application?.badgeId ?? ''))?.validUntil).toBe('2026-12-31T23:59:59+14:00')
  })

  test('an unknown zone is refused, a known one is not', async () => {
    expect(await codeOf(() => testService({ timeZone: 'Pacific/Kiritimat' }))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => testService({ timeZone }))).toBe('no error')
  })
})

describe('the days that people are told', () => {
  test('the end of a badge is said as it is written, in mails and on pages', async () => {
    const site = await testSite({}, { timeZone })
    const { mail, path } = await offerTo(site, kim.email, { draft: { ...draft, validUntil: '2026-01-07' } })
    expect(mail.text).toContain('January 7, 2026')
    expect((await site.visitor().get(path)).text).toContain('January 7, 2026')
  })

  test('also where somebody wrote it in another offset', async () => {
    const site = await testSite({}, { timeZone })
    const validUntil = '2026-01-07T23:00:00-08:00'
    const { mail, path } = await offerTo(site, kim.email, { draft: { ...draft, validUntil } })
    expect(mail.text).toContain('January 7, 2026')
    expect((await site.visitor().get(path)).text).toContain('January 7, 2026')
  })

  test('what the service dates by itself, such as the end of a link, is dated where the issuer is', async () => {
    const there = await testSite({}, { timeZone, offerDays: 14 })
    const offer = await offerTo(there, kim.email)
    expect(offer.mail.text).toContain('January 20, 2026')
    expect((await there.visitor().get(offer.path)).text).toContain('January 20, 2026')
    const utc = await testSite({}, { offerDays: 14 })
    expect((await offerTo(utc, kim.email)).mail.text).toContain('January 19, 2026')
  })

  test('lists of the issuer too', async () => {
    const site = await testSite({}, { timeZone })
    await offerTo(site, kim.email)
    expect((await site.visitor('issuer').get('/issuer')).text).toContain('January 6, 2026')
  })

  test('a mail about a badge that expires names its last day', async () => {
    const site = await testSite({}, { timeZone })
    const { token } = await offerTo(site, kim.email, { draft: { ...draft, validUntil: '2026-02-28' } })
    await site.service.claims.claim({ token })
    site.clock.pass(30 * DAY + HOUR)
    await site.service.tick()
    expect((await site.mailTo(kim.email)).text).toContain('February 28, 2026')
  })
})
