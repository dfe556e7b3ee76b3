import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { generateKeyPair, importKeyPair } from '../../src/keys/index.js'
import type { Signer } from '../../src/types/keys.js'
import { makeAuthority } from '../support/certificates.js'
import { fetchTrusting, strictWallet } from '../support/issuing-clients.js'
import { openRequest } from '../support/wallet.js'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, picture, startHost } from './host.js'

const shots = `${tmpdir()}/badgewright-screenshots/`
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const authority = makeAuthority()
const trusting = fetchTrusting(authority.ca)
const achievement = { ...draft.achievement, id: 'https://acme.example/achievements/welder-1' }

describe.skipIf(!hasChromium)('asking for a badge, and showing it', () => {
  let browser: Browser
  let host: Host
  /** A badge in a wallet, whose page everybody may open. */
  let held: { id: string; credential: object; key: Signer & { readonly did: string } }

  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost(
      {},
      async (base) => ({
        signer: await generateKeyPair({ controller: `did:web:${new URL(base).host.replace(':', '%3A')}:lms:badges` }),
        secret: 'x'.repeat(50),
      }),
      authority.issue(['localhost']),
    )
    mkdirSync(shots, { recursive: true })
    held = await collected()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  /** From the mail into a wallet, which has the badge and its key. */
  async function collected() {
    const email = 'kim@learner.example'
    const { page, done } = await openPage(browser, host.base, { ignoreHTTPSErrors: true })
    const { id } = await host.service.issue({
      draft: { ...draft, achievement },
      recipient: { email, name: 'Kim Doe' },
      picture: picture(),
    })
    const { links } = await host.mailTo(email)
    await page.goto(links.find((link) => link.includes('/claim/')) ?? '')
    await page.locator('button[value=claim]').click()
    await page.waitForURL(/\/b\//)
    await page.locator('input[name=visibility][value=public]').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    await page.locator('section[aria-labelledby=wallet] button').first().click()
    await page.waitForURL(/\/i\//)
    const wallet = await strictWallet(trusting)
    const offered = await wallet.offered((await page.locator('[data-wallet=offer]').getAttribute('href')) ?? '')
    const { access_token: access } = await offered.redeem()
    const { credential } = await offered.collect(access, 'OpenBadge_ldp_vc')
    await done()
    const { id: did } = (credential as { credentialSubject: { id: string } }).credentialSubject
    const { type, sign } = await importKeyPair(wallet.privateJwk)
    // By the name that the wallet gave it, whose members are in an order of its own.
    return { id, credential: credential as object, key: { id: `${did}#0`, controller: did, did, type, sign } }
  }

  /** The page of the badge, the question, the code. */
  async function ask(options: BrowserContextOptions = {}) {
    const opened = await openPage(browser, host.base, { ignoreHTTPSErrors: true, ...options })
    onTestFinished(opened.done)
    const { page } = opened
    await page.goto(`${host.base}/b/${held.id}`)
    await page.locator('a[href*="/present?"]').click()
    await page.waitForURL(/\/present\?/)
    return opened
  }
  const start = async (options: BrowserContextOptions = {}) => {
    const opened = await ask(options)
    await opened.page.locator('main form button, form[action$="/present"] button').last().click()
    await opened.page.waitForURL(/\/present\/[0-9a-z]{26}/)
    const state = async () =>
      (await (
        await opened.context.request.get(opened.page.url().replace(/\?.*/, ''), {
          headers: { accept: 'application/json' },
        })
      ).json()) as { links: { there: string; here: string } }
    const answer = async (way: 'there' | 'here') => {
      const wallet = await openRequest((await state()).links[way], {
        fetch: trusting as never,
        badge: held.credential,
        key: held.key,
      })
      expect(wallet).toMatchObject({ asker: 'Acme Academy', matches: true })
      return (await wallet.post()).body.redirect_uri ?? ''
    }
    return { ...opened, answer }
  }

  test('mail, accept, into a wallet, and the wallet that took it answers: the page moves on by itself', async () => {
    const { page, answer, wrong } = await start()
    const shown = await answer('there')
    await page.locator('input[name=number]').waitFor()
    const mobile = await openPage(browser, host.base, { ignoreHTTPSErrors: true, ...phone })
    onTestFinished(mobile.done)
    await mobile.page.goto(shown)
    expect(await mobile.page.locator('h1').textContent()).toContain('Acme Academy')
    expect(await axe(mobile.page)).toEqual([])
    await mobile.page.screenshot({ path: `${shots}present-number.png`, fullPage: true })
    await page.locator('input[name=number]').fill((await mobile.page.locator('p.read-out').textContent()) ?? '')
    await page.locator('button[value=number]').click()
    await page.locator('[data-answer=proven]').waitFor()
    expect(await page.locator('dl.facts').textContent()).toContain('Kim Doe')
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: `${shots}present-result.png`, fullPage: true })
    expect(wrong).toEqual([])
  })

  test('on the same device the result opens when the wallet comes back, and in no other browser', async () => {
    const { page, answer } = await start(phone)
    const back = await answer('here')
    const other = await openPage(browser, host.base, { ignoreHTTPSErrors: true })
    onTestFinished(other.done)
    expect((await other.page.goto(back))?.status()).toBe(403)
    expect(await axe(other.page)).toEqual([])
    await page.goto(back)
    await page.locator('[data-answer=proven]').waitFor()
  })

  test('without scripts the page says so when it is loaded again', async () => {
    const { page, answer } = await start({ javaScriptEnabled: false })
    await answer('there')
    await page.locator('#asked a[href*="/present/"]').last().click()
    await page.locator('button[value=skip]').click()
    await page.locator('[data-answer=proven]').waitFor()
    expect(await page.locator('[data-answer]').textContent()).toContain('Nothing shows')
  })

  test.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['phone', phone],
    ['Arabic', { locale: 'ar' }],
    ['German at 320 px', { locale: 'de', viewport: { width: 320, height: 700 } }],
    ['Spanish', { locale: 'es' }],
    ['French', { locale: 'fr' }],
    ['Japanese', { locale: 'ja' }],
  ] as const)('has no fault that axe finds, and fits: %s', async (name, options) => {
    const { page } = await ask(options)
    const fits = async () => {
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    }
    await fits()
    await page.locator('form[action$="/present"] button').click()
    await page.waitForURL(/\/present\/[0-9a-z]{26}/)
    await page.locator('details summary').first().click()
    await fits()
    await page.screenshot({ path: `${shots}present-${name.replaceAll(' ', '-')}.png`, fullPage: true })
    const shown = await openPage(browser, host.base, { ignoreHTTPSErrors: true, ...options })
    onTestFinished(shown.done)
    await shown.page.goto(`${page.url().replace(/\?.*/, '')}/show?iuv=1`)
    expect(await axe(shown.page)).toEqual([])
  })
})
