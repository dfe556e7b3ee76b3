import { decodeJwt } from 'jose'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { generateKeyPair } from '../../src/keys/index.js'
import { createBadgeService } from '../../src/service/index.js'
import { languages } from '../../src/texts/index.js'
import { createTranslator } from '../../src/texts/pages/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { unzip } from '../support/unzip.js'
import { attribute, elements } from './client.js'
import { cardsIn, claimedBadge, draft, sharedSite, type Visibility } from './sharing.js'
import { type TestSite, testSite } from './site.js'

const oEmbedPath = (id: string) => `/oembed?url=${encodeURIComponent(`https://badges.example/app/b/${id}`)}`
const unknownId = '0'.repeat(26)

/** What there is of a badge; each as a path of its id. */
const routes = {
  page: (id: string) => `/b/${id}`,
  json: (id: string) => `/b/${id}/credential.json`,
  jwt: (id: string) => `/b/${id}/credential.jwt`,
  png: (id: string) => `/b/${id}/badge.png`,
  svg: (id: string) => `/b/${id}/badge.svg`,
  picture: (id: string) => `/b/${id}/picture`,
  card: (id: string) => `/b/${id}/cards/link.0000000000000000.png`,
  pdf: (id: string) => `/b/${id}/certificate.pdf`,
  bundle: (id: string) => `/b/${id}/bundle.zip`,
  snippet: (id: string) => `/b/${id}/snippets/badge.md`,
  embed: (id: string) => `/b/${id}/embed`,
  oembed: oEmbedPath,
} as const
type RouteName = keyof typeof routes
const all = Object.keys(routes) as RouteName[]
/** For tests that only look. */
const publicBadge = sharedSite('public')
const but = (...names: RouteName[]) => all.filter((name) => !names.includes(name))

describe('who gets what, by visibility and viewer', () => {
  const cases: [Visibility, 'stranger' | 'owner' | 'issuer', readonly RouteName[]][] = [
    ['private', 'stranger', []],
    ['unlisted', 'stranger', []],
    ['public', 'stranger', all],
    ['private', 'owner', but('embed', 'oembed')],
    ['unlisted', 'owner', but('embed', 'oembed')],
    ['public', 'owner', all],
    ['private', 'issuer', but('embed', 'oembed', 'pdf', 'bundle', 'snippet')],
    ['public', 'issuer', all],
  ]
  // One badge for all of them: what is drawn of it is drawn once, and who sees it is asked each time.
  const shared = sharedSite('private')
  test.each(cases)('%s × %s', async (visibility, viewer, open) => {
    const { site, badge, kim, show } = await shared()
    await show(visibility)
    const visitor = viewer === 'owner' ? kim : site.visitor(viewer === 'issuer' ? 'issuer' : undefined)
    for (const name of all) {
      const { status, headers } = await visitor.get(routes[name](badge.id))
      expect({ name, status }).toEqual({ name, status: open.includes(name) ? 200 : 404 })
      const isFile = !['page', 'embed', 'oembed'].includes(name)
      const isShared = viewer === 'stranger' && status === 200
      const found = {
        kept: /^public, max-age=\d+$/.test(headers.get('cache-control') ?? ''),
        noStore: headers.get('cache-control')?.includes('no-store') ?? false,
        noindex: headers.get('x-robots-tag')?.includes('noindex') ?? false,
      }
      const kept = status === 200 && (name === 'oembed' || (isShared && isFile))
      const noindex = !(isShared && (isFile || name === 'page'))
      expect({ name, ...found }).toEqual({ name, kept, noStore: !kept, noindex })
    }
    expect(site.defects).toEqual([])
  })

  const untouched = sharedSite('private')
  test.each(all)(
    'S5 (nobody finds out who has badges): %s of a private badge is answered like one that never was',
    async (name) => {
      const { site, badge } = await untouched()
      const look = async (id: string) => {
        const { status, text, headers } = await site.visitor().get(routes[name](id))
        const own = name === 'embed' ? /nonce-[\w-]+|nonce="[^"]+"/g : /$^/
        return {
          status,
          text: text.replace(own, ''),
          headers: [...headers].map(([key, value]) => [key, value.replace(own, '')]),
        }
      }
      expect(await look(badge.id)).toEqual(await look(unknownId))
    },
  )

  test('a link opens the page and its files for whoever has it, and nothing at all once it ended', async () => {
    const site = await testSite()
    const { badge, own, show } = await claimedBadge(site)
    await show('unlisted')
    const { token, share } = await site.service.sharing.createLink(own)
    const stranger = site.visitor()
    const paths = [
      `/s/${token}`,
      ...['credential.json', 'badge.png', 'picture', 'cards/link.0000000000000000.png'].map(
        (file) => `/s/${token}/${file}`,
      ),
    ]
    const closed = ['certificate.pdf', 'bundle.zip', 'snippets/badge.md', 'embed'].map((file) => `/s/${token}/${file}`)
    const statuses = async (list: readonly string[]) =>
      Promise.all(
        list.map(async (path) => {
          const { status, headers } = await stranger.get(path)
          expect(headers.get('x-robots-tag')).toContain('noindex')
          expect(headers.get('cache-control')).toContain('no-store')
          return status
        }),
      )
    expect(await statuses(paths)).toEqual([200, 200, 200, 200, 200])
    expect(await statuses(closed)).toEqual([404, 404, 404, 404])
    const page = await stranger.get(`/s/${token}`)
    expect(page.text).toContain('og:image')
    expect(page.text).not.toMatch(/oembed|\/b\//)
    expect(page.text).not.toContain(badge.id)
    expect((await stranger.get(oEmbedPath(badge.id))).status).toBe(404)
    await site.service.sharing.revokeLink({ badgeId: own.badgeId, personId: own.personId, shareId: share.id })
    expect(await statuses(paths)).toEqual([410, 404, 404, 404, 404])
  })
})

