import { describe, expect, test, vi } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { routes } from '../../src/http/routes.js'
import { safeReturnTo } from '../../src/internal/return-to.js'
import { dump } from '../service/service.js'
import { draft, offerTo, type TestSite, testSite } from './site.js'

async function claimed(site: TestSite, visibility?: 'public' | 'unlisted') {
  const { badge, path, token, mail } = await offerTo(site)
  const kim = site.visitor()
  const page = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'claim' }))
  if (visibility !== undefined) await kim.submit(page, '/visibility', { visibility })
  return { badge, kim, page, path, token, mail }
}

test('S1 (a token opens only what it is for): a token of one purpose opens nothing else', async () => {
  const site = await testSite()
  const { token } = await offerTo(site)
  for (const path of ['/s/', '/u/', '/undo/', '/sign-in/', '/application/']) {
    expect((await site.visitor().get(path + token)).status, path).toBe(404)
  }
})

test('S2 (a link works once, for a while): of 50 claims at once exactly one succeeds, and the others learn that it was done', async () => {
  const site = await testSite()
  const { path } = await offerTo(site)
  const visitor = site.visitor()
  const page = await visitor.get(path)
  const answers = await Promise.all(Array.from({ length: 50 }, () => visitor.submit(page, '/claim/', { do: 'claim' })))
  const count = (status: number) => answers.filter((answer) => answer.status === status).length
  expect(count(303)).toBe(1)
  expect(count(409) + count(410)).toBe(49)
})

test('S3 (looking changes nothing): GET, HEAD, OPTIONS and prefetch change nothing, on any page with a token', async () => {
  const site = await testSite()
  const { path, badge } = await offerTo(site)
  site.clock.pass(3.5 * 86_400_000)
  await site.service.tick()
  const reminder = await site.mailTo('kim@learner.example')
  await site.service.people.sendLinks({ email: 'kim@learner.example' })
  const signIn = await site.mailTo('kim@learner.example')
  const links = [
    path,
    `${path}/picture`,
    /\/u\/uns_[\w-]{43}/.exec(reminder.headers['List-Unsubscribe'] ?? '')?.[0] ?? '',
    /\/sign-in\/log_[\w-]{43}/.exec(signIn.text)?.[0] ?? '',
  ]
  const before = await dump(site.storage)
  for (const link of links) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (const headers of [{}, { purpose: 'prefetch' }, { 'sec-purpose': 'prefetch;prerender' }]) {
        for (let i = 0; i < 3; i++)
          await site.handler(new Request(`https://badges.example/app${link}`, { method, headers }))
      }
    }
  }
  expect(await dump(site.storage)).toBe(before)
  expect((await site.service.get(badge.id))?.stage).toBe('offered')
})

describe('S4 (forms of other sites are refused)', () => {
  test.each([
    ['another site, says the browser', { 'sec-fetch-site': 'cross-site' }, true, 403],
    ['another host of the domain', { 'sec-fetch-site': 'same-site' }, true, 403],
    ['another origin', { origin: 'https://evil.example' }, true, 403],
    ['no token', { 'sec-fetch-site': 'same-origin' }, false, 403],
    ['no headers, but the token', {}, true, 303],
    ['no referrer', { origin: 'null', 'sec-fetch-site': 'same-origin' }, true, 303],
  ])('%s', async (_, headers, withToken, status) => {
    const site = await testSite()
    const { path } = await offerTo(site)
    const visitor = site.visitor()
    const page = await visitor.get(path)
    const answer = await visitor.submit(page, '/claim/', { do: 'claim', ...(withToken ? {} : { form: 'x' }) }, headers)
    expect(answer.status).toBe(status)
  })

  test('every route that changes something is guarded, but those of programs with a bearer token', () => {
    const open = routes
      .filter(({ method, kind }) => method === 'POST' && kind !== 'api')
      .filter((route) => route.foreignForm !== undefined)
    expect(open.map(({ path }) => path)).toEqual(['/u/:token'])
  })

  test('cookies over https are of this host alone, and the page names the account', async () => {
    const site = await testSite()
    const { path } = await offerTo(site)
    const page = await site.visitor('kim').get(path)
    expect(
      page.headers
        .getSetCookie()
        .every((cookie) => /^__Host-.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/.test(cookie)),
    ).toBe(true)
    expect(page.text).toContain('signed in as kim')
  })
})

