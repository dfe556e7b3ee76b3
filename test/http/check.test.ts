import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createGuardedFetch } from '../../src/adapters/node/index.js'
import { credentialIn } from '../../src/http/check/look-up.js'
import type { HandlerOptions } from '../../src/http/index.js'
import { makeAuthority } from '../support/certificates.js'
import { httpsServer } from '../support/servers.js'
import { claimedBadge } from './sharing.js'
import { offerTo, testSite } from './site.js'

const foreign = readFileSync('fixtures/badges/eddsa-rdfc-2022.json', 'utf8')

type Visitor = Awaited<ReturnType<typeof testSite>>['visitor']
type Values = Parameters<ReturnType<Visitor>['submit']>[2]

/** What a browser without scripts is answered: the answers, whether what is shown is a claim, and what was wrong. */
async function ask(visitor: ReturnType<Visitor>, values: Values) {
  const answer = await visitor.submit(await visitor.get('/verify'), '/verify', values)
  const all = (pattern: RegExp) => [...answer.text.matchAll(pattern)].map(([, found]) => found)
  return {
    status: answer.status,
    answers: all(/data-answer="(\w+)"/g),
    said: all(/data-said="(\w+)"/g),
    match: all(/data-match="(\w+)"/g),
    wrong: all(/id="address-wrong">([^<]+)</g)[0],
    text: answer.text,
    headers: answer.headers,
  }
}

const file = (name: string, content: BlobPart): File => new File([content], name)

describe('without scripts', () => {
  test('a file is answered as in a browser: genuine, of the person or not, forged', async () => {
    const site = await testSite()
    const { badge } = await offerTo(site)
    const json = JSON.stringify(badge.credential)
    const { text, ...good } = await ask(site.visitor(), {
      file: file('a.json', json),
      recipient: 'kim@learner.example',
    })
    expect(good).toMatchObject({ status: 200, answers: ['verified'], said: ['says'], match: ['yes'] })
    expect(text).toContain('It was issued on this site by Acme Academy')
    // The page may use the camera, and is not listed with somebody's badge on it.
    expect(good.headers.get('permissions-policy')).toContain('camera=(self)')
    expect([good.headers.get('cache-control'), good.headers.get('x-robots-tag')]).toEqual([
      'no-store',
      'noindex, nofollow, noarchive',
    ])
    const other = await ask(site.visitor(), { file: file('a.json', json), recipient: 'lee@learner.example' })
    expect(other).toMatchObject({ answers: ['otherPerson'], match: ['no'] })
    const forged = await ask(site.visitor(), {
      text: json.replace('Welder I', 'Welder IX'),
      recipient: 'kim@learner.example',
    })
    expect(forged).toMatchObject({ answers: ['forged'], said: ['claims'], match: [] })
    // Nothing of it is said as a fact: the issuer is in quotation marks, and nowhere else.
    expect(
      forged.text
        .replaceAll(/<q>.*?<\/q>/g, '')
        .split('id="result"')[1]
        ?.split('id="config"')[0],
    ).not.toContain('Acme Academy')
    await site.service.revoke({ badgeId: badge.id, reason: 'Mistake' })
    expect((await ask(site.visitor(), { file: file('a.json', json) })).answers).toEqual(['revoked'])
    expect(site.defects).toEqual([])
  })

  test('nothing, a picture without a badge, something else, and markup in what is shown', async () => {
    const site = await testSite()
    expect((await ask(site.visitor(), {})).answers).toEqual([])
    const png = readFileSync('fixtures/badges/not-baked.png')
    expect((await ask(site.visitor(), { file: file('a.png', png) })).answers).toEqual(['empty'])
    const odd = await ask(site.visitor(), {
      file: file('<script>alert(1)</script>.txt', 'hello'),
      recipient: '"><img src=x>',
      address: '"><b>',
    })
    expect(odd.answers).toEqual(['unreadable'])
    expect(odd.text).not.toMatch(/<script>alert|<img src=x|"><b>/)
  })

  test('a form of another site is refused, and so is one visitor who sends too much', async () => {
    const site = await testSite({ rateLimits: { checkVisitor: { limit: 2, windowSeconds: 60 } } })
    const visitor = site.visitor()
    const page = await visitor.get('/verify')
    const cross = await visitor.submit(page, '/verify', { text: '{}' }, { 'sec-fetch-site': 'cross-site' })
    expect(cross.status).toBe(403)
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1) {
      statuses.push(
        (await visitor.submit(page, '/verify', { text: 'x' }, { 'x-ip': '192.0.2.1', 'sec-fetch-site': 'same-origin' }))
          .status,
      )
    }
    expect(statuses).toEqual([200, 200, 429])
  })
})

