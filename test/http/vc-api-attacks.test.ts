import { describe, expect, test } from 'vitest'
import { type HandlerOptions, hashApiToken } from '../../src/http/index.js'
import { limits } from '../../src/internal/limits.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { apiCaller, testSite } from './site.js'

const OPERATOR = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const ONE = 'one0one0one0one0one0one0one0one0one0one0one'
const TWO = 'two0two0two0two0two0two0two0two0two0two0two'
const ID = 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33'
const V2 = 'https://www.w3.org/ns/credentials/v2'
const UNKNOWN_OPTION = 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED'

/** Two issuers beside that of the service, each with a token of its own. */
async function twoIssuers() {
  const signer = (name: string, type: 'Ed25519' | 'P-256' = 'Ed25519') =>
    generateKeyPair({ type, controller: `did:web:badges.example:app:issuers:${name}` })
  const issuers = {
    one: { signer: await signer('one'), apiTokenHashes: [hashApiToken(ONE)] },
    two: { signer: await signer('two', 'P-256'), suite: 'ecdsa-sd-2023', apiTokenHashes: [hashApiToken(TWO)] },
  } as const satisfies HandlerOptions['issuers']
  const site = await testSite({ apiTokenHashes: [hashApiToken(OPERATOR)], issuers }, { secret: 's'.repeat(43) })
  const call = apiCaller(site, OPERATOR)
  const credentialOf = (name: 'one' | 'two') => ({
    '@context': [V2],
    id: ID,
    type: ['VerifiableCredential'],
    issuer: issuers[name].signer.controller,
    credentialSubject: { id: 'did:example:kim' },
  })
  const presentation = { '@context': [V2], id: ID, type: ['VerifiablePresentation'] }
  const store = { store: true }
  const stored = async (name: 'one' | 'two') => {
    const token = name === 'one' ? ONE : TWO
    const body = { credential: credentialOf(name), options: { ...store, statusPurpose: 'revocation' } }
    const issued = await call('POST', `/issuers/${name}/credentials/issue`, body, token)
    const made = await call('POST', `/issuers/${name}/presentations`, { presentation, options: store }, token)
    expect([issued.status, made.status]).toEqual([201, 201])
    return issued.body.verifiableCredential
  }
  return { site, call, credentialOf, presentation, stored }
}

const id = encodeURIComponent(ID)
const revoke = {
  credentialId: ID,
  credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
  status: true,
}

describe('the token of another issuer', () => {
  test.each([
    ['issues nothing', 'POST', '/credentials/issue', { credential: {} }],
    ['sets no status', 'POST', '/credentials/status', revoke],
    ['reads no credential', 'GET', `/credentials/${id}`, undefined],
    ['removes no credential', 'DELETE', `/credentials/${id}`, undefined],
    ['presents nothing', 'POST', '/presentations', { presentation: {} }],
    ['reads no presentation', 'GET', `/presentations/${id}`, undefined],
    ['removes no presentation', 'DELETE', `/presentations/${id}`, undefined],
  ])('%s', async (_, method, path, body) => {
    const { call, stored } = await twoIssuers()
    await stored('one')
    for (const token of [TWO, null]) {
      expect((await call(method, `/issuers/one${path}`, body, token)).status).toBe(401)
    }
    // Its twin: nothing has changed, and the issuer itself reads both.
    for (const kind of ['credentials', 'presentations']) {
      expect((await call('GET', `/issuers/one/${kind}/${id}`, undefined, ONE)).status).toBe(200)
    }
  })
})

