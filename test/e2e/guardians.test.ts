import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { axe, openPage, tab } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, signIn, startHost } from './host.js'

const HOUR = 3_600_000
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true } as const
const noScript = { javaScriptEnabled: false } as const
/** Where pictures of the pages are put for somebody to look at; none are made without it. */
const shots = process.env.BADGEWRIGHT_TEST_PICTURES

let browser: Browser
let host: Host
let passed = 0
const now = (): Date => new Date(Date.now() + passed)

const open = async (options: BrowserContextOptions = {}, cookies: readonly Host['issuerCookie'][] = []) => {
  const opened = await openPage(browser, host.base, { ...phone, ...noScript, ...options }, cookies)
  onTestFinished(() => opened.done())
  return opened
}

async function look(page: Page, name: string): Promise<void> {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

let count = 0
/** A badge for a child whose guardian decides for six hours, and the link that the guardian was mailed. */
async function badgeForChild() {
  count += 1
  const child = `kim${count}@learner.example`
  const parent = `parent${count}@home.example`
  const until = new Date(now().getTime() + 6 * HOUR).toISOString()
  const badge = await host.service.issue({
    draft,
    recipient: { email: child, name: 'Kim Doe', guardian: { email: parent, until } },
    picture: picture(),
  })
  const link = (await host.mailTo(parent)).links.find((url) => url.includes('/guardian/')) ?? ''
  expect(host.mailsTo(child)).toBe(0)
  return { badgeId: badge.id, child, parent, link }
}

async function claim(page: Page, child: string): Promise<void> {
  await page.goto((await host.mailTo(child)).links.find((url) => url.includes('/claim/')) ?? '')
  await page.getByRole('button', { name: 'Accept badge' }).click()
  await page.getByText('It is yours!').waitFor()
}

const panel = (page: Page, id: 'badges' | 'publishing') => page.locator(`section[aria-labelledby=${id}]`)
const press = (page: Page, id: 'badges' | 'publishing', button: 'Allow' | 'Do not allow' | 'Withdraw consent') =>
  panel(page, id).getByRole('button', { name: button, exact: true }).click()

describe.skipIf(!hasChromium)('in Chromium, on a phone: the guardian of a learner under age', () => {
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost({}, async () => ({ clock: now }))
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  test('consents by the mailed link; then the learner claims and shows; what is withdrawn is gone at once', async () => {
    const { badgeId, child, link } = await badgeForChild()
    const guardian = await open()
    await guardian.page.goto(link)
    await guardian.page.getByRole('heading', { name: /Kim Doe/, level: 1 }).waitFor()
    expect(await guardian.page.content()).not.toContain(child)
    // To show badges takes the consent to have them.
    expect(await panel(guardian.page, 'publishing').getByRole('button').count()).toBe(0)
    const clerk = await open({ viewport: { width: 1200, height: 900 } }, [host.issuerCookie])
    await clerk.page.goto(`${host.base}/issuer/badges/${badgeId}`)
    await clerk.page.getByText('waits for the guardian').waitFor()
    await look(clerk.page, 'issuer-waits')
    await clerk.page.goto(`${host.base}/issuer`)
    await look(clerk.page, 'issuer-list')

    await press(guardian.page, 'badges', 'Allow')
    await guardian.page.getByText('Your decision is saved and in effect.').waitFor()
    await clerk.page.reload()
    expect(await clerk.page.getByText('waits for the guardian').count()).toBe(0)
    const learner = await open()
    await claim(learner.page, child)
    await signIn(host, learner.page, child)
    await learner.page.goto(`${host.base}/b/${badgeId}`)
    // Without the second consent nothing is shown, and the page says who decides.
    await learner.page.locator('input[name=visibility][value=public]').check()
    await learner.page.getByRole('button', { name: 'Save' }).click()
    await learner.page.getByRole('heading', { name: 'A parent or guardian decides first' }).waitFor()
    await look(learner.page, 'learner-waits')

    await press(guardian.page, 'publishing', 'Allow')
    await guardian.page.getByText('Your decision is saved and in effect.').waitFor()
    await learner.page.goto(`${host.base}/b/${badgeId}`)
    await learner.page.locator('input[name=visibility][value=public]').check()
    await learner.page.getByRole('button', { name: 'Save' }).click()
    const personId = (await host.service.get(badgeId))?.personId ?? ''
    await host.service.sharing.setDisplay({ badgeId, personId, allowed: true })
    const { token: share } = await host.service.sharing.createLink({ badgeId, personId })
    const { token: screen } = await host.service.displays.create({ title: 'Hall' })
    const stranger = await open()
    const card = /\/b\/[^"]+\/cards\/[^"]+\.png/
    await stranger.page.goto(`${host.base}/b/${badgeId}`)
    const preview = card.exec(await stranger.page.content())?.[0] ?? ''
    expect(preview).not.toBe('')
    const shown = async () => {
      const status = async (path: string) => (await stranger.context.request.get(`${host.base}${path}`)).status()
      const feed = await stranger.context.request.get(`${host.base}/display/${screen}/feed.json`)
      const oembed = `/oembed?url=${encodeURIComponent(`${host.base}/b/${badgeId}`)}`
      return {
        page: await status(`/b/${badgeId}`),
        embed: await status(`/b/${badgeId}/embed`),
        preview: await status(preview.slice(preview.indexOf('/b/'))),
        oembed: await status(oembed),
        file: await status(`/b/${badgeId}/credential.json`),
        link: await status(`/s/${share}`),
        isOnScreen: (await feed.text()).includes(badgeId),
      }
    }
    const ok = 200
    expect(await shown()).toEqual({
      page: ok,
      embed: ok,
      preview: ok,
      oembed: ok,
      file: ok,
      link: ok,
      isOnScreen: true,
    })
    await press(guardian.page, 'publishing', 'Withdraw consent')
    await guardian.page.getByText('Your decision is saved and in effect.').waitFor()
    const none = 404
    expect(await shown()).toEqual({
      page: none,
      embed: none,
      preview: none,
      oembed: none,
      file: none,
      link: 410,
      isOnScreen: false,
    })
    // The badge stays the learner's.
    expect((await learner.page.goto(`${host.base}/b/${badgeId}`))?.status()).toBe(200)

    await press(guardian.page, 'badges', 'Withdraw consent')
    await guardian.page.getByText('Your decision is saved and in effect.').waitFor()
    expect((await learner.page.goto(`${host.base}/mine`))?.status()).toBe(401)
    expect(await (await host.service.get(badgeId))?.stage).toBe('claimed')
    expect([...guardian.wrong, ...learner.wrong, ...clerk.wrong, ...stranger.wrong]).toEqual([])
  })

  test('says no, which the issuer sees and the learner is spared; may change their mind', async () => {
    const { badgeId, child, link } = await badgeForChild()
    const { page, wrong } = await open()
    await page.goto(link)
    await press(page, 'badges', 'Do not allow')
    await page.getByText(/You did not allow this/).waitFor()
    const clerk = await open({}, [host.issuerCookie])
    await clerk.page.goto(`${host.base}/issuer/badges/${badgeId}`)
    await clerk.page.getByText('refused by the guardian').waitFor()
    await host.service.tick()
    expect(host.mailsTo(child)).toBe(0)
    await press(page, 'badges', 'Allow')
    const learner = await open()
    await claim(learner.page, child)
    expect([...wrong, ...clerk.wrong, ...learner.wrong]).toEqual([])
  })

  test('decides no longer from the day on which the learner comes of age, who needs nobody then', async () => {
    const { badgeId, child, link } = await badgeForChild()
    passed += 6 * HOUR
    const { page, wrong } = await open()
    expect((await page.goto(link))?.status()).toBe(410)
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor()
    await host.service.resend({ badgeId })
    const learner = await open()
    await claim(learner.page, child)
    await learner.page.locator('input[name=visibility][value=public]').check()
    await learner.page.getByRole('button', { name: 'Save' }).click()
    const stranger = await open()
    expect((await stranger.page.goto(`${host.base}/b/${badgeId}`))?.status()).toBe(200)
    expect([...wrong, ...learner.wrong, ...stranger.wrong]).toEqual([])
  })

  const settings: Readonly<Record<string, BrowserContextOptions>> = {
    light: {},
    dark: { colorScheme: 'dark' },
    Arabic: { locale: 'ar' },
    'the narrowest': { viewport: { width: 320, height: 640 } },
  }
  test.each(Object.entries(settings))(
    'the pages, %s: nothing for axe, nothing beside the screen',
    async (name, more) => {
      const { link, child } = await badgeForChild()
      const { page, wrong } = await open({ ...more, javaScriptEnabled: true })
      const check = async (what: string) => {
        await look(page, `${name.replaceAll(' ', '-')}-${what}`)
        expect(await axe(page)).toEqual([])
        const { width = 0 } = page.viewportSize() ?? {}
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      }
      await page.goto(link)
      await check('asked')
      // Both answers are as easy to reach.
      const sizes = await page
        .locator('#badges ~ form button')
        .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height))
      expect(new Set(sizes).size).toBe(1)
      expect(sizes).toHaveLength(2)
      await tab(page)
      await page.locator('button[value=give]').first().click()
      await check('given')
      await page.locator('button[value=give]').click()
      await check('both-given')
      const claim = (await host.mailTo(child)).links.find((url) => url.includes('/claim/')) ?? ''
      const waits = await open({ ...more })
      await host.service.guardians.answer({
        token: link.split('/').at(-1) ?? '',
        purpose: 'badges',
        given: false,
        textVersion: '1',
        text: 'No.',
      })
      await waits.page.goto(claim)
      await look(waits.page, `${name.replaceAll(' ', '-')}-waits`)
      expect(wrong).toEqual([])
    },
  )
})