describe('an address', () => {
  test('of this site is looked up as its visitor may see it, without a request', async () => {
    const site = await testSite({ vcApi: { fetch: () => Promise.reject(new Error('asked')) } })
    const { badge, show } = await claimedBadge(site)
    const address = `https://badges.example/app/b/${badge.id}`
    expect((await ask(site.visitor(), { address })).wrong).toContain('There is no badge at this address')
    await show('public')
    const found = await ask(site.visitor(), { address, do: 'address', via: 'qr', text: 'not this' })
    expect(found).toMatchObject({ answers: ['verified'], said: ['says'] })
    expect(found.text).toContain('data-reached="qr"')
    expect(found.text).toContain('The picture itself was not checked')
    expect((await ask(site.visitor(), { address: `${address.slice(8)}?x#y` })).text).toContain('data-reached="address"')
    for (const path of [
      '',
      '/',
      '/b/',
      '/b/00000000000000000000000000',
      '/b/%E0%A4%A',
      '/issuer',
      '/../b/x',
      '/status/1',
    ]) {
      expect((await ask(site.visitor(), { address: `https://badges.example/app${path}` })).answers).toEqual([])
    }
    expect(site.defects).toEqual([])
  })

  test('in the query is filled in, and looked up only by its button', async () => {
    let asked = 0
    const fetch = async () => {
      asked += 1
      return new Response(foreign, { headers: { 'content-type': 'application/json' } })
    }
    const site = await testSite({ vcApi: { fetch } })
    const { text } = await site.visitor().get('/verify?address=https%3A%2F%2Fother.example%2Fa%22%3E')
    expect(text).toContain('value="https://other.example/a&quot;&gt;"')
    expect(asked).toBe(0)
    expect((await ask(site.visitor(), { address: 'https://other.example/a' })).answers).toEqual(['verified'])
    expect(asked).toBe(1)
  })

  test.each<[string, string, number]>([
    ['a credential', foreign, 1],
    ['a page that names one', '<link rel="alternate" type="application/vc+ld+json" href="/c.json?a=1&amp;b=2">', 2],
    ['a page that names none', '<p>hello</p>', 1],
    ['a page that names a page', '<link rel="alternate" type="application/json" href="/page">', 2],
  ])('of another site: %s', async (_, content, requests) => {
    const asked: string[] = []
    const fetch = async (url: string) => {
      asked.push(url)
      const isPage = content.startsWith('<') && !url.includes('/c.json')
      const type = isPage ? 'text/html' : 'application/ld+json'
      return new Response(isPage ? content : foreign, { headers: { 'content-type': type } })
    }
    const site = await testSite({ vcApi: { fetch } })
    const found = await ask(site.visitor(), { address: 'https://other.example/badge' })
    expect(asked).toHaveLength(requests)
    if (found.answers.length === 0) expect(found.wrong).toContain('There is no badge at this address')
    else expect(found.answers).toEqual(['verified'])
  })

  test('is refused without a fetch, by plain http, with a user name, and beyond a rate', async () => {
    const off = await testSite()
    expect((await ask(off.visitor(), { address: 'https://other.example/' })).wrong).toContain(
      'not looked up on this site',
    )
    const rateLimits: HandlerOptions['rateLimits'] = { lookUpAll: { limit: 3, windowSeconds: 60 } }
    const site = await testSite({ rateLimits, vcApi: { fetch: async () => new Response(foreign) } })
    for (const address of [
      'http://other.example/',
      'https://a:b@other.example/',
      'ftp://other.example/',
      'javascript:alert(1)',
      'https://',
    ]) {
      expect((await ask(site.visitor(), { address })).wrong).toContain('This is not an address')
    }
    expect((await ask(site.visitor(), { address: 'https://other.example/' })).status).toBe(200)
    expect((await ask(site.visitor(), { address: 'https://other.example/' })).status).toBe(200)
    expect((await ask(site.visitor(), { address: 'https://other.example/' })).status).toBe(429)
  })
})

