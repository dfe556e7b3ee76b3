import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, startHost } from './host.js'

const shots = `${tmpdir()}/badgewright-screenshots/`

let browser: Browser
let host: Host
/** A site of somebody else, on a port of its own, with what it frames. */
let foreign: { readonly base: string; frame: string; readonly close: () => void }

async function startForeign() {
  const site = { base: '', frame: '', close: () => {} }
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><title>Portfolio</title><h1>Portfolio</h1>${site.frame}</html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  site.close = () => {
    server.closeAllConnections()
    server.close()
  }
  return site
}

async function open(options: BrowserContextOptions = {}) {
  const opened = await openPage(browser, host.base, options, [], [foreign.base])
  onTestFinished(opened.done)
  return opened
}

/** Somebody with a claimed badge, on its page. */
async function learner(visibility: 'public' | 'unlisted' | 'private', options: BrowserContextOptions = {}) {
  const email = `l${Math.round(performance.now() * 1000)}@learner.example`
  const badge = await host.service.issue({ draft, recipient: { email, name: 'Kim Doe' }, picture: picture() })
  const link = (await host.mailTo(email)).links.find((url) => url.includes('/claim/')) ?? ''
  const opened = await open(options)
  await opened.page.goto(link)
  await opened.page.locator('button[value=claim]').click()
  await opened.page.waitForURL(/\/b\//)
  const personId = (await host.service.get(badge.id))?.personId ?? ''
  const own = { badgeId: badge.id, personId }
  const show = (level: 'public' | 'unlisted' | 'private') =>
    host.service.sharing.setVisibility({ ...own, visibility: level })
  await show(visibility)
  const url = `${host.base}/b/${badge.id}`
  return { ...opened, badge, own, show, url }
}

/** The share sheet and clipboard of a device: what they are asked for, and how they answer. */
const device = (page: Page, answers: { share?: string; clipboard?: string; files?: boolean }) =>
  page.addInitScript(({ share, clipboard, files = true }) => {
    const calls: unknown[] = []
    Object.assign(window, { calls })
    const answer = (error: string | undefined) =>
      error === undefined ? Promise.resolve() : Promise.reject(new DOMException('no', error))
    Object.defineProperties(navigator, {
      canShare: { value: () => files },
      share: {
        value: (data: ShareData) => {
          calls.push({
            ...data,
            files: data.files?.map(({ name, type, size }) => ({ name, type, isLarge: size > 1000 })),
          })
          return answer(share)
        },
      },
      clipboard: {
        value: {
          writeText: (text: string) => {
            calls.push(text)
            return answer(clipboard)
          },
        },
      },
    })
  }, answers)
const calls = (page: Page) => page.evaluate(() => (window as unknown as { calls: unknown[] }).calls)
const status = (page: Page) => page.locator('#share ~ [data-share-status]').textContent()

describe.skipIf(!hasChromium)('sharing in Chromium', () => {
  beforeAll(async () => {
    browser = await openBrowser()
    foreign = await startForeign()
    host = await startHost({ frameAncestors: [new URL(foreign.base).origin] })
    mkdirSync(shots, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    foreign?.close()
  })

  test('the share sheet gets picture, text and link; the links beside it need none of that', async () => {
    const { page, url, wrong } = await learner('public', { viewport: { width: 1200, height: 1500 } })
    await device(page, {})
    await page.goto(url)
    await page.locator('button[data-share-url]').hover()
    await page.waitForLoadState('networkidle')
    await page.locator('button[data-share-url]').click()
    await expect.poll(() => calls(page), { timeout: 10_000 }).toHaveLength(1)
    const file = { name: 'square-1080x1080.png', type: 'image/png', isLarge: true }
    expect(await calls(page)).toEqual([
      { title: 'Welder I', text: 'I earned “Welder I” from Acme Academy.', url, files: [file] },
    ])
    await page.locator('button[data-copy=share-url]').first().click()
    await expect.poll(async () => (await calls(page)) as unknown[]).toHaveLength(2)
    expect((await calls(page)).at(-1)).toBe(url)
    expect(await status(page)).toBe('Copied.')
    await page.locator('#share').scrollIntoViewIfNeeded()
    await page.locator('section[aria-labelledby=share]').screenshot({ path: `${shots}share.png` })
    expect(wrong).toEqual([])
  })

  test.each([
    ['AbortError', ''],
    ['InvalidStateError', ''],
    ['NotAllowedError', 'Your browser cannot share from here. The links below work without it.'],
  ])('%s of the share sheet: %j', async (share, said) => {
    const { page, url, wrong } = await learner('public')
    await device(page, { share, files: false })
    await page.goto(url)
    await page.locator('button[data-share-url]').click()
    await expect.poll(() => calls(page), { timeout: 10_000 }).toHaveLength(1)
    await page.waitForTimeout(100)
    expect(await status(page)).toBe(said)
    // The links are one press away, or there already where the page speaks of them.
    if (said === '') await page.locator('details.more summary').first().click()
    expect(await page.locator('#share-x a[target=_blank]').isVisible()).toBe(true)
    expect(wrong).toEqual([])
  })

  test('a clipboard that refuses leaves the text marked', async () => {
    const { page, url } = await learner('public')
    await device(page, { clipboard: 'NotAllowedError' })
    await page.goto(url)
    await page.locator('details.more summary').first().click()
    await page.locator('button[data-copy=share-text]').click()
    await expect.poll(() => status(page)).toContain('selected')
    const marked = await page.evaluate(() => {
      const element = document.activeElement as HTMLTextAreaElement
      return [element.id, element.value.slice(element.selectionStart, element.selectionEnd)]
    })
    expect(marked).toEqual(['share-text', 'I earned “Welder I” from Acme Academy.'])
  })

  test('without a script every network is a link, and nothing that needs one is seen', async () => {
    const { url } = await learner('public')
    const { page } = await open({ javaScriptEnabled: false })
    await page.goto(url)
    await page.locator('details.more summary').first().click()
    expect(await page.locator('section[aria-labelledby=share] a[target=_blank]:visible').count()).toBeGreaterThan(5)
    expect(await page.locator('section[aria-labelledby=share] button:visible').count()).toBe(1)
  })

  test('in a frame that was given no permission the links are there, and the text is marked to copy', async () => {
    const { url } = await learner('public')
    foreign.frame = `<iframe title="Badge" width="900" height="900" src="${url}"></iframe>`
    const { page } = await open()
    await page.goto(foreign.base)
    const frame = page.frameLocator('iframe')
    await frame.locator('#share').waitFor()
    expect(await frame.locator('section[aria-labelledby=share] a[target=_blank]').count()).toBeGreaterThan(5)
    await frame.locator('button[data-copy=share-url]:visible').first().click()
    await frame.locator('[data-share-status]', { hasText: 'selected' }).waitFor()
  })

  test('an embed shows in a page of somebody else, and goes blank when the badge turns private', async () => {
    const { url, show, page: own } = await learner('public')
    await own.goto(url)
    foreign.frame = await own.locator('#snippet-embed').inputValue()
    expect(foreign.frame).toMatch(/^<iframe /)
    const { page, wrong, context } = await open()
    await page.goto(foreign.base)
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: 'Welder I' }).waitFor()
    const image = frame.locator('img')
    await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
    await page.screenshot({ path: `${shots}embed.png` })
    const alone = await context.newPage()
    await alone.goto(`${url}/embed`)
    expect(await axe(alone)).toEqual([])
    await show('private')
    await page.reload()
    await frame.getByText('This badge is not available.').waitFor()
    expect(await frame.locator('body').textContent()).not.toContain('Welder')
    expect(wrong).toEqual([])
  })

  test('the page of a screen: full of badges at 1080p, without scripts, cookies or hands; a badge that leaves is gone', async () => {
    const kim = await learner('public')
    await host.service.sharing.setDisplay({ ...kim.own, allowed: true })
    const { url, display } = await host.service.displays.create({ title: 'Entrance hall', secondsPerSlide: 5 })
    const { page, context, wrong } = await open({ viewport: { width: 1920, height: 1080 }, javaScriptEnabled: false })
    await page.goto(url)
    const image = page.locator('img').first()
    await image.waitFor()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: `${shots}kiosk.png` })
    const box = await image.boundingBox()
    expect([box?.width, box?.height]).toEqual([1920, 1080])
    expect(await context.cookies()).toEqual([])
    // A page that nobody can touch has to load itself anew; it moves no focus and loses no input.
    const found = await axe((await loaded(url)).page)
    expect(found.filter((row) => !row.startsWith('meta-refresh'))).toEqual([])
    await page.setViewportSize({ width: 1080, height: 1920 })
    await page.reload()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: `${shots}kiosk-portrait.png` })
    await host.service.sharing.setDisplay({ ...kim.own, allowed: false })
    await page.reload()
    await page.getByText('There are no badges to show yet.').waitFor()
    await host.service.displays.revoke({ displayId: display.id })
    expect((await page.goto(url))?.status()).toBe(410)
    expect(wrong).toEqual([])
  })

  const loaded = async (url: string, options: BrowserContextOptions = {}) => {
    const opened = await open(options)
    await opened.page.goto(url)
    return opened
  }

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['Arabic on a phone', { locale: 'ar', viewport: { width: 390, height: 800 } }],
  ] as const)('axe-core finds nothing in the panels, all of them open (%s)', async (_, options) => {
    const { page, url, wrong } = await learner('public', options)
    await device(page, {})
    await page.goto(`${url}?instance=x`)
    await page.evaluate(() => {
      for (const row of document.querySelectorAll('details')) row.open = true
    })
    expect(await axe(page)).toEqual([])
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await overflow()).toBe(0)
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflow()).toBe(0)
    expect(wrong).toEqual([])
  })

  test('the issuer makes a display and ends it, without a script; axe-core finds nothing', async () => {
    const { page, context, wrong } = await open({ javaScriptEnabled: false })
    await context.addCookies([host.issuerCookie])
    await page.goto(`${host.base}/issuer/displays`)
    await page.getByLabel('Name of the display').fill('Canteen')
    await page.getByRole('button', { name: 'Create a display' }).click()
    const url = (await page.locator('.notice code').first().textContent()) ?? ''
    const clerk = await open()
    await clerk.context.addCookies([host.issuerCookie])
    await clerk.page.goto(`${host.base}/issuer/displays`)
    expect(await axe(clerk.page)).toEqual([])
    expect((await clerk.page.goto(url))?.status()).toBe(200)
    await page.getByRole('button', { name: 'End this display: Canteen' }).click()
    expect((await clerk.page.goto(url))?.status()).toBe(410)
    expect([...wrong, ...clerk.wrong]).toEqual([])
  })

  test.each(['visitor', 'owner'] as const)(
    'its print for a %s is one side of A4 with verdict, address and code',
    async (who) => {
      const { page, url, badge } = await learner('public')
      const shown = who === 'owner' ? page : (await open()).page
      await shown.goto(url)
      const file = await shown.pdf({ format: 'A4', printBackground: true })
      const pdf = file.toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
      await shown.emulateMedia({ media: 'print' })
      const box = await shown.locator('.printed .qr svg').boundingBox()
      expect(box?.width).toBeGreaterThan(100)
      expect(await shown.locator('.printed').textContent()).toContain(`/b/${badge.id}`)
      for (const hidden of ['.top', '.bottom', 'button']) {
        expect(await shown.locator(`${hidden}:visible`).count(), hidden).toBe(0)
      }
      mkdirSync(shots, { recursive: true })
      writeFileSync(`${shots}print-${who}.pdf`, file)
    },
  )
})
