import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { createHandler } from '../../src/http/index.js'
import { createKept } from '../../src/http/web/kept.js'
import { limits } from '../../src/internal/limits.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { StorageAdapter } from '../../src/service/index.js'
import { testService } from '../service/service.js'
import { type Answer, attribute, elements } from './client.js'
import { claimedBadge } from './sharing.js'
import { draft, offerTo, type TestSite, testSite } from './site.js'

const INTERVAL = 5_000

/** A storage that counts what is read, by collection. */
function counted() {
  const storage = memoryStorage()
  const reads: Record<string, number> = {}
  const count = (collection: string) => {
    reads[collection] = (reads[collection] ?? 0) + 1
  }
  const counting: StorageAdapter = {
    ...storage,
    get(collection, key) {
      count(collection)
      return storage.get(collection, key)
    },
    query(query) {
      count(query.collection)
      return storage.query(query)
    },
  }
  const during = async (act: () => Promise<unknown>): Promise<Record<string, number>> => {
    for (const name of Object.keys(reads)) delete reads[name]
    await act()
    return { ...reads }
  }
  return { storage: counting, during }
}

const keptSite = (handler: Parameters<typeof testSite>[0] = {}, service: Parameters<typeof testSite>[1] = {}) =>
  testSite({ share: { installedFonts: false }, ...handler }, { statusPublishSeconds: INTERVAL / 1000, ...service })

/** A public badge that somebody has looked at, and the page that is kept now. */
async function seenBadge(site: TestSite, more: object = {}) {
  const claimed = await claimedBadge(site, more)
  await claimed.show('public')
  // What is dated this very second is over.
  site.clock.pass(1000)
  const look = (headers: Record<string, string> = {}) => site.visitor().get(claimed.page, headers)
  const first = await look()
  expect(first.status).toBe(200)
  return { ...claimed, look, first }
}

