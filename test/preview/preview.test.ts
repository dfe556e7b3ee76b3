import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import metascraper from 'metascraper'
import metascraperDescription from 'metascraper-description'
import metascraperImage from 'metascraper-image'
import metascraperTitle from 'metascraper-title'
import metascraperUrl from 'metascraper-url'
import ogs from 'open-graph-scraper'
import { parse, parseFragment } from 'parse5'
import RssParser from 'rss-parser'
import { unfurl } from 'unfurl.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  blankEmbedDocument,
  embedDocument,
  embedSnippet,
  jsonFeed,
  kioskDocument,
  mediaRss,
  oEmbed,
  oEmbedXml,
  previewHead,
  type Slide,
  shownSlides,
  structuredData,
} from '../../src/preview/index.js'
import type { BadgeView } from '../../src/share/index.js'
import { codeOf } from '../support/codes.js'

const view: BadgeView = {
  url: 'https://badges.example.org/b/7?lang=de&x=1',
  name: 'Welder "I" & <co>',
  issuer: "Harbour's College",
  issuerUrl: 'https://college.example.org/',
  issuedAt: '2026-03-01T00:00:00Z',
  expiresAt: '2028-03-01T00:00:00Z',
  description: 'Joins steel plates.',
  skills: [{ name: 'Seams', url: 'https://skills.example/seams' }],
  tags: ['steel'],
  language: 'en-GB',
  state: 'valid',
}
const image = { url: 'https://badges.example.org/b/7/link.png', width: 1200, height: 630, alt: 'A "badge"' }
const options = {
  image,
  visibility: 'public',
  oEmbedUrl: 'https://badges.example.org/oembed',
  credentialUrl: 'https://badges.example.org/b/7.json',
} as const
const site = {
  providerName: 'Badges',
  providerUrl: 'https://badges.example.org/',
  embedUrl: 'https://badges.example.org/b/7/embed',
}
const page = (head: string) => `<!doctype html><html lang="en"><head>${head}</head><body></body></html>`
const slide = (changes: Partial<BadgeView> = {}, more: Partial<Slide> = {}): Slide => ({
  view: { ...view, ...changes },
  displayConsent: true,
  landscape: 'https://badges.example.org/b/7/screen.png',
  portrait: 'https://badges.example.org/b/7/story.png',
  alt: 'A badge',
  ...more,
})
const feed = {
  title: 'New <badges>',
  homeUrl: 'https://badges.example.org/',
  feedUrl: 'https://badges.example.org/display/hall.rss',
}

interface Node {
  readonly nodeName: string
  readonly value?: string
  readonly attrs?: readonly { readonly name: string; readonly value: string }[]
  readonly childNodes?: readonly Node[]
}
const nodes = (node: Node): Node[] => [node, ...(node.childNodes ?? []).flatMap(nodes)]
const shape = (html: string) =>
  nodes((/^<!doctype/i.test(html) ? parse(html) : parseFragment(html)) as unknown as Node)
    .filter(({ nodeName }) => /^[a-z]/.test(nodeName))
    .map(({ nodeName, attrs }) => [nodeName, ...(attrs ?? []).map(({ name }) => name)].join(' '))
const nasty = fc
  .string({
    unit: fc.constantFrom(
      ...'<>"\'&`=/ \n\ta\u0000\u2028',
      '</script>',
      '<!--',
      ']]>',
      '<img src=x onerror=alert(1)>',
      '" onload="x',
      'ليلى',
      '\ud800',
    ),
    minLength: 1,
    maxLength: 40,
  })
  .filter((text) => text.trim() !== '')

