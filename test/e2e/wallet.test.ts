import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeAuthority } from '../support/certificates.js'
import { fetchTrusting, presentedBy, strictWallet, walletKey } from '../support/issuing-clients.js'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, startHost } from './host.js'

const shots = `${tmpdir()}/badgewright-screenshots/`
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const authority = makeAuthority()
const trusting = fetchTrusting(authority.ca)

describe.skipIf(!hasChromium)('into a wallet', () => {
  let browser: Browser
  let host: Host
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost({}, undefined, authority.issue(['localhost']))
    mkdirSync(shots, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  /** From the mail to the page where a wallet takes the badge. */
  async function held(options: BrowserContextOptions = {}) {
    const email = `w${Math.round(performance.now() * 1000)}@learner.example`
    const opened = await openPage(browser, host.base, { ignoreHTTPSErrors: true, ...options })
    onTestFinished(opened.done)
    const { id } = await host.service.issue({ draft, recipient: { email, name: 'Kim Doe' }, picture: picture() })
    const { links } = await host.mailTo(email)
    await opened.page.goto(links.find((link) => link.includes('/claim/')) ?? '')
    await opened.page.locator('button[value=claim]').click()
    await opened.page.waitForURL(/\/b\//)
    await opened.page.locator('section[aria-labelledby=wallet] button').first().click()
    await opened.page.waitForURL(/\/i\//)
    const link = (await opened.page.locator('[data-wallet=offer]').getAttribute('href')) ?? ''
    return { ...opened, id, link }
  }

  test('mail, accept, add to wallet: a wallet takes it, and the page moves on by itself', async () => {
    const { page, link, wrong } = await held()
    const wallet = await strictWallet(trusting)
    const offered = await wallet.offered(link)
    const { access_token: access } = await offered.redeem()
    const { notificationId } = await offered.collect(access, 'OpenBadge_ldp_vc')
    await page.waitForSelector('.notice.good')
    expect(await page.locator('h1').textContent()).toBe('The badge is in your wallet')
    expect(await page.locator('code').textContent()).toMatch(/^did:jwk:.*…/)
    await offered.notify(access, notificationId)
    expect(wrong).toEqual([])
  })

  test('without scripts the page says how far it is when it is loaded again', async () => {
    const { page } = await held({ javaScriptEnabled: false })
    const protocols = await trusting(page.url(), { headers: { accept: 'application/json' } })
    const { vcapi } = ((await protocols.json()) as { protocols: { vcapi: string } }).protocols
    const post = async (body: unknown) =>
      (await trusting(vcapi, { method: 'POST', body: JSON.stringify(body) })).json() as Promise<never>
    const { verifiablePresentationRequest } = (await post({})) as {
      verifiablePresentationRequest: { challenge: string }
    }
    const { challenge } = verifiablePresentationRequest
    await post({ verifiablePresentation: await presentedBy(await walletKey(), { challenge }) })
    await page.locator('p[role=status] a').click()
    expect(await page.locator('h1').textContent()).toBe('The badge is in your wallet')
  })

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['phone', phone],
    ['Arabic', { locale: 'ar' }],
    ['German at 320 px', { locale: 'de', viewport: { width: 320, height: 700 } }],
  ] as const)('has no fault that axe finds, and fits: %s', async (name, options) => {
    const { page } = await held(options)
    expect(await axe(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
    await page.screenshot({ path: `${shots}wallet-${name.replaceAll(' ', '-')}.png`, fullPage: true })
  })
})