/** When the page was checked, as it says itself; pages of one checking are one page. */
const checkedAt = ({ text }: Answer): string | undefined =>
  /<section class="panel"[^>]*><div class="verdict.*?<time datetime="([^"]+)"/s.exec(text)?.[1]

const outcomeOf = ({ text }: Answer): string | undefined => /data-outcome="(\w+)"/.exec(text)?.[1]

const isoOf = (site: TestSite, shift = 0): string => new Date(site.clock.now + shift).toISOString()

/** The page without what is each visitor's own. */
const common = ({ text }: Answer): string =>
  text.replaceAll(/nonce="[^"]*"/g, '').replaceAll(/name="form" value="[^"]*"/g, '')

describe('the public page of a badge', () => {
  test('is checked once in the interval of status lists, and again after it', async () => {
    const site = await keptSite()
    const { look, first } = await seenBadge(site)
    site.clock.pass(INTERVAL - 1)
    const second = await look()
    expect([checkedAt(second), common(second)]).toEqual([checkedAt(first), common(first)])
    site.clock.pass(1)
    expect(checkedAt(await look())).toBe(isoOf(site))
    // A clock that goes back does not keep a page for longer.
    site.clock.pass(-60_000)
    expect(checkedAt(await look())).toBe(isoOf(site))
  })

  test('is checked at every view where status lists are published at every request', async () => {
    const site = await keptSite({}, { statusPublishSeconds: 0 })
    const { look, first } = await seenBadge(site)
    site.clock.pass(1000)
    expect(checkedAt(await look())).not.toBe(checkedAt(first))
  })

  test('from memory it costs the records that say who may see it, and no others', async () => {
    const { storage, during } = counted()
    const site = await keptSite({}, { storage })
    const { look } = await seenBadge(site)
    // The badge; its owner and the guardians of the addresses of both.
    expect(await during(look)).toEqual({ badges: 1, people: 1, guardianships: 1 })
    site.clock.pass(INTERVAL)
    const made = await during(look)
    // With the badge of its picture, and a second look once it is made.
    expect(made).toMatchObject({ badges: 3, blobs: 1, 'status-lists': 1, 'published-lists': 1 })
  })

  test('is made once for all who ask at the same time', async () => {
    const { storage, during } = counted()
    const site = await keptSite({}, { storage })
    const { look } = await seenBadge(site)
    site.clock.pass(INTERVAL)
    const reads = await during(() => Promise.all(Array.from({ length: 20 }, () => look())))
    expect([reads.badges, reads['status-lists']]).toEqual([20 + 2, 1])
  })

  test('every visitor has a nonce, a token and a cookie of their own, and forms that work', async () => {
    const site = await keptSite()
    const { page } = await seenBadge(site)
    const visitors = [site.visitor(), site.visitor()]
    const answers = await Promise.all(visitors.map((visitor) => visitor.get(page)))
    const [one, other] = answers.map(({ text, headers }) => {
      const nonces = new Set(elements(text).flatMap((element) => attribute(element, 'nonce') ?? []))
      expect(nonces.size).toBe(1)
      const [nonce = ''] = nonces
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`style-src 'nonce-${nonce}'`)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('etag')).toBeNull()
      expect(headers.get('vary')).toBe('Accept, Accept-Language, Cookie')
      const token = /name="form" value="([^"]+)"/.exec(text)?.[1]
      return { nonce, token, cookie: headers.getSetCookie().join() }
    })
    expect(one?.nonce).not.toBe(other?.nonce)
    expect(one?.token).not.toBe(other?.token)
    expect(one?.cookie).not.toBe(other?.cookie)
    for (const [index, visitor] of visitors.entries()) {
      const answer = await visitor.submit(answers[index] as Answer, '/language', { locale: 'ar' })
      expect(answer.status).toBe(303)
    }
    // With the token of another it is refused.
    const foreign = await visitors[0]?.submit(answers[1] as Answer, '/language', { locale: 'ar' })
    expect(foreign?.status).toBe(403)
    // Who has a cookie gets no other.
    expect((await visitors[0]?.get(page))?.headers.getSetCookie()).toEqual([])
  })

  test("has the nonce of the host's policy, for each request", async () => {
    let given = 0
    const site = await keptSite({ nonce: () => `nonce-of-the-host-${++given}` })
    const { look } = await seenBadge(site)
    const before = given
    const { text, headers } = await look()
    expect(given).toBe(before + 1)
    expect(text).toContain(`nonce="nonce-of-the-host-${given}"`)
    expect(headers.get('content-security-policy')).toContain(`'nonce-nonce-of-the-host-${given}'`)
  })

  test('is in the language of each visitor, by header or by cookie', async () => {
    const site = await keptSite()
    const { look, page } = await seenBadge(site)
    const langs = async () =>
      Promise.all(
        ['en', 'ar', 'fr', 'xx'].map(async (locale) => {
          const { text, headers } = await look({ 'accept-language': locale })
          return [/<html lang="(\w+)" dir="(\w+)"/.exec(text)?.slice(1).join(' '), headers.get('content-language')]
        }),
      )
    const expected = [
      ['en ltr', 'en'],
      ['ar rtl', 'ar'],
      ['fr ltr', 'fr'],
      ['en ltr', 'en'],
    ]
    expect(await langs()).toEqual(expected)
    expect(await langs()).toEqual(expected)
    const reader = site.visitor()
    await reader.submit(await reader.get(page), '/language', { locale: 'fr' })
    expect((await reader.get(page)).headers.get('content-language')).toBe('fr')
    expect((await look()).headers.get('content-language')).toBe('en')
  })

  test('owner, issuer and learners who are signed in get their own, and nobody else gets that', async () => {
    const site = await keptSite()
    const { kim, page, look, first } = await seenBadge(site)
    const owner = await kim.get(page)
    expect(owner.text).toContain('/visibility"')
    expect((await site.visitor('issuer').get(page)).text).toContain('/app/issuer"')
    expect((await site.visitor('lee').get(page)).text).toContain('/app/mine"')
    const stranger = await look()
    expect(stranger.text).not.toMatch(/\/visibility"|\/app\/issuer"|\/app\/mine"/)
    expect(common(stranger)).toBe(common(first))
    // The other way round: what strangers were shown is not what its owner gets.
    expect((await kim.get(page)).text).toContain('/visibility"')
  })

  test('the owner before anybody else leaves nothing behind for strangers', async () => {
    const site = await keptSite()
    const { kim, show, page } = await claimedBadge(site)
    await show('public')
    expect((await kim.get(page)).text).toContain('/visibility"')
    expect((await site.visitor().get(page)).text).not.toContain('/visibility"')
  })

  test.each([
    ['a query', '?instance=evil.example&claimed=1&saved=1', {}],
    ['a query that names no server', '?claimed=1&saved=1&q=<script>', {}],
    [
      'headers of a proxy',
      '',
      { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' },
    ],
    ['a cookie', '', { cookie: '__Host-badges-form=evil.example; __Host-badges-session=evil.example' }],
    [
      'a referrer',
      '',
      { referer: 'https://evil.example/', origin: 'https://evil.example', 'user-agent': 'evil.example' },
    ],
  ])('%s of the first who asks changes nothing for others', async (_, query, headers) => {
    const site = await keptSite()
    const { page, show } = await claimedBadge(site)
    await show('public')
    await site.visitor().get(page + query, headers)
    const answer = await site.visitor().get(page)
    expect(answer.text).not.toMatch(/evil|claimed=1|<script>/)
    expect(common(answer)).toBe(common(await fresh(site, page)))
  })

  test('the host that a request names, or another spelling of the path, changes nothing for others', async () => {
    const site = await keptSite()
    const { page, show, badge } = await claimedBadge(site)
    await show('public')
    const spelled = `/app/b/%${badge.id.charCodeAt(0).toString(16)}${badge.id.slice(1)}/`
    for (const url of [`https://evil.example/app${page}`, `https://badges.example${spelled}`]) {
      const { status } = await site.handler(new Request(url, { headers: { accept: 'text/html' } }))
      expect(status).toBe(200)
    }
    const answer = await site.visitor().get(page)
    expect(answer.text).not.toMatch(/evil|\/b\/%/)
    expect(common(answer)).toBe(common(await fresh(site, page)))
  })

  test('a server to share on that is named in the query is in the page of this visitor', async () => {
    const site = await keptSite()
    const { page, first } = await seenBadge(site)
    const asked = await site.visitor().get(`${page}?instance=social.example`)
    expect(asked.text).toContain('social.example')
    expect(first.text).not.toContain('social.example')
  })

  test('the credential under the same address is no page, and HEAD has no body', async () => {
    const site = await keptSite()
    const { look, page } = await seenBadge(site)
    const json = await look({ accept: 'application/vc' })
    expect(json.headers.get('content-type')).toBe('application/vc')
    const etag = json.headers.get('etag') ?? ''
    const copy = await look({ accept: 'application/vc', 'if-none-match': `"other", W/${etag}` })
    expect([copy.status, copy.text]).toEqual([304, ''])
    const head = await site.handler(
      new Request(`https://badges.example/app${page}`, { method: 'HEAD', headers: { accept: 'text/html' } }),
    )
    expect([head.status, await head.text(), head.headers.get('cache-control')]).toEqual([200, '', 'no-store'])
    // A page has a nonce in it, so that a copy of before is never named as good.
    expect((await look({ 'if-none-match': '*' })).status).toBe(200)
  })
})

