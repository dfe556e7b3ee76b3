import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { accentsOf } from '../../src/internal/colours.js'
import { limits } from '../../src/internal/limits.js'
import type { BadgeServiceOptions } from '../../src/service/index.js'
import { createBadgeService } from '../../src/service/index.js'
import { draft, testService } from '../service/service.js'
import { attribute, elements } from './client.js'
import { offerTo, type TestSite, testSite } from './site.js'

const YELLOW = '#ffd500'
const art = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../examples/art/${name}`, import.meta.url)))
const svgLogo = (inside = '<circle r="3"/>'): Uint8Array =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${inside}</svg>`)

const brand = {
  name: 'Ravensburg Institute',
  logo: svgLogo('<script>alert(1)</script><circle r="3"/>'),
  colour: YELLOW,
  from: { address: 'office@ravensburg.example', name: 'Ravensburg Institute' },
  replyTo: { address: 'answers@ravensburg.example' },
  timeZone: 'Asia/Tokyo',
  imprintUrl: 'https://ravensburg.example/imprint',
  privacyUrl: 'https://ravensburg.example/privacy',
  footer: 'A school since 1902 <b>',
  postal: 'Long Lane 1\n88212 Ravensburg',
} as const satisfies BadgeServiceOptions['brand']

const { logo: _, ...texts } = brand

/** What the form of the settings sends. */
const form = {
  name: brand.name,
  colour: YELLOW,
  fromName: brand.from.name,
  fromEmail: brand.from.address,
  replyTo: brand.replyTo.address,
  timeZone: brand.timeZone,
  imprintUrl: brand.imprintUrl,
  privacyUrl: brand.privacyUrl,
  footer: brand.footer,
  postal: brand.postal,
} as const

const linksIn = (markup: string, rel: string): string[] =>
  elements(markup).flatMap((row) =>
    row.tagName === 'link' && attribute(row, 'rel') === rel ? [attribute(row, 'href') ?? ''] : [],
  )

/** All that a page must show of the brand above. */
async function expectBranded(site: TestSite) {
  const visitor = site.visitor()
  const { text, headers } = await visitor.get('/')
  expect(text).toContain('<title>Ravensburg Institute</title>')
  expect(text).toContain('A school since 1902 &lt;b&gt;')
  expect(text).toContain('88212 Ravensburg')
  for (const url of [brand.imprintUrl, brand.privacyUrl]) expect(text).toContain(`href="${url}"`)
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'nonce-[^']+'; img-src 'self' data:; form-action/,
  )
  const [, accents = ''] = linksIn(text, 'stylesheet')
  const sheet = await visitor.get(accents)
  expect(sheet.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(sheet.headers.get('cache-control')).toBe('public, max-age=31536000')
  const { light, dark } = accentsOf(YELLOW)
  for (const { accent } of [light, dark]) expect(sheet.text).toContain(`--accent:${accent};`)
  const [logo = ''] = linksIn(text, 'icon')
  expect(text).toContain(`<img src="${logo}" alt="">`)
  const picture = await visitor.get(logo)
  expect(picture.headers.get('content-type')).toBe('image/svg+xml')
  expect(picture.headers.get('cache-control')).toBe('public, max-age=31536000')
  expect(picture.headers.get('content-security-policy')).toContain('sandbox')
  expect(picture.text).toContain('<circle')
  expect(picture.text).not.toContain('script')
  return { accents, logo }
}

