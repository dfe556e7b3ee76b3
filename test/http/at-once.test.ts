import { expect, test } from 'vitest'
import { attribute, elements } from './client.js'
import { claimedBadge } from './sharing.js'
import { testSite } from './site.js'

const BASE = 'https://badges.example/app'

/** Where a page leads on to by itself. */
const leadsTo = (page: string): URL => {
  const refresh = elements(page).find((tag) => attribute(tag, 'http-equiv') === 'refresh')
  return new URL((refresh && attribute(refresh, 'content'))?.replace(/^0;url=/, '') ?? 'about:blank')
}

/** Presses a button of the page, as its form is. */
const press = async (
  { kim, page }: Pick<Awaited<ReturnType<typeof claimedBadge>>, 'kim' | 'page'>,
  fields: Record<string, string>,
) => kim.submit(await kim.get(page), '/share', fields)

const post = async (site: Awaited<ReturnType<typeof testSite>>, fields: Record<string, string>) => {
  const claimed = await claimedBadge(site)
  const answer = await press(claimed, fields)
  const record = await site.service.get(claimed.badge.id)
  return { ...claimed, answer, visibility: record?.visibility }
}

test('"Make public and add to LinkedIn" does both with one press, and a private page preselects nothing', async () => {
  const site = await testSite()
  const { kim, page, badge } = await claimedBadge(site)
  const before = (await kim.get(page)).text
  expect(before).not.toMatch(/<input[^>]*name="as"[^>]*checked/)
  const answer = await press({ kim, page }, { network: 'linkedin-profile', as: 'public' })
  expect(answer.status).toBe(200)
  const form = leadsTo(answer.text)
  expect(form.origin + form.pathname).toBe('https://www.linkedin.com/profile/add')
  expect(form.searchParams.get('certUrl')).toBe(`${BASE}${page}`)
  expect((await site.service.get(badge.id))?.visibility).toBe('public')
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
})

test('"by link only" makes a link of its own, named after the network, and nothing public', async () => {
  const site = await testSite()
  const { answer, visibility, own } = await post(site, { network: 'linkedin-profile', as: 'link' })
  const shared = new URL(leadsTo(answer.text).searchParams.get('certUrl') ?? '')
  expect(visibility).toBe('unlisted')
  expect(shared.pathname).toMatch(/^\/app\/s\/shr_[\w-]{43}$/)
  expect((await site.visitor().get(shared.pathname.slice('/app'.length))).status).toBe(200)
  expect(await site.service.sharing.links(own)).toMatchObject([{ label: 'Add to LinkedIn profile' }])
})

test('a link to copy is shown once, and a public badge needs none', async () => {
  const site = await testSite()
  const { answer, kim, page } = await post(site, { network: 'copy-link', as: 'link' })
  expect(answer.status).toBe(201)
  expect(answer.text).toMatch(/\/app\/s\/shr_[\w-]{43}/)
  const made = await press({ kim, page }, { network: 'copy-link', as: 'public' })
  expect([made.status, made.headers.get('location')]).toEqual([303, `/app${page}?saved=1#share`])
})

test.each([
  ['no network', { network: '', as: 'public' }, 422],
  ['a network that there is not', { network: 'friendster', as: 'public' }, 422],
  ['an app of the device, which no page can open', { network: 'email', as: 'public' }, 422],
  ['an audience that there is not', { network: 'facebook', as: 'friends' }, 422],
  ['no audience: the page asks for it', { network: 'facebook', as: '' }, 303],
])('%s changes nothing', async (_what, fields, status) => {
  const site = await testSite()
  const { answer, visibility, own } = await post(site, fields)
  expect(answer.status).toBe(status)
  expect(visibility).toBe('private')
  expect(await site.service.sharing.links(own)).toEqual([])
})

test('a revoked badge is not opened to anybody', async () => {
  const site = await testSite()
  const { badge, kim, page } = await claimedBadge(site)
  const before = await kim.get(page)
  await site.service.revoke({ badgeId: badge.id, reason: 'Error' })
  for (const as of ['public', 'link'])
    expect((await kim.submit(before, '/share', { network: 'linkedin-profile', as })).status).toBe(409)
  expect((await site.service.get(badge.id))?.visibility).toBe('private')
})

test('somebody else cannot share it', async () => {
  const site = await testSite()
  const { badge, page } = await claimedBadge(site)
  const lee = site.visitor('lee')
  const own = await lee.get('/account')
  const form = { ...own, text: own.text.replace(/action="[^"]*profile"/, `action="/app${page}/share"`) }
  expect((await lee.submit(form, '/share', { network: 'copy-link', as: 'public' })).status).toBe(404)
  expect((await site.service.get(badge.id))?.visibility).toBe('private')
})

test('a rule is offered from the second badge of an issuer on, not with the first', async () => {
  const site = await testSite()
  const { kim, page } = await claimedBadge(site)
  expect((await kim.get(page)).text).not.toContain('/account/rules')
  const second = await claimedBadge(site)
  expect((await second.kim.get(second.page)).text).toContain('/account/rules')
})

test('the page of a claimed badge shows how to share it before everything else that its owner can do', async () => {
  const site = await testSite()
  const { kim, page } = await claimedBadge(site)
  const text = (await kim.get(page)).text
  const [main = ''] = text.split('<main').slice(1)
  const controls = [
    ...main.matchAll(/<(?:a\b[^>]*href|button|input(?![^>]*type="hidden")|summary|select|textarea)[^>]*>/g),
  ]
  expect(controls[0]?.[0]).toMatch(/<a|<button/)
  const first = controls.findIndex(([tag]) => tag.includes('value="public"'))
  // Before it: the skip link, the brand and a menu of three come first on every page, and the issuer's name in the badge.
  expect(first).toBeGreaterThanOrEqual(0)
  expect(5 + first + 1).toBeLessThanOrEqual(8)
})
