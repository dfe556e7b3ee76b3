import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, startHost } from './host.js'

let browser: Browser
let host: Host

const shots = `${tmpdir()}/badgewright-screenshots/`
/** A word mark in dark ink on nothing, as many are. */
const logo = (colour: string) => ({
  name: 'logo.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="40" height="40" rx="6" fill="${colour}"/><path d="M10 30V10h12a6 6 0 0 1 0 12H10l14 8M52 12h60v6H52zm0 12h40v6H52z" fill="#222"/></svg>`,
  ),
})

const looks = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  arabic: { colorScheme: 'light', locale: 'ar' },
  'arabic dark on a phone': { colorScheme: 'dark', locale: 'ar', viewport: { width: 320, height: 700 } },
} as const satisfies Record<string, BrowserContextOptions>

const open = (options: BrowserContextOptions = {}) => openPage(browser, host.base, options, [host.issuerCookie])

/** As a browser draws it: `#rrggbb`. */
const background = (element: Element): string =>
  (getComputedStyle(element).backgroundColor.match(/\d+/g) ?? [])
    .slice(0, 3)
    .reduce((text, part) => text + Number(part).toString(16).padStart(2, '0'), '#')

describe.skipIf(!hasChromium)('the first run, in Chromium', () => {
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost({ siteName: 'Badges', issuerProfile: { name: 'Badges' } })
    mkdirSync(shots, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  test.each([
    ['yellow', '#ffd500'],
    ['plain', '#8a1538'],
  ])('one form, and a branded test mail arrives; nothing is found in any look: %s', async (name, colour) => {
    const owner = await open({ colorScheme: 'light' })
    await owner.page.goto(`${host.base}/issuer/settings`)
    await owner.page.getByLabel('Name of the organisation').fill('Ravensburg Institute')
    await owner.page
      .getByLabel('Logo', { exact: false })
      .and(owner.page.locator('input[type=file]'))
      .setInputFiles(logo(colour))
    await owner.page.locator('input[type=color]').fill(colour)
    await owner.page.getByLabel('Name of the sender').fill('Ravensburg Institute')
    await owner.page.getByLabel('Address of the sender').fill('office@ravensburg.example')
    await owner.page.getByLabel('Address for answers').fill('answers@ravensburg.example')
    await owner.page.getByLabel('Time zone').selectOption('Europe/Berlin')
    await owner.page.getByLabel('Web address of the imprint').fill('https://ravensburg.example/imprint')
    await owner.page.getByLabel('Web address of the privacy notice').fill('https://ravensburg.example/privacy')
    await owner.page.getByLabel('Text at the foot').fill('A school of crafts since 1902.')
    await owner.page.getByLabel('Postal address').fill('Long Lane 1\n88212 Ravensburg')
    const to = `${name}@ravensburg.example`
    await owner.page.getByLabel('Send it to').fill(to)
    await owner.page.getByRole('button', { name: 'Save and send a test message' }).click()
    await owner.page.getByText('The test message is on its way.').waitFor()
    const accent = await owner.page.locator('.button').first().evaluate(background)

    const mail = await host.mailTo(to)
    expect(mail.headers.get('subject')).toBe('Test message from Ravensburg Institute')
    expect(mail.headers.get('reply-to')).toMatchObject({ text: 'answers@ravensburg.example' })
    expect(mail.headers.get('from')).toMatchObject({ text: '"Ravensburg Institute" <office@ravensburg.example>' })
    expect(mail.text).toContain('88212 Ravensburg')
    // The same colour as on the page, as the browser has it.
    expect(mail.html).toContain(`background-color:${accent}`)
    expect(mail.logos).toBe(1)

    const badge = await host.service.issue({ draft, recipient: { email: to, name: 'Kim Doe' }, picture: picture() })
    const offer = (await host.mailTo(to)).links.find((url) => url.includes('/claim/')) ?? ''
    expect(badge.stage).toBe('offered')
    for (const [look, options] of Object.entries(looks)) {
      const visitor = await open(options)
      for (const path of ['/issuer/settings', '/', '/verify', offer]) {
        await visitor.page.goto(path.startsWith('http') ? path : host.base + path)
        expect({ look, path, found: await axe(visitor.page) }).toEqual({ look, path, found: [] })
        const shot = `brand-${name}-${look}-${path.startsWith('http') ? 'claim' : path}`.replaceAll(/\W+/g, '-')
        await visitor.page.screenshot({ path: `${shots}${shot}.png`, fullPage: true })
        const { scrolls, logoShows } = await visitor.page.evaluate(() => ({
          scrolls: document.documentElement.scrollWidth > innerWidth,
          logoShows: (document.querySelector<HTMLImageElement>('.brand img')?.naturalWidth ?? 0) > 0,
        }))
        expect({ look, path, scrolls, logoShows }).toEqual({ look, path, scrolls: false, logoShows: true })
      }
      expect(visitor.wrong).toEqual([])
      await visitor.page.goto('about:blank')
      await visitor.page.setContent(mail.html)
      await visitor.page.screenshot({
        path: `${shots}brand-${name}-${look}-mail.png`.replaceAll(' ', '-'),
        fullPage: true,
      })
      await visitor.done()
    }
    expect(owner.wrong).toEqual([])
    await owner.done()
  })
})
