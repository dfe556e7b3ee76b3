import { beforeEach, describe, expect, test } from 'vitest'
import { createHandler, hashApiToken } from '../../src/http/index.js'
import { limits } from '../../src/internal/limits.js'
import type { KeyPair } from '../../src/keys/index.js'
import { createPresentation, signPresentation } from '../../src/proof/index.js'
import { createBadgeService } from '../../src/service/index.js'
import { getStatus, parseStatusListCredential } from '../../src/status/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { dump } from '../service/service.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { holderKey, proofJwt, tokenForm } from '../support/holder.js'
import { apiCaller, draft, type TestSite, testSite } from './site.js'

const BASE = 'https://badges.example/app'
const LDP = 'OpenBadge_ldp_vc'

interface Answered {
  readonly status: number
  readonly body: JsonObject
  readonly headers: Headers
}

/** What wallets send to a site, without a wallet. */
function wires(handler: (request: Request) => Promise<Response>) {
  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const answer = await handler(new Request(path.startsWith('http') ? path : BASE + path, init))
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text.startsWith('{') ? JSON.parse(text) : {} }
  }
  return {
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    token: (form: string) =>
      send('/wallet/token', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
      }),
    nonce: async () => String((await send('/wallet/nonce', { method: 'POST' })).body.c_nonce),
    credential: (access: string, body: unknown) =>
      send('/wallet/credential', {
        method: 'POST',
        headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    notify: (access: string, body: unknown) =>
      send('/wallet/notification', {
        method: 'POST',
        headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  }
}

/** A badge that was claimed, and a hand-over of it. */
async function held(site: TestSite, more: object = {}) {
  const badge = await site.service.issue({ draft, recipient: { email: 'kim@learner.example' }, ...more })
  const { token } = await site.service.createClaimLink({ badgeId: badge.id })
  const { person } = await site.service.claims.claim({ token })
  return { badgeId: badge.id, personId: person.id, credential: badge.credential as unknown as JsonObject }
}

const pathOf = (url: string): string => new URL(url).pathname.slice('/app'.length)

/** The code of the offer behind a page. */
async function codeIn(ask: ReturnType<typeof wires>, url: string): Promise<string> {
  const { body } = await ask.get(`${pathOf(url)}/offer`)
  const [grant] = Object.values(body.grants as Record<string, Record<string, string>>)
  return grant?.['pre-authorized_code'] ?? ''
}

let site: TestSite
let ask: ReturnType<typeof wires>
let key: KeyPair
let badge: Awaited<ReturnType<typeof held>>
let iat: number

beforeEach(async () => {
  site = await testSite()
  ask = wires(site.handler)
  key = await holderKey()
  badge = await held(site)
  iat = site.clock.now / 1000
})

const begin = (more: { bound?: boolean; code?: boolean; authenticated?: object } = {}) => {
  const { authenticated, ...rest } = more
  const viewer = { personId: badge.personId, ...(authenticated === undefined ? {} : { authenticated }) }
  return site.service.wallet.createOwnOffer({ badgeId: badge.badgeId, viewer: viewer as never, ...rest })
}

/** An access token for the badge. */
async function redeemed(more: Parameters<typeof begin>[0] = {}): Promise<string> {
  const { url } = await begin(more)
  return String((await ask.token(tokenForm(await codeIn(ask, url)))).body.access_token)
}

const proofs = async (by: KeyPair, claims: object = {}, header: object = {}) => ({
  jwt: [await proofJwt(by, { aud: BASE, iat, nonce: await ask.nonce(), ...claims }, header)],
})

const collect = async (access: string, by: KeyPair, id = LDP) =>
  ask.credential(access, { credential_configuration_id: id, proofs: await proofs(by) })

const credentialIn = ({ body }: Answered): JsonObject =>
  (body.credentials as { credential: JsonObject }[] | undefined)?.[0]?.credential ?? {}

const subjectIn = (answer: Answered) => credentialIn(answer).credentialSubject as JsonObject

describe('metadata, OpenID4VCI 1.0 §12.2', () => {
  test('lies before and behind the path of the issuer, and whatever the request calls the host, names the issuer', async () => {
    const inserted = await site.handler.wellKnown(
      new Request('https://badges.example/.well-known/openid-credential-issuer/app', {
        headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      }),
    )
    const text = await inserted.text()
    expect(text).not.toContain('evil')
    expect(JSON.parse(text)).toMatchObject({
      credential_issuer: BASE,
      credential_endpoint: `${BASE}/wallet/credential`,
    })
    const elsewhere = await site.handler(new Request('https://evil.example/app/.well-known/openid-credential-issuer'))
    expect(await elsewhere.text()).toBe(text)
    const server = await ask.get('/.well-known/oauth-authorization-server')
    expect(server.body).toMatchObject({ issuer: BASE, 'pre-authorized_grant_anonymous_access_supported': true })
    const wrong = await site.handler.wellKnown(
      new Request('https://badges.example/.well-known/openid-credential-issuer/other'),
    )
    expect(wrong.status).toBe(404)
  })

  test('what is not bound asks for no proof, and names no way of binding', async () => {
    const { body } = await ask.get('/.well-known/openid-credential-issuer')
    const rows = Object.entries(body.credential_configurations_supported as Record<string, JsonObject>)
    expect(rows).toHaveLength(8)
    for (const [id, row] of rows) {
      const isBound = !id.endsWith('_unbound')
      expect('proof_types_supported' in row).toBe(isBound)
      expect('cryptographic_binding_methods_supported' in row).toBe(isBound)
      expect(row.display).toEqual((row.credential_metadata as JsonObject).display)
    }
  })

  test('dialects that do not exist are refused with the list of those that do', () => {
    expect(() => createHandler(site.service, { wallets: { compat: ['draft15' as never] } })).toThrow(
      /draft13.*digitalbazaar/,
    )
  })

  test('pages of other sites may ask', async () => {
    const answer = await site.handler(new Request(`${BASE}/wallet/credential`, { method: 'OPTIONS' }))
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization')
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST')
  })
})

describe('an offer', () => {
  test('a look uses nothing up: page, protocols, offer, exchange, as often as one likes', async () => {
    const { url } = await begin()
    const before = await dump(site.storage)
    for (let i = 0; i < 5; i++) {
      expect((await ask.get(url, { accept: 'text/html' })).status).toBe(200)
      expect((await ask.get(url, { accept: 'application/json' })).body).toHaveProperty('protocols.OID4VCI')
      expect((await ask.get(`${pathOf(url)}/offer`)).status).toBe(200)
      expect((await ask.get(`${pathOf(url)}/state`)).body).toEqual({ state: 'open' })
      expect((await ask.get(`${pathOf(url)}/exchange/request`)).status).toBe(200)
    }
    expect(await dump(site.storage)).toBe(before)
    expect((await ask.token(tokenForm(await codeIn(ask, url)))).status).toBe(200)
  })

  test('holds nothing about the learner or the badge, and nothing of it is stored as it is', async () => {
    const { url, code = '' } = await begin({ code: true })
    const text = JSON.stringify((await ask.get(`${pathOf(url)}/offer`)).body)
    expect(text).not.toMatch(/kim|welder/i)
    const stored = await dump(site.storage)
    const token = await codeIn(ask, url)
    const address = pathOf(url).slice('/i/'.length)
    for (const secret of [code, token, address]) expect(stored).not.toContain(secret)
  })

  test('is over after ten minutes, or once the badge is not in force', async () => {
    const { url } = await begin()
    const code = await codeIn(ask, url)
    site.clock.pass(limits.walletOfferMinutes * 60_000)
    expect((await ask.token(tokenForm(code))).body.error).toBe('invalid_grant')
    expect((await ask.get(url, { accept: 'text/html' })).status).toBe(410)
    expect((await ask.get(url, { accept: 'application/json' })).status).toBe(404)
    const other = await begin()
    const access = await redeemed()
    await site.service.revoke({ badgeId: badge.badgeId, reason: 'By mistake.' })
    expect((await ask.get(`${pathOf(other.url)}/offer`)).status).toBe(404)
    iat = site.clock.now / 1000
    expect((await collect(access, key)).body.error).toBe('credential_request_denied')
    expect(await codeOf(() => begin())).toBe('ERR_STAGE_INVALID')
  })

  test('another person cannot make one', async () => {
    const viewer = { personId: 'somebody' }
    const input = { badgeId: badge.badgeId, viewer }
    expect(await codeOf(() => site.service.wallet.createOwnOffer(input))).toBe('ERR_RECORD_NOT_FOUND')
  })

  test('as many wait at once as the limit says, and one more does not', async () => {
    for (let i = 0; i < limits.walletOffers; i++) await begin()
    expect(await codeOf(() => begin())).toBe('ERR_LIMIT_EXCEEDED')
  })
})

describe('a token request, §6', () => {
  test.each([
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['another grant type', { grant_type: 'authorization_code' }, 'unsupported_grant_type'],
    ['no code', { 'pre-authorized_code': '' }, 'invalid_request'],
    ['an unknown code', { 'pre-authorized_code': 'wac_x' }, 'invalid_grant'],
    ['a transaction code that nobody asked for', { tx_code: '123456' }, 'invalid_request'],
    ['details that are not JSON', { authorization_details: '[' }, 'invalid_request'],
    ['details of another type', { authorization_details: '[{"type":"payment"}]' }, 'invalid_request'],
  ] as const)('%s: %s', async (_, change, error) => {
    const { url } = await begin()
    const form = new URLSearchParams(tokenForm(await codeIn(ask, url)))
    for (const [name, value] of Object.entries(change)) form.set(name, value)
    expect((await ask.token(form.toString())).body.error).toBe(error)
    expect((await ask.token(tokenForm(await codeIn(ask, url)))).status).toBe(200)
  })

  test('parameters that are not known are passed over; details are answered with identifiers, and only then', async () => {
    const { url } = await begin()
    const details = JSON.stringify([{ type: 'openid_credential', credential_configuration_id: LDP }])
    const more = { resource: BASE, client_id: 'did:key:z6Mk', authorization_details: details }
    const { body, headers } = await ask.token(tokenForm(await codeIn(ask, url), undefined, more))
    expect(body.authorization_details).toMatchObject([{ credential_identifiers: [LDP] }])
    expect(headers.get('cache-control')).toBe('no-store')
    const other = await begin()
    expect((await ask.token(tokenForm(await codeIn(ask, other.url)))).body).not.toHaveProperty('authorization_details')
    const access = String(body.access_token)
    const asked = async (names: object) =>
      (await ask.credential(access, { ...names, proofs: await proofs(key) })).body.error
    // Only what came with the token, and by its identifier (§8.2).
    expect(await asked({ credential_configuration_id: LDP })).toBe('invalid_credential_request')
    expect(await asked({ credential_identifier: 'OpenBadge_jwt_vc_json' })).toBe('unknown_credential_identifier')
    expect(await asked({ credential_identifier: LDP })).toBeUndefined()
  })

  test('fifty at once with one code: one gets a token, and one badge comes of it', async () => {
    const { url } = await begin()
    const form = tokenForm(await codeIn(ask, url))
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask.token(form)))
    const tokens = answers.flatMap(({ body }) => (body.access_token === undefined ? [] : [String(body.access_token)]))
    expect(tokens).toHaveLength(1)
    const [access = ''] = tokens
    const badges = await Promise.all(Array.from({ length: 20 }, () => collect(access, key)))
    expect(new Set(badges.map((answer) => JSON.stringify(credentialIn(answer)))).size).toBe(1)
    expect(await site.service.wallet.copies({ personId: badge.personId })).toHaveLength(1)
  })

  test('wrong transaction codes burn the code of the offer, also where they come at once', async () => {
    const { url, code = '' } = await begin({ code: true })
    const preAuthorized = await codeIn(ask, url)
    const wrong = code === '000000' ? '000001' : '000000'
    expect((await ask.token(tokenForm(preAuthorized))).body.error).toBe('invalid_request')
    await Promise.all(Array.from({ length: limits.walletCodeTries }, () => ask.token(tokenForm(preAuthorized, wrong))))
    expect((await ask.token(tokenForm(preAuthorized, code))).body.error).toBe('invalid_grant')
    expect((await ask.get(`${pathOf(url)}/state`)).body).toEqual({ state: 'burnt' })
  })

  test('one try before that, the right code still counts', async () => {
    const { url, code = '' } = await begin({ code: true })
    const preAuthorized = await codeIn(ask, url)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let i = 1; i < limits.walletCodeTries; i++) await ask.token(tokenForm(preAuthorized, wrong))
    expect((await ask.token(tokenForm(preAuthorized, code))).status).toBe(200)
  })

  test('where a code is asked for there is no exchange, which would go around it', async () => {
    const { url } = await begin({ code: true })
    expect((await ask.get(url, { accept: 'application/json' })).body.protocols).not.toHaveProperty('vcapi')
    expect((await ask.get(`${pathOf(url)}/exchange/request`)).status).toBe(404)
  })
})

