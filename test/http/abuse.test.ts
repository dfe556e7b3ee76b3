import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createGuardedFetch } from '../../src/adapters/node/index.js'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { hashApiToken } from '../../src/http/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { StorageAdapter } from '../../src/service/index.js'
import type { FetchLike } from '../../src/types/loader.js'
import { testKey } from '../support/badge.js'
import { draft, offerTo, testSite } from './site.js'

/** A host that may be asked: what goes there is counted, so that the test is known to get that far. */
const PUBLIC = 'https://badges.example.com'
const TOKEN = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'

describe('S6 (what comes too often has to wait)', () => {
  test('from one visitor does not use up what all share', async () => {
    const site = await testSite()
    const taken: string[] = []
    const { take } = site.service.limits
    vi.spyOn(site.service.limits, 'take').mockImplementation((input) => {
      taken.push(input.key.split(' ')[0] ?? '')
      return take(input)
    })
    const visitor = site.visitor()
    const page = await visitor.get('/sign-in')
    const ask = (i: number) =>
      visitor.submit(page, '/sign-in', { email: `a${i}@learner.example` }, { 'x-ip': '192.0.2.7' })
    for (let i = 0; i < 30; i++) expect((await ask(i)).status).toBe(200)
    taken.length = 0
    expect((await ask(30)).status).toBe(429)
    expect(taken).toEqual(['linksVisitor'])
  })

  test('from a school behind one address, each with a link of their own, need not wait; somebody who guesses must', async () => {
    const rateLimits = { claimVisitor: { limit: 3, windowSeconds: 600 }, claimToken: { limit: 2, windowSeconds: 600 } }
    const site = await testSite({ rateLimits })
    const from = { 'x-ip': '192.0.2.7', 'sec-fetch-site': 'same-origin' }
    const claim = async (path: string) => {
      const visitor = site.visitor()
      const page = await visitor.get(path)
      return async (what: string) => (await visitor.submit(page, '/claim/', { do: what }, from)).status
    }
    let press = async (_: string) => 0
    for (let i = 0; i < 5; i++) {
      press = await claim((await offerTo(site, `pupil${i}@learner.example`)).path)
      expect(await press('claim')).toBe(303)
    }
    expect([await press('claim'), await press('claim')]).toEqual([409, 429])
    const visitor = site.visitor()
    const form = await visitor.get((await offerTo(site, 'last@learner.example')).path)
    const guess = async (i: number) => {
      const text = form.text.replaceAll(/clm_[\w-]{42}/g, `clm_${'x'.repeat(41)}${i}`)
      return (await visitor.submit({ ...form, text }, '/claim/', { do: 'claim' }, from)).status
    }
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) statuses.push(await guess(i))
    expect(statuses).toEqual([404, 404, 404, 429, 429])
    expect((await visitor.submit(form, '/claim/', { do: 'claim' }, from)).status).toBe(303)
  })

  test('costs a claim no statement: its limits are counted in memory', async () => {
    const storage = memoryStorage()
    const touched: string[] = []
    const noting = <T>(names: readonly string[], result: T): T => {
      touched.push(...names)
      return result
    }
    const counting: StorageAdapter = {
      ...storage,
      get: (collection, key) => noting([collection], storage.get(collection, key)),
      query: (query) => noting([query.collection], storage.query(query)),
      commit: (changes) => noting(['commit', ...changes.map(({ collection }) => collection)], storage.commit(changes)),
    }
    const site = await testSite({}, { storage: counting })
    const { path } = await offerTo(site)
    const visitor = site.visitor()
    const page = await visitor.get(path)
    touched.length = 0
    expect((await visitor.submit(page, '/claim/', { do: 'claim' }, { 'x-ip': '192.0.2.7' })).status).toBe(303)
    expect(touched.filter((name) => name === 'counters')).toEqual([])
    expect(touched.filter((name) => name === 'commit')).toHaveLength(1)
  })

  test('is no way to fill the mailbox of somebody else by applications in their name', async () => {
    const site = await testSite()
    const schema = { type: 'object', properties: { a: { type: 'string' } } }
    await site.service.applications.setForm({ id: 'f', title: 'F', schema, draft })
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) {
      const visitor = site.visitor()
      const values = { 'you.name': `N${i}`, 'you.email': 'Victim@learner.example', 'answer.a': 'x' }
      statuses.push((await visitor.submit(await visitor.get('/apply/f'), '/apply/', values)).status)
    }
    expect(statuses).toEqual([...Array(10).fill(303), 429, 429])
  })

  test('as a code: it cannot be guessed by asking for new ones', async () => {
    const site = await testSite({}, { claimPolicy: 'code' })
    const { badge, path } = await offerTo(site)
    const visitor = site.visitor()
    let answered = 0
    for (let round = 0; round < 20; round++) {
      const page = await visitor.get(path)
      if ((await visitor.submit(page, '/claim/', { do: 'code' })).status === 303) answered += 1
      for (let guess = 0; guess < 6; guess++) {
        const { status } = await visitor.submit(page, '/claim/', { do: 'claim', code: `00000${guess}` })
        expect([422, 429]).toContain(status)
      }
      site.clock.pass(601_000)
    }
    expect(answered).toBe(10)
    expect((await site.service.get(badge.id))?.stage).toBe('offered')
  })
})