describe('a brand in the options of the service', () => {
  test('is on every page, in the mail, and in what others see', async () => {
    const site = await testSite({}, { brand })
    await expectBranded(site)
    const { badge, mail } = await offerTo(site)
    const { light, dark } = accentsOf(YELLOW)
    expect(mail.html).toContain(`background-color:${light.accent}`)
    expect(mail.html).toContain(`.button{background-color:${dark.accent}!important}`)
    expect(mail.html).not.toMatch(/1f4fd1|3b6cf0|9db9ff/)
    expect(mail.from).toEqual(brand.from)
    expect(mail.replyTo).toEqual(brand.replyTo)
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain('88212 Ravensburg')
      expect(part).toContain(brand.imprintUrl)
      expect(part).toContain(brand.privacyUrl)
    }
    expect(mail.html).toContain('Ravensburg Institute')
    const [logo] = mail.pictures.filter(({ cid }) => cid === 'logo')
    expect(logo?.mediaType).toBe('image/png')
    expect(mail.html).toContain('src="cid:logo"')
    expect(mail.headers['List-Unsubscribe']).toBeUndefined()
    const { person } = await site.service.claims.claim({ token: /clm_[\w-]{43}/.exec(mail.text)?.[0] ?? '' })
    await site.service.sharing.setVisibility({ badgeId: badge.id, personId: person.id, visibility: 'public' })
    const embed = await site.visitor().get(`/b/${badge.id}/embed`)
    expect(embed.text).toContain(`a{color:${light.accent}}`)
    const page = await site.visitor().get(`/b/${badge.id}`)
    expect(page.text).toContain('property="og:site_name" content="Ravensburg Institute"')
  })

  test('is not changed on the pages: two places that say different things would leave one overlooked', async () => {
    const site = await testSite({}, { brand })
    const owner = site.visitor('issuer')
    const page = await owner.get('/issuer/settings')
    expect([page.status, page.text.includes(brand.replyTo.address)]).toEqual([200, true])
    expect(page.text).not.toContain('name="colour"')
    await expect(site.service.issuers.setBrand({ name: 'Other' })).rejects.toMatchObject({ code: 'ERR_STAGE_INVALID' })
    const sent = await owner.submit(page, '/issuer/settings/test', { testTo: 'owner@ravensburg.example' })
    expect(sent.headers.get('location')).toContain('note=sent')
    expect((await site.mailTo('owner@ravensburg.example')).replyTo).toEqual(brand.replyTo)
  })

  test.each([
    [
      'an unknown member',
      { ...texts, color: YELLOW },
      /there are name, colour, from, replyTo, timeZone, imprintUrl, privacyUrl, footer, postal, logo\. Did you mean colour\?/,
    ],
    ['a word for a colour', { colour: 'red' }, /brand\.colour/],
    ['a colour that ends a style sheet', { colour: '#fff}a{' }, /brand\.colour/],
    ['a script for an imprint', { imprintUrl: 'javascript:alert(1)' }, /brand\.imprintUrl/],
    ['a sender without a domain', { from: { address: 'office' } }, /brand\.from\.address/],
    ['a sender with more', { from: { address: 'a@b.example', bcc: 'x@y.example' } }, /bcc/],
    ['no time zone', { timeZone: 'Ravensburg' }, /brand\.timeZone/],
    ['a name of blanks', { name: '\u200b' }, /brand\.name/],
    ['a name that is too long', { name: 'x'.repeat(limits.brandName + 1) }, /brand\.name/],
    ['a path for a logo', { logo: 'logo.png' }, /brand\.logo/],
  ])('%s is refused', async (_, given, message) => {
    await expect(testService({ brand: given as never })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT_INVALID',
      message: expect.stringMatching(message),
    })
  })

  test('a name as long as it may be is taken', async () => {
    const site = await testSite({}, { brand: { name: 'x'.repeat(limits.brandName) } })
    expect((await site.visitor().get('/')).status).toBe(200)
  })
})

