import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { oidcAuth } from '../../src/adapters/auth/oidc.js'
import { startProvider } from '../support/oidc-provider.js'
import { axe, openPage, tab } from './browser.js'
import { draft, type Host, hasChromium, type Mail, openBrowser, picture, signIn, startHost } from './host.js'

const DAY = 86_400_000
const noScript = { javaScriptEnabled: false } as const

let browser: Browser
let host: Host
let passed = 0
const now = (): Date => new Date(Date.now() + passed)

const open = async (options: BrowserContextOptions = noScript, cookies: readonly Host['issuerCookie'][] = []) => {
  const opened = await openPage(browser, host.base, options, cookies)
  onTestFinished(() => opened.done())
  return opened
}
const issuer = () => open({ ...noScript, viewport: { width: 1200, height: 900 } }, [host.issuerCookie])
const linkOf = ({ links }: Mail, path: string): string => links.find((url) => url.includes(`/${path}/`)) ?? ''

async function offer(email: string, name = 'Welder I', more: object = {}) {
  const achievement = { ...draft.achievement, name }
  const recipient = { email, name: 'Kim Doe' }
  const badge = await host.service.issue({ draft: { ...draft, achievement }, recipient, picture: picture(), ...more })
  return { badge, link: linkOf(await host.mailTo(email), 'claim') }
}

async function claim(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: 'Accept badge' }).click()
  await page.getByText('It is yours!').waitFor()
}

/** What a program that looks at links in mails does: opens them, runs scripts, waits. */
async function scan(link: string): Promise<void> {
  const { page, done } = await openPage(browser, host.base)
  await page.goto(link, { waitUntil: 'networkidle' })
  await done()
}

const stageOf = async (id: string) => (await host.service.get(id))?.stage