test('S6 (what comes too often has to wait): what is drawn for each request is not drawn for one visitor without end', async () => {
  const site = await testSite()
  const { show, page } = await claimedBadge(site)
  await show('public')
  await site.service.limits.take({ key: 'drawVisitor 192.0.2.7', limit: 1, windowSeconds: 600 })
  for (let i = 0; i < 59; i++) {
    await site.service.limits.take({ key: 'drawVisitor 192.0.2.7', limit: 60, windowSeconds: 600 })
  }
  const ask = (ip: string) => site.visitor().get(`${page}/certificate.pdf`, { 'x-ip': ip })
  const refused = await ask('192.0.2.7')
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect((await ask('192.0.2.8')).status).toBe(200)
})

describe('cards', () => {
  test('come in five sizes, and a badge that is revoked has another one, also under the old address', async () => {
    const site = await testSite()
    const { badge, kim, show, page } = await claimedBadge(site)
    await show('public')
    const before = cardsIn((await kim.get(page)).text)
    const sizes: string[] = []
    const get = async (path: string) => {
      const answer = await site.handler(new Request(`https://badges.example/app${path}`))
      expect(answer.headers.get('content-type')).toBe('image/png')
      return { bytes: Buffer.from(await answer.arrayBuffer()), cache: answer.headers.get('cache-control') }
    }
    for (const path of before.filter((path) => !path.includes('story'))) {
      const { width, height } = PNG.sync.read((await get(path)).bytes)
      sizes.push(`${width}x${height}`)
    }
    expect(before).toHaveLength(5)
    expect(sizes.toSorted()).toEqual(['1080x1080', '1080x1350', '1200x630', '1920x1080'])
    const old = before.find((path) => path.includes('/link.')) ?? ''
    const first = await get(old)
    expect(first.cache).toBe('public, max-age=3600')
    await site.service.revoke({ badgeId: badge.id, reason: 'Mistake' })
    const text = (await site.visitor().get(page)).text
    const now = cardsIn(text).find((path) => path.includes('/link.')) ?? ''
    expect(now).not.toBe(old)
    expect(text).toContain('<meta property="og:title" content="Revoked: Welder I">')
    const stale = await get(old)
    expect([stale.cache, stale.bytes.equals((await get(now)).bytes), stale.bytes.equals(first.bytes)]).toEqual([
      'public, max-age=0',
      true,
      false,
    ])
  })

  test.each([
    'huge.0000000000000000.png',
    'link.png',
    'link.0000000000000000.svg',
    '../link.png',
    '__proto__.0000000000000000.png',
  ])('%s is none', async (file) => {
    const { site, page } = await publicBadge()
    expect((await site.visitor().get(`${page}/cards/${encodeURIComponent(file)}`)).status).toBe(404)
  })
})