describe('S5 (nobody finds out who has badges): a private badge looks like one that never was', () => {
  const spied = async () => {
    const storage = memoryStorage()
    const calls: string[] = []
    const spy: typeof storage = {
      ...storage,
      get: (collection, key) => {
        calls.push(`get ${collection}`)
        return storage.get(collection, key)
      },
      query: (query) => {
        calls.push(`query ${query.collection}`)
        return storage.query(query)
      },
      commit: (changes) => {
        calls.push(`commit ${changes.length}`)
        return storage.commit(changes)
      },
    }
    return { site: await testSite({}, { storage: spy }), calls }
  }

  test.each(['', '/credential.json', '/badge.png', '/picture'])(
    'page and files (%s): equal body, headers and storage calls',
    async (file) => {
      const { site, calls } = await spied()
      const { badge } = await claimed(site)
      const look = async (id: string) => {
        calls.length = 0
        const { status, text, headers } = await site.visitor().get(`/b/${id}${file}`)
        return { status, text, headers: [...headers], calls: [...calls] }
      }
      const hidden = await look(badge.id)
      expect(hidden.status).toBe(404)
      expect(await look(`${badge.id.slice(0, -1)}${badge.id.endsWith('0') ? '1' : '0'}`)).toEqual(hidden)
    },
  )

  test('"send me my links" answers alike for known and unknown addresses, and awaits no mail', async () => {
    const { site, calls } = await spied()
    await offerTo(site)
    const ask = async (email: string) => {
      const visitor = site.visitor()
      const page = await visitor.get('/sign-in')
      calls.length = 0
      site.sent.length = 0
      const answer = await visitor.submit(page, '/sign-in', { email })
      const body = answer.text.replace(/nonce="[^"]*"|name="form" value="[^"]*"/g, '')
      return { status: answer.status, body, sent: site.sent.length, calls: [...calls] }
    }
    const known = await ask('kim@learner.example')
    expect(known.sent).toBe(0)
    expect(await ask('nobody@learner.example')).toEqual(known)
  })
})

test('S6 (what comes too often has to wait): 429 and a time to wait', async () => {
  const site = await testSite()
  const statuses = new Set<number>()
  let wait: string | null = null
  for (let i = 0; i < 8; i++) {
    const visitor = site.visitor()
    const answer = await visitor.submit(await visitor.get('/sign-in'), '/sign-in', { email: 'kim@learner.example' })
    statuses.add(answer.status)
    wait = answer.headers.get('retry-after') ?? wait
  }
  expect([...statuses]).toEqual([200, 429])
  expect(Number(wait)).toBeGreaterThan(0)
})

test('S6 (what comes too often has to wait): IPv6 visitors count by /64', async () => {
  const { visitorKey } = await import('../../src/http/site/visit.js')
  const key = (address: string) =>
    visitorKey({
      site: { options: { clientAddress: () => address } },
      request: new Request('https://a.example'),
    } as never)
  expect(key('2001:db8:1:2:aaaa::1')).toBe(key('2001:0db8:0001:2:bbbb::2'))
  expect(key('2001:db8::1')).toBe(key('2001:db8:0000:0:1::1'))
  expect(key('2001:db8:1:3::1')).not.toBe(key('2001:db8:1:2::1'))
  expect(key('192.0.2.7')).toBe('192.0.2.7')
})

test('S8 (a picture runs and loads nothing): SVG that is opened by itself', async () => {
  const site = await testSite()
  const picture = new TextEncoder().encode(
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script></svg>',
  )
  const badge = await site.service.issue({ draft, recipient: { email: 'kim@learner.example' }, picture })
  const mail = await site.mailTo('kim@learner.example')
  const link = /\/claim\/clm_[\w-]{43}/.exec(mail.text)?.[0] ?? ''
  const shown = await site.visitor().get(`${link}/picture`)
  expect(badge.picture).toBeDefined()
  expect(shown.headers.get('content-type')).toBe('image/svg+xml')
  expect(shown.text).not.toMatch(/script|alert/)
  expect((await site.visitor('issuer').get(`/issuer/badges/${badge.id}/picture`)).text).toBe(shown.text)
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(shown.headers.get('content-security-policy')).toContain('sandbox')
  expect(shown.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
})

test('S9 (every page has its policy): and pages with tokens send no referrer', async () => {
  const site = await testSite()
  const { path } = await offerTo(site)
  for (const [address, referrer] of [
    [path, 'no-referrer'],
    ['/', 'same-origin'],
    ['/verify', 'same-origin'],
    ['/sign-in', 'same-origin'],
    ['/nothing', 'no-referrer'],
  ] as const) {
    const { headers } = await site.visitor().get(address)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy, address).toMatch(/^default-src 'none'; style-src '(nonce-[\w-]+|self)'; img-src 'self' data:/)
    for (const part of ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy, address).toContain(part)
    expect(policy, address).not.toMatch(/unsafe|\*/)
    expect(headers.get('referrer-policy'), address).toBe(referrer)
    expect(headers.get('cache-control'), address).toBe('no-store')
    expect(headers.get('strict-transport-security'), address).toMatch(/max-age=\d+/)
    expect(headers.get('cross-origin-opener-policy'), address).toBe('same-origin')
    expect(headers.get('permissions-policy'), address).toContain(address === '/verify' ? 'camera=(self)' : 'camera=()')
  }
})

