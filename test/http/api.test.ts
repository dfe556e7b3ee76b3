import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { bindings } from '../../src/http/api/bindings.js'
import { createHandler, hashApiToken } from '../../src/http/index.js'
import { routes } from '../../src/http/routes.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createPresentation, signPresentation } from '../../src/proof/index.js'
import { testService } from '../service/service.js'
import { draft, testSite } from './site.js'

const TOKEN = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'

async function api(serviceOptions: Parameters<typeof testSite>[1] = {}, options: Parameters<typeof testSite>[0] = {}) {
  const apiTokenHashes = [hashApiToken('another-token-of-sufficient-length'), hashApiToken(TOKEN)]
  const site = await testSite({ apiTokenHashes, ...options }, serviceOptions)
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
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    }
    if (path !== '/api/openapi.json') await expectDocumented(site, method, path, answer)
    return answer
  }
  return { site, call }
}

type Described = Record<
  string,
  Record<string, { responses: Record<string, { content: Record<string, { schema?: object }> }> }>
>

/** The OpenAPI document of a site, and what checks answers by it: compiled once for all sites with the same document. */
function described(text: string) {
  const { paths, components } = JSON.parse(text.replaceAll('"#/components/', '"openapi#/components/'))
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema({ $id: 'openapi', components })
  const compiled = new Map<object, ValidateFunction>()
  const validator = (schema: object): ValidateFunction => {
    const isValid = compiled.get(schema) ?? ajv.compile(schema)
    compiled.set(schema, isValid)
    return isValid
  }
  return { paths: paths as Described, validator }
}

const documents = new Map<string, ReturnType<typeof described>>()