describe('what one issuer stored', () => {
  test('is at no other address, whatever the token', async () => {
    const { call, stored } = await twoIssuers()
    await stored('one')
    for (const at of ['', '/issuers/two']) {
      for (const kind of ['credentials', 'presentations']) {
        for (const method of ['GET', 'DELETE']) {
          expect((await call(method, `${at}/${kind}/${id}`)).status).toBe(404)
        }
      }
      expect((await call('POST', `${at}/credentials/status`, revoke)).status).toBe(404)
    }
    expect((await call('GET', `/issuers/one/credentials/${id}`)).status).toBe(200)
  })

  test('a credential and a presentation of one id are two things', async () => {
    const { call, stored } = await twoIssuers()
    await stored('one')
    expect((await call('DELETE', `/issuers/one/presentations/${id}`, undefined, ONE)).status).toBe(202)
    expect((await call('GET', `/issuers/one/presentations/${id}`, undefined, ONE)).status).toBe(404)
    expect((await call('GET', `/issuers/one/credentials/${id}`, undefined, ONE)).body.verifiableCredential.id).toBe(ID)
  })

  test('a presentation is given once: 409 for another of its id', async () => {
    const { call, presentation, stored } = await twoIssuers()
    await stored('one')
    const again = { presentation, options: { store: true } }
    expect((await call('POST', '/issuers/one/presentations', again, ONE)).status).toBe(409)
    const nameless = { presentation: { ...presentation, id: undefined }, options: { store: true } }
    expect((await call('POST', '/issuers/one/presentations', nameless, ONE)).status).toBe(400)
  })
})

test.each([
  `/issuers/two/../one/credentials/${id}`,
  `/issuers/two%2f..%2fone/credentials/${id}`,
  `/issuers/two/%2e%2e/one/credentials/${id}`,
  `/issuers/ONE/credentials/${id}`,
  `/issuers/one%00/credentials/${id}`,
  `/issuers//one/credentials/${id}`,
  `/issuers/__proto__/credentials/${id}`,
  `/issuers/constructor/credentials/${id}`,
  '/issuers/one/credentials/%',
  '/issuers/one/credentials/a%00b',
  `/issuers/one/credentials/${'x'.repeat(2001)}`,
])('no path leads around the token: %s', async (path) => {
  const { call, stored, site } = await twoIssuers()
  await stored('one')
  expect([400, 401, 404]).toContain((await call('GET', path, undefined, TWO)).status)
  expect(site.defects).toEqual([])
})

describe('nothing that is asked for is dropped', () => {
  test.each([
    ['/credentials/issue', (sent: object) => ({ credential: sent })],
    ['/credentials/verify', (sent: object) => ({ verifiableCredential: sent })],
    ['/credentials/derive', (sent: object) => ({ verifiableCredential: sent })],
    ['/presentations', (sent: object) => ({ presentation: sent })],
    ['/presentations/verify', (sent: object) => ({ verifiablePresentation: sent })],
  ])('%s', async (path, of) => {
    const { call, credentialOf } = await twoIssuers()
    const body = of(credentialOf('one'))
    const base = path === '/credentials/derive' ? { selectivePointers: [] } : {}
    const unknown = await call('POST', `/issuers/one${path}`, { ...body, options: { ...base, kind: 'x' } })
    expect([unknown.status, unknown.body.type]).toEqual([400, UNKNOWN_OPTION])
    const beside = await call('POST', `/issuers/one${path}`, { ...body, options: base, option: {} })
    expect([beside.status, beside.body.code]).toEqual([400, 'ERR_ARGUMENT_INVALID'])
    expect(beside.body.type).not.toBe(UNKNOWN_OPTION)
    expect((await call('POST', `/issuers/one${path}?store=true`, body)).status).toBe(400)
  })
})

