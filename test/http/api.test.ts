import { describe, expect, test } from 'vitest'
import { operations } from '../../src/http/api/index.js'
import { routes } from '../../src/http/create-handler.js'
import { createHandler, hashApiToken } from '../../src/http/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createPresentation, signPresentation } from '../../src/proof/index.js'
import { testService } from '../service/service.js'
import { draft, testSite } from './site.js'

const TOKEN = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'

async function api() {
  const site = await testSite({
    apiTokenHashes: [hashApiToken('another-token-of-sufficient-length'), hashApiToken(TOKEN)],
  })
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` },
  ) => {
    const response = await site.handler(
      new Request(`https://badges.example/app${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    // biome-ignore lint/suspicious/noExplicitAny: the body of whatever was called
    return { status: response.status, headers: response.headers, body: (text === '' ? null : JSON.parse(text)) as any }
  }
  return { site, call }
}

const input = { draft: { achievement: draft.achievement }, recipient: { email: 'kim@learner.example' } }

test('a badge is issued, listed, read and revoked', async () => {
  const { call } = await api()
  const issued = await call('POST', '/api/badges', input)
  expect(issued.status).toBe(201)
  expect(issued.body.stage).toBe('offered')
  expect((await call('GET', '/api/badges?stage=offered')).body.badges).toHaveLength(1)
  expect((await call('GET', `/api/badges/${issued.body.id}`)).body.id).toBe(issued.body.id)
  const listUrl: string =
    issued.body.credential.credentialStatus.statusListCredential ??
    issued.body.credential.credentialStatus[0].statusListCredential
  const before = (await call('GET', listUrl.replace('https://badges.example/app', ''))).headers.get('etag')
  expect((await call('POST', `/api/badges/${issued.body.id}/revoke`, { reason: 'Mistake' })).body.stage).toBe('revoked')
  expect((await call('GET', listUrl.replace('https://badges.example/app', ''))).headers.get('etag')).not.toBe(before)
})

test('the same Idempotency-Key gives the same badge', async () => {
  const { call } = await api()
  const headers = { authorization: `Bearer ${TOKEN}`, 'idempotency-key': 'row-1' }
  const [a, b] = [await call('POST', '/api/badges', input, headers), await call('POST', '/api/badges', input, headers)]
  expect(b.body.id).toBe(a.body.id)
})

test('a batch is checked, issued and undone', async () => {
  const { call } = await api()
  const rows = [{ email: 'a@learner.example' }, { email: 'nobody' }]
  expect((await call('POST', '/api/batches', { draft: input.draft, rows, dryRun: true })).status).toBe(200)
  expect((await call('GET', '/api/badges')).body.badges).toEqual([])
  const issued = await call('POST', '/api/batches', { draft: input.draft, rows })
  expect(issued.status).toBe(201)
  expect(issued.body.outcomes.map((row: { status: string }) => row.status)).toEqual(['issued', 'refused'])
  const undone = await call('POST', `/api/batches/${issued.body.batch.id}/undo`, {})
  expect(undone.body.revoked).toBe(1)
})

