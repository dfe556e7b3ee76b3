import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, signIn, startHost } from './host.js'

const shots = `${tmpdir()}/badgewright-screenshots/`
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe.skipIf(!hasChromium)('My page', () => {
  let browser: Browser
  let host: Host
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost()
    mkdirSync(shots, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  /** Somebody who is signed in, with a badge that is public. */
  async function learner(options: BrowserContextOptions = {}) {
    const name = `p${Math.round(performance.now() * 1000)}`
    const email = `${name}@learner.example`
    const opened = await openPage(browser, host.base, options)
    onTestFinished(opened.done)
    const { id } = await host.service.issue({ draft, recipient: { email, name: 'Kim Doe' }, picture: picture() })
    await host.mailTo(email)
    await signIn(host, opened.page, email)
    await opened.page.locator('button[value=claim]').click()
    await opened.page.waitForURL(/\/b\//)
    const personId = (await host.service.get(id))?.personId ?? ''
    await host.service.sharing.setVisibility({ badgeId: id, personId, visibility: 'public' })
    return { ...opened, name, id, personId }
  }

  test.each([
    ['with a script', true],
    ['without scripts', false],
  ])('is opened in 4 clicks from My badges, and closes again, %s', async (_, javaScriptEnabled) => {
    const { page, name, id, wrong } = await learner({ ...phone, javaScriptEnabled })
    let clicks = 0
    const click = async (selector: string) => {
      clicks++
      await page.locator(selector).first().click()
    }
    await page.goto(`${host.base}/mine`)
    await click('a[href$="/mine/page"]')
    await page.waitForURL(/\/mine\/page/)
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0)
    await page.locator('[name=title]').fill('Kim Doe')
    await page.locator('[name=text]').fill('I weld bridges.')
    await page.locator('[name=address]').fill(name)
    await click('label:has([value=yes])')
    await click(`label:has([value="${id}"])`)
    await click('form.card button.large')
    await page.waitForURL(/saved=1/)
    expect(clicks).toBeLessThanOrEqual(4)
    const stranger = await openPage(browser, host.base, phone)
    onTestFinished(stranger.done)
    await stranger.page.goto(`${host.base}/p/${name}`)
    expect(await stranger.page.locator('h1').textContent()).toBe('Kim Doe')
    await stranger.page.locator('.tile a').click()
    await stranger.page.waitForURL(new RegExp(`/b/${id}`))
    await page.locator('label:has([value=no])').click()
    await page.locator('form.card button.large').click()
    await page.waitForURL(/saved=1/)
    expect((await stranger.page.goto(`${host.base}/p/${name}`))?.status()).toBe(404)
    expect([...wrong, ...stranger.wrong]).toEqual([])
  })

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['Arabic', { locale: 'ar' }],
    ['German at 320 px', { locale: 'de', viewport: { width: 320, height: 700 } }],
    ['forced colours', { forcedColors: 'active' }],
    ['desktop', { viewport: { width: 1280, height: 900 }, isMobile: false }],
  ] as [string, BrowserContextOptions][])('axe finds nothing on editor and page: %s', async (name, options) => {
    const { page, personId, id } = await learner({ ...phone, ...options })
    const { address } = await host.service.portfolio.set({
      personId,
      open: true,
      title: 'Kim Doe',
      text: 'I weld bridges.\n\nAsk me about ISO 9606.',
      badgeIds: [id],
    })
    for (const [what, path] of [
      ['editor', '/mine/page'],
      ['page', `/p/${address}`],
    ] as const) {
      await page.goto(host.base + path)
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      await page.screenshot({ path: `${shots}my-${what}-${name.replaceAll(' ', '-')}.png`, fullPage: true })
    }
  })
})