describe('`checks` that leave the status out never give a bare `verified`', () => {
  test.each([[['proof']], [[]], [['proof', 'credentialSchema']]])('%j', async (checks) => {
    const { call, stored } = await twoIssuers()
    const credential = await stored('one')
    await call('POST', '/issuers/one/credentials/status', revoke, ONE)
    const options = { checks, returnProblemDetails: false, returnResults: true }
    const holder = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [credential] }
    const signed = (await call('POST', '/issuers/one/presentations', { presentation: holder }, ONE)).body
    for (const [path, body] of [
      ['/credentials/verify', { verifiableCredential: credential, options }],
      ['/presentations/verify', { ...signed, options }],
    ] as const) {
      const { body: answer } = await call('POST', path, body, null)
      expect(answer.notChecked).toEqual(['credentialStatus'])
      expect(answer.warnings.map(({ code }: { code: string }) => code)).toContain('ERR_STATUS_UNCHECKED')
      const results = answer.results.credentials?.[0].results ?? answer.results
      expect(results.credentialStatus).toMatchObject([{ verified: false }])
      // Its twin: with everything asked for, it is revoked.
      const whole = await call('POST', path, { ...body, options: {} }, null)
      expect([whole.body.verified, whole.body.notChecked]).toEqual([false, undefined])
    }
  })
})

describe('base proofs', () => {
  test('are neither presented nor verified; what is derived is both', async () => {
    const { call, stored } = await twoIssuers()
    const base = await stored('two')
    const presentation = { '@context': [V2], type: ['VerifiablePresentation'] }
    const present = (verifiableCredential: unknown) =>
      call('POST', '/issuers/one/presentations', { presentation: { ...presentation, verifiableCredential } }, ONE)
    for (const held of [base, [base], { ...base, proof: [base.proof] }]) {
      expect((await present(held)).body.code).toBe('ERR_PROOF_IS_BASE')
    }
    expect((await call('POST', '/credentials/verify', { verifiableCredential: base }, null)).status).toBe(400)
    const options = { selectivePointers: [] }
    const derived = (await call('POST', '/credentials/derive', { verifiableCredential: base, options }, null)).body
    expect((await present([derived])).status).toBe(201)
    expect((await call('POST', '/credentials/verify', { verifiableCredential: derived }, null)).body.verified).toBe(
      true,
    )
  })
})

describe('bodies that are no use to anybody', () => {
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  test.each([
    ['one that is too large', `{"verifiableCredential":"${'x'.repeat(limits.apiBytes)}"}`, 413],
    ['one that is nested 20,000 levels deep', `{"verifiableCredential":${nested(20_000)}}`, 413],
    ['a member that is named twice', '{"verifiableCredential":{},"verifiableCredential":{"a":1}}', 400],
    ['a member of every object', '{"verifiableCredential":{"__proto__":{"verified":true}}}', 400],
    ['half a surrogate pair', '{"verifiableCredential":{"id":"\\ud800"}}', 400],
    ['a number without end', '{"verifiableCredential":{"id":1e999}}', 400],
    ['a list', '[]', 400],
    ['nothing', '', 400],
  ])('%s', async (_, body, status) => {
    const { site } = await twoIssuers()
    for (const path of ['/credentials/verify', '/issuers/one/credentials/issue', '/presentations/verify']) {
      const response = await site.handler(
        new Request(`https://badges.example/app${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR}` },
          body,
        }),
      )
      expect([path, response.status]).toEqual([path, status])
      expect(response.headers.get('content-type')).toBe('application/problem+json')
    }
    expect(site.defects).toEqual([])
  })
})

