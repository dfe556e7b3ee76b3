import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, startHost } from './host.js'

const shots = `${tmpdir()}/badgewright-screenshots/`
const LINKEDIN = 'https://www.linkedin.com'
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }

describe.skipIf(!hasChromium)('accepting a badge, and sharing it at once', () => {
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

  /** Somebody who has a mail, in a browser that counts clicks; LinkedIn is a page that says what it was asked. */
  async function learner(options: BrowserContextOptions = {}) {
    const email = `a${Math.round(performance.now() * 1000)}@learner.example`
    const badge = await host.service.issue({ draft, recipient: { email, name: 'Kim Doe' }, picture: picture() })
    const mail = (await host.mailTo(email)).links.find((url) => url.includes('/claim/')) ?? ''
    const opened = await openPage(browser, host.base, options, [], [LINKEDIN])
    onTestFinished(opened.done)
    await opened.context.route(`${LINKEDIN}/**`, (route) => route.fulfill({ body: '<title>LinkedIn</title>' }))
    let clicks = 0
    const click = async (selector: string) => {
      clicks++
      await opened.page.locator(selector).first().click()
    }
    /** The link of the mail is a click as well. */
    const openMail = () => {
      clicks++
      return opened.page.goto(mail)
    }
    return { ...opened, badge, openMail, click, clicks: () => clicks }
  }

  test.each([
    ['with a script', true],
    ['without scripts', false],
  ])(
    'from the mail to the form of LinkedIn in 3 clicks, %s; nothing was public before the last',
    async (_, javaScriptEnabled) => {
      const { page, openMail, click, clicks, badge, wrong } = await learner({ ...phone, javaScriptEnabled })
      await openMail()
      await click('button[value=claim]')
      await page.waitForURL(/\/b\//)
      expect((await host.service.get(badge.id))?.visibility).toBe('private')
      await click('button[name=as][value=public]')
      await page.waitForURL(`${LINKEDIN}/profile/add?**`)
      expect(new URL(page.url()).searchParams.get('certUrl')).toBe(`${host.base}/b/${badge.id}`)
      expect((await host.service.get(badge.id))?.visibility).toBe('public')
      expect(clicks()).toBeLessThanOrEqual(3)
      await page.goBack()
      expect(page.url()).toContain(`/b/${badge.id}`)
      expect(wrong).toEqual([])
    },
  )

  test('on a phone the verdict is under the title, and sharing begins in the first screen', async () => {
    const { page, openMail, click } = await learner(phone)
    await openMail()
    await page.screenshot({ path: `${shots}offer-phone.png`, fullPage: true })
    await click('button[value=claim]')
    await page.waitForURL(/\/b\//)
    const bottom = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox()
      return box === null ? Number.POSITIVE_INFINITY : box.y + box.height
    }
    await page.screenshot({ path: `${shots}accepted-phone.png` })
    await page.screenshot({ path: `${shots}accepted-phone-full.png`, fullPage: true })
    const [title, verdict, share] = [
      await bottom('h1'),
      await bottom('.verdict-line'),
      await bottom('button[value=public]'),
    ]
    expect(verdict).toBeGreaterThan(title)
    expect(share).toBeGreaterThan(verdict)
    expect(share).toBeLessThanOrEqual(844)
  })

  test('with a keyboard sharing takes at most 8 steps, in the order that is seen', async () => {
    const { page, openMail, click } = await learner({ viewport: { width: 1280, height: 900 } })
    await openMail()
    await click('button[value=claim]')
    await page.waitForURL(/\/b\//)
    await page.screenshot({ path: `${shots}accepted-desktop.png`, fullPage: true })
    const places: { y: number; x: number }[] = []
    for (let step = 1; step <= 8; step++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const { activeElement } = document
        const { x, y } = activeElement?.getBoundingClientRect() ?? { x: -1, y: -1 }
        return { x, y, isShare: activeElement?.getAttribute('value') === 'public' }
      })
      places.push(at)
      if (at.isShare) return
    }
    expect.unreachable(`sharing is not among ${JSON.stringify(places)}`)
  })

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['Arabic', { locale: 'ar' }],
    ['German at 320 px', { locale: 'de', viewport: { width: 320, height: 700 } }],
    ['forced colours', { forcedColors: 'active' }],
    ['reduced motion', { reducedMotion: 'reduce' }],
  ] as [string, BrowserContextOptions][])('axe finds nothing on offer and badge: %s', async (name, options) => {
    const { page, openMail, click } = await learner({ ...phone, ...options })
    await openMail()
    expect(await axe(page)).toEqual([])
    await click('button[value=claim]')
    await page.waitForURL(/\/b\//)
    await page.locator('#share').waitFor()
    expect(await axe(page)).toEqual([])
    await page.locator('#share ~ details summary').first().click()
    expect(await axe(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.screenshot({ path: `${shots}accepted-${name.replaceAll(' ', '-')}.png`, fullPage: true })
  })
})