describe('independent readers', () => {
  test('open-graph-scraper', async () => {
    const { result } = await ogs({ html: page(previewHead(view, options)) })
    expect(result).toMatchObject({
      ogTitle: view.name,
      ogUrl: view.url,
      ogSiteName: view.issuer,
      ogLocale: 'en_GB',
      twitterCard: 'summary_large_image',
      ogImage: [{ url: image.url, width: '1200', height: '630', type: 'image/png', alt: image.alt }],
      ogDescription: "Digital badge by Harbour's College. Joins steel plates.",
    })
    const [data] = (result as { jsonLD?: object[] }).jsonLD ?? []
    expect(data).toEqual(structuredData(view, image.url))
  })

  test('metascraper', async () => {
    const read = metascraper([metascraperTitle(), metascraperDescription(), metascraperImage(), metascraperUrl()])
    // It sets typographic quotation marks by itself.
    expect(await read({ html: page(previewHead(view, options)), url: view.url })).toEqual({
      title: 'Welder “I” & <co>',
      description: 'Digital badge by Harbour’s College. Joins steel plates.',
      image: image.url,
      url: view.url,
    })
  })

  test('unfurl.js, over HTTP, finds the embed by oEmbed', async () => {
    const server = createServer((request, response) => {
      const { port } = server.address() as AddressInfo
      const isOEmbed = request.url?.startsWith('/oembed')
      response.setHeader('content-type', isOEmbed ? 'application/json' : 'text/html; charset=utf-8')
      // The addresses are those of the real site; here they lead to this server.
      const head = previewHead(view, options).replaceAll(
        'https://badges.example.org/oembed',
        `http://localhost:${port}/oembed`,
      )
      response.end(isOEmbed ? JSON.stringify(oEmbed(view, site)) : page(head))
    })
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    onTestFinished(() => void server.close())
    const found = await unfurl(`http://localhost:${(server.address() as AddressInfo).port}/b/7`)
    expect(found).toMatchObject({
      title: expect.stringContaining('Welder'),
      canonical_url: view.url,
      open_graph: { title: view.name, images: [{ url: image.url, width: 1200, height: 630 }] },
      twitter_card: { card: 'summary_large_image' },
      oEmbed: { type: 'rich', provider_name: 'Badges', html: embedSnippet(view, { embedUrl: site.embedUrl }) },
    })
  })

  test('rss-parser', async () => {
    const parser = new RssParser({ customFields: { item: [['media:content', 'media']] } })
    const found = await parser.parseString(
      mediaRss([slide(), slide({ url: 'https://badges.example.org/b/8', issuedAt: '2026-05-01T00:00:00Z' })], feed),
    )
    expect(found.title).toBe(feed.title)
    expect(found.items.map(({ link }) => link)).toEqual(['https://badges.example.org/b/8', view.url])
    const [, item] = found.items as unknown as { title: string; isoDate: string; guid: string; media: { $: object } }[]
    expect(item).toMatchObject({
      title: `${view.name} – ${view.issuer}`,
      isoDate: '2026-03-01T00:00:00.000Z',
      guid: view.url,
      media: {
        $: { url: 'https://badges.example.org/b/7/screen.png', width: '1920', height: '1080', type: 'image/png' },
      },
    })
  })
})

describe('nothing that a badge says becomes markup', () => {
  const each = (make: (view: BadgeView, alt: string) => string) => {
    const expected = shape(make(view, 'alt'))
    fc.assert(
      fc.property(nasty, nasty, nasty, (name, issuer, alt) => {
        const html = make({ ...view, name, issuer, description: alt, skills: [{ name }], tags: [alt] }, alt)
        expect(shape(html)).toEqual(expected)
      }),
      { seed: 13, numRuns: 300 },
    )
  }
  test('head', () => each((v, alt) => previewHead(v, { ...options, image: { ...image, alt }, siteName: alt })))
  test('embed snippet', () => each((v) => embedSnippet(v, { embedUrl: site.embedUrl })))
  test('embedded page', () => each((v) => embedDocument(v, { imageUrl: image.url })))
  test('kiosk page', () => each((v, alt) => kioskDocument([slide(v, { alt })], { title: alt, emptyText: alt })))
  test('JSON-LD says what the badge says, and cannot end its script', () => {
    fc.assert(
      fc.property(nasty, (description) => {
        const scripts = nodes(parse(page(previewHead({ ...view, description }, options))) as unknown as Node).filter(
          ({ nodeName }) => nodeName === 'script',
        )
        expect(scripts).toHaveLength(1)
        expect(JSON.parse(scripts[0]?.childNodes?.[0]?.value ?? '')).toMatchObject({
          description: JSON.parse(JSON.stringify(description)),
        })
      }),
      { seed: 3, numRuns: 200 },
    )
  })
  test('feeds and oEmbed stay well-formed', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (name) => {
        const onError = (level: string, message: string) => {
          if (level !== 'warning') throw new Error(message)
        }
        const xml = mediaRss([slide({ name, description: name }, { alt: name })], { ...feed, title: name })
        const document = new DOMParser({ onError }).parseFromString(xml, 'text/xml')
        expect(document.getElementsByTagName('item')).toHaveLength(1)
        new DOMParser({ onError }).parseFromString(oEmbedXml(oEmbed({ ...view, name }, site)), 'text/xml')
      }),
      { seed: 5, numRuns: 150 },
    )
  })
})

test('a badge that is no more says so, everywhere that previews look', () => {
  for (const [state, word] of [
    ['revoked', 'Revoked: '],
    ['expired', 'Expired: '],
    ['replaced', 'Replaced: '],
  ] as const) {
    const head = previewHead({ ...view, state }, options)
    expect(head.split(word)).toHaveLength(head.split('Welder').length)
    expect(embedDocument({ ...view, state }, { imageUrl: image.url })).toContain('class="state"')
    expect(oEmbed({ ...view, state }, site).title).toMatch(new RegExp(`^${word}`))
  }
})

