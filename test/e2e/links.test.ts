import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openPage } from './browser.js'
import { draft, type Host, hasChromium, openBrowser, signIn, startHost } from './host.js'

describe.skipIf(!hasChromium)('the two attacks on an account, in Chromium', () => {
  let browser: Browser
  let host: Host
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  const open = async () => {
    const opened = await openPage(browser, host.base, { javaScriptEnabled: false })
    onTestFinished(() => opened.done())
    return opened
  }
  async function offer(email: string, name: string) {
    const achievement = { ...draft.achievement, name }
    const badge = await host.service.issue({ draft: { ...draft, achievement }, recipient: { email, name: 'Kim Doe' } })
    const { links } = await host.mailTo(email)
    return { badge, link: links.find((url) => url.includes('/claim/')) ?? '' }
  }
  const claim = async ({ page }: Awaited<ReturnType<typeof open>>, link: string) => {
    await page.goto(link)
    await page.getByRole('button', { name: 'Accept badge' }).click()
    await page.getByText('It is yours!').waitFor()
  }
  const statusOf = async ({ page }: Awaited<ReturnType<typeof open>>, path: string) =>
    (await page.goto(host.base + path))?.status()

  test('a learner forwards the mail of a badge: the stranger who claims it gets that badge and no account', async () => {
    const kim = await open()
    const first = await offer('kim@learner.example', 'Welder I')
    await claim(kim, first.link)
    await kim.page.getByRole('link', { name: 'See all my badges' }).click()
    await kim.page.getByText('Please sign in first').waitFor()
    await signIn(host, kim.page, 'kim@learner.example')
    await kim.page.getByRole('link', { name: 'Welder I' }).waitFor()

    const second = await offer('kim@learner.example', 'Welder II')
    const stranger = await open()
    await claim(stranger, second.link)
    await stranger.page.getByText('Only this badge is open').waitFor()
    await stranger.page.getByRole('link', { name: 'See all my badges' }).click()
    await stranger.page.getByText('Please sign in first').waitFor()
    expect(await stranger.page.content()).not.toContain('Welder I')
    for (const path of ['/mine', '/account', '/account/export.json'])
      expect([path, await statusOf(stranger, path)]).toEqual([path, 401])
    expect(await statusOf(stranger, `/b/${first.badge.id}`)).toBe(404)
    expect(await statusOf(stranger, `/b/${second.badge.id}`)).toBe(200)
    expect(await stranger.page.getByText('Screens in the office').count()).toBe(0)

    await kim.page.goto(second.link)
    expect(kim.page.url()).toBe(`${host.base}/b/${second.badge.id}`)
    // Kim does not want it shown by others: signing in again ends what the stranger has open.
    await signIn(host, kim.page, 'kim@learner.example')
    expect(await statusOf(stranger, `/b/${second.badge.id}`)).toBe(404)
    expect([...kim.wrong, ...stranger.wrong]).toEqual([])
  })

  test('somebody with an account claims a link that was mailed to another: the badge is theirs, the address is not', async () => {
    const lee = await open()
    const own = await offer('lee@learner.example', 'Welder I')
    await claim(lee, own.link)
    await signIn(host, lee.page, 'lee@learner.example')
    const forwarded = await offer('ada@learner.example', 'Welder I')
    await claim(lee, forwarded.link)
    await lee.page.getByText('once its owner confirms this by e-mail').waitFor()
    await lee.page.goto(`${host.base}/account`)
    expect(await lee.page.content()).not.toContain('ada@learner.example')
    const asked = await host.mailTo('ada@learner.example')
    const confirm = asked.links.find((url) => url.includes('/address/')) ?? ''

    const next = await offer('ada@learner.example', 'Welder II')
    expect((await host.service.get(next.badge.id))?.stage).toBe('offered')
    await lee.page.goto(`${host.base}/mine`)
    expect(await lee.page.content()).not.toContain('Welder II')
    const ada = await open()
    await claim(ada, next.link)
    await signIn(host, ada.page, 'ada@learner.example')
    await ada.page.getByRole('link', { name: 'Welder II' }).waitFor()
    // The question is settled: ada has an account of her own, which no button in an old mail gives away.
    expect(confirm).toContain('/address/adr_')
    expect((await ada.page.goto(confirm))?.status()).toBe(404)
    expect([...lee.wrong, ...ada.wrong]).toEqual([])
  })
})