describe('Open Badges 3.0 §8.2: the badge as JWT', () => {
  const signers = [
    ['Ed25519', {}],
    ['P-256', { secret: 's'.repeat(43) }],
  ] as const
  test.each(signers)(
    'signed again with %s it is the same badge, and is offered by itself and in the archive',
    async (type, more) => {
      const site = await testSite({}, { ...more, signer: await generateKeyPair({ type }) })
      const { badge, show, page } = await claimedBadge(site)
      await show('public')
      const stranger = site.visitor()
      expect((await stranger.get(page)).text).toContain('/credential.jwt"')
      const { text: jwt, headers } = await stranger.get(`${page}/credential.jwt`)
      expect(headers.get('content-type')).toBe('text/plain')
      expect(headers.get('content-disposition')).toContain('.jwt')
      const claims = decodeJwt(jwt)
      expect(claims.jti).toBe(badge.credential.id)
      expect(claims.credentialStatus).toEqual(badge.credential.credentialStatus)
      expect(claims).not.toHaveProperty('proof')
      const list = await site.service.status.publish(badge.status.listId)
      const documents = { [String(list?.credential.id)]: JSON.stringify(list?.credential) }
      const result = await verifyCredential(jwt, { documents, now: new Date(site.clock.now) })
      expect(result).toMatchObject({ outcome: 'verified', source: 'jwt' })
      const zip = await site.handler(new Request(`https://badges.example/app${page}/bundle.zip`))
      const files = await unzip(new Uint8Array(await zip.arrayBuffer()))
      expect([files.has('badge.json'), files.get('badge.jwt')?.toString()]).toEqual([true, jwt])
    },
  )

  test('of a badge that does not hold, or shows only parts, none is signed', async () => {
    const site = await testSite(
      {},
      { signer: await generateKeyPair({ type: 'P-256' }), secret: 's'.repeat(43), sign: { suite: 'ecdsa-sd-2023' } },
    )
    const { badge, own, show, page } = await claimedBadge(site, {
      draft: { ...draft, evidence: ['https://acme.example/e'] },
    })
    await show('public')
    const stranger = site.visitor()
    const capsule = await site.service.sharing.createLink({ ...own, show: ['evidence'] })
    const whole = await site.service.sharing.createLink(own)
    const statuses = async () =>
      Promise.all(
        [`${page}`, `/s/${capsule.token}`, `/s/${whole.token}`].map(
          async (base) => (await stranger.get(`${base}/credential.jwt`)).status,
        ),
      )
    expect(await statuses()).toEqual([200, 404, 200])
    await site.service.revoke({ badgeId: badge.id, reason: 'Mistake' })
    expect(await statuses()).toEqual([404, 404, 404])
    expect((await stranger.get(page)).text).not.toContain('credential.jwt')
    expect(await site.service.jwt(badge.id)).toBeNull()
  })

  test('a key that is not of the badge’s issuer signs nothing', async () => {
    const site = await testSite()
    const { badge } = await claimedBadge(site)
    const other = createBadgeService({ ...site.service.options, signer: await generateKeyPair() })
    expect(await other.jwt(badge.id)).toBeNull()
    expect(await other.jwt(unknownId)).toBeNull()
  })
})

