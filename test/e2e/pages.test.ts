import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, openPage, tab } from './browser.js'
import { draft, examples, type Host, hasChromium, openBrowser, picture, signIn, startHost } from './host.js'

let browser: Browser
let host: Host

const open = (options: BrowserContextOptions = {}, cookies: readonly Host['issuerCookie'][] = []) =>
  openPage(browser, host.base, options, cookies)

const shots = `${tmpdir()}/badgewright-screenshots/`
const offer = async (email: string, more: object = {}) => {
  const badge = await host.service.issue({ draft, recipient: { email, name: 'Kim Doe' }, picture: picture(), ...more })
  const mail = await host.mailTo(email)
  return { badge, link: mail.links.find((url) => url.includes('/claim/')) ?? '' }
}

describe.skipIf(!hasChromium)('in Chromium', () => {
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost()
    mkdirSync(shots, { recursive: true })
    await host.service.applications.setForm({
      id: 'mentor',
      title: 'Welding mentor',
      description: 'For those who teach others.',
      schema: {
        type: 'object',
        required: ['essay', 'level'],
        properties: {
          essay: { type: 'string', title: 'What did you do?', description: 'A few sentences.', maxLength: 2000 },
          level: { type: 'string', title: 'Level', enum: ['One', 'Two'] },
          days: { type: 'array', title: 'Days', items: { type: 'string', enum: ['Monday', 'Friday'] } },
          agree: { type: 'boolean', title: 'I have the agreement of my team' },
        },
      },
      draft,
    })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  test('a mail by SMTP, a scanner that runs scripts, a claim, public, verified by a stranger, private again', async () => {
    const { badge, link } = await offer('kim@learner.example')
    for (let i = 0; i < 20; i++) {
      const scanner = await open()
      await scanner.page.goto(link, { waitUntil: 'networkidle' })
      await scanner.done()
    }
    expect((await host.service.get(badge.id))?.stage).toBe('offered')
    const kim = await open({ viewport: { width: 1200, height: 1080 } })
    await kim.page.goto(link)
    await kim.page.screenshot({ path: `${shots}claim.png` })
    await kim.page.getByRole('button', { name: 'Accept badge' }).click()
    await kim.page.getByText('It is yours!').waitFor()
    expect(kim.page.url()).not.toContain('clm_')
    await kim.page.locator('input[name=visibility][value=public]').check()
    await kim.page.getByRole('button', { name: 'Save' }).click()
    await kim.page.getByText('Saved.').waitFor()
    const stranger = await open({ viewport: { width: 1200, height: 1080 } })
    const url = `${host.base}/b/${badge.id}`
    await stranger.page.goto(url)
    await stranger.page.locator('[data-outcome="verified"]').waitFor()
    await stranger.page.screenshot({ path: `${shots}badge.png` })
    expect(await stranger.page.content()).not.toContain('learner.example')
    await kim.page.getByLabel('Only me').check()
    await kim.page.getByRole('button', { name: 'Save' }).click()
    await kim.page.getByText('Saved.').waitFor()
    const gone = await stranger.page.goto(url)
    const never = await stranger.context.newPage()
    const unknown = await never.goto(`${host.base}/b/00000000000000000000000000`)
    expect([gone?.status(), await gone?.text()]).toEqual([404, await unknown?.text()])
    expect([...kim.wrong, ...stranger.wrong]).toEqual([])
    await signIn(host, kim.page, 'kim@learner.example')
    await kim.page.screenshot({ path: `${shots}mine.png` })
    await kim.done()
    await stranger.done()
  })

  test('without JavaScript: decline and undo, form, unsubscribe, rule, correction, batch and its undo', async () => {
    const { badge, link } = await offer('ada@learner.example')
    const ada = await open({ javaScriptEnabled: false })
    await ada.page.goto(link)
    await ada.page.getByRole('button', { name: 'Decline' }).click()
    await ada.page.getByRole('button', { name: 'Undo' }).click()
    expect((await host.service.get(badge.id))?.stage).toBe('offered')
    await ada.page.getByRole('button', { name: 'Accept badge' }).click()
    await ada.page.goto((await offer('ada@learner.example')).link)
    await ada.page.getByRole('button', { name: 'Accept badge' }).click()
    await signIn(host, ada.page, 'ada@learner.example')
    await ada.page.goto(`${host.base}/b/${badge.id}`)
    await ada.page.getByRole('button', { name: /Accept badges of/ }).click()
    const second = await host.service.issue({
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Welder II' } },
      recipient: { email: 'ada@learner.example' },
    })
    await host.service.tick()
    const auto = await host.service.get(second.id)
    expect([auto?.visibility, ['accepted', 'claimed'].includes(auto?.stage ?? '')]).toEqual(['private', true])

    await ada.page.goto(`${host.base}/apply/mentor`)
    await ada.page.getByLabel('Name').fill('Ada')
    await ada.page.getByLabel('E-mail address').fill('ada@learner.example')
    await ada.page.getByLabel('What did you do?').fill('I taught welding.')
    await ada.page.getByLabel('Level').selectOption('Two')
    await ada.page.getByRole('button', { name: 'Send application' }).click()
    await ada.page.getByText('Thank you!').waitFor()

    const issuer = await open({ javaScriptEnabled: false, viewport: { width: 1200, height: 900 } }, [host.issuerCookie])
    await issuer.page.goto(`${host.base}/issuer/applications`)
    await issuer.page.getByRole('link', { name: 'Ada' }).click()
    await issuer.page.getByRole('button', { name: 'Approve and issue' }).click()
    await issuer.page.getByText('Your decision was recorded.').waitFor()
    await issuer.page.goto(`${host.base}/issuer/badges/${badge.id}`)
    await issuer.page.locator('section', { hasText: 'Correct the name' }).getByRole('textbox').fill('Ada King')
    await issuer.page.getByRole('button', { name: 'Correct the name' }).click()
    await issuer.page.getByText('This is the corrected badge.').waitFor()
    await ada.page.goto(`${host.base}/b/${badge.id}`)
    expect(await ada.page.content()).toContain('data-outcome="failed"')

    await issuer.page.goto(`${host.base}/issuer/upload`)
    await issuer.page.getByLabel('Name of the badge').fill('River Steward')
    await issuer.page.getByLabel('What it recognises').fill('Cares for rivers.')
    await issuer.page.getByLabel('What it takes to earn it').fill('Ten days at the river.')
    await issuer.page.getByLabel('Picture').setInputFiles(`${examples}art/river-steward.png`)
    await issuer.page.getByLabel('Recipients (CSV file)').setInputFiles({
      name: 'r.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('email,name\nlee@learner.example,Lee\nnobody,X\nmia@learner.example,Mia\n'),
    })
    await issuer.page.getByRole('button', { name: 'Preview' }).click()
    await issuer.page.getByText('2 badges are ready').waitFor()
    await issuer.page.screenshot({ path: `${shots}preview.png` })
    await issuer.page.getByRole('button', { name: 'Issue 2 badges' }).click()
    await issuer.page.getByText('2 badges issued.').waitFor()
    await issuer.page.getByRole('button', { name: 'Undo this batch' }).click()
    await issuer.page.getByText('Undone: 2 badges revoked.').waitFor()
    await issuer.page.goto(`${host.base}/issuer`)
    await issuer.page.screenshot({ path: `${shots}issuer.png` })
    expect([...ada.wrong, ...issuer.wrong]).toEqual([])
    await ada.done()
    await issuer.done()
  })

  test('an employer drops a badge: who says so, about whom, whether it holds; nothing leaves the host', async () => {
    const { badge } = await offer('eve@learner.example')
    const image = await host.service.image(badge.id)
    const page = await open({ viewport: { width: 1200, height: 1300 } })
    await page.page.goto(`${host.base}/verify`)
    const check = async (buffer: Buffer, name: string, recipient: string) => {
      await page.page.locator('#recipient').fill(recipient)
      await page.page.locator('#result').evaluate((element) => element.replaceChildren())
      await page.page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
      const result = page.page.locator('#result [data-outcome]')
      await result.waitFor({ timeout: 60_000 })
      // Of what is not genuine, nobody is told whose it is.
      const match = page.page.locator('[data-match]')
      const found = (await match.count()) === 0 ? null : await match.getAttribute('data-match')
      return [await result.getAttribute('data-outcome'), found]
    }
    const png = Buffer.from(image?.bytes ?? [])
    const json = Buffer.from(JSON.stringify(badge.credential))
    expect(await check(png, 'badge.png', 'eve@learner.example')).toEqual(['verified', 'yes'])
    await page.page.screenshot({ path: `${shots}verify.png` })
    expect(await axe(page.page)).toEqual([])
    expect(await check(json, 'badge.json', 'mallory@learner.example')).toEqual(['verified', 'no'])
    const forged = Buffer.from(JSON.stringify(badge.credential).replace('Welder I', 'Welder IX'))
    expect(await check(forged, 'badge.json', 'eve@learner.example')).toEqual(['failed', null])
    await host.service.revoke({ badgeId: badge.id, reason: 'Mistake' })
    expect((await check(png, 'badge.png', 'eve@learner.example'))[0]).toBe('failed')
    expect(page.wrong).toEqual([])
    await page.done()
  })

  test('a page in a frame of another site is refused, unless that site was named', async () => {
    const page = await open()
    await page.page.goto(`${new URL(host.base).origin}/elsewhere`)
    await page.page.waitForTimeout(500)
    const inner = page.page.frames().find((frame) => frame !== page.page.mainFrame())
    expect(inner?.url()).not.toContain('/lms/badges/verify')
    await page.done()
    const framed = await startHost({ frameAncestors: ['http://localhost:1'] })
    const outer = await browser.newPage()
    await outer.goto(`${new URL(framed.base).origin}/elsewhere`)
    await outer.frameLocator('iframe').getByRole('heading', { name: 'Check a badge' }).waitFor()
    await outer.close()
    await framed.close()
  })

  describe('every page is for everybody', () => {
    const paths = async () => {
      const email = `p${Math.round(performance.now())}@learner.example`
      const { badge, link } = await offer(email)
      const other = await offer(`q${Math.round(performance.now())}@learner.example`)
      return { email, badge, link, other: other.link }
    }
    const visit = async (options: BrowserContextOptions, look: (page: Page, name: string) => Promise<void>) => {
      const { email, badge, link, other } = await paths()
      const shown = await open(options, [host.issuerCookie])
      for (const path of [
        '/',
        '/sign-in',
        '/recovery',
        '/report',
        '/apply',
        '/apply/mentor',
        '/verify',
        '/nothing',
        other.replace(host.base, ''),
      ]) {
        await shown.page.goto(host.base + path)
        await look(shown.page, path)
      }
      await shown.page.goto(link)
      await shown.page.locator('button[value=claim]').click()
      await shown.page.waitForURL(/\/b\//)
      await shown.page.locator('input[value=unlisted]').check()
      await shown.page.locator('form[action$="/visibility"] button').click()
      await shown.page.waitForURL(/saved=1/)
      await look(shown.page, 'own badge, opened by its link')
      await signIn(host, shown.page, email)
      await shown.page.goto(`${host.base}/b/${badge.id}`)
      await look(shown.page, 'own badge')
      for (const path of [
        '/mine',
        '/mine/others',
        '/account',
        '/issuer',
        `/issuer/badges/${badge.id}`,
        '/issuer/upload',
        '/issuer/batches',
        '/issuer/applications',
        '/issuer/reports',
        '/issuer/forms',
      ]) {
        await shown.page.goto(host.base + path)
        await look(shown.page, path)
      }
      expect(shown.wrong).toEqual([])
      await shown.done()
    }

    test.each([
      ['light', { colorScheme: 'light' }],
      ['dark', { colorScheme: 'dark' }],
      ['Arabic', { locale: 'ar', viewport: { width: 390, height: 800 } }],
      ['Japanese', { locale: 'ja' }],
    ] as const)('axe-core finds nothing (%s)', async (_, options) => {
      await visit(options, async (page, name) => expect({ name, found: await axe(page) }).toEqual({ name, found: [] }))
    })

    test('WCAG 1.4.10: at 320 pixels nothing is cut off, nor with the spacing of 1.4.12', async () => {
      await visit({ viewport: { width: 320, height: 640 } }, async (page, name) => {
        const overflow = () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect({ name, overflow: await overflow() }).toEqual({ name, overflow: 0 })
        const cut = await page.evaluate(() => {
          for (const element of document.querySelectorAll<HTMLElement>('body *')) {
            element.style.setProperty('line-height', '1.5', 'important')
            element.style.setProperty('letter-spacing', '.12em', 'important')
            element.style.setProperty('word-spacing', '.16em', 'important')
          }
          return [...document.querySelectorAll<HTMLElement>('main *')]
            .filter(
              (element) =>
                getComputedStyle(element).overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1,
            )
            .filter((element) => !element.closest('.hidden-visually, thead, .certificate, svg'))
            .map((element) => element.outerHTML.slice(0, 80))
        })
        expect({ name, cut, overflow: await overflow() }).toEqual({ name, cut: [], overflow: 0 })
      })
    })

    test('WCAG 2.5.8: targets have at least 24 pixels', async () => {
      await visit({ viewport: { width: 390, height: 800 } }, async (page, name) => {
        const small = await page.evaluate(() =>
          [
            ...document.querySelectorAll<HTMLElement>(
              'a[href], button, input:not([type=hidden]), select, textarea, summary',
            ),
          ]
            .filter((element) => element.offsetParent !== null && !element.closest('p, dd, .trap, li > bdi, .skip'))
            .map((element) => ({ element, box: (element.closest('.tile') ?? element).getBoundingClientRect() }))
            .filter(({ box }) => box.width < 24 || box.height < 24)
            .map(({ element }) => element.outerHTML.slice(0, 100)),
        )
        expect({ name, small }).toEqual({ name, small: [] })
      })
    })

    test('by keyboard alone: everything is reached in order, and the focus is always seen', async () => {
      await visit({ viewport: { width: 1000, height: 700 } }, async (page, name) => {
        const count = await page.evaluate(
          () =>
            [
              ...document.querySelectorAll<HTMLElement>(
                'a[href], button, input:not([type=hidden]):not([tabindex="-1"]), select, textarea, summary',
              ),
            ].filter((element) => element.checkVisibility()).length,
        )
        await page.evaluate(() => window.scrollTo(0, 0))
        // Day, month, year, hour, minute, half of the day and the calendar are stops of one field.
        const dates = await page.locator('input[type=date], input[type=datetime-local]').count()
        const seen = new Set<string>()
        for (let i = 0; i < count + 3 + 7 * dates; i++) {
          const state = await tab(page)
          if (state === null) continue
          expect({ name, ...state }).toEqual({ name, ...state, isMarked: true, isVisible: true })
          seen.add(state.id)
        }
        // Of a group of radio buttons one is a stop.
        const radios = await page.locator('input[type=radio]').count()
        expect({ name, enough: seen.size >= count - Math.max(0, radios - 1) }).toEqual({ name, enough: true })
      })
    })

    test('a learner claims with nothing but the keyboard', async () => {
      const { link, badge } = await paths()
      const { page, done } = await open()
      await page.goto(link)
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab')
        if ((await page.evaluate(() => (document.activeElement as HTMLButtonElement | null)?.value)) === 'claim') break
      }
      await page.keyboard.press('Enter')
      await page.waitForURL(/claimed=1/)
      expect((await host.service.get(badge.id))?.stage).toBe('claimed')
      await done()
    })

    test('forced colours: buttons and states keep a border', async () => {
      await visit({ forcedColors: 'active' }, async (page, name) => {
        const bare = await page.evaluate(
          () =>
            [...document.querySelectorAll<HTMLElement>('.button, .pill, .notice')].filter(
              (element) => getComputedStyle(element).borderTopWidth === '0px',
            ).length,
        )
        expect({ name, bare }).toEqual({ name, bare: 0 })
      })
    })

    test('right to left: the page runs the other way, addresses do not', async () => {
      const { page, done } = await open({ locale: 'ar' })
      await page.goto(`${host.base}/sign-in`)
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
      const [brand, nav] = await Promise.all([page.locator('.brand').boundingBox(), page.locator('nav').boundingBox()])
      expect((brand?.x ?? 0) > (nav?.x ?? 0)).toBe(true)
      expect(await page.locator('input[type=email]').evaluate((element) => getComputedStyle(element).direction)).toBe(
        'ltr',
      )
      await done()
    })

    test('less motion: nothing moves', async () => {
      const { page, done } = await open({ reducedMotion: 'reduce' })
      await page.goto(host.base)
      expect(
        await page.evaluate(
          () =>
            [...document.querySelectorAll('*')].filter(
              (element) => getComputedStyle(element).transitionDuration !== '0s',
            ).length,
        ),
      ).toBe(0)
      await done()
    })
  })
})
