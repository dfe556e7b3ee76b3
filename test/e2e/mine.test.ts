import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, signIn, startHost } from './host.js'

const shots = `${tmpdir()}/badgewright-screenshots/`
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe.skipIf(!hasChromium)('My badges', () => {
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

  /** Somebody who is signed in, with a badge that was claimed and one that was revoked, and an offer. */
  async function learner(options: BrowserContextOptions = {}) {
    const email = `m${Math.round(performance.now() * 1000)}@learner.example`
    const issue = (name: string) =>
      host.service.issue({
        draft: { ...draft, achievement: { ...draft.achievement, name } },
        recipient: { email, name: 'Kim Doe' },
        picture: picture(),
      })
    const opened = await openPage(browser, host.base, options)
    onTestFinished(opened.done)
    const claimed = await issue('Welder I')
    // The mail of the offer goes out before that with the link to sign in.
    await host.mailTo(email)
    await signIn(host, opened.page, email)
    return { ...opened, email, issue, claimed }
  }

  test.each([
    ['with a script', true],
    ['without scripts', false],
  ])('an offer is accepted, a notice is read and leads to its badge, %s', async (_, javaScriptEnabled) => {
    const { page, claimed, wrong } = await learner({ ...phone, javaScriptEnabled })
    expect(await page.locator('.count').textContent()).toBe('1')
    await page.locator('button[value=claim]').click()
    await page.waitForURL(/\/b\//)
    await page.goto(`${host.base}/mine`)
    expect(await page.locator('.count').count()).toBe(0)
    await host.service.revoke({ badgeId: claimed.id, reason: 'By mistake.' })
    await page.reload()
    expect(await page.locator('.count').textContent()).toBe('1')
    await page.locator('#notices ~ ul button').click()
    await page.waitForURL(new RegExp(`/b/${claimed.id}$`))
    await page.goto(`${host.base}/mine/notices`)
    expect(await page.locator('.count').count()).toBe(0)
    expect(await page.locator('main li').count()).toBe(1)
    expect(wrong).toEqual([])
  })

  test('search and order', async () => {
    const { page, issue } = await learner()
    for (const name of ['Zinc', 'Anvil']) await issue(name)
    for (let left = 3; left > 0; left--) {
      await page.goto(`${host.base}/mine`)
      expect(await page.locator('.count').textContent()).toBe(String(left))
      await page.locator('button[value=claim]').first().click()
      await page.waitForURL(/\/b\//)
    }
    await page.goto(`${host.base}/mine`)
    await page.locator('#order').selectOption('name')
    await page.locator('form[role=search] button').click()
    const names = () => page.locator('#collection ~ ul h3').allTextContents()
    expect(await names()).toEqual(['Anvil', 'Welder I', 'Zinc'])
    await page.locator('#q').fill('zin')
    await page.locator('#q').press('Enter')
    await page.waitForURL(/q=zin/)
    expect(await names()).toEqual(['Zinc'])
  })

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['Arabic', { locale: 'ar' }],
    ['German at 320 px', { locale: 'de', viewport: { width: 320, height: 700 } }],
    ['forced colours', { forcedColors: 'active' }],
    ['desktop', { viewport: { width: 1280, height: 900 }, isMobile: false }],
  ] as [string, BrowserContextOptions][])('axe finds nothing: %s', async (name, options) => {
    const { page, issue, claimed } = await learner({ ...phone, ...options })
    await page.locator('button[value=claim]').click()
    await page.waitForURL(/\/b\//)
    await host.service.revoke({ badgeId: claimed.id, reason: 'By mistake.' })
    await issue('Welder II')
    for (const path of ['/mine', '/mine/notices']) {
      await page.goto(host.base + path)
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      await page.screenshot({
        path: `${shots}${path.slice(1).replace('/', '-')}-${name.replaceAll(' ', '-')}.png`,
        fullPage: true,
      })
    }
  })
})