describe('a key proof, Appendix F.1', () => {
  const unsigned = (header: object, claims: object): string =>
    `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`

  test.each<[string, object, object, string]>([
    ['sound', {}, {}, ''],
    ['sound, with iss', { iss: 'did:key:z6Mk' }, {}, ''],
    ['another audience', { aud: 'https://other.example' }, {}, 'invalid_proof'],
    ['a slash behind the audience', { aud: `${BASE}/` }, {}, 'invalid_proof'],
    ['a list of audiences', { aud: [BASE] }, {}, 'invalid_proof'],
    ['no typ', {}, { typ: undefined }, 'invalid_proof'],
    ['the typ of another JWT', {}, { typ: 'JWT' }, 'invalid_proof'],
    ['no iat', { iat: undefined }, {}, 'invalid_proof'],
    ['an old iat', { iat: 1 }, {}, 'invalid_proof'],
    ['an iat to come', { iat: 4_000_000_000 }, {}, 'invalid_proof'],
    ['an iat as text', { iat: '1' }, {}, 'invalid_proof'],
    ['no nonce', { nonce: undefined }, {}, 'invalid_nonce'],
    ['a nonce of somebody else', { nonce: `wan_${'A'.repeat(43)}` }, {}, 'invalid_nonce'],
    ['two names of the key', {}, { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } }, 'invalid_proof'],
    ['no name of the key', {}, { kid: undefined }, 'invalid_proof'],
    ['a key that would be fetched', {}, { kid: 'did:web:evil.example#k' }, 'invalid_proof'],
    ['an extension that must be understood', {}, { crit: ['exp'] }, 'invalid_proof'],
    ['an algorithm of another key', {}, { alg: 'ES256' }, 'invalid_proof'],
    ['a shared secret', {}, { alg: 'HS256' }, 'invalid_proof'],
    ['RSA', {}, { alg: 'RS256' }, 'invalid_proof'],
  ])('%s', async (_, claims, header, error) => {
    const access = await redeemed()
    const answer = await ask.credential(access, {
      credential_configuration_id: LDP,
      proofs: await proofs(key, claims, header),
    })
    expect(answer.body.error ?? '', JSON.stringify(answer.body)).toBe(error)
    expect(answer.status).toBe(error === '' ? 200 : 400)
    expect(String(answer.body.error_description ?? '')).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]*$/)
  })

  test('no signature, a private key in the header, and a signature of another key are refused', async () => {
    const access = await redeemed()
    const nonce = await ask.nonce()
    const other = await holderKey()
    const { d, ...publicJwk } = (await other.exportSecret('jwk')) as JsonObject
    const typ = 'openid4vci-proof+jwt'
    const claims = { aud: BASE, iat, nonce }
    const jwts = [
      unsigned({ alg: 'none', typ, kid: key.id }, claims),
      await proofJwt(other, claims, { kid: undefined, jwk: { ...publicJwk, d, kid: undefined, alg: undefined } }),
      await proofJwt(other, claims, { kid: key.id }),
    ]
    for (const jwt of jwts) {
      const answer = await ask.credential(access, { credential_configuration_id: LDP, proofs: { jwt: [jwt] } })
      expect(answer.body.error).toBe('invalid_proof')
    }
    const { kty, crv, x } = publicJwk
    const sound = await proofJwt(other, claims, { kid: undefined, jwk: { kty, crv, x } as object })
    const answer = await ask.credential(access, { credential_configuration_id: LDP, proofs: { jwt: [sound] } })
    expect(subjectIn(answer).id).toMatch(/^did:jwk:/)
  })

  test.each([
    ['neither configuration nor identifier', {}, 'invalid_credential_request'],
    ['a configuration that is no text', { credential_configuration_id: 7 }, 'invalid_credential_request'],
    ['an identifier that nobody gave out', { credential_identifier: LDP }, 'unknown_credential_identifier'],
    ['an unknown configuration', { credential_configuration_id: 'x' }, 'unknown_credential_configuration'],
    ['one that was not offered', { credential_configuration_id: `${LDP}_unbound` }, 'unknown_credential_configuration'],
    ['an unknown identifier', { credential_identifier: 'x' }, 'unknown_credential_identifier'],
    ['both', { credential_configuration_id: LDP, credential_identifier: LDP }, 'invalid_credential_request'],
    ['no proof', { credential_configuration_id: LDP }, 'invalid_proof'],
    ['two types of proof', { credential_configuration_id: LDP, proofs: { jwt: ['a'], di_vp: [{}] } }, 'invalid_proof'],
    ['two proofs', { credential_configuration_id: LDP, proofs: { jwt: ['a', 'b'] } }, 'invalid_proof'],
    [
      'the proof of a draft',
      { credential_configuration_id: LDP, proof: { proof_type: 'jwt', jwt: 'a' } },
      'invalid_proof',
    ],
    ['the request of a draft', { format: 'ldp_vc', credential_definition: {} }, 'invalid_credential_request'],
    [
      'encryption',
      { credential_configuration_id: LDP, credential_response_encryption: {} },
      'invalid_credential_request',
    ],
  ] as const)('%s: %s', async (_, body, error) => {
    expect((await ask.credential(await redeemed(), body)).body.error).toBe(error)
  })

  test('without an access token, and with an unknown one: 401', async () => {
    const bare = await site.handler(new Request(`${BASE}/wallet/credential`, { method: 'POST', body: '{}' }))
    expect(bare.status).toBe(401)
    const unknown = await ask.credential('wat_x', {})
    expect(unknown.status).toBe(401)
    expect(unknown.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  })
})

