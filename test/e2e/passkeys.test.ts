import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { passkeys } from '../../src/adapters/auth/passkeys.js'
import { axe, openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, signIn, startHost } from './host.js'

const KIM = 'kim@learner.example'
/** Where to put pictures of the pages, to be looked at. */
const shots = process.env.BADGEWRIGHT_TEST_SHOTS

let browser: Browser
let host: Host

/** A device of its own in the browser, which asks nobody (WebAuthn Level 3 §12). */
async function device(page: Page): Promise<{ session: CDPSession; authenticatorId: string }> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { session, authenticatorId }
}

/** A browser that offers passkeys by the button alone. */
const withoutAutofill = (page: Page): Promise<unknown> =>
  page.addInitScript(() => Reflect.deleteProperty(PublicKeyCredential, 'isConditionalMediationAvailable'))

const open = async (options: object = {}) => {
  const opened = await openPage(browser, host.base, { viewport: { width: 390, height: 844 }, ...options })
  onTestFinished(() => opened.done())
  return opened
}

async function enterByMail(page: Page): Promise<void> {
  await host.service.issue({ draft, recipient: { email: KIM, name: 'Kim Doe' } })
  await host.mailTo(KIM)
  await signIn(host, page, KIM)
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto(`${host.base}/account`)
  await page.getByLabel('Name of the passkey').last().fill(name)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey was added.').waitFor()
}

describe.skipIf(!hasChromium)('passkeys in Chromium', () => {
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost({}, async () => ({ passkeys: await passkeys() }))
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  test('a learner adds one, signs out, signs in with it, claims by it, and removes it', async () => {
    const { page, context, wrong } = await open()
    await withoutAutofill(page)
    await device(page)
    await enterByMail(page)
    await addPasskey(page, 'My phone')
    await page.getByText('My phone', { exact: true }).waitFor()
    await context.clearCookies()

    const badge = await host.service.issue({
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } },
      recipient: { email: KIM, name: 'Kim Doe' },
      requireAuthentication: 'passkey',
    })
    const link = (await host.mailTo(KIM)).links.find((url) => url.includes('/claim/')) ?? ''
    await page.goto(link)
    await page.getByRole('link', { name: 'Sign in', exact: true }).last().click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(/\/claim\//)
    await page.getByRole('button', { name: 'Accept badge' }).click()
    await page.getByText('It is yours!').waitFor()
    expect((await host.service.get(badge.id))?.authenticatedBy).toMatchObject({ by: 'passkey', registeredBy: 'link' })

    await page.goto(`${host.base}/account`)
    await page.getByText(/Last used/).waitFor()
    await page.getByRole('button', { name: 'Remove My phone' }).click()
    // The session began with it.
    await page.getByText('Please sign in first').waitFor()
    expect(wrong).toEqual([])
  })

  test('the field for the address offers the passkey, without the button', async () => {
    const { page, context, wrong } = await open()
    await device(page)
    await enterByMail(page)
    await addPasskey(page, 'Phone')
    await context.clearCookies()
    // The device chooses by itself what a person would choose in the field.
    await page.goto(`${host.base}/sign-in`, { waitUntil: 'commit' })
    await page.waitForURL(/\/mine$/)
    expect(wrong).toEqual([])
  })

  test('somebody who cancels, and a device that verifies nobody, are where they were', async () => {
    const { page, context, wrong } = await open()
    const { session, authenticatorId } = await device(page)
    await enterByMail(page)
    await addPasskey(page, 'Key')
    await context.clearCookies()
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await page.goto(`${host.base}/sign-in`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForTimeout(1000)
    expect(page.url()).toBe(`${host.base}/sign-in`)
    expect(await page.getByLabel('E-mail address').isVisible()).toBe(true)
    expect(wrong).toEqual([])
  })

  test('without JavaScript the pages work as before, and no passkey is offered', async () => {
    const { page, wrong } = await open({ javaScriptEnabled: false })
    await page.goto(`${host.base}/sign-in`)
    expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false)
    expect(await page.getByLabel('E-mail address').isVisible()).toBe(true)
    await enterByMail(page)
    await page.goto(`${host.base}/account`)
    expect(await page.getByRole('button', { name: 'Add a passkey' }).isVisible()).toBe(false)
    expect(await page.getByText('Adding a passkey takes a browser').isVisible()).toBe(true)
    expect(wrong).toEqual([])
  })

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['ar', { colorScheme: 'light', locale: 'ar' }],
    ['narrow', { colorScheme: 'light', locale: 'de', viewport: { width: 320, height: 700 } }],
  ] as const)('on a phone: %s', async (name, options) => {
    const { page, wrong } = await open({ ...options })
    await page.goto(`${host.base}/sign-in`)
    await page.locator('[data-passkey="get"] button').waitFor()
    expect(await axe(page)).toEqual([])
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
    expect(await fits()).toBe(true)
    if (shots !== undefined) await page.screenshot({ path: `${shots}/sign-in-${name}.png`, fullPage: true })
    const kim = await host.service.people.fromSession({ subject: `s-${name}`, emails: [`${name}@learner.example`] })
    const { token } = await host.service.people.startSession(kim.id)
    await page.context().addCookies([{ name: 'badges-session', value: token, url: host.base }])
    // After axe, whose session takes the devices of the page along when it ends.
    await device(page)
    await page.goto(`${host.base}/account`)
    await page.locator('[data-passkey="create"] button').click()
    await page.locator('li details summary').waitFor()
    await page.goto(`${host.base}/account`)
    await page.locator('li details summary').click()
    expect(await axe(page)).toEqual([])
    expect(await fits()).toBe(true)
    if (shots !== undefined) {
      await page.locator('section[aria-labelledby="passkeys"]').screenshot({ path: `${shots}/account-${name}.png` })
    }
    expect(wrong).toEqual([])
  })
})