/** The page as a handler writes it that has nothing in memory. */
async function fresh(site: TestSite, page: string): Promise<Answer> {
  const handler = createHandler(site.service, {
    share: { installedFonts: false },
    issuerProfile: { name: 'Acme Academy' },
  })
  const answer = await handler(new Request(`https://badges.example/app${page}`, { headers: { accept: 'text/html' } }))
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

describe('what has changed is never shown as it was', () => {
  test.each<
    [
      string,
      (site: TestSite, given: Awaited<ReturnType<typeof seenBadge>>) => Promise<unknown>,
      object,
      number,
      RegExp?,
    ]
  >([
    ['nothing, the sound twin', async () => {}, {}, 200, /class="verdict-line good"/],
    ['turned private', (_, { show }) => show('private'), {}, 404],
    ['turned unlisted', (_, { show }) => show('unlisted'), {}, 404],
    [
      'revoked',
      ({ service }, { own: { badgeId } }) => service.revoke({ badgeId, reason: 'A mistake' }),
      {},
      200,
      /data-outcome="failed"/,
    ],
    [
      'suspended',
      ({ service }, { own: { badgeId } }) => service.suspend({ badgeId }),
      { statusPurpose: 'suspension' },
      200,
      /data-outcome="failed"/,
    ],
    [
      'replaced',
      ({ service }, { own: { badgeId } }) => service.replace({ badgeId, draft, reason: 'A mistake' }),
      {},
      200,
      /data-outcome="failed"/,
    ],
    ['given back', ({ service }, { own }) => service.claims.giveBack(own), {}, 404],
    ['erased', ({ service }, { own: { personId } }) => service.privacy.erase({ personId }), {}, 404],
    ['about a child, whose guardian has not allowed it', ({ service }) => nameGuardian(service), {}, 404],
  ])('%s', async (_, change, more, status, sign = /./) => {
    const site = await keptSite()
    const given = await seenBadge(site, more)
    expect([outcomeOf(given.first), checkedAt(await given.look())]).toEqual(['verified', checkedAt(given.first)])
    site.clock.pass(1000)
    await change(site, given)
    const answer = await given.look()
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(sign)
    if (status === 404) expect(answer.text).not.toContain('Welder')
  })

  test('private and public again, it is looked at as it is', async () => {
    const site = await keptSite()
    const { look, show } = await seenBadge(site)
    for (const [visibility, status] of [
      ['private', 404],
      ['public', 200],
      ['private', 404],
      ['public', 200],
    ] as const) {
      await show(visibility)
      expect((await look()).status).toBe(status)
    }
  })

  test('suspended and reinstated within the interval', async () => {
    const site = await keptSite()
    const { look, own } = await seenBadge(site, { statusPurpose: 'suspension' })
    await site.service.suspend({ badgeId: own.badgeId })
    expect(outcomeOf(await look())).toBe('failed')
    await site.service.reinstate({ badgeId: own.badgeId })
    expect(outcomeOf(await look())).toBe('verified')
  })

  test('suspended while the page was being made, and reinstated before the next view', async () => {
    const storage = memoryStorage()
    let meanwhile: (() => Promise<unknown>) | undefined
    const site = await keptSite(
      {},
      {
        storage: {
          ...storage,
          async get(collection, key) {
            const act = collection === 'status-lists' ? meanwhile : undefined
            meanwhile = act === undefined ? meanwhile : undefined
            await act?.()
            return storage.get(collection, key)
          },
        },
      },
    )
    const { look, own } = await seenBadge(site, { statusPurpose: 'suspension' })
    site.clock.pass(INTERVAL)
    meanwhile = () => site.service.suspend({ badgeId: own.badgeId })
    expect(outcomeOf(await look())).toBe('failed')
    await site.service.reinstate({ badgeId: own.badgeId })
    expect(outcomeOf(await look())).toBe('verified')
  })

  test('a guardian who allows it and takes that back', async () => {
    const site = await keptSite()
    const { look } = await seenBadge(site)
    await nameGuardian(site.service)
    expect((await look()).status).toBe(404)
    const decide = async (question: string, decision: string) => {
      const path = /\/guardian\/grd_[\w-]{43}/.exec((await site.mailTo('parent@home.example')).text)?.[0] ?? ''
      const parent = site.visitor()
      const answer = await parent.submit(await parent.get(path), '/guardian/', { question, do: decision })
      expect(answer.status).toBe(303)
    }
    await decide('badges', 'give')
    await decide('publishing', 'give')
    expect((await look()).status).toBe(200)
    await decide('publishing', 'refuse')
    expect((await look()).status).toBe(404)
  })

  test('it expires at its moment, in the middle of the interval', async () => {
    const site = await keptSite()
    const { look, first } = await seenBadge(site, { draft: { ...draft, validUntil: isoOf(site, 3000) } })
    site.clock.pass(1999)
    expect(checkedAt(await look())).toBe(checkedAt(first))
    site.clock.pass(1)
    expect(outcomeOf(await look())).toBe('verified')
    site.clock.pass(1)
    const over = await look()
    expect([outcomeOf(over), over.text.includes('pill warn')]).toEqual(['failed', true])
  })

  test('it becomes valid at its moment', async () => {
    const site = await keptSite()
    const { badge, show, page } = await claimedBadge(site, { draft: { ...draft, validFrom: isoOf(site, 2000) } })
    await show('public')
    const look = async () => outcomeOf(await site.visitor().get(page))
    expect([badge.stage, await look()]).toEqual(['offered', 'failed'])
    site.clock.pass(1999)
    expect(await look()).toBe('failed')
    site.clock.pass(1)
    expect(await look()).toBe('verified')
  })

  test('what takes its place turns private', async () => {
    const site = await keptSite()
    const { look, own } = await seenBadge(site)
    const {
      badge: { id },
    } = await site.service.replace({ badgeId: own.badgeId, draft, reason: 'A mistake' })
    const successor = await site.service.get(id)
    expect(successor?.visibility).toBe('public')
    expect((await look()).text).toContain(`/b/${id}`)
    await site.service.sharing.setVisibility({ badgeId: id, personId: own.personId, visibility: 'private' })
    expect((await look()).text).not.toContain(`/b/${id}`)
  })

  test('another process takes another key into use, or revokes it', async () => {
    const storage = memoryStorage()
    const keys = await Promise.all([1, 2].map(() => generateKeyPair({ controller: 'did:web:badges.example' })))
    const [signer, second] = keys as [(typeof keys)[0], (typeof keys)[0]]
    const options = {
      storage,
      signer,
      secret: 's'.repeat(43),
      findSigner: async (id: string) => keys.find((key) => key.id === id),
    }
    const site = await keptSite({}, options)
    const elsewhere = await testService({ ...options, clock: () => new Date(site.clock.now) })
    const { look, own, first } = await seenBadge(site)
    expect(outcomeOf(first)).toBe('verified')
    // The keys that are published decide: a page is made again when they change, within the interval too.
    site.clock.pass(1000)
    expect(checkedAt(await look())).toBe(checkedAt(first))
    await elsewhere.service.keys.rotate({ signer: second, leadSeconds: 0 })
    expect(checkedAt(await look())).not.toBe(checkedAt(first))
    await elsewhere.service.revoke({ badgeId: own.badgeId, reason: 'A mistake' })
    expect(outcomeOf(await look())).toBe('failed')
  })
})

const nameGuardian = (service: TestSite['service']) =>
  service.guardians.name({
    email: 'kim@learner.example',
    name: 'Kim Doe',
    guardian: { email: 'parent@home.example', until: '2030-01-01T00:00:00Z' },
  })

describe('what is not kept', () => {
  test('the page behind a link, whole or in parts, and the embed', async () => {
    const { storage, during } = counted()
    const site = await keptSite({}, { storage })
    const { own, page } = await seenBadge(site)
    const whole = await site.service.sharing.createLink(own)
    const parts = await site.service.sharing.createLink({ ...own, show: [] })
    const pathOf = ({ url }: { url: string }) => url.slice('https://badges.example/app'.length)
    for (const link of [whole, parts]) {
      await site.visitor().get(pathOf(link))
      expect(await during(() => site.visitor().get(pathOf(link)))).toMatchObject({ shares: 1, 'status-lists': 1 })
      expect((await site.visitor().get(pathOf(link))).headers.get('referrer-policy')).toBe('no-referrer')
      await site.service.sharing.revokeLink({ ...own, shareId: link.share.id })
      expect((await site.visitor().get(pathOf(link))).status).toBe(410)
    }
    expect(await during(() => site.visitor().get(`${page}/embed`))).toMatchObject({ badges: 1 })
    await site.service.sharing.setVisibility({ ...own, visibility: 'private' })
    expect((await site.visitor().get(`${page}/embed`)).status).toBe(404)
  })
})

describe('documents for programs', () => {
  const ask = (handler: (request: Request) => Promise<Response>, path: string, headers: Record<string, string> = {}) =>
    handler(new Request(`https://badges.example${path}`, { headers }))

  test('a status list has the same bytes and tag until it is published again, and a revocation within the interval', async () => {
    const site = await keptSite()
    const { own, badge } = await seenBadge(site)
    const path = `/app/status/${badge.status.listId}`
    const first = await ask(site.handler, path)
    const etag = first.headers.get('etag') ?? ''
    const text = await first.text()
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const copy = await ask(site.handler, path, { 'if-none-match': tag })
      expect([copy.status, await copy.text(), copy.headers.get('etag')]).toEqual([304, '', etag])
      expect(copy.headers.get('cache-control')).toBe('public, max-age=5')
    }
    const head = await site.handler(new Request(`https://badges.example${path}`, { method: 'HEAD' }))
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag])
    for (const accept of ['application/vc', 'application/vc+ld+json']) {
      const other = await ask(site.handler, path, { accept })
      expect([other.headers.get('content-type'), other.headers.get('vary'), await other.text()]).toEqual([
        accept,
        'Accept',
        text,
      ])
    }
    await site.service.revoke({ badgeId: own.badgeId, reason: 'A mistake' })
    site.clock.pass(INTERVAL)
    const after = await ask(site.handler, path, { 'if-none-match': etag })
    expect([after.status, (await after.text()) === text]).toEqual([200, false])
  })

  test('keys have the same bytes and tag until they change, and then at once', async () => {
    const key = () => generateKeyPair({ controller: 'did:web:badges.example' })
    const t = await testService({ signer: await key(), secret: 'x'.repeat(43), statusPublishSeconds: 5 })
    const { wellKnown } = createHandler(t.service)
    for (const path of ['/.well-known/did.json', '/.well-known/jwks.json']) {
      const first = await ask(wellKnown, path)
      const etag = first.headers.get('etag') ?? ''
      expect((await ask(wellKnown, path, { 'if-none-match': `W/${etag}` })).status).toBe(304)
      expect(await (await ask(wellKnown, path)).text()).toBe(await first.text())
      await t.service.keys.rotate({ signer: await key(), leadSeconds: 0 })
      const after = await ask(wellKnown, path, { 'if-none-match': etag })
      expect(after.status).toBe(200)
      // The document has the key that signs requests to wallets, too.
      const { verificationMethod, keys } = (await after.json()) as Record<string, unknown[]>
      expect(verificationMethod?.length ?? keys?.length).toBe(3)
    }
  })

  test('each of several issuers has its own lists and keys', async () => {
    const issuer = async (name: string) => ({
      signer: await generateKeyPair({ controller: `did:web:badges.example:app:issuers:${name}` }),
    })
    const site = await keptSite({ issuers: { one: await issuer('one'), other: await issuer('other') } })
    const ids = async () =>
      Promise.all(
        ['one', 'other', 'one'].map(
          async (name) =>
            ((await (await ask(site.handler, `/app/issuers/${name}/did.json`)).json()) as { id: string }).id,
        ),
      )
    const expected = ['one', 'other', 'one'].map((name) => `did:web:badges.example:app:issuers:${name}`)
    expect([await ids(), await ids()]).toEqual([expected, expected])
    const { listId } = (await offerTo(site)).badge.status
    expect((await ask(site.handler, `/app/status/${listId}`)).status).toBe(200)
    expect((await ask(site.handler, `/app/issuers/one/status/${listId}`)).status).toBe(404)
  })

  test('what is not there is short for programs, and a page for people', async () => {
    const site = await keptSite()
    const lengths = await Promise.all(
      ['/app/status/none', '/app/did.json', '/app/api/none'].map(async (path) => {
        const answer = await ask(site.handler, path)
        expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
        expect(answer.headers.get('cache-control')).toBe('no-store')
        return (await answer.text()).length
      }),
    )
    expect(Math.max(...lengths)).toBeLessThan(300)
    const other = await ask(site.handler.wellKnown, '/.well-known/none')
    expect(other.headers.get('content-type')).toBe('application/problem+json')
    for (const path of ['/app/status/none', '/app/none', '/app/b/none']) {
      const page = await ask(site.handler, path, { accept: 'text/html,*/*' })
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    }
  })
})