describe('the form of the settings', () => {
  test('an owner fills it in once, and pages and mails are branded', async () => {
    const site = await testSite({ siteName: 'Badges' })
    const owner = site.visitor('issuer')
    const before = await owner.get('/')
    expect([before.text.includes('<title>Badges</title>'), linksIn(before.text, 'stylesheet').length]).toEqual([
      true,
      1,
    ])
    const page = await owner.get('/issuer/settings')
    const saved = await owner.submit(page, '/issuer/settings', {
      ...form,
      logo: new File([brand.logo as BlobPart], 'logo.svg'),
      testTo: 'owner@ravensburg.example',
      next: 'test',
    })
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/app/issuer/settings?note=sent'])
    const { accents, logo } = await expectBranded(site)
    const mail = await site.mailTo('owner@ravensburg.example')
    expect(mail.from).toEqual(brand.from)
    expect(mail.replyTo).toEqual(brand.replyTo)
    expect(mail.subject).toContain('Ravensburg Institute')
    expect(mail.html).toContain(accentsOf(YELLOW).light.accent)
    expect(mail.html).toContain('href="https://badges.example/app/"')
    expect(site.events).toContain('brand-changed')

    // The logo stays while another field changes, and goes when its box is ticked.
    await owner.submit(await owner.get('/issuer/settings'), '/issuer/settings', { ...form, colour: '#0b5351' })
    const next = await owner.get('/')
    expect([linksIn(next.text, 'icon'), linksIn(next.text, 'stylesheet').length]).toEqual([[logo], 1])
    await owner.submit(await owner.get('/issuer/settings'), '/issuer/settings', { ...form, removeLogo: 'true' })
    expect(linksIn((await owner.get('/')).text, 'icon')).toEqual(['data:,'])
    // Pages that were sent before still find the colour; the logo is gone.
    expect([(await owner.get(accents)).status, (await owner.get(logo)).status]).toEqual([200, 404])
    // A new time zone counts in what the pages say of times.
    expect((await site.service.issuers.brand()).timeZone).toBe('Asia/Tokyo')
  })

  test('another process takes it up within seconds', async () => {
    const site = await testSite()
    const other = createBadgeService({ ...site.service.options, brand: undefined as never })
    expect((await other.issuers.brand()).name).toBeUndefined()
    await site.service.issuers.setBrand({ name: 'Ravensburg Institute' })
    site.clock.pass(limits.brandMilliseconds)
    expect((await other.issuers.brand()).name).toBe('Ravensburg Institute')
  })

  test('the time zone is that of days from then on', async () => {
    const site = await testSite()
    await site.service.issuers.setBrand({ timeZone: 'Asia/Tokyo' })
    const { credential } = await site.service.issue({
      draft: { ...draft, validUntil: '2030-01-31' },
      recipient: { email: 'kim@learner.example' },
    })
    expect(credential.validUntil).toBe('2030-01-31T23:59:59+09:00')
  })

  test.each([
    ['colour', { colour: '#ff' }],
    ['fromEmail', { fromEmail: 'office' }],
    ['fromEmail', { fromEmail: '', fromName: 'Office' }],
    ['replyTo', { replyTo: 'x@' }],
    ['timeZone', { timeZone: 'Mars/Base' }],
    ['imprintUrl', { imprintUrl: 'javascript:alert(1)' }],
    ['privacyUrl', { privacyUrl: 'ftp://x.example' }],
    ['footer', { footer: 'x'.repeat(limits.brandText + 1) }],
  ])('a wrong %s is told beside its field, with what was typed, and nothing is stored', async (name, wrong) => {
    const site = await testSite()
    const owner = site.visitor('issuer')
    const answer = await owner.submit(await owner.get('/issuer/settings'), '/issuer/settings', {
      ...form,
      ...wrong,
      testTo: 'a@b.example',
    })
    expect(answer.status).toBe(422)
    const bad = elements(answer.text).filter((row) => attribute(row, 'aria-invalid') === 'true')
    expect(bad.map((row) => attribute(row, 'name'))).toEqual([name])
    expect(answer.text).toContain('Ravensburg Institute')
    expect(await site.service.issuers.brand()).toEqual({ key: '', isConfigured: false })
  })

  test('all that is wrong is told at once', async () => {
    const site = await testSite()
    const owner = site.visitor('issuer')
    const wrong = { replyTo: 'x@', privacyUrl: 'x', testTo: 'nobody' }
    const answer = await owner.submit(await owner.get('/issuer/settings'), '/issuer/settings', {
      ...form,
      ...wrong,
      next: 'test',
    })
    const bad = elements(answer.text).filter((row) => attribute(row, 'aria-invalid') === 'true')
    expect(bad.map((row) => attribute(row, 'name'))).toEqual(['replyTo', 'privacyUrl', 'testTo'])
    await site.service.tick()
    expect(site.sent).toEqual([])
  })

  test.each([
    ['a page', new TextEncoder().encode('<html><script>alert(1)</script></html>')],
    [
      'a logo with entities',
      new TextEncoder().encode(
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
      ),
    ],
    ['a logo that is too large', new Uint8Array(limits.logoBytes + 1)],
  ])('%s is not taken for a logo', async (_, bytes) => {
    const site = await testSite()
    const owner = site.visitor('issuer')
    const logo = new File([bytes as BlobPart], 'logo.svg')
    const answer = await owner.submit(await owner.get('/issuer/settings'), '/issuer/settings', { ...form, logo })
    const bad = elements(answer.text).filter((row) => attribute(row, 'aria-invalid') === 'true')
    expect([answer.status, bad.map((row) => attribute(row, 'name'))]).toEqual([422, ['logo']])
    expect(await site.service.issuers.brand()).toEqual({ key: '', isConfigured: false })
  })

  test('a PNG is served as it is drawn, under a name of its content', async () => {
    const site = await testSite()
    await site.service.issuers.setBrand({ logo: art('welder.png') })
    const [url = ''] = linksIn((await site.visitor().get('/')).text, 'icon')
    expect(url).toMatch(/^\/app\/assets\/logo\.[0-9a-f]{12}\.png$/)
    const { status, headers } = await site.visitor().get(url)
    expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      200,
      'image/png',
      'nosniff',
    ])
  })

  test.each([
    '/assets/accent-ffd500.000000000000.css',
    '/assets/accent-red.000000000000.css',
    '/assets/logo.000000000000.svg',
    '/assets/logo.svg',
  ])('%s leads nowhere', async (path) => {
    const site = await testSite({}, { brand })
    expect((await site.visitor().get(path)).status).toBe(404)
  })

  test('only owners see it', async () => {
    const site = await testSite({
      auth: {
        async identify(request) {
          const role = request.headers.get('x-account')
          return role === null ? null : { subject: role, emails: [], roles: [role as 'owner'] }
        },
      },
    })
    const statuses = Object.fromEntries(
      await Promise.all(
        ['owner', 'awarder', 'approver', 'viewer', 'learner'].map(async (role) => [
          role,
          (await site.visitor(role).get('/issuer/settings')).status,
        ]),
      ),
    )
    expect(statuses).toEqual({ owner: 200, awarder: 403, approver: 403, viewer: 403, learner: 403 })
    expect((await site.visitor('viewer').get('/issuer')).text).not.toContain('/issuer/settings')
  })
})