test.each(['clam', '', 'constructor', 'CLAIM'])(
  'the form of an offer says what is to be done: "%s" is refused',
  async (what) => {
    const site = await testSite()
    const { badge, path } = await offerTo(site)
    const visitor = site.visitor()
    const page = await visitor.get(path)
    expect((await visitor.submit(page, '/claim/', { do: what })).status).toBe(422)
    expect((await site.service.get(badge.id))?.stage).toBe('offered')
    expect((await visitor.submit(page, '/claim/', { do: 'claim' })).status).toBe(303)
    expect((await site.service.get(badge.id))?.stage).toBe('claimed')
  },
)

test('a form is not read before it is known that its sender may send it', async () => {
  const site = await testSite()
  for (const headers of [{}, { 'x-account': 'kim' }]) {
    let pulled = 0
    const endless = new ReadableStream(
      {
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(65_536))
        },
      },
      { highWaterMark: 0 },
    )
    const type = { 'content-type': 'multipart/form-data; boundary=x' }
    const init = { method: 'POST', body: endless, duplex: 'half', headers: { ...headers, ...type } } as RequestInit
    const answer = await site.handler(new Request('https://badges.example/app/issuer/upload', init))
    expect([401, 403]).toContain(answer.status)
    expect(pulled).toBe(0)
  }
})

test('the button that issues a batch, pressed twice, issues it once', async () => {
  const site = await testSite()
  const issuer = site.visitor('issuer')
  const preview = await issuer.submit(await issuer.get('/issuer/upload'), '/issuer/upload', {
    name: 'Welder I',
    description: 'Welds steel.',
    criteria: 'The exam.',
    csvText: 'email\na@learner.example\nb@learner.example\n',
  })
  const [a, b] = await Promise.all([
    issuer.submit(preview, '/issuer/upload/confirm'),
    issuer.submit(preview, '/issuer/upload/confirm'),
  ])
  expect(a.headers.get('location')).toBe(b.headers.get('location'))
  expect((await site.service.list({})).badges).toHaveLength(2)
})

test('S14 (links follow from the settings alone): what a request says its host is names no issuer', async () => {
  const site = await testSite({ issuerProfile: undefined as never, apiTokenHashes: [hashApiToken(TOKEN)] })
  const answer = await site.handler(
    new Request('https://evil.example/app/api/badges', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        draft: { achievement: draft.achievement },
        recipient: { email: 'kim@learner.example' },
      }),
    }),
  )
  expect(answer.status).toBe(201)
  expect(JSON.stringify(await answer.json())).not.toContain('evil')
})