describe('a proof of type di_vp, Appendix F.2', () => {
  const sent = async (
    change: { domain?: string; challenge?: string; suite?: 'Ed25519Signature2020'; ahead?: number } = {},
  ) => {
    const { suite, ahead = 0, ...purpose } = { domain: BASE, challenge: await ask.nonce(), ...change }
    const presentation = createPresentation({ holder: key.did })
    return signPresentation(presentation, key, {
      ...purpose,
      ...(suite === undefined ? {} : { suite }),
      now: new Date(site.clock.now + ahead * 1000),
    })
  }
  const request = async (access: string, presentation: object, id = LDP) =>
    ask.credential(access, { credential_configuration_id: id, proofs: { di_vp: [presentation] } })

  test('binds the badge to its holder, and the same key by a JWT gets the same', async () => {
    const access = await redeemed()
    const answer = await request(access, await sent())
    expect(subjectIn(answer)?.id, JSON.stringify(answer.body)).toBe(key.did)
    expect(credentialIn(await collect(access, key))).toEqual(credentialIn(answer))
  })

  test.each([
    ['another domain', { domain: 'https://other.example' }, 'invalid_proof'],
    ['a challenge that nobody gave out', { challenge: 'abc' }, 'invalid_nonce'],
    ['a suite that is for exchanges', { suite: 'Ed25519Signature2020' }, 'invalid_proof'],
    ['a clock that is two minutes ahead', { ahead: 120 }, 'invalid_proof'],
    ['a clock that is half a minute ahead', { ahead: 30 }, undefined],
  ] as const)('%s: %s', async (_, change, error) => {
    expect((await request(await redeemed(), await sent(change))).body.error).toBe(error)
  })

  test('an empty list of credentials is none, and a list with one is refused', async () => {
    const access = await redeemed()
    const made = async (verifiableCredential: readonly object[]) =>
      signPresentation({ ...createPresentation({ holder: key.did }), verifiableCredential } as never, key, {
        domain: BASE,
        challenge: await ask.nonce(),
        now: new Date(site.clock.now),
      })
    expect((await request(access, await made([badge.credential]))).body.error).toBe('invalid_proof')
    expect((await request(access, await made([]))).status).toBe(200)
  })

  test('an altered one is refused', async () => {
    const presentation = { ...(await sent()), holder: (await holderKey()).did }
    expect((await request(await redeemed(), presentation)).body.error).toBe('invalid_proof')
  })
})