describe('oEmbed', () => {
  test.each([
    ['as JSON', '', 200, 'application/json'],
    ['as XML', '&format=xml', 200, 'text/xml; charset=utf-8'],
    ['in another format', '&format=yaml', 501, 'text/plain'],
  ])('%s', async (_, query, status, type) => {
    const { site, badge } = await publicBadge()
    const answer = await site.visitor().get(oEmbedPath(badge.id) + query)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type])
  })

  test('fits what the consumer has room for, and leaves out a thumbnail that does not', async () => {
    const { site, badge } = await publicBadge()
    const ask = async (query: string) => JSON.parse((await site.visitor().get(oEmbedPath(badge.id) + query)).text)
    expect(await ask('')).toMatchObject({
      type: 'rich',
      width: 360,
      thumbnail_width: 1200,
      provider_url: 'https://badges.example/app/',
    })
    const small = await ask('&maxwidth=200&maxheight=-1')
    expect([small.width, small.height, small.thumbnail_url]).toEqual([200, 440, undefined])
    const [frame] = elements(small.html).filter(({ tagName }) => tagName === 'iframe')
    expect(frame && attribute(frame, 'src')).toBe(`https://badges.example/app/b/${badge.id}/embed`)
  })

  test.each([
    'https://evil.example/app/b/ID',
    'https://badges.example.evil.example/app/b/ID',
    'https://badges.example/other/b/ID',
    'http://badges.example/app/b/ID',
    'https://badges.example/app/b/ID/credential.json',
    'https://badges.example/app/s/ID',
    'javascript:alert(1)',
    `https://badges.example/app/b/${'x'.repeat(5000)}`,
    '',
  ])('S12 (nothing sends the server into its own network): %s is not a page of ours', async (url) => {
    const { site, badge } = await publicBadge()
    const answer = await site.visitor().get(`/oembed?url=${encodeURIComponent(url.replace('ID', badge.id))}`)
    expect(answer.status).toBe(404)
  })
})

test('only the embed may be framed by anybody, and it runs and loads nothing of others', async () => {
  const site = await testSite()
  const { badge, show } = await claimedBadge(site)
  await show('public')
  const [page, embed] = await Promise.all([
    site.visitor().get(`/b/${badge.id}`),
    site.visitor().get(`/b/${badge.id}/embed`),
  ])
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(page.headers.get('x-frame-options')).toBe('DENY')
  const policy = embed.headers.get('content-security-policy') ?? ''
  expect([
    policy.includes('frame-ancestors *'),
    policy.includes('script-src'),
    embed.headers.get('x-frame-options'),
  ]).toEqual([true, false, null])
  expect(embed.headers.getSetCookie()).toEqual([])
  expect(embed.text).toContain('Welder I')
  await show('private')
  const blank = await site.visitor().get(`/b/${badge.id}/embed`)
  expect([blank.status, blank.text.includes('Welder')]).toEqual([404, false])
})