describe.skipIf(!hasChromium)('in Chromium, by mail and without JavaScript', () => {
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost({}, async () => ({ clock: now }))
    await host.service.applications.setForm({
      id: 'mentor',
      title: 'Welding mentor',
      schema: {
        type: 'object',
        required: ['essay'],
        properties: { essay: { type: 'string', title: 'What did you do?', maxLength: 2000 } },
      },
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Mentor' } },
    })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  test('reminders end by a button that no scanner presses; offers go on', async () => {
    const email = 'una@learner.example'
    const { badge } = await offer(email)
    passed += 3.1 * DAY
    const unsubscribe = linkOf(await host.mailTo(email), 'u')
    expect(unsubscribe).not.toBe('')
    for (let i = 0; i < 3; i++) await scan(unsubscribe)
    const second = await offer(email, 'Welder II')
    passed += 3.1 * DAY
    await host.service.tick()
    const reminded = host.mailsTo(email)
    const { page, wrong } = await open()
    await page.goto(unsubscribe)
    expect(await page.content()).not.toContain(email)
    await page.getByRole('button', { name: 'Stop reminders' }).click()
    await page.getByText('There will be no more reminders.').waitFor()
    passed += 8 * DAY
    await host.service.tick()
    expect(host.mailsTo(email)).toBe(reminded)
    const third = await offer(email, 'Welder III')
    expect(host.mailsTo(email)).toBe(reminded + 1)
    expect(third.link).toContain('/claim/clm_')
    expect([await stageOf(badge.id), await stageOf(second.badge.id)]).toEqual(['offered', 'offered'])
    expect(wrong).toEqual([])
  })

  test('a decline is taken back in time, and stays after it', async () => {
    const { badge, link } = await offer('dec@learner.example')
    const { page, wrong } = await open()
    await page.goto(link)
    await page.getByRole('button', { name: 'Decline' }).click()
    await page.getByText('You declined this badge').waitFor()
    const undo = page.url()
    await scan(undo)
    expect(await stageOf(badge.id)).toBe('declined')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Decline' }).click()
    expect((await page.goto(link))?.status()).toBe(409)
    const last = await open()
    await last.page.goto(undo)
    passed += 2 * DAY
    expect((await last.page.goto(undo))?.status()).toBe(404)
    expect(await stageOf(badge.id)).toBe('declined')
    expect(wrong).toEqual([])
  })

  test('a rule accepts the next badge, privately; its mail takes that back, and without the rule there is an offer', async () => {
    const email = 'aut@learner.example'
    const { badge: first, link } = await offer(email)
    const { page, wrong } = await open()
    await claim(page, link)
    // A rule is offered to those who know the issuer.
    expect(await page.getByRole('button', { name: /Accept badges of/ }).count()).toBe(0)
    await claim(page, (await offer(email, 'Welder 0')).link)
    await signIn(host, page, email)
    await page.goto(`${host.base}/b/${first.id}`)
    await page.getByRole('button', { name: /Accept badges of/ }).click()
    const { badge } = await offer(email, 'Welder II')
    expect([await stageOf(badge.id), (await host.service.get(badge.id))?.visibility]).toEqual(['claimed', 'private'])
    const stranger = await open()
    expect((await stranger.page.goto(`${host.base}/b/${badge.id}`))?.status()).toBe(404)
    const undo = linkOf(await host.mailTo(email), 'undo')
    for (let i = 0; i < 3; i++) await scan(undo)
    expect(await stageOf(badge.id)).toBe('claimed')
    await page.goto(undo)
    await page.getByRole('button', { name: 'Remove this badge' }).click()
    await page.getByText('The badge was removed').waitFor()
    expect(await stageOf(badge.id)).toBe('declined')
    await page.goto(`${host.base}/account`)
    await page
      .locator('section', { hasText: 'Accept automatically' })
      .getByRole('button', { name: /Remove/ })
      .click()
    await page.getByText('There are no rules.').waitFor()
    expect(await stageOf((await offer(email, 'Welder III')).badge.id)).toBe('offered')
    expect(wrong).toEqual([])
  })

  test('an application is asked about, answered by the mailed link, approved, offered and claimed', async () => {
    const email = 'app@learner.example'
    const { page, wrong } = await open()
    await page.goto(`${host.base}/apply/mentor`)
    await page.getByLabel('Name').fill('App')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByRole('button', { name: 'Send application' }).click()
    expect(page.url()).toContain('/apply/mentor')
    await page.getByLabel('What did you do?').fill('I taught <b>welding</b>.')
    await page.getByRole('button', { name: 'Send application' }).click()
    await page.getByText('Thank you!').waitFor()
    const clerk = await issuer()
    const review = async () => {
      await clerk.page.goto(`${host.base}/issuer/applications`)
      await clerk.page.getByRole('link', { name: 'App', exact: true }).click()
    }
    await review()
    await clerk.page.getByLabel('Message to the applicant').fill('How many people?')
    await clerk.page.getByRole('button', { name: 'Ask a question' }).click()
    await clerk.page.getByText('Your decision was recorded.').waitFor()
    const question = await host.mailTo(email)
    expect(question.text).toContain('How many people?')
    await page.goto(linkOf(question, 'application'))
    await page.getByLabel('Your answer').fill('Twelve.')
    await page.getByRole('button', { name: 'Send answer' }).click()
    await page.getByText('In review').waitFor()
    await review()
    await clerk.page.getByText('Twelve.').waitFor()
    await clerk.page.getByRole('button', { name: 'Approve and issue' }).click()
    await clerk.page.getByText('Your decision was recorded.').waitFor()
    await claim(page, linkOf(await host.mailTo(email), 'claim'))
    expect(await page.content()).toContain('data-outcome="verified"')
    expect([...wrong, ...clerk.wrong]).toEqual([])
  })

  test('an application is rejected with a reason, which the applicant is told', async () => {
    const email = 'rej@learner.example'
    const { page } = await open()
    await page.goto(`${host.base}/apply/mentor`)
    await page.getByLabel('Name').fill('Rej')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('What did you do?').fill('Nothing yet.')
    await page.getByRole('button', { name: 'Send application' }).click()
    await page.getByText('Thank you!').waitFor()
    const clerk = await issuer()
    await clerk.page.goto(`${host.base}/issuer/applications`)
    await clerk.page.getByRole('link', { name: 'Rej', exact: true }).click()
    await clerk.page.getByLabel('Message to the applicant').fill('Come back next year.')
    await clerk.page.getByRole('button', { name: 'Reject' }).click()
    await clerk.page.getByText('Your decision was recorded.').waitFor()
    const mail = await host.mailTo(email)
    expect(mail.text).toContain('Come back next year.')
    await page.goto(linkOf(mail, 'application'))
    await page.getByText('Not approved').waitFor()
  })

  test('a corrected name: a new badge for its owner, the old page leads to it, the old file is revoked', async () => {
    const email = 'cor@learner.example'
    const { badge, link } = await offer(email)
    const { page, wrong } = await open()
    await claim(page, link)
    await page.locator('input[name=visibility][value=public]').check()
    await page.getByRole('button', { name: 'Save' }).click()
    const clerk = await issuer()
    await clerk.page.goto(`${host.base}/issuer/badges/${badge.id}`)
    await clerk.page.locator('section', { hasText: 'Correct the name' }).getByRole('textbox').fill('Kim Q. Doe')
    await clerk.page.getByRole('button', { name: 'Correct the name' }).click()
    await clerk.page.getByText('This is the corrected badge.').waitFor()
    const stranger = await open()
    await stranger.page.goto(`${host.base}/b/${badge.id}`)
    expect(await stranger.page.content()).toContain('data-outcome="failed"')
    await stranger.page.locator('main a[href*="/b/"]').first().click()
    await stranger.page.getByText('Kim Q. Doe').waitFor()
    expect(await stranger.page.content()).toContain('data-outcome="verified"')
    expect((await host.mailTo(email)).text).toContain('/b/')
    expect(await stageOf(badge.id)).toBe('replaced')
    expect([...wrong, ...clerk.wrong, ...stranger.wrong]).toEqual([])
  })

  test('a batch that is undone: what was claimed is revoked, what was not mailed never is', async () => {
    const clerk = await issuer()
    await clerk.page.goto(`${host.base}/issuer/upload`)
    await clerk.page.getByLabel('Name of the badge').fill('River Steward')
    await clerk.page.getByLabel('What it recognises').fill('Cares for rivers.')
    await clerk.page.getByLabel('What it takes to earn it').fill('Ten days at the river.')
    await clerk.page.getByLabel('Recipients (CSV file)').setInputFiles({
      name: 'r.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('email,name\nbat1@learner.example,One\nbat2@learner.example,Two\n'),
    })
    await clerk.page.getByRole('button', { name: 'Preview' }).click()
    await clerk.page.getByRole('button', { name: 'Issue 2 badges' }).click()
    await clerk.page.getByText('2 badges issued.').waitFor()
    await clerk.page.getByRole('button', { name: 'Undo this batch' }).click()
    await clerk.page.getByText('Undone: 2 badges revoked.').waitFor()
    await host.service.tick()
    expect([host.mailsTo('bat1@learner.example'), host.mailsTo('bat2@learner.example')]).toEqual([0, 0])
    expect(clerk.wrong).toEqual([])
  })

  test('an address is added by a link that says to which account', async () => {
    const { link } = await offer('add@learner.example')
    const { page, wrong } = await open()
    await claim(page, link)
    await signIn(host, page, 'add@learner.example')
    await page.goto(`${host.base}/account`)
    await page.getByLabel('Add an address').fill('add@home.example')
    await page.getByRole('button', { name: 'Add an address' }).click()
    const confirm = linkOf(await host.mailTo('add@home.example'), 'address')
    for (let i = 0; i < 3; i++) await scan(confirm)
    await page.goto(confirm)
    await page.getByText('Kim Doe').waitFor()
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('add@home.example').waitFor()
    expect(wrong).toEqual([])
  })

  describe('the pages on the way are for everybody', () => {
    /** Every page of these journeys that is not among those of the other suite. */
    async function pages(options: BrowserContextOptions, look: (page: Page, name: string) => Promise<void>) {
      const run = Math.round(performance.now())
      const email = `way${run}@learner.example`
      const { badge, link } = await offer(email)
      passed += 3.1 * DAY
      const unsubscribe = linkOf(await host.mailTo(email), 'u')
      await host.service.people.sendLinks({ email })
      const signInLink = linkOf(await host.mailTo(email), 'sign-in')
      const { page, wrong } = await open({ ...options }, [host.issuerCookie])
      const show = async (url: string, name: string) => {
        await page.goto(url.startsWith('http') ? url : host.base + url)
        await look(page, name)
      }
      await show(unsubscribe, 'unsubscribe')
      await show(signInLink, 'sign in by link')
      await page.goto(link)
      await page.locator('button[value=decline]').click()
      await page.waitForURL(/\/undo\//)
      await look(page, 'undo')
      await page.locator('main button').click()
      await page.waitForURL(/\/claim\//)
      const again = page.url()
      await page.locator('button[value=claim]').click()
      await page.waitForURL(/claimed=1/)
      await look(page, 'claimed')
      await page.context().clearCookies()
      await page.context().addCookies([host.issuerCookie])
      await show(again, 'a link that was used')
      await signIn(host, page, email)
      await page.goto(`${host.base}/account`)
      await page.locator('details').evaluateAll((rows) => {
        for (const row of rows) row.setAttribute('open', '')
      })
      await look(page, 'account, all open')
      await page.locator('form[action$="/account/recovery"] button').click()
      await look(page, 'recovery codes')
      const person = (await host.service.get(badge.id))?.personId ?? ''
      await host.service.people.addEmail({ personId: person, email: `home${run}@learner.example` })
      await show(linkOf(await host.mailTo(`home${run}@learner.example`), 'address'), 'confirm an address')
      const { application, token } = await host.service.applications.submit({
        formId: 'mentor',
        email,
        name: 'Kim Doe',
        answers: { essay: 'A long answer. '.repeat(40) },
      })
      const applicationId = application?.id ?? ''
      await host.service.applications.ask({ applicationId, remark: 'How many people?' })
      await show(`/application/${token}`, 'an application that is asked about')
      await show(`/issuer/applications/${applicationId}`, 'a review')
      await host.service.replace({ badgeId: badge.id, draft })
      await show(`/b/${badge.id}`, 'a replaced badge')
      const { batch } = await host.service.batches.issue({
        draft: { ...draft, achievement: { ...draft.achievement, name: `Batch ${run}` } },
        rows: [{ email: `row${run}@learner.example`, name: 'A name that is rather long for a narrow column' }],
      })
      await show(`/issuer/batches/${batch.id}`, 'a batch')
      await page.goto(`${host.base}/apply/mentor`)
      await page.locator('form[action*="/apply/"]').evaluate((form: HTMLFormElement) => {
        form.noValidate = true
      })
      await page.locator('form[action*="/apply/"] button').click()
      await page.locator('[role=alert]').waitFor()
      await look(page, 'a form with problems')
      expect(wrong).toEqual([])
    }

    test.each([
      ['light', {}],
      ['dark, Arabic, narrow', { colorScheme: 'dark', locale: 'ar', viewport: { width: 390, height: 800 } }],
    ] as const)('axe-core finds nothing (%s)', async (_, options) => {
      await pages(options, async (page, name) => expect({ name, found: await axe(page) }).toEqual({ name, found: [] }))
    })

    test('WCAG 1.4.10 and 1.4.12: at 320 pixels, spaced out, nothing runs over', async () => {
      await pages({ viewport: { width: 320, height: 640 } }, async (page, name) => {
        const overflow = await page.evaluate(() => {
          for (const element of document.querySelectorAll<HTMLElement>('body *')) {
            element.style.setProperty('line-height', '1.5', 'important')
            element.style.setProperty('letter-spacing', '.12em', 'important')
            element.style.setProperty('word-spacing', '.16em', 'important')
          }
          return document.documentElement.scrollWidth - document.documentElement.clientWidth
        })
        expect({ name, overflow }).toEqual({ name, overflow: 0 })
      })
    })

    test('WCAG 2.4.7, 2.4.11 and 2.5.8: by keyboard, the focus is marked, covered by nothing, on a large enough target', async () => {
      await pages({ viewport: { width: 800, height: 500 } }, async (page, name) => {
        const count = await page.evaluate(
          () => document.querySelectorAll('a[href], button, input, select, textarea, summary').length,
        )
        let stops = 0
        for (let i = 0; i < count + 2; i++) {
          const state = await tab(page)
          if (state === null) continue
          stops += 1
          expect({ name, ...state }).toEqual({ name, ...state, isMarked: true, isCovered: false, isSmall: false })
        }
        expect({ name, some: stops > 3 }).toEqual({ name, some: true })
      })
    })

    test('forced colours: what can be pressed keeps a border', async () => {
      await pages({ forcedColors: 'active' }, async (page, name) => {
        const bare = await page.evaluate(() =>
          [
            ...document.querySelectorAll<HTMLElement>(
              '.button, .pill, .notice, input:not([type=hidden]), textarea, select',
            ),
          ]
            .filter((element) => element.checkVisibility() && !element.closest('.trap'))
            .filter((element) => !['checkbox', 'radio', 'file'].includes((element as HTMLInputElement).type))
            .filter((element) => getComputedStyle(element).borderTopWidth === '0px')
            .map((element) => element.outerHTML.slice(0, 80)),
        )
        expect({ name, bare }).toEqual({ name, bare: [] })
      })
    })
  })
})

describe.skipIf(!hasChromium)('in Chromium, who may claim', () => {
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  /** A host of its own for a test. */
  const use = async (started: Promise<Host>) => {
    host = await started
    onTestFinished(() => host.close())
  }

  test('a code: sent by mail, a wrong one is told, the right one claims', async () => {
    await use(startHost({}, async () => ({ claimPolicy: 'code' })))
    const { badge, link } = await offer('cod@learner.example')
    const { page, wrong } = await open({ viewport: { width: 320, height: 640 } })
    await page.goto(link)
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByText('The code is on its way.').waitFor()
    const code = /\b(\d{6})\b/.exec((await host.mailTo('cod@learner.example')).text)?.[1] ?? ''
    await page.getByLabel('Code from the e-mail').fill(code === '000000' ? '111111' : '000000')
    await page.getByRole('button', { name: 'Accept badge' }).click()
    await page.getByRole('alert').waitFor()
    expect(await axe(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    await page.getByLabel('Code from the e-mail').fill(code)
    await page.getByRole('button', { name: 'Accept badge' }).click()
    await page.getByText('It is yours!').waitFor()
    expect(await stageOf(badge.id)).toBe('claimed')
    expect(wrong).toEqual([])
  })

  test('an OpenID Connect provider: there and back by the button, the account is named, and signed out', async () => {
    let provider: Awaited<ReturnType<typeof startProvider>> | undefined
    await use(
      startHost({ auth: undefined as never }, async (base) => {
        const redirectUri = `${base}/oidc/callback`
        const kim = { sub: 'u-1', name: 'Kim at college', email: 'oid@learner.example', email_verified: true }
        const lee = { sub: 'u-2', name: 'Lee at college', email: 'lee@learner.example', email_verified: true }
        provider = await startProvider({ kim, lee }, { id: 'badges', secret: 'secret', redirectUri })
        const options = { issuer: provider.issuer, clientId: 'badges', clientSecret: 'secret', baseUrl: base }
        return { claimPolicy: 'session', auth: await oidcAuth({ ...options, secret: 'x'.repeat(43) }) }
      }),
    )
    const issuerUrl = provider?.issuer ?? ''
    const { badge, link } = await offer('oid@learner.example')
    const visit = async (who: string) => {
      const cookie = { name: 'at-provider', value: who, url: issuerUrl }
      const opened = await openPage(browser, host.base, noScript, [cookie], [issuerUrl])
      onTestFinished(() => opened.done())
      await opened.page.goto(link)
      await opened.page.locator('main').getByRole('link', { name: 'Sign in' }).click()
      await opened.page.waitForURL(link)
      return opened
    }
    const lee = await visit('lee')
    await lee.page.getByText('You are signed in as Lee at college.').waitFor()
    await lee.page.getByRole('button', { name: 'Accept badge' }).click()
    await lee.page.getByRole('alert').waitFor()
    expect(await stageOf(badge.id)).toBe('offered')
    const kim = await visit('kim')
    await kim.page.getByText('You are signed in as Kim at college.').waitFor()
    await kim.page.getByRole('button', { name: 'Accept badge' }).click()
    await kim.page.getByText('It is yours!').waitFor()
    await kim.page.goto(`${host.base}/account`)
    await kim.page.getByRole('button', { name: 'Sign out' }).click()
    expect((await kim.page.goto(`${host.base}/mine`))?.status()).toBe(401)
    expect([...kim.wrong, ...lee.wrong]).toEqual([])
  })
})
