import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inflateSync } from 'node:zlib'
import metascraper from 'metascraper'
import metascraperDescription from 'metascraper-description'
import metascraperImage from 'metascraper-image'
import metascraperTitle from 'metascraper-title'
import metascraperUrl from 'metascraper-url'
import ogs from 'open-graph-scraper'
import { PNG } from 'pngjs'
import { unfurl } from 'unfurl.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createNodeListener } from '../../src/adapters/node/index.js'
import { extractCredential, stripCredential } from '../../src/container/index.js'
import { createHandler } from '../../src/http/index.js'
import { unzip } from '../support/unzip.js'
import { attribute, elements } from './client.js'
import { cardsIn, claimedBadge, draft } from './sharing.js'
import { testSite } from './site.js'

/** As the reader has them, but for names without a dot, as this machine has one. */
const urlValidatorSettings = {
  allow_fragments: true,
  allow_protocol_relative_urls: false,
  allow_query_components: true,
  allow_trailing_dot: false,
  allow_underscores: false,
  protocols: ['http', 'https'],
  require_host: true,
  require_port: false,
  require_protocol: false,
  require_tld: false,
  require_valid_protocol: true,
  validate_length: true,
}

/** The handler on a port of this machine, under the address that it says it has. */
async function running() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://localhost:${(server.address() as AddressInfo).port}/app`
  const site = await testSite({}, { baseUrl: base })
  const handler = createHandler(site.service, { siteName: 'Acme badges' })
  const listener = createNodeListener(handler)
  server.on('request', (request, response) => void listener(request, response))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { site, base }
}

test('open-graph-scraper, metascraper and unfurl.js read the page: name, picture with size and words, embed, canonical address', async () => {
  const { site, base } = await running()
  const { badge, show } = await claimedBadge(site)
  await show('public')
  const url = `${base}/b/${badge.id}`
  const { result } = await ogs({ url, urlValidatorSettings })
  expect(result).toMatchObject({
    ogTitle: 'Welder I',
    ogUrl: url,
    ogSiteName: 'Acme badges',
    ogType: 'website',
    twitterCard: 'summary_large_image',
  })
  const [image] = result.ogImage ?? []
  expect(image).toMatchObject({ width: '1200', height: '630', type: 'image/png' })
  expect((image as { alt?: string }).alt).toContain('Welder I')
  const picture = await fetch(image?.url ?? '')
  const { width, height } = PNG.sync.read(Buffer.from(await picture.arrayBuffer()))
  expect([picture.status, width, height]).toEqual([200, 1200, 630])
  const scraped = await metascraper([
    metascraperTitle(),
    metascraperDescription(),
    metascraperImage(),
    metascraperUrl(),
  ])({ html: await (await fetch(url)).text(), url })
  expect(scraped).toEqual({
    title: 'Welder I',
    description: expect.stringContaining('Acme Academy'),
    image: image?.url,
    url,
  })
  const seen = await unfurl(url, { oembed: true })
  expect(seen.canonical_url).toBe(url)
  expect(seen.open_graph).toMatchObject({ title: 'Welder I', url })
  expect(seen.oEmbed).toMatchObject({ type: 'rich', version: '1.0', title: 'Welder I' })
  const alternates = elements(await (await fetch(url)).text()).filter(
    (row) => row.tagName === 'link' && attribute(row, 'rel') === 'alternate',
  )
  const types = alternates.map((row) => attribute(row, 'type'))
  expect(types).toEqual(['application/vc+ld+json', 'application/json+oembed', 'text/xml+oembed'])
  for (const row of alternates) expect((await fetch(attribute(row, 'href') ?? '')).status).toBe(200)
  await site.service.revoke({ badgeId: badge.id, reason: 'Mistake' })
  const after = await ogs({ url, urlValidatorSettings })
  expect(after.result.ogTitle).toBe('Revoked: Welder I')
  expect(after.result.ogImage?.[0]?.url).not.toBe(image?.url)
}, 60_000)