/** Whatever an operation answers must be what the OpenAPI document says of it. */
async function expectDocumented(
  { handler }: Awaited<ReturnType<typeof testSite>>,
  method: string,
  path: string,
  { status, headers, body }: { status: number; headers: Headers; body: unknown },
): Promise<void> {
  const response = await handler(new Request('https://badges.example/app/api/openapi.json'))
  const text = await response.text()
  const { paths, validator } = documents.get(text) ?? described(text)
  documents.set(text, { paths, validator })
  const [pathname = ''] = path.split('?')
  const entry = Object.entries(paths).find(([row]) =>
    new RegExp(`^${row.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  )?.[1][method.toLowerCase()]
  if (entry === undefined) return
  expect(Object.keys(entry.responses), `${method} ${path}`).toContain(String(status))
  const type = headers.get('content-type') ?? ''
  const schema = entry.responses[status]?.content[type]?.schema
  expect(schema, `${method} ${path}: ${status} ${type}`).toBeDefined()
  const isValid = validator(schema ?? { not: {} })
  expect(isValid(body) || isValid.errors, `${method} ${path}: ${status}`).toBe(true)
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
    for (const { method, path, operation } of bindings) {
      if (operation.access === 'anyone') continue
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

test.each([
  ['/api/badges', { ...input, offer: 'false' }],
  ['/api/badges', { ...input, statusPurpose: 'suspend' }],
  ['/api/badges', { ...input, claimPolicy: 'none' }],
  ['/api/batches', { draft: input.draft, rows: [input.recipient], dryRun: 'true' }],
  ['/api/batches', { draft: input.draft, rows: [input.recipient], dryRun: 1 }],
  ['/api/batches', { draft: input.draft, rows: [input.recipient], offer: 'no' }],
  ['/api/batches', { draft: input.draft, rows: [input.recipient], dryRun: true, picture: 'JVBERi0xLjc=' }],
  ['/api/displays', { title: '' }],
  ['/api/displays', { title: 'Hall', locale: '!!' }],
  ['/api/displays', { title: 'Hall', secondsPerSlide: '12' }],
  ['/api/displays', { title: 'Hall', achievementIds: 'urn:x' }],
])('%s with %j is refused rather than read otherwise, and nothing is written', async (path, body) => {
  const { call, site } = await api()
  expect((await call('POST', path, body)).status).toBe(400)
  expect((await site.service.list()).badges).toEqual([])
  expect(await site.service.displays.list()).toEqual([])
  expect(site.defects).toEqual([])
})

describe('nothing that is given is passed over', () => {
  const bearer = { authorization: `Bearer ${TOKEN}` }

  test.each(['offer=false', 'claimPolicy=session', '&', 'x'])('a POST with the query %s is refused', async (query) => {
    const { call, site } = await api()
    expect((await call('POST', `/api/badges?${query}`, input)).status).toBe(400)
    expect((await site.service.list()).badges).toEqual([])
    expect((await call('POST', '/api/badges?', input)).status).toBe(201)
  })

  test('a member of the body that the path says otherwise is refused; the same one is not', async () => {
    const { call, site } = await api()
    const [a, b] = [
      (await call('POST', '/api/badges', input)).body.id,
      (await call('POST', '/api/badges', input)).body.id,
    ]
    const revoke = { reason: 'Mistake' }
    expect((await call('POST', `/api/badges/${a}/revoke`, { ...revoke, badgeId: b })).status).toBe(400)
    expect((await call('POST', `/api/badges/${a}/revoke`, { ...revoke, badgeId: [a] })).status).toBe(400)
    expect([(await site.service.get(a))?.stage, (await site.service.get(b))?.stage]).toEqual(['offered', 'offered'])
    expect((await call('POST', `/api/badges/${a}/revoke`, { ...revoke, badgeId: a })).body.stage).toBe('revoked')
  })

  test('two idempotency keys that differ are refused; the same one twice is not', async () => {
    const { call } = await api()
    const headers = { ...bearer, 'idempotency-key': 'row-1' }
    expect((await call('POST', '/api/badges', { ...input, idempotencyKey: 'row-2' }, headers)).status).toBe(400)
    expect((await call('POST', '/api/badges', { ...input, idempotencyKey: 'row-1' }, headers)).status).toBe(201)
  })

  test.each(['stage=offered&stage=revoked', 'limit=1&limit=1'])('a list with %s is refused', async (query) => {
    const { call } = await api()
    expect((await call('GET', `/api/badges?${query}`)).status).toBe(400)
  })
})

test.each(['stage=claimd', 'limit=0', 'limit=x', 'email=nobody'])(
  'a list of badges with %s is refused',
  async (query) => {
    const { call } = await api()
    expect((await call('GET', `/api/badges?${query}`)).status).toBe(400)
  },
)

test('a badge is suspended and reinstated, its offer sent anew, its name corrected', async () => {
  const { call } = await api()
  const { body: badge } = await call('POST', '/api/badges', {
    ...input,
    statusPurpose: 'suspension',
    claimPolicy: 'code',
  })
  const path = `/api/badges/${badge.id}`
  expect((await call('POST', `${path}/suspend`, { reason: 'Under review' })).body.suspended).toBe(true)
  expect((await call('POST', `${path}/reinstate`)).body.suspended).toBe(false)
  expect((await call('POST', `${path}/resend`)).status).toBe(200)
  expect((await call('POST', `${path}/resend`, { email: 'nobody' })).status).toBe(400)
  expect((await call('POST', `${path}/resend`, [])).status).toBe(400)
  expect((await call('POST', `${path}/correct`, {})).status).toBe(400)
  const corrected = await call('POST', `${path}/correct`, { name: 'Kim M. Doe' })
  expect(corrected.status).toBe(201)
  expect(corrected.body.old).toMatchObject({ id: badge.id, stage: 'replaced', replacedBy: corrected.body.badge.id })
  expect((await call('POST', `${path}/correct`, { name: 'Kim' })).status).toBe(409)
  expect((await call('POST', `/api/badges/${'0'.repeat(26)}/revoke`, { reason: 'x' })).status).toBe(404)
  expect((await call('GET', `/api/badges/${'0'.repeat(26)}`)).status).toBe(404)
})

test('a badge that can only be revoked is not suspended, and that is no defect', async () => {
  const { call, site } = await api()
  const { body: badge } = await call('POST', '/api/badges', input)
  const answer = await call('POST', `/api/badges/${badge.id}/suspend`, {})
  expect([answer.status, answer.body.code]).toEqual([409, 'ERR_STATUS_PURPOSE'])
  expect(site.defects).toEqual([])
})

test('batches are listed, page by page', async () => {
  const { call } = await api()
  for (const id of ['a', 'b']) await call('POST', '/api/batches', { id, draft: input.draft, rows: [input.recipient] })
  const first = await call('GET', '/api/batches?limit=1')
  expect(first.body.batches).toHaveLength(1)
  const second = await call('GET', `/api/batches?limit=1&cursor=${first.body.cursor}`)
  expect([first.body.batches[0].id, second.body.batches[0].id]).toEqual(['b', 'a'])
  expect((await call('GET', '/api/batches/a')).body.id).toBe('a')
  expect((await call('GET', '/api/batches/c')).status).toBe(404)
})

test('a display is made, opened at its address, listed without it, and ended', async () => {
  const { call, site } = await api()
  const made = await call('POST', '/api/displays', { title: 'Hall', secondsPerSlide: 20, locale: 'de' })
  expect(made.status).toBe(201)
  const open = () => site.visitor().get(made.body.url)
  expect((await open()).status).toBe(200)
  const { body } = await call('GET', '/api/displays')
  expect(body.displays).toMatchObject([{ id: made.body.display.id, title: 'Hall', secondsPerSlide: 20 }])
  expect(JSON.stringify(body)).not.toMatch(/dsp_|[Hh]ash/)
  expect((await call('POST', `/api/displays/${made.body.display.id}/revoke`)).body.revokedAt).toBeDefined()
  expect((await open()).status).toBe(410)
  expect((await call('POST', '/api/displays/x/revoke')).status).toBe(404)
})

test('a form is made; what comes in by it is listed, asked about, approved or rejected', async () => {
  const { call, site } = await api()
  const form = {
    id: 'mentor',
    title: 'Welding mentor',
    schema: { type: 'object', required: ['essay'], properties: { essay: { type: 'string', title: 'Essay' } } },
    draft: input.draft,
  }
  expect((await call('POST', '/api/forms', { ...form, auto: 'false' })).status).toBe(400)
  expect((await call('POST', '/api/forms', { ...form, draft: {} })).status).toBe(400)
  expect((await call('POST', '/api/forms', { ...form, schema: { type: 'array' } })).status).toBe(400)
  expect((await call('GET', '/api/forms')).body.forms).toEqual([])
  expect((await call('POST', '/api/forms', form)).body).toMatchObject({ id: 'mentor', auto: false, open: true })
  const apply = async (name: string) => {
    const visitor = site.visitor()
    const values = { 'you.name': name, 'you.email': `${name}@learner.example`, 'answer.essay': 'I taught ten.' }
    expect((await visitor.submit(await visitor.get('/apply/mentor'), '/apply/', values)).status).toBe(303)
  }
  await apply('kim')
  site.clock.pass(1)
  await apply('lou')
  const { applications } = (await call('GET', '/api/applications?stage=submitted')).body
  expect(applications.map((row: { applicant: { name: string } }) => row.applicant.name)).toEqual(['lou', 'kim'])
  const [lou, kim] = applications.map(({ id }: { id: string }) => `/api/applications/${id}`)
  expect((await call('POST', `${kim}/ask`, {})).status).toBe(400)
  expect((await call('POST', `${kim}/ask`, { remark: 'Where?' })).body).toMatchObject({ stage: 'asked' })
  const approved = await call('POST', `${kim}/approve`)
  expect(approved.body).toMatchObject({ application: { stage: 'approved' }, badge: { stage: 'offered' } })
  expect((await call('POST', `${kim}/approve`)).body.badge.id).toBe(approved.body.badge.id)
  expect((await call('POST', `${kim}/reject`)).status).toBe(409)
  expect((await call('POST', `${lou}/reject`, { remark: 'Not yet.' })).body.stage).toBe('rejected')
  expect((await call('GET', lou)).body.remarks).toMatchObject([{ by: 'reviewer', text: 'Not yet.' }])
  expect((await call('GET', '/api/applications?stage=new')).status).toBe(400)
  expect((await call('GET', '/api/applications/x')).status).toBe(404)
  await call('POST', '/api/forms', { ...form, open: false })
  expect((await site.visitor().get('/apply/mentor')).status).toBe(410)
})

test('vc-di-ecdsa §3.4: no answer holds a base proof', async () => {
  const signer = await generateKeyPair({ type: 'P-256' })
  const { call } = await api({ signer, secret: 's'.repeat(43), sign: { suite: 'ecdsa-sd-2023' } })
  const issued = await call('POST', '/api/badges', input)
  const read = await call('GET', `/api/badges/${issued.body.id}`)
  const result = await call('POST', '/credentials/verify', { verifiableCredential: read.body.credential })
  expect(result.body).toMatchObject({ verified: true })
  const answers = [
    issued,
    read,
    await call('GET', '/api/badges'),
    await call('POST', `/api/badges/${issued.body.id}/resend`),
    await call('POST', `/api/badges/${issued.body.id}/correct`, { name: 'Kim' }),
  ]
  for (const { status, body } of answers) {
    expect(status).toBeLessThan(300)
    expect(JSON.stringify(body)).toContain('"ecdsa-sd-2023"')
    expect(JSON.stringify(body)).not.toContain('"u2V0A')
  }
})

test('a body of another type is 415: a form of another site cannot reach the API', async () => {
  const { call } = await api()
  expect(
    (await call('POST', '/api/badges', 'a=b', { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/plain' }))
      .status,
  ).toBe(415)
})

describe('a body is JSON in UTF-8, whatever is said of it', () => {
  test.each([
    ['application/json; charset=utf-16', 415],
    ['application/json; charset=iso-8859-1', 415],
    ['application/json;charset="latin1"', 415],
    ['application/json; charset=utf-8; charset=utf-7', 415],
    ['application/jsonp', 415],
    ['application/json; charset=UTF-8', 201],
    ['application/json;charset="utf8"', 201],
    ['application/ld+json; profile="x"', 201],
  ])('%s: %d', async (type, status) => {
    const { call } = await api()
    const body = JSON.stringify({ draft, recipient: { email: 'zoe@example.org', name: 'Zoë' } })
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': type }
    expect((await call('POST', '/api/badges', body, headers)).status).toBe(status)
  })

  test.each([
    ['gzip', 415],
    ['br', 415],
    ['identity, gzip', 415],
    ['IDENTITY', 201],
  ])('content-encoding %s: %d', async (coding, status) => {
    const { call } = await api()
    const body = JSON.stringify({ draft, recipient: { email: 'zoe@example.org', name: 'Zoë' } })
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'content-encoding': coding,
    }
    const answer = await call('POST', '/api/badges', body, headers)
    const accepted = status === 415 ? 'identity' : null
    expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([status, accepted])
  })
})

test('a cursor that no page gave is refused: an empty page would hide it', async () => {
  const { call } = await api()
  for (const path of ['badges', 'batches', 'applications', 'webhooks/deliveries']) {
    const { status, body } = await call('GET', `/api/${path}?cursor=made-up`)
    expect([path, status, body.code]).toEqual([path, 400, 'ERR_ARGUMENT_INVALID'])
  }
})

test('the OpenAPI document lists every operation, and every operation has a route', async () => {
  const { call } = await api()
  const { body } = await call('GET', '/api/openapi.json')
  const listed = Object.entries(body.paths as Record<string, object>).flatMap(([path, row]) =>
    Object.keys(row).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  // What wallets ask is described by their protocols.
  const served = routes
    .filter(({ kind, crossOrigin }) => kind === 'api' && crossOrigin !== true)
    .map(({ method, path }) => `${method} ${path}`)
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
      credential: [issued.body.verifiableCredential],
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

  test.each(['x', [], 4, null])('`options` that are %j are malformed: 400', async (options) => {
    const { call, site } = await api()
    const issuer = site.service.options.signer.controller
    expect((await call('POST', '/credentials/issue', { credential: { ...credential, issuer }, options })).status).toBe(
      400,
    )
    const { verifiableCredential } = (
      await call('POST', '/credentials/issue', { credential: { ...credential, issuer } })
    ).body
    expect((await call('POST', '/credentials/verify', { verifiableCredential, options }, {})).status).toBe(400)
    const presentation = { verifiablePresentation: { type: ['VerifiablePresentation'] }, options }
    expect((await call('POST', '/presentations/verify', presentation, {})).body.code).toBe('ERR_ARGUMENT_INVALID')
  })

  test('verifying asks for a token where the host wants it, and the OpenAPI document says so', async () => {
    const { call } = await api({}, { vcApi: { protectVerify: true } })
    expect((await call('POST', '/credentials/verify', { verifiableCredential: {} }, {})).status).toBe(401)
    expect((await call('GET', '/api/openapi.json')).body.paths['/credentials/verify'].post.security).toEqual([
      { bearer: [] },
    ])
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

  test('the OpenAPI document is for everybody, with a tag', async () => {
    const { site } = await api()
    const url = 'https://badges.example/app/api/openapi.json'
    const { headers } = await site.handler(new Request(url))
    expect(headers.get('access-control-allow-origin')).toBe('*')
    const copy = await site.handler(new Request(url, { headers: { 'if-none-match': headers.get('etag') ?? '' } }))
    expect(copy.status).toBe(304)
  })

  test('a method that an operation does not know is 405, as a problem', async () => {
    const { site } = await api()
    const answer = await site.handler(new Request('https://badges.example/app/api/badges', { method: 'DELETE' }))
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD, OPTIONS'])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 405 })
  })

  test('pages and the writing API carry no Access-Control-Allow-Origin', async () => {
    const { call, site } = await api()
    expect((await call('POST', '/api/badges', input)).headers.get('access-control-allow-origin')).toBeNull()
    expect((await site.visitor().get('/')).headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await site.handler(new Request('https://badges.example/app/api/badges', { method: 'OPTIONS' }))
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  })
})