test('S9 (every page has its policy): in iframe mode only the hosts that were named may frame, and cookies are partitioned', async () => {
  const site = await testSite({ frameAncestors: ['https://lms.example'] })
  const { headers, text } = await site.visitor().get('/sign-in')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://lms.example")
  expect(headers.get('x-frame-options')).toBeNull()
  expect(headers.getSetCookie()[0]).toMatch(/SameSite=None; Secure; Partitioned$/)
  expect(text).toContain('class="framed"')
})

test('S10 (no token is logged, emitted or part of an error): nor reported with a defect; nothing is written to the console', async () => {
  const write = vi.spyOn(console, 'error')
  const site = await testSite()
  const { path, token } = await offerTo(site)
  vi.spyOn(site.service.claims, 'look').mockRejectedValue(new Error('The disk is full'))
  const answer = await site.visitor().get(path)
  expect(answer.status).toBe(500)
  expect(JSON.stringify(site.defects.map(String))).not.toContain(token)
  expect(answer.text).not.toContain('disk')
  expect(write).not.toHaveBeenCalled()
})

test('S11 (no email where it was not chosen): public pages and their files', async () => {
  const site = await testSite()
  const { badge } = await claimed(site, 'public')
  const stranger = site.visitor()
  for (const path of [`/b/${badge.id}`, `/b/${badge.id}/credential.json`]) {
    const { status, text } = await stranger.get(path)
    expect(status).toBe(200)
    expect(text).not.toMatch(/kim@|learner\.example/)
  }
})

test('S13 (what was taken back is closed at once): a link that was taken back fails at once, also with the tag of a copy', async () => {
  const site = await testSite()
  const { badge, kim } = await claimed(site, 'unlisted')
  const made = await kim.submit(await kim.get(`/b/${badge.id}`), '/links', { label: 'x', days: '' })
  const link = /\/s\/shr_[\w-]{43}/.exec(made.text)?.[0] ?? ''
  const copy = await site.visitor().get(link)
  expect(copy.headers.get('cache-control')).toContain('no-store')
  await kim.submit(await kim.get(`/b/${badge.id}`), '/revoke')
  expect((await site.visitor().get(link, { 'if-none-match': copy.headers.get('etag') ?? '"x"' })).status).toBe(410)
})

test('S14 (links follow from the settings alone): links follow from the base URL alone, whatever the request says its host is', async () => {
  const site = await testSite()
  const { path } = await offerTo(site)
  const { text } = await site.visitor().get(path, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
  expect(text).not.toContain('evil.example')
  const answer = await site.handler(new Request(`https://evil.example/app${path}`))
  expect(await answer.text()).not.toContain('evil.example')
})

test.each([
  ['/mine', '/mine'],
  ['/mine?a=1', '/mine?a=1'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/%09/evil.example', '/%09/evil.example'],
  ['/a/../..//evil.example', '/'],
  ['', '/'],
])('S15 (the way back stays on this host): the way back %j stays on this host', (given, expected) => {
  expect(safeReturnTo(given, '/')).toBe(expected)
})

test('S16 (a form takes what it asks for, and a person decides): an application with a text in the hidden field is dropped, and gets the same answer', async () => {
  const site = await testSite()
  await site.service.applications.setForm({
    id: 'f',
    title: 'F',
    schema: { type: 'object', properties: { a: { type: 'string' } } },
    draft,
  })
  const robot = site.visitor()
  const sent = await robot.submit(await robot.get('/apply/f'), '/apply/', {
    'you.name': 'R',
    'you.email': 'r@r.example',
    'you.website': 'http://spam.example',
    'answer.a': 'x',
  })
  expect(sent.status).toBe(200)
  expect((await site.service.applications.list({})).applications).toEqual([])
})

test('S17 (the log only grows, and names people by ids): it holds no email', async () => {
  const site = await testSite()
  const { badge } = await claimed(site, 'public')
  expect(JSON.stringify(await site.service.history(badge.id))).not.toContain('learner.example')
})

test('bodies are capped before they are read', async () => {
  const site = await testSite()
  const visitor = site.visitor()
  const page = await visitor.get('/sign-in')
  expect((await visitor.submit(page, '/sign-in', { email: 'x'.repeat(300_000) })).status).toBe(413)
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1
      controller.enqueue(new TextEncoder().encode('a'.repeat(65_536)))
    },
  })
  const answer = await site.handler(
    new Request('https://badges.example/app/sign-in', {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    } as RequestInit),
  )
  expect(answer.status).toBe(413)
  expect(pulled).toBeLessThan(20)
})