describe('the start page', () => {
  test('is from memory for strangers, with a door to forms once one is open', async () => {
    const site = await keptSite()
    const look = () => site.visitor().get('/')
    const [first, second] = [await look(), await look()]
    expect(common(second)).toBe(common(first))
    expect(second.text).not.toBe(first.text)
    expect(first.text).not.toContain('/apply"')
    await site.service.applications.setForm({
      id: 'welding',
      title: 'Welding',
      schema: { type: 'object', properties: { why: { type: 'string' } } },
      draft,
    })
    expect((await look()).text).toContain('/apply"')
    expect((await site.visitor('kim').get('/')).text).toContain('/mine"')
    expect((await look()).text).not.toContain('/mine"')
  })
})

describe('the store', () => {
  const made =
    (value: string, bytes = value.length) =>
    async () => ({ value, bytes })

  test('100,000 pages of different badges take no more than the bounds', async () => {
    const kept = createKept<string>(INTERVAL, () => 0)
    let most = { entries: 0, bytes: 0 }
    for (let i = 0; i < 100_000; i++) {
      expect(await kept.get(`/b/${i}`, 'grounds', made('page', 30_000))).toBe('page')
      const { entries, bytes } = kept.size()
      most = { entries: Math.max(most.entries, entries), bytes: Math.max(most.bytes, bytes) }
    }
    expect(most.entries).toBeLessThanOrEqual(limits.keptAnswers)
    expect(most.bytes).toBeLessThanOrEqual(limits.keptAnswerBytes)
    expect(most.bytes).toBeGreaterThan(limits.keptAnswerBytes / 2)
  })

  test('small ones are as many as may be kept, and one that is too large is not', async () => {
    const kept = createKept<string>(INTERVAL, () => 0)
    for (let i = 0; i <= limits.keptAnswers; i++) await kept.get(`/b/${i}`, 'grounds', made('page'))
    expect(kept.size().entries).toBe(limits.keptAnswers)
    await kept.get('/large', 'grounds', made('page', limits.keptAnswerBytes / 8))
    expect(kept.size().entries).toBe(limits.keptAnswers)
    expect(await kept.get(`/b/${limits.keptAnswers}`, 'grounds', made('again'))).toBe('page')
    expect(await kept.get('/b/0', 'grounds', made('again'))).toBe('again')
  })

  test('what is over is dropped when anything is asked for', async () => {
    let now = 0
    const kept = createKept<string>(INTERVAL, () => now)
    for (let i = 0; i < 100; i++) await kept.get(`/b/${i}`, 'grounds', made('page'))
    expect(kept.size().entries).toBe(100)
    now = INTERVAL
    await kept.get('/b/0', 'grounds', made('again'))
    expect(kept.size().entries).toBe(1)
  })

  test('other grounds are made again, and take the place of what was', async () => {
    const kept = createKept<string>(INTERVAL, () => 0)
    expect(await kept.get('a', '1', made('one'))).toBe('one')
    expect(await kept.get('a', '1', made('two'))).toBe('one')
    expect(await kept.get('a', '2', made('two'))).toBe('two')
    expect(await kept.get('a', '1', made('three'))).toBe('three')
    expect(kept.size().entries).toBe(1)
  })

  test('a failure is not kept, and those who waited make their own', async () => {
    const kept = createKept<string>(INTERVAL, () => 0)
    const failing = kept.get('a', '1', async () => {
      await Promise.resolve()
      throw new Error('no')
    })
    const waiting = kept.get('a', '1', made('page'))
    await expect(failing).rejects.toThrow('no')
    expect(await waiting).toBe('page')
    expect(kept.size().entries).toBe(1)
  })
})