describe('the panel of its owner', () => {
  test('offers nothing to share while nobody else could open it, and all of it once it is public', async () => {
    const site = await testSite()
    const { kim, show, page } = await claimedBadge(site)
    const links = (text: string) =>
      elements(text)
        .filter((row) => row.tagName === 'a' && attribute(row, 'target') === '_blank')
        .map((row) => ({ host: new URL(attribute(row, 'href') ?? '').host, rel: attribute(row, 'rel') }))
    expect(links((await kim.get(page)).text)).toEqual([])
    await show('public')
    const open = links((await kim.get(page)).text)
    expect(open.map(({ host }) => host)).toEqual(
      expect.arrayContaining(['www.linkedin.com', 'www.facebook.com', 'x.com', 'bsky.app', 'wa.me', 't.me']),
    )
    expect(open.every(({ rel }) => rel === 'noopener noreferrer')).toBe(true)
    const stranger = links((await site.visitor().get(page)).text).length
    expect([stranger > 0, stranger < open.length]).toEqual([true, true])
  })

  describe('of a badge that is not valid any more', () => {
    const names = { name: 'Welder I', issuer: 'Acme Academy' }
    const until = { ...draft, validUntil: '2027-01-01T00:00:00Z' }
    const boastIn = async (locale: string) => (await createTranslator(locale)).t('share.mine', names)

    /** A badge that was looked at in all languages before the change, for a look at it in one of them. */
    function changedBy(change: (site: TestSite, own: { badgeId: string }) => Promise<unknown>, more: object = {}) {
      const fresh = sharedSite('public', { draft: until, ...more })
      const make = async () => {
        const { site, badge, kim, page } = await fresh()
        for (const locale of languages) {
          expect((await kim.get(page, { 'accept-language': locale })).text).toContain(await boastIn(locale))
        }
        await change(site, { badgeId: badge.id })
        return { site, kim, page }
      }
      let made: ReturnType<typeof make> | undefined
      return async (locale: string) => {
        made ??= make()
        const { site, kim, page } = await made
        const header = { 'accept-language': locale }
        return Promise.all([kim.get(page, header), site.visitor().get(page, header)])
      }
    }

    describe.each([
      ['revoked', changedBy((site, own) => site.service.revoke({ ...own, reason: 'Mistake' }))],
      [
        'suspended',
        changedBy((site, own) => site.service.suspend({ ...own, reason: 'Check' }), { statusPurpose: 'suspension' }),
      ],
    ] as const)('%s: nothing is offered to post, and the reason is there', (state, look) => {
      test.each(languages)('in %s', async (locale) => {
        const { t } = await createTranslator(locale)
        for (const { text, status } of await look(locale)) {
          expect(status).toBe(200)
          expect(text).not.toContain(await boastIn(locale))
          const links = elements(text).filter((row) => attribute(row, 'target') === '_blank')
          expect(links).toEqual([])
          expect(text).toContain(t('share.notInForce', { state: t(`state.${state}`) }))
        }
      })
    })

    const lookAtExpired = changedBy(async (site) => {
      site.clock.now = Date.parse('2027-06-01T00:00:00Z')
    })
    test.each(languages)('expired: every text to post says so, in %s', async (locale) => {
      const { t } = await createTranslator(locale)
      for (const { text } of await lookAtExpired(locale)) {
        expect(text).not.toContain(await boastIn(locale))
        const links = elements(text).flatMap((row) =>
          attribute(row, 'target') === '_blank' ? [new URL(attribute(row, 'href') ?? '')] : [],
        )
        const posts = links.flatMap(({ searchParams }) => searchParams.get('text') ?? searchParams.get('body') ?? [])
        expect(posts.length).toBeGreaterThan(4)
        const start = t('state.labelled', { label: t('state.expired'), text: '' })
        for (const post of posts) expect(post.startsWith(start)).toBe(true)
      }
    })
  })

  test.each([
    ['mastodon.social', 'https://mastodon.social/share?text='],
    ['@kim@social.example', 'https://social.example/share?text='],
    ['javascript:alert(1)', undefined],
    ['evil.example/path?x=', undefined],
    ['<script>', undefined],
    ['a'.repeat(5000), undefined],
  ])('asks for the Mastodon server, without a script: %s', async (instance, start) => {
    const { kim, page } = await publicBadge()
    const { text, status } = await kim.get(`${page}?instance=${encodeURIComponent(instance)}`)
    expect(status).toBe(200)
    const found = elements(text).find((row) => row.tagName === 'a' && attribute(row, 'href')?.includes('/share?text='))
    if (start === undefined) expect(found).toBeUndefined()
    else expect(found && attribute(found, 'href')?.startsWith(start)).toBe(true)
    expect(text.includes('aria-invalid="true"')).toBe(start === undefined)
  })

  test('a new link is shared in place of a page that is closed', async () => {
    const site = await testSite()
    const { kim, show, page } = await claimedBadge(site)
    await show('unlisted')
    const answer = await kim.submit(await kim.get(page), '/links', { label: 'Acme', days: '30' })
    expect(answer.status).toBe(201)
    const x = elements(answer.text).find((row) => attribute(row, 'href')?.startsWith('https://x.com/'))
    expect(decodeURIComponent(x ? (attribute(x, 'href') ?? '') : '')).toMatch(
      /url=https:\/\/badges\.example\/app\/s\/shr_/,
    )
  })
})