describe('S11 (no email where it was not chosen): outside the signed credential nothing names the address of its recipient, or the salt', () => {
  /** What a PDF says in all of its streams, without the credential that is attached to it. */
  const pdfText = (bytes: Buffer): string => {
    const latin = bytes.toString('latin1')
    const parts = [latin]
    for (const match of latin.matchAll(/stream\r?\n/g)) {
      try {
        const at = match.index + match[0].length
        const text = inflateSync(bytes.subarray(at, latin.indexOf('endstream', at)), { finishFlush: 2 }).toString(
          'latin1',
        )
        if (!text.includes('"credentialSubject"')) parts.push(text)
      } catch {
        // No stream of text.
      }
    }
    return parts.join('\n')
  }

  /** What a PDF shows: glyphs stand there by numbers of their own, which only a reader of PDF turns into letters. */
  const drawnIn = (name: string, bytes: Buffer): [string, string][] => {
    const { error, stdout } = spawnSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' })
    if (error !== undefined) return []
    expect(stdout).toContain('Welder I')
    return [[`${name} as it is read`, stdout]]
  }

  /** A file without the signed credential in it: what is left must say nothing of the person. */
  const rest = async (name: string, bytes: Buffer): Promise<[string, string][]> => {
    if (/\.zip$/.test(name)) {
      const parts = await unzip(bytes)
      return (await Promise.all([...parts].map(([part, content]) => rest(`${name}/${part}`, content)))).flat()
    }
    if (/badge\.json$|credential\.json$/.test(name)) return []
    if (/badge\.(png|svg)$/.test(name)) return [[name, Buffer.from(await stripCredential(bytes)).toString('latin1')]]
    if (/\.pdf$/.test(name)) return [[name, pdfText(bytes)], ...drawnIn(name, bytes)]
    return [[name, bytes.toString('utf8')]]
  }

  test('pages, cards, certificate, bundle, snippets, embeds, feeds, slides', async () => {
    const site = await testSite()
    const { badge, kim, own, show, page } = await claimedBadge(
      site,
      { draft: { ...draft, evidence: ['https://acme.example/e'] } },
      'kim.secret@learner.example',
    )
    await show('public')
    await site.service.sharing.setDisplay({ ...own, allowed: true })
    const link = await site.service.sharing.createLink({ ...own, show: ['evidence'] })
    const { token } = await site.service.displays.create({ title: 'Hall' })
    const stranger = site.visitor()
    const oembed = `/oembed?url=${encodeURIComponent(`https://badges.example/app${page}`)}`
    const feed = JSON.parse((await stranger.get(`/display/${token}/feed.json`)).text)
    const slides = feed.items.map(({ image }: { image: string }) => image.replace('https://badges.example/app', ''))
    const cards = cardsIn((await kim.get(page)).text)
    const snippets = [
      'badge.txt',
      'badge.md',
      'badge.html',
      'email-signature.html',
      'badge.tex',
      'json-resume.json',
      'badge.bib',
    ]
    const files = [
      'embed',
      'picture',
      'badge.png',
      'badge.svg',
      'certificate.pdf',
      'bundle.zip',
      ...snippets.map((name) => `snippets/${name}`),
    ]
    const paths = [
      page,
      ...files.map((name) => `${page}/${name}`),
      `/s/${link.token}`,
      oembed,
      `${oembed}&format=xml`,
      `/display/${token}`,
      `/display/${token}/feed.xml`,
      `/display/${token}/feed.json`,
      ...cards,
      ...slides,
    ]
    expect(cards).toHaveLength(5)
    expect(slides).toHaveLength(1)
    const [identity] = [badge.credential.credentialSubject.identifier].flat()
    const salt = identity?.salt ?? ''
    expect(salt.length).toBeGreaterThan(8)
    const said: [string, string][] = []
    for (const path of paths) {
      const answer = await site.handler(new Request(`https://badges.example/app${path}`))
      expect({ path, status: answer.status }).toEqual({ path, status: 200 })
      const headers = JSON.stringify([...answer.headers])
      said.push([path, headers], ...(await rest(path, Buffer.from(await answer.arrayBuffer()))))
    }
    expect(said.length).toBeGreaterThan(2 * paths.length)
    for (const [path, text] of said) {
      for (const secret of ['kim.secret', 'learner.example', salt, identity?.identityHash ?? salt]) {
        expect({ path, secret, found: text.includes(secret) }).toEqual({ path, secret, found: false })
      }
    }
    // The search finds what is there: the credential inside picture and certificate.
    const png = await site.handler(new Request(`https://badges.example/app${page}/badge.png`))
    expect(await extractCredential(new Uint8Array(await png.arrayBuffer()))).toContain(salt)
    const pdf = await site.handler(new Request(`https://badges.example/app${page}/certificate.pdf`))
    expect(await extractCredential(new Uint8Array(await pdf.arrayBuffer()))).toContain(salt)
  }, 60_000)
})