test('S4 (forms of other sites are refused): the page that gives an address to an account names both', async () => {
  const site = await testSite()
  const mallory = site.visitor('mallory')
  await mallory.submit(await mallory.get('/account'), '/account/addresses', { email: 'kim@learner.example' })
  const mail = await site.mailTo('kim@learner.example')
  const link = /\/address\/adr_[\w-]{43}/.exec(mail.text)?.[0] ?? ''
  const page = await site.visitor('kim').get(link)
  expect(page.text).toContain('mallory')
  expect(page.text).toContain('k•••@l•••.example')
  expect((await site.visitor().get(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404)
})

test('S5 (nobody finds out who has badges): a recovery looks the same whether there is an account or not', async () => {
  const site = await testSite()
  const { path } = await offerTo(site)
  const kim = site.visitor()
  await kim.submit(await kim.get(path), '/claim/', { do: 'claim' })
  const ask = async (email: string) => {
    const visitor = site.visitor()
    const values = { email, code: 'wrong', newEmail: 'new@learner.example' }
    const answer = await visitor.submit(await visitor.get('/recovery'), '/recovery', values)
    const body = answer.text.replace(/nonce="[^"]*"|name="form" value="[^"]*"/g, '')
    return { status: answer.status, body, names: [...answer.headers.keys()] }
  }
  expect(await ask('kim@learner.example')).toEqual(await ask('nobody@learner.example'))
})

describe('S12 (nothing sends the server into its own network): whatever a badge holds', () => {
  /** A server on this machine that notes who called. */
  async function canary() {
    const called: string[] = []
    const server = createServer((request, response) => {
      called.push(request.url ?? '')
      response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, resolve))
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
    server.on('connection', () => called.push('connection'))
    return { called, port: (server.address() as AddressInfo).port }
  }

  const hosts = (port: number) => [
    `http://127.0.0.1:${port}`,
    `https://127.0.0.1:${port}`,
    `https://localhost:${port}`,
    `https://[::1]:${port}`,
    `https://[::ffff:127.0.0.1]:${port}`,
    `https://[64:ff9b::7f00:1]:${port}`,
    `https://2130706433:${port}`,
    `https://0x7f.1:${port}`,
    'https://169.254.169.254',
    'https://10.0.0.1',
    'https://metadata.internal',
    PUBLIC,
  ]

  async function hostileBadge(host: string) {
    const key = await testKey()
    const credential = {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
        'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
      ],
      id: `${host}/credential`,
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { id: key.controller ?? '', type: ['Profile'], name: 'Acme', url: host },
      validFrom: '2026-01-01T00:00:00Z',
      credentialSubject: {
        type: ['AchievementSubject'],
        id: 'did:example:kim',
        achievement: {
          id: `${host}/achievement`,
          type: ['Achievement'],
          name: 'A',
          description: 'A',
          criteria: { narrative: 'A' },
          image: { id: `${host}/image.png`, type: 'Image' },
        },
      },
      credentialStatus: {
        id: `${host}/status#1`,
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: '1',
        statusListCredential: `${host}/status`,
      },
      credentialSchema: [{ id: `${host}/schema.json`, type: '1EdTechJsonSchemaValidator2019' }],
      refreshService: { id: `${host}/refresh`, type: '1EdTechCredentialRefresh' },
    }
    const signed = await signCredential(credential as never, key, { now: new Date('2026-01-02T00:00:00Z') })
    return [
      signed,
      { ...signed, issuer: { ...(signed.issuer as object), id: `${host}/issuer` } },
      { ...signed, '@context': [...(signed['@context'] as string[]), `${host}/context`] },
      { ...signed, proof: { ...(signed.proof as object), verificationMethod: `${host}/key#1` } },
      {
        ...signed,
        issuer: { ...(signed.issuer as object), id: `did:web:${host.replace(/^\w+:\/\//, '').replace(':', '%3A')}` },
      },
    ]
  }

  test.each([
    ['without a fetch, nothing at all', undefined],
    ['with the guarded one, no private host', () => createGuardedFetch()],
  ])(
    '%s is asked for by /credentials/verify and /presentations/verify',
    async (_, makeFetch) => {
      const { called, port } = await canary()
      const global = vi.spyOn(globalThis, 'fetch')
      const guarded = makeFetch?.()
      let asked = 0
      const fetch: FetchLike | undefined =
        guarded &&
        ((...input) => {
          if (!input[0].startsWith(PUBLIC)) return guarded(...input)
          asked += 1
          return Promise.reject(new Error('There is no network here.'))
        })
      const site = await testSite({ vcApi: fetch === undefined ? {} : { fetch } })
      const post = (path: string, body: unknown) =>
        site.handler(
          new Request(`https://badges.example/app${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
        )
      for (const host of hosts(port)) {
        for (const verifiableCredential of await hostileBadge(host)) {
          const answer = await post('/credentials/verify', { verifiableCredential })
          expect([host, answer.status]).toEqual([host, 400])
          expect(await answer.text()).not.toContain('ECONNREFUSED')
          const presentation = {
            '@context': ['https://www.w3.org/ns/credentials/v2'],
            type: ['VerifiablePresentation'],
            holder: `${host}/holder`,
            verifiableCredential: [verifiableCredential],
          }
          expect((await post('/presentations/verify', { verifiablePresentation: presentation })).status).toBe(400)
        }
      }
      // Private hosts are refused before that; what has a public name gets as far as the fetch.
      expect(asked > 0).toBe(guarded !== undefined)
      expect(called).toEqual([])
      expect(global).not.toHaveBeenCalled()
      expect(site.defects).toEqual([])
    },
    120_000,
  )

  test('nor do pages, pictures and mails of a badge whose every URL points there', async () => {
    const { called, port } = await canary()
    const global = vi.spyOn(globalThis, 'fetch')
    const site = await testSite()
    const host = `http://127.0.0.1:${port}`
    const badge = await site.service.issue({
      draft: {
        issuer: { name: 'Acme', url: host, image: `${host}/logo.png` },
        achievement: { ...draft.achievement, image: `${host}/a.png`, criteria: { id: `${host}/c`, narrative: 'x' } },
        evidence: [{ id: `${host}/e` }],
      } as never,
      recipient: { email: 'kim@learner.example' },
    })
    const mail = await site.mailTo('kim@learner.example')
    const kim = site.visitor()
    const link = /\/claim\/clm_[\w-]{43}/.exec(mail.text)?.[0] ?? ''
    const own = await kim.follow(await kim.submit(await kim.get(link), '/claim/', { do: 'claim' }))
    expect(own.status).toBe(200)
    await kim.get(`/b/${badge.id}/credential.json`)
    await kim.get('/account/export.json')
    expect(called).toEqual([])
    expect(global).not.toHaveBeenCalled()
  })
})