test('unlisted pages are not indexed and offer no oEmbed', () => {
  const head = previewHead(view, { ...options, visibility: 'unlisted' })
  expect(head).toContain('noindex')
  expect(head).not.toContain('oembed')
  expect(previewHead(view, options)).not.toContain('noindex')
})

test('validFor is a duration, and the person is not in the structured data', () => {
  expect(structuredData({ ...view, recipientName: 'Kim' })).toMatchObject({
    validFor: 'P731D',
    expires: '2028-03-01',
    dateCreated: '2026-03-01',
  })
  expect(JSON.stringify(structuredData({ ...view, recipientName: 'Kim' }))).not.toContain('Kim')
})

test('oEmbed keeps to the size that it is asked for', () => {
  const thumbnail = { url: image.url, width: 1200, height: 630 }
  const small = oEmbed(view, { ...site, thumbnail, maxWidth: 200, maxHeight: 100 })
  expect(small).toMatchObject({ width: 200, height: 100 })
  expect(small).not.toHaveProperty('thumbnail_url')
  expect(oEmbed(view, { ...site, thumbnail, maxWidth: Number.NaN })).toMatchObject({
    width: 360,
    height: 440,
    thumbnail_width: 1200,
  })
})

describe('screens', () => {
  test('show only what is in force and has consent to be shown', () => {
    const all = [
      slide(),
      slide({}, { displayConsent: false }),
      slide({ state: 'revoked' }),
      slide({ state: 'expired' }),
      slide({}, { displayConsent: 'yes' as never }),
    ]
    expect(shownSlides(all)).toHaveLength(1)
    expect(kioskDocument(all, { title: 'x' }).match(/<figure/g)).toHaveLength(1)
    expect((jsonFeed(all, feed) as { items: unknown[] }).items).toHaveLength(1)
    expect(mediaRss(all, feed).match(/<item>/g)).toHaveLength(1)
  })

  test('the kiosk page runs no script, sets no cookie, turns and reloads by itself', () => {
    const html = kioskDocument([slide(), slide(), slide()], {
      title: 'Hall',
      nonce: 'n0nce',
      secondsPerSlide: 10,
      refreshSeconds: 100,
    })
    expect(html).not.toMatch(/<script|javascript|onload|cookie/i)
    expect(html).toContain('<style nonce="n0nce">')
    expect(html).toContain('http-equiv="refresh" content="120"')
    expect(html).toContain('animation:turn 30s')
    expect(html).toContain('prefers-reduced-motion')
    expect(kioskDocument([], { title: 'Hall', emptyText: 'Soon' })).toContain('Soon')
  })

  test('a year of five digits in one badge does not take the feed from the others', () => {
    const slides = [slide({ issuedAt: '12026-03-01T00:00:00Z' }), slide()]
    expect((jsonFeed(slides, feed) as { items: unknown[] }).items).toHaveLength(2)
    expect(mediaRss(slides, feed)).not.toContain('Invalid Date')
  })

  test('a portrait feed has the upright cards', () => {
    const items = (
      jsonFeed([slide(), slide({}, { portrait: undefined as never })], { ...feed, orientation: 'portrait' }) as {
        items: { image: string }[]
      }
    ).items
    expect(items.map((item) => item.image)).toEqual(['https://badges.example.org/b/7/story.png'])
    expect(mediaRss([slide()], { ...feed, orientation: 'portrait', locale: 'de' })).toContain(
      'width="1080" height="1920"',
    )
  })
})

test('an embed that is not available says the same for every reason', () => {
  expect(blankEmbedDocument()).toBe(blankEmbedDocument({}))
  expect(blankEmbedDocument()).not.toContain('Welder')
})

test.each([
  ['page', () => previewHead({ ...view, url: 'javascript:alert(1)' })],
  ['picture', () => previewHead(view, { image: { ...image, url: '/link.png' } })],
  ['embed', () => embedSnippet(view, { embedUrl: 'data:text/html,x' })],
  ['picture of the embed', () => embedDocument(view, { imageUrl: 'data:image/svg+xml;base64,AAAA' })],
  ['slide', () => kioskDocument([slide({}, { landscape: 'http://evil.example/x.png' })], { title: 'x' })],
  ['feed', () => jsonFeed([], { ...feed, feedUrl: 'x' })],
])('an address that is no absolute https URL is refused: %s', async (_, run) => {
  expect(await codeOf(run)).toBe('ERR_ARGUMENT_INVALID')
})
