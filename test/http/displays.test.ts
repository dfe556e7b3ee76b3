import { PNG } from 'pngjs'
import RssParser from 'rss-parser'
import { expect, test } from 'vitest'
import { attribute, elements } from './client.js'
import { claimedBadge } from './sharing.js'
import { type TestSite, testSite } from './site.js'

/** A display that the issuer made by the form, as the path of its page. */
async function newDisplay(site: TestSite, title = 'Entrance hall') {
  const clerk = site.visitor('issuer')
  const made = await clerk.submit(await clerk.get('/issuer/displays'), '/issuer/displays', { title, seconds: '8' })
  expect(made.status).toBe(201)
  return { clerk, path: /\/app(\/display\/dsp_[\w-]{43})/.exec(made.text)?.[1] ?? '' }
}

/** What a player does: no cookie, no headers, every address as it stands there. */
const poll = async (site: TestSite, url: string, headers: Record<string, string> = {}) => {
  const answer = await site.handler(
    new Request(url.startsWith('http') ? url : `https://badges.example/app${url}`, { headers }),
  )
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

async function feedOf(site: TestSite, path: string) {
  const xml = (await poll(site, `${path}/feed.xml`)).bytes.toString()
  const json = JSON.parse((await poll(site, `${path}/feed.json`)).bytes.toString())
  const rss = await new RssParser({ customFields: { item: ['media:content'] } }).parseString(xml)
  return { rss, json, titles: rss.items.map(({ title }) => title) }
}

test('a display shows what learners let it show, by page and feeds, until they end that', async () => {
  const site = await testSite()
  const kim = await claimedBadge(site)
  const { path } = await newDisplay(site)
  await kim.show('public')
  expect((await feedOf(site, path)).titles).toEqual([])
  await kim.kim.submit(await kim.kim.get(kim.page), '/display', { allowed: 'yes' })
  const { rss, json, titles } = await feedOf(site, path)
  expect(titles).toEqual(['Welder I – Acme Academy'])
  expect([rss.title, rss.items[0]?.link, json.items[0]?.url]).toEqual([
    'Entrance hall',
    `https://badges.example/app/b/${kim.badge.id}`,
    `https://badges.example/app/b/${kim.badge.id}`,
  ])
  const page = await poll(site, path)
  const markup = page.bytes.toString()
  expect(page.headers.getSetCookie()).toEqual([])
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(elements(markup).filter(({ tagName }) => ['script', 'a', 'form', 'button'].includes(tagName))).toEqual([])
  expect(markup).toContain('http-equiv="refresh"')
  const sizes = []
  for (const row of elements(markup).filter(({ tagName }) => tagName === 'img' || tagName === 'source')) {
    const slide = await poll(site, attribute(row, 'src') ?? attribute(row, 'srcset') ?? '')
    const { width, height } = PNG.sync.read(slide.bytes)
    sizes.push(`${width}x${height}`)
    const etag = slide.headers.get('etag') ?? ''
    const again = await poll(site, attribute(row, 'src') ?? attribute(row, 'srcset') ?? '', { 'if-none-match': etag })
    expect([again.status, slide.headers.get('cache-control')]).toEqual([304, 'private, max-age=300'])
  }
  expect(sizes.toSorted()).toEqual(['1080x1920', '1920x1080'])
  const slide = json.items[0].image
  await kim.kim.submit(await kim.kim.get(kim.page), '/display', { allowed: 'no' })
  expect((await feedOf(site, path)).titles).toEqual([])
  expect((await poll(site, path)).bytes.toString()).not.toContain('<img')
  expect((await poll(site, slide)).status).toBe(404)
  expect(site.defects).toEqual([])
})

test('a badge that is private may be on a screen: without its address, without a code', async () => {
  const site = await testSite()
  const { own, badge } = await claimedBadge(site)
  await site.service.sharing.setDisplay({ ...own, allowed: true })
  const { path } = await newDisplay(site)
  const { rss, json } = await feedOf(site, path)
  expect([rss.items[0]?.link, json.items[0]?.url, json.items[0]?.title]).toEqual([undefined, undefined, 'Welder I'])
  expect(json.items[0].summary).not.toMatch(/QR|https:/)
  expect((await site.visitor().get(`/b/${badge.id}`)).status).toBe(404)
})

test('polls are answered with 304 until something changes', async () => {
  const site = await testSite()
  const { own } = await claimedBadge(site)
  const { path } = await newDisplay(site)
  for (const feed of ['feed.xml', 'feed.json', 'feed.xml?orientation=portrait']) {
    const { headers } = await poll(site, `${path}/${feed}`)
    const etag = headers.get('etag') ?? ''
    expect([headers.get('cache-control'), headers.get('x-robots-tag')]).toEqual([
      'private, no-cache',
      'noindex, nofollow, noarchive',
    ])
    expect((await poll(site, `${path}/${feed}`, { 'if-none-match': etag })).status).toBe(304)
    await site.service.sharing.setDisplay({ ...own, allowed: true })
    expect((await poll(site, `${path}/${feed}`, { 'if-none-match': etag })).status).toBe(200)
    await site.service.sharing.setDisplay({ ...own, allowed: false })
  }
})

test('S13 (what was taken back is closed at once): a display that was ended is gone, its slides too; one that never was is not found', async () => {
  const site = await testSite()
  const { own } = await claimedBadge(site)
  await site.service.sharing.setDisplay({ ...own, allowed: true })
  const { clerk, path } = await newDisplay(site)
  const slide = (await feedOf(site, path)).json.items[0].image
  await clerk.submit(await clerk.get('/issuer/displays'), '/revoke')
  for (const url of [path, `${path}/feed.xml`, `${path}/feed.json`, slide]) {
    const { status, headers } = await poll(site, url)
    expect([status, headers.get('cache-control')]).toEqual([410, 'no-store'])
  }
  expect((await poll(site, `/display/dsp_${'a'.repeat(43)}`)).status).toBe(404)
  expect((await poll(site, `${path.slice(0, -1)}/feed.xml`)).status).toBe(404)
})

test.each([
  ['no name', { title: '', seconds: '8' }],
  ['nonsense for seconds', { title: 'Hall', seconds: 'x' }],
  ['an hour for each badge', { title: 'Hall', seconds: '3600' }],
])('%s is told to the issuer', async (_, fields) => {
  const site = await testSite()
  const clerk = site.visitor('issuer')
  const page = await clerk.get('/issuer/displays')
  expect((await clerk.submit(page, '/issuer/displays', fields)).status).toBe(422)
  expect((await site.visitor('kim').get('/issuer/displays')).status).toBe(403)
})
