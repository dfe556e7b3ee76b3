import { describe, expect, test } from 'vitest'
import { draft, offerTo, type TestSite, testSite } from './site.js'

const EMAIL = 'kim@learner.example'

const issueTo = (site: TestSite, recipient: object = {}, name = 'Welder I') =>
  site.service.issue({
    draft: { ...draft, achievement: { ...draft.achievement, name } },
    recipient: { email: EMAIL, name: 'Kim Doe', ...recipient },
  })

const languageOf = ({ text }: { text: string }): string | undefined => /<html lang="([^"]+)"/.exec(text)?.[1]

describe('the language of a person', () => {
  test('is chosen on the page of the account, for pages and mails, whatever the issuer and the browser say', async () => {
    const site = await testSite()
    const kim = site.visitor('kim')
    const page = await kim.get('/account')
    expect(languageOf(page)).toBe('en')
    await kim.submit(page, '/account/profile', { locale: 'de', mails: 'yes' })
    expect(languageOf(await kim.get('/mine'))).toBe('de')
    // Another browser of the same person, which knows nothing of the choice.
    expect(languageOf(await site.visitor('kim').get('/mine', { 'accept-language': 'ja' }))).toBe('de')
    await issueTo(site, { locale: 'fr' })
    expect((await site.mailTo(EMAIL)).headers['Content-Language']).toBe('de')
  })

  test('the choice at the foot of a page is the same choice', async () => {
    const site = await testSite()
    const kim = site.visitor('kim')
    await kim.submit(await kim.get('/mine'), '/language', { locale: 'es' })
    expect(languageOf(await site.visitor('kim').get('/mine'))).toBe('es')
    expect(languageOf(await site.visitor('lee').get('/mine'))).toBe('en')
  })

  test('one that does not exist changes nothing', async () => {
    const site = await testSite()
    const kim = site.visitor('kim')
    const answer = await kim.submit(await kim.get('/account'), '/account/profile', { locale: 'xx' })
    expect(answer.status).toBe(303)
    expect(languageOf(await kim.get('/account'))).toBe('en')
  })

  test('the page of an offer is in the language of the row, until another is chosen in the browser', async () => {
    const site = await testSite()
    const { path: link } = await offerTo(site, EMAIL, { recipient: { email: EMAIL, locale: 'ar' } })
    const anybody = site.visitor()
    const page = await anybody.get(link, { 'accept-language': 'ja' })
    expect(languageOf(page)).toBe('ar')
    await anybody.submit(page, '/language', { locale: 'fr' })
    expect(languageOf(await anybody.get(link))).toBe('fr')
  })
})

describe('mails that can be turned off', () => {
  test('what was turned off does not go out, and what must come does', async () => {
    const site = await testSite()
    const kim = site.visitor('kim')
    await kim.submit(await kim.get('/account'), '/account/profile', { locale: 'en', mails: 'yes', mail: 'expiring' })
    const { id } = await issueTo(site)
    expect((await site.mailTo(EMAIL)).subject).toContain('Welder I')
    const before = site.sent.length
    site.clock.pass(8 * 86_400_000)
    await site.service.tick()
    expect(site.sent.length).toBe(before)
    await kim.submit(await kim.get('/mine'), '/mine/offers', { do: 'claim' })
    await site.service.revoke({ badgeId: id, reason: 'By mistake.' })
    await site.service.tick()
    expect(site.sent.slice(before).map(({ to }) => to.address)).toEqual([EMAIL])
  })

  test('"Stop reminders" shows in the settings, and turning them on there takes it back', async () => {
    const site = await testSite()
    const kim = site.visitor('kim')
    await kim.get('/account')
    await issueTo(site)
    site.clock.pass(8 * 86_400_000)
    await site.service.tick()
    const [reminder] = site.sent.flatMap(({ headers }) => headers['List-Unsubscribe'] ?? [])
    const link = /\/u\/[\w-]+/.exec(reminder ?? '')?.[0] ?? ''
    await site.visitor().submit(await site.visitor().get(link), '/u/', {})
    const [person] = await people(site)
    expect(person?.mailOff).toEqual(['reminder', 'expiring'])
    expect((await kim.get('/account')).text).toMatch(/value="auto-accepted" checked/)
    expect((await kim.get('/account')).text).not.toMatch(/value="reminder" checked/)
    await site.service.people.setProfile({ personId: person?.id ?? '', mailOff: [] })
    expect((await people(site))[0]?.mailOff).toEqual([])
    const { mailStops } = await site.service.privacy.export(person?.id ?? '')
    expect(mailStops).toEqual([])
  })

  test('an address that bounced, or was stopped by the staff, stays stopped', async () => {
    const site = await testSite()
    const { id } = await site.service.people.fromSession({ subject: 'kim', emails: [EMAIL] })
    await site.service.mail.suppress({ email: EMAIL, scope: 'reminders' })
    await site.service.people.setProfile({ personId: id, mailOff: [] })
    expect((await site.service.privacy.export(id)).mailStops).toMatchObject([{ reason: 'manual' }])
  })
})

const people = async (site: TestSite) => {
  const person = await site.service.people.fromSession({ subject: 'kim', emails: [EMAIL] })
  return [await site.service.people.get(person.id)]
}