describe('capsules', () => {
  const full = {
    draft: {
      ...draft,
      credentialSubject: { narrative: 'Kim learned fast.' },
      evidence: [{ id: 'https://acme.example/seam', type: ['Evidence'], narrative: 'Six seams.' }],
    },
  }
  const linkTo = async (answer: { text: string }) => /\/app(\/s\/shr_[\w-]{43})/.exec(answer.text)?.[1] ?? ''

  test('with ecdsa-sd-2023 the file goes along without what is hidden, and no page has the base proof', async () => {
    const site = await testSite(
      {},
      { signer: await generateKeyPair({ type: 'P-256' }), secret: 's'.repeat(43), sign: { suite: 'ecdsa-sd-2023' } },
    )
    const { badge, kim, show, page } = await claimedBadge(site, full)
    await show('unlisted')
    const path = await linkTo(
      await kim.submit(await kim.get(page), '/links', { label: '', days: '', hide: 'narrative' }),
    )
    const stranger = site.visitor()
    const shown = await stranger.get(path)
    expect(shown.text).toContain('data-outcome="verified"')
    expect(shown.text).toContain('Six seams')
    const json = await stranger.get(`${path}/credential.json`)
    expect(json.text).not.toContain('learned fast')
    const result = await verifyCredential(json.text, { now: new Date(site.clock.now) })
    expect(
      result.checks.filter(({ id }) => ['model.schema', 'proof.signature'].includes(id)).map(({ status }) => status),
    ).toEqual(['passed', 'passed'])
    expect(JSON.parse(json.text).credentialStatus).toBeDefined()
    await show('public')
    for (const route of ['json', 'png', 'svg', 'pdf', 'bundle'] as const) {
      const answer = await site.handler(new Request(`https://badges.example/app${routes[route](badge.id)}`))
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect({ route, status: answer.status, base: bytes.includes('u2V0A') }).toEqual({
        route,
        status: 200,
        base: false,
      })
    }
    expect(site.defects).toEqual([])
  })

  test('with another signature there is a page, and no file under any name', async () => {
    const site = await testSite()
    const { badge, kim, show, page } = await claimedBadge(site, full)
    await show('unlisted')
    const path = await linkTo(
      await kim.submit(await kim.get(page), '/links', { label: '', days: '', hide: 'narrative' }),
    )
    const stranger = site.visitor()
    const shown = await stranger.get(path)
    expect(shown.text).toContain('data-outcome="verified"')
    const [identity] = [badge.credential.credentialSubject.identifier].flat()
    for (const hidden of ['learned fast', 'credential.json', 'badge.png', identity?.salt ?? '?'])
      expect(shown.text).not.toContain(hidden)
    for (const file of ['credential.json', 'badge.png', 'badge.svg'])
      expect((await stranger.get(`${path}/${file}`)).status).toBe(404)
    expect((await stranger.get(path, { accept: 'application/vc+ld+json' })).status).toBe(404)
    expect((await kim.get(page)).text).toContain('name="hide"')
  })
})