test('`results` are those of VCALM: what each date, status and proof was found to be', async () => {
  const { call, stored } = await twoIssuers()
  const credential = await stored('one')
  const options = { returnResults: true, returnCredential: true }
  const { body } = await call('POST', '/credentials/verify', { verifiableCredential: credential, options }, null)
  expect(Object.keys(body.results).sort()).toEqual(['credentialStatus', 'proof'])
  expect(body.results).toMatchObject({
    credentialStatus: [{ verified: true, value: 0, input: credential.credentialStatus }],
    proof: [{ verified: true, input: credential.proof }],
  })
  expect(body.credential).toEqual(credential)
  const tampered = { ...credential, validFrom: '2999-01-01T00:00:00Z' }
  const failed = await call('POST', '/credentials/verify', { verifiableCredential: tampered, options }, null)
  expect(failed.body.results).toMatchObject({
    validFrom: { verified: false, input: '2999-01-01T00:00:00Z' },
    proof: [{ verified: false }],
  })
  const holder = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [credential] }
  const given = { presentation: holder, options: { challenge: 'c', domain: 'd' } }
  const signed = (await call('POST', '/issuers/one/presentations', given, ONE)).body
  const asked = { ...signed, options: { challenge: 'c', domain: 'd', returnResults: true, returnPresentation: true } }
  const shown = (await call('POST', '/presentations/verify', asked, null)).body
  expect(shown.results).toMatchObject({
    presentation: {
      challenge: { verified: true, input: 'c' },
      domain: { verified: true, input: 'd' },
      holder: { verified: true },
      proof: [{ verified: true }],
    },
    credentials: [{ verified: true, problemDetails: [], credential, results: { proof: [{ verified: true }] } }],
  })
  expect(shown.verifiablePresentation).toEqual(signed.verifiablePresentation)
})

describe('two documents in one call', () => {
  test('are refused: which of them was verified would be for the caller to guess; each alone is verified', async () => {
    const { call, stored } = await twoIssuers()
    const good = await stored('one')
    const altered = { ...good, credentialSubject: { id: 'did:example:lou' } }
    const both = { verifiableCredential: good, verifiableCredentialJwt: altered }
    expect((await call('POST', '/credentials/verify', both)).status).toBe(400)
    expect((await call('POST', '/credentials/verify', { verifiableCredential: good })).status).toBe(200)
    const holder = { '@context': [V2], type: ['VerifiablePresentation'] }
    const made = await call('POST', '/issuers/one/presentations', { presentation: holder }, ONE)
    const presented = made.body.verifiablePresentation
    const two = { verifiablePresentation: presented, presentation: { ...presented, holder: 'did:example:lou' } }
    const answer = await call('POST', '/presentations/verify', two)
    expect([answer.status, answer.body.verified]).not.toEqual([200, true])
    expect(answer.status).toBe(400)
  })
})

test('a token of an issuer that could never be given is refused when the handler is made', async () => {
  const signer = await generateKeyPair({ controller: 'did:web:badges.example:app:issuers:one' })
  const site = (hash: string) =>
    testSite({ issuers: { one: { signer, apiTokenHashes: [hash] } } }, { secret: 's'.repeat(43) })
  await expect(site('x')).rejects.toMatchObject({ code: 'ERR_ARGUMENT_INVALID' })
  await expect(site(hashApiToken(ONE))).resolves.toBeDefined()
})

describe('what says nothing is refused, with its place', () => {
  test.each([
    ['an empty challenge', '/options/challenge', { challenge: '' }],
    ['an empty domain', '/options/domain', { domain: '' }],
  ])('%s, signing and verifying', async (_, pointer, options) => {
    const { call, presentation } = await twoIssuers()
    const made = await call('POST', '/issuers/one/presentations', { presentation, options }, ONE)
    const verified = await call('POST', '/presentations/verify', { verifiablePresentation: presentation, options })
    for (const { status, body } of [made, verified]) {
      expect([status, body.problems.map((problem: { pointer: string }) => problem.pointer)]).toEqual([400, [pointer]])
    }
    const sound = { challenge: 'c', domain: 'https://verifier.example' }
    expect((await call('POST', '/issuers/one/presentations', { presentation, options: sound }, ONE)).status).toBe(201)
  })

  test('an object where a JWT is named', async () => {
    const { call, credentialOf } = await twoIssuers()
    const { status, body } = await call('POST', '/credentials/verify', { verifiableCredentialJwt: credentialOf('one') })
    expect([status, body.problems.map((problem: { pointer: string }) => problem.pointer)]).toEqual([
      400,
      ['/verifiableCredentialJwt'],
    ])
  })
})