describe('the issuer', () => {
  test('holds a badge out over the API, with a code where it asks for one', async () => {
    const token = 'a'.repeat(43)
    const own = await testSite({ apiTokenHashes: [hashApiToken(token)] })
    const { badgeId } = await held(own)
    const call = apiCaller(own, token)
    const plain = await call('POST', `/api/badges/${badgeId}/wallet`, {})
    expect([plain.status, 'code' in plain.body]).toEqual([201, false])
    const coded = await call('POST', `/api/badges/${badgeId}/wallet`, { code: true, bound: false })
    expect(coded.body).toMatchObject({
      url: expect.stringMatching(/^https:\/\/badges\.example\/app\/i\/[\w-]{22}\?iuv=1$/),
      code: expect.stringMatching(/^\d{6}$/),
    })
    const [, offer = ''] = /credential_offer=(.*)$/.exec(coded.body.offerByValue) ?? []
    expect(JSON.parse(decodeURIComponent(offer))).toMatchObject({
      credential_issuer: BASE,
      credential_configuration_ids: [`${LDP}_unbound`, 'OpenBadge_jwt_vc_json_unbound'],
    })
    expect((await call('POST', `/api/badges/${badgeId}/wallet`, {}, null)).status).toBe(401)
  })
})

describe('a nonce', () => {
  test('serves several requests of one wallet, and those of no other token or key', async () => {
    const access = await redeemed()
    const nonce = await ask.nonce()
    const request = async (by: KeyPair, token: string, id: string) =>
      ask.credential(token, { credential_configuration_id: id, proofs: await proofs(by, { nonce }) })
    expect((await request(key, access, LDP)).status).toBe(200)
    expect((await request(key, access, 'OpenBadge_jwt_vc_json')).status).toBe(200)
    expect((await request(await holderKey(), access, LDP)).body.error).toBe('invalid_nonce')
    expect((await request(key, await redeemed(), LDP)).body.error).toBe('invalid_nonce')
  })

  test('is good for five minutes, and altered for none', async () => {
    const access = await redeemed()
    const nonce = await ask.nonce()
    const altered = nonce.slice(0, 10) + (nonce[10] === 'A' ? 'B' : 'A') + nonce.slice(11)
    const request = async (said: string) =>
      ask.credential(access, { credential_configuration_id: LDP, proofs: await proofs(key, { nonce: said, iat }) })
    expect((await request(altered)).body.error).toBe('invalid_nonce')
    site.clock.pass(limits.walletNonceSeconds * 1000)
    iat = site.clock.now / 1000
    expect((await request(nonce)).body.error).toBe('invalid_nonce')
  })
})