describe('what the server asks', () => {
  const authority = makeAuthority()
  const certificate = authority.issue(['public.example', 'private.example', 'localhost', '127.0.0.1'])

  test('is never in its own network, by whatever name, redirect or link; and no answer says what is there', async () => {
    const hits: string[] = []
    const { port } = await httpsServer(certificate, (request, response) => {
      hits.push(`${request.headers.host}${request.url}`)
      response.writeHead(200, { 'content-type': 'application/json' }).end(foreign)
    })
    const open = await httpsServer(certificate, (request, response) => {
      if (request.url === '/redirect')
        return void response.writeHead(302, { location: `https://private.example:${port}/secret` }).end()
      const link = `<link rel="alternate" type="application/json" href="https://127.0.0.1:${port}/secret">`
      if (request.url === '/link') return void response.writeHead(200, { 'content-type': 'text/html' }).end(link)
      response.writeHead(200, { 'content-type': 'application/json' }).end(foreign)
    })
    const fetch = createGuardedFetch({
      ca: authority.ca,
      // The name of the open server is allowed, as if it were public; every other one leads to this machine, and is not.
      allow: ['public.example'],
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    })
    const site = await testSite({ vcApi: { fetch } })
    const addresses = [
      ...[
        'localhost',
        '127.0.0.1',
        '[::1]',
        '2130706433',
        '0x7f.1',
        '127.1',
        'private.example',
        '[::ffff:127.0.0.1]',
        '169.254.169.254',
      ].map((host) => `https://${host}:${port}/secret`),
      `https://public.example:${open.port}/redirect`,
      `https://public.example:${open.port}/link`,
    ]
    const answers = new Set<string | undefined>()
    for (const address of addresses) {
      const found = await ask(site.visitor(), { address })
      expect({ address, answers: found.answers }).toEqual({ address, answers: [] })
      answers.add(found.wrong)
    }
    expect(hits).toEqual([])
    expect([...answers]).toEqual(['Nothing could be loaded from this address.'])
    // What may be asked is asked.
    expect((await ask(site.visitor(), { address: `https://public.example:${open.port}/badge` })).answers).toEqual([
      'verified',
    ])
    expect(site.defects).toEqual([])
  })
})

test('the credential that a page names is found in its head, in linear time', () => {
  const found = (page: string) => credentialIn(new TextEncoder().encode(page), 'https://a.example/b/1')
  expect(found(`<LINK HREF='c.json' TYPE="application/ld+json" REL='x alternate'>`)).toBe('https://a.example/b/c.json')
  expect(found('<link rel=alternate type=application/vc href=//c.example/d>')).toBe('https://c.example/d')
  expect(found('<link rel="stylesheet" type="application/json" href="a.json">')).toBeUndefined()
  expect(found('<link rel="alternate" type="application/rss+xml" href="a.xml">')).toBeUndefined()
  expect(found('<link rel="alternate" type="application/json" href="https://[">')).toBeUndefined()
  expect(found('<link '.repeat(40_000))).toBeUndefined()
  expect(found(`<link ${'rel="'.repeat(50_000)}`)).toBeUndefined()
})