describe('writing needs a bearer token', () => {
  test.each([
    ['none', {}],
    ['a wrong one', { authorization: `Bearer ${TOKEN}x` }],
    ['its hash', { authorization: `Bearer ${hashApiToken(TOKEN)}` }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['a session', { 'x-account': 'issuer' }],
  ])('%s', async (_, headers) => {
    const { call } = await api()
    for (const { method, path, protected: isProtected } of operations) {
      if (isProtected !== true) continue
      const answer = await call(
        method,
        path.replace(/:\w+/, 'x'),
        method === 'POST' ? {} : undefined,
        headers as Record<string, string>,
      )
      expect(answer.status, path).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
  })
})

test.each([
  ['not JSON', '{', 400],
  ['a key twice', '{"a":1,"a":2}', 400],
  ['__proto__', '{"__proto__":{}}', 400],
  ['no object', '[]', 400],
  ['no recipient', { draft: input.draft }, 400],
  ['a bad address', { ...input, recipient: { email: 'x' } }, 400],
  ['a draft without criteria', { ...input, draft: { achievement: { name: 'x' } } }, 400],
  ['a picture that is none', { ...input, picture: 'AAAA' }, 400],
  ['nesting', '['.repeat(500) + ']'.repeat(500), 413],
  ['too much', { ...input, x: 'x'.repeat(11 * 1024 * 1024) }, 413],
])('a body that is %s is refused with a code', async (_, body, status) => {
  const { call, site } = await api()
  const answer = await call('POST', '/api/badges', body)
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.body.code).toMatch(/^ERR_/)
  expect(site.defects).toEqual([])
})

test('a body of another type is 415: a form of another site cannot reach the API', async () => {
  const { call } = await api()
  expect(
    (await call('POST', '/api/badges', 'a=b', { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/plain' }))
      .status,
  ).toBe(415)
})

test('the OpenAPI document lists every operation, and every operation has a route', async () => {
  const { call } = await api()
  const { body } = await call('GET', '/api/openapi.json')
  const listed = Object.entries(body.paths as Record<string, object>).flatMap(([path, row]) =>
    Object.keys(row).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  const served = routes.filter(({ kind }) => kind === 'api').map(({ method, path }) => `${method} ${path}`)
  expect(listed.toSorted()).toEqual(served.toSorted())
  const text = JSON.stringify(body)
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
    expect(body.components.schemas).toHaveProperty(name ?? '')
})

describe('VC-API', () => {
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
    type: ['VerifiableCredential'],
    credentialSubject: { id: 'did:example:kim' },
  }

  test('what is issued is verified, and with a changed byte it is not: 400 and `verified: false`', async () => {
    const { call, site } = await api()
    const issuer = site.service.options.signer.controller
    const issued = await call('POST', '/credentials/issue', { credential: { ...credential, issuer }, options: {} })
    expect(issued.status).toBe(201)
    const { verifiableCredential } = issued.body
    const good = await call('POST', '/credentials/verify', { verifiableCredential }, {})
    expect([good.status, good.body.verified, good.body.problemDetails]).toEqual([200, true, []])
    const bad = await call(
      'POST',
      '/credentials/verify',
      { verifiableCredential: { ...verifiableCredential, name: 'x' } },
      {},
    )
    expect([bad.status, bad.body.verified]).toEqual([400, false])
    expect(bad.body.problemDetails[0]).toMatchObject({
      type: expect.stringMatching(/^https?:/),
      title: expect.any(String),
    })
  })

  test('presentations', async () => {
    const { call, site } = await api()
    const issuer = site.service.options.signer.controller
    const issued = await call('POST', '/credentials/issue', { credential: { ...credential, issuer } })
    const holder = await generateKeyPair()
    const presentation = createPresentation({
      holder: holder.did,
      credentials: [issued.body.verifiableCredential],
    } as never)
    const verifiablePresentation = await signPresentation(presentation, holder, {
      challenge: 'c',
      now: site.service.options.clock?.(),
    } as never)
    const good = await call(
      'POST',
      '/presentations/verify',
      { verifiablePresentation, options: { challenge: 'c' } },
      {},
    )
    expect([good.status, good.body.verified]).toEqual([200, true])
    const bad = await call('POST', '/presentations/verify', { verifiablePresentation, options: { challenge: 'd' } }, {})
    expect([bad.status, bad.body.verified]).toEqual([400, false])
  })

  test.each([[{}], [[]], [{ verifiableCredential: 3 }]])('%j is malformed: 400', async (body) => {
    const { call } = await api()
    expect((await call('POST', '/credentials/verify', body, {})).status).toBe(400)
    expect((await call('POST', '/presentations/verify', body, {})).status).toBe(400)
    expect((await call('POST', '/credentials/issue', body)).status).toBe(400)
  })
})

describe('public documents', () => {
  const didWeb = async () => {
    const key = await generateKeyPair({ controller: 'did:web:badges.example' })
    const { service } = await testService({ signer: key, secret: 'x'.repeat(43) })
    return createHandler(service)
  }

  test.each([
    ['/.well-known/did.json', 'application/did+json'],
    ['/.well-known/jwks.json', 'application/jwk-set+json'],
  ])('%s is for everybody, with a tag', async (path, type) => {
    const { wellKnown } = await didWeb()
    const url = `https://badges.example${path}`
    const first = await wellKnown(new Request(url))
    expect([first.status, first.headers.get('content-type')]).toEqual([200, type])
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(first.headers.get('vary')).toBe('Accept')
    const etag = first.headers.get('etag') ?? ''
    expect((await wellKnown(new Request(url, { headers: { 'if-none-match': etag } }))).status).toBe(304)
    const head = await wellKnown(new Request(url, { method: 'HEAD' }))
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await wellKnown(new Request(url, { method: 'POST' }))).status).toBe(405)
    expect((await wellKnown(new Request('https://badges.example/.well-known/other'))).status).toBe(404)
  })

  test('the DID document lists the key that signs', async () => {
    const { wellKnown } = await didWeb()
    const document = (await (await wellKnown(new Request('https://badges.example/.well-known/did.json'))).json()) as {
      id: string
      assertionMethod: string[]
    }
    expect(document.id).toBe('did:web:badges.example')
    expect(document.assertionMethod).toHaveLength(1)
  })

  test('pages and the writing API carry no Access-Control-Allow-Origin', async () => {
    const { call, site } = await api()
    expect((await call('POST', '/api/badges', input)).headers.get('access-control-allow-origin')).toBeNull()
    expect((await site.visitor().get('/')).headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await site.handler(new Request('https://badges.example/app/api/badges', { method: 'OPTIONS' }))
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })
})