describe('the copy that is bound to a wallet', () => {
  test('is the same badge, about the wallet, with a status of its own, and a newer beginning', async () => {
    site.clock.pass(60_000)
    iat = site.clock.now / 1000
    const bound = await collect(await redeemed(), key)
    const { credential: before } = badge
    expect(credentialIn(bound)).toMatchObject({ id: before.id, issuer: before.issuer, awardedDate: before.awardedDate })
    expect(subjectIn(bound)).toEqual({ ...(before.credentialSubject as JsonObject), id: key.did })
    expect(Date.parse(String(credentialIn(bound).validFrom))).toBeGreaterThan(Date.parse(String(before.validFrom)))
    expect(credentialIn(bound).credentialStatus).not.toEqual(before.credentialStatus)
    // The page shows the badge as it was, without the DID of a wallet.
    await site.service.sharing.setVisibility({ badgeId: badge.badgeId, personId: badge.personId, visibility: 'public' })
    const page = await ask.get(`/b/${badge.badgeId}/credential.json`)
    expect(JSON.stringify(page.body)).not.toContain(key.did)
  })

  test('the same key gets the identical badge, and another key is refused', async () => {
    const access = await redeemed()
    const first = await collect(access, key)
    expect(credentialIn(await collect(access, key))).toEqual(credentialIn(first))
    expect((await collect(access, await holderKey())).body.error).toBe('credential_request_denied')
  })

  test('another wallet takes an owner who has just signed in', async () => {
    expect((await collect(await redeemed(), key)).status).toBe(200)
    const old = { by: 'link', at: new Date(site.clock.now - 3_600_000).toISOString() }
    expect(await codeOf(() => begin({ authenticated: old }))).toBe('ERR_AUTHENTICATION_NEEDED')
    expect(await codeOf(() => site.service.wallet.createOffer({ badgeId: badge.badgeId }))).toBe(
      'ERR_AUTHENTICATION_NEEDED',
    )
    const now = { by: 'link', at: new Date(site.clock.now).toISOString() }
    expect((await collect(await redeemed({ authenticated: now }), await holderKey('P-256'))).status).toBe(200)
    const copies = await site.service.wallet.copies({ personId: badge.personId })
    expect(copies).toHaveLength(2)
    expect(new Set(copies.map(({ status }) => status.index)).size).toBe(2)
  })

  test('two offers that an old session made do not give two wallets the badge', async () => {
    const old = { by: 'link', at: new Date(site.clock.now - 3_600_000).toISOString() }
    const [one, two] = [await redeemed({ authenticated: old }), await redeemed({ authenticated: old })]
    expect((await collect(one, key)).status).toBe(200)
    expect((await collect(two, await holderKey())).body.error).toBe('credential_request_denied')
    // The wallet that has it gets what it has.
    expect((await collect(two, key)).status).toBe(200)
  })

  test('a copy that was ended does not let an old session give the badge to another wallet', async () => {
    const old = { by: 'link', at: new Date(site.clock.now - 3_600_000).toISOString() }
    const now = { by: 'link', at: new Date(site.clock.now).toISOString() }
    const { personId } = badge
    const [one, two] = [await redeemed({ authenticated: old }), await redeemed({ authenticated: old })]
    expect((await collect(one, key)).status).toBe(200)
    const [copy] = await site.service.wallet.copies({ personId })
    await site.service.wallet.endCopy({ copyId: copy?.id ?? '', personId })
    expect((await collect(two, await holderKey())).body.error).toBe('credential_request_denied')
    expect(await codeOf(() => begin({ authenticated: old }))).toBe('ERR_AUTHENTICATION_NEEDED')
    // Who has just signed in may.
    expect((await collect(await redeemed({ authenticated: now }), await holderKey())).status).toBe(200)
  })

  test('each ends on its own; revoking the badge ends all', async () => {
    const isSet = async ({ credentialStatus }: JsonObject): Promise<boolean> => {
      const { statusListCredential, statusListIndex } = credentialStatus as Record<string, string>
      const list = await site.service.status.publish(statusListCredential?.split('/').at(-1) ?? '', { newest: true })
      return getStatus(await parseStatusListCredential(list?.credential ?? {}), Number(statusListIndex)) === 1
    }
    const one = credentialIn(await collect(await redeemed(), key))
    const two = credentialIn(await collect(await redeemed(), await holderKey()))
    const { personId } = badge
    const copies = await site.service.wallet.copies({ personId })
    const own = copies.find(({ holder }) => holder === key.did)
    await site.service.wallet.endCopy({ copyId: own?.id ?? '', personId })
    expect([await isSet(one), await isSet(two), await isSet(badge.credential)]).toEqual([true, false, false])
    expect(await codeOf(() => site.service.wallet.endCopy({ copyId: own?.id ?? '', personId: 'x' }))).toBe(
      'ERR_RECORD_NOT_FOUND',
    )
    await site.service.revoke({ badgeId: badge.badgeId, reason: 'By mistake.' })
    expect([await isSet(one), await isSet(two), await isSet(badge.credential)]).toEqual([true, true, true])
  })

  test('ends when its owner gives the badge back, and goes with an erasure', async () => {
    await collect(await redeemed(), key)
    const { badgeId, personId } = badge
    const { walletCopies } = await site.service.privacy.export(personId)
    expect(walletCopies).toMatchObject([{ holder: key.did }])
    await site.service.claims.giveBack({ badgeId, personId })
    const { records } = await site.storage.query({ collection: 'wallet-copies', limit: 10 })
    expect(records.map(({ value }) => value)).toMatchObject([{ endedAt: expect.any(String) }])
    await site.service.privacy.eraseEmail({ email: 'kim@learner.example' })
    expect(await dump(site.storage)).not.toContain(key.did)
  })

  test('without a binding the badge is handed over as it is, and needs no proof', async () => {
    const access = await redeemed({ bound: false })
    const answer = await ask.credential(access, { credential_configuration_id: `${LDP}_unbound` })
    expect(credentialIn(answer)).toEqual(badge.credential)
    expect(await site.service.wallet.copies({ personId: badge.personId })).toEqual([])
  })
})

describe('a notification, §11', () => {
  test('is taken as often as it comes', async () => {
    const { url } = await begin()
    const access = String((await ask.token(tokenForm(await codeIn(ask, url)))).body.access_token)
    const { notification_id: id } = (await collect(access, key)).body
    const said = { notification_id: id, event: 'credential_accepted' }
    for (let i = 0; i < 3; i++) expect((await ask.notify(access, said)).status).toBe(204)
    expect((await ask.get(`${pathOf(url)}/state`)).body).toEqual({ state: 'accepted' })
    expect((await ask.notify(access, { ...said, notification_id: 'x' })).body.error).toBe('invalid_notification_id')
    expect((await ask.notify(access, { ...said, event: 'x' })).body.error).toBe('invalid_notification_request')
    expect((await ask.notify('wat_x', said)).status).toBe(401)
  })
})

describe('dialects', () => {
  test('draft13: a form in place of a configuration, one proof, and the badge beside the list', async () => {
    site = await testSite({ wallets: { compat: ['draft13'] } })
    ask = wires(site.handler)
    badge = await held(site)
    const { jwt } = await proofs(key)
    const answer = await ask.credential(await redeemed(), {
      format: 'ldp_vc',
      credential_definition: { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'] },
      proof: { proof_type: 'jwt', jwt: jwt[0] },
    })
    expect(answer.body).toMatchObject({ format: 'ldp_vc', credential: credentialIn(answer) })
  })

  test('digitalbazaar: a request without a proof is answered with a nonce', async () => {
    site = await testSite({ wallets: { compat: ['digitalbazaar'] } })
    ask = wires(site.handler)
    badge = await held(site)
    const answer = await ask.credential(await redeemed(), { credential_configuration_id: LDP })
    expect(answer.body).toMatchObject({ error: 'invalid_proof', c_nonce: expect.stringMatching(/^wan_/) })
  })
})

const shared = presentKinds(['postgres'])

test.each(shared)('two processes on one %s: a code is redeemed once, a badge bound once', async (kind) => {
  const fresh = await freshStorage(kind)
  const stores = [await fresh.open(), await fresh.open()]
  try {
    const now = new Date('2026-01-05T12:00:00Z')
    const signer = await testKey()
    const services = stores.map((storage) => createBadgeService({ signer, storage, baseUrl: BASE, clock: () => now }))
    const [first, second] = services
    if (first === undefined || second === undefined) throw new Error('there are two')
    const issued = await first.issue({ draft, recipient: { email: 'kim@learner.example' } })
    const { token } = await first.createClaimLink({ badgeId: issued.id })
    const { person } = await first.claims.claim({ token })
    const { url } = await first.wallet.createOwnOffer({ badgeId: issued.id, viewer: { personId: person.id } })
    const doors = services.map((service) => wires(createHandler(service)))
    const code = await codeIn(doors[0] as ReturnType<typeof wires>, url)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (doors[i % 2] as ReturnType<typeof wires>).token(tokenForm(code))),
    )
    const tokens = answers.flatMap(({ body }) => (body.access_token === undefined ? [] : [String(body.access_token)]))
    expect(tokens).toHaveLength(1)
    const wallets = await Promise.all([holderKey(), holderKey()])
    const badges = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const door = doors[i % 2] as ReturnType<typeof wires>
        const claims = { aud: BASE, iat: now.getTime() / 1000, nonce: await door.nonce() }
        const jwt = await proofJwt(wallets[(i >> 1) % 2] as KeyPair, claims)
        return door.credential(tokens[0] ?? '', { credential_configuration_id: LDP, proofs: { jwt: [jwt] } })
      }),
    )
    const handed = badges.filter(({ status }) => status === 200).map((answer) => JSON.stringify(credentialIn(answer)))
    expect(handed).toHaveLength(4)
    expect(new Set(handed).size).toBe(1)
    expect(await second.wallet.copies({ personId: person.id })).toHaveLength(1)
  } finally {
    for (const storage of stores) await storage.close()
    await fresh.remove()
  }
})
