import { beforeAll, describe, expect, test } from 'vitest'
import { bakeImage } from '../../../src/container/index.js'
import { utf8Encode } from '../../../src/internal/bytes.js'
import { createJwks, generateKeyPair } from '../../../src/keys/index.js'
import { signCredential, signCredentialAsJwt } from '../../../src/proof/index.js'
import type { JsonObject } from '../../../src/types/json.js'
import type { KeyPair } from '../../../src/types/keys.js'
import type { VerificationResult } from '../../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../../src/verify/index.js'
import { sampleBadge, testKey } from '../../support/badge.js'
import { claimsOf, compactJws } from '../../support/jwt.js'

const now = '2026-02-03T04:05:06Z'
const issuer = 'https://school.example/issuers/1'
const jwksUrl = 'https://school.example/.well-known/jwks.json'
let key: KeyPair
let badge: JsonObject
let claims: JsonObject

beforeAll(async () => {
  key = await generateKeyPair({ type: 'P-256' })
  badge = sampleBadge(key.did)
  claims = claimsOf(badge)
})

const jwt = (header: JsonObject = {}, payload: JsonObject = {}) =>
  compactJws({ alg: 'ES256', kid: key.id, ...header }, { ...badge, ...claims, ...payload }, key)
const verify = (input: unknown, options: VerifyOptions = {}) => verifyCredential(input, { now, ...options })
const statusOf = (result: VerificationResult, id: string) => result.checks.find((check) => check.id === id)?.status
/** Outcome and the codes of warnings about the JWT; then the same when strict, with the codes of problems. */
async function lenientAndStrict(input: string, options: VerifyOptions = {}) {
  const lenient = await verify(input, options)
  const strict = await verify(input, { ...options, strictJwt: true })
  const about = ({ code }: { code: string }) => code.startsWith('ERR_JWT')
  return [
    [lenient.outcome, ...lenient.warnings.filter(about).map(({ code }) => code)],
    [strict.outcome, ...strict.problems.map(({ code }) => code)],
  ]
}
const without = (names: readonly string[]): JsonObject => Object.fromEntries(names.map((name) => [name, undefined]))

describe('strict and lenient (Open Badges 3.0 §8.2)', () => {
  test.each<[string, JsonObject, JsonObject, string[], string[]]>([
    ['by the book', { typ: 'JWT' }, {}, ['verified'], ['verified']],
    ['no typ', {}, {}, ['verified'], ['verified']],
    ['typ in small letters', { typ: 'jwt' }, {}, ['verified', 'ERR_JWT_HEADER'], ['failed', 'ERR_JWT_HEADER']],
    ['another header', { typ: 'JWT', cty: 'vc' }, {}, ['verified', 'ERR_JWT_HEADER'], ['failed', 'ERR_JWT_HEADER']],
    [
      'a link to keys, which is not followed',
      { jku: 'https://forger.example/jwks' },
      {},
      ['verified', 'ERR_JWT_HEADER'],
      ['failed', 'ERR_JWT_HEADER'],
    ],
    [
      'a draft’s typ',
      { typ: 'vc+ld+json+jwt' },
      without(['iss', 'jti', 'nbf', 'sub']),
      ['verified', 'ERR_JWT_HEADER'],
      ['failed', 'ERR_JWT_HEADER'],
    ],
    [
      'a draft’s typ and cty',
      { typ: 'vc+ld+json+jwt', cty: 'vc+ld+json' },
      without(['iss', 'jti', 'nbf', 'sub']),
      ['verified', 'ERR_JWT_HEADER', 'ERR_JWT_HEADER'],
      ['failed', 'ERR_JWT_HEADER', 'ERR_JWT_HEADER'],
    ],
    ['no sub', {}, without(['sub']), ['verified', 'ERR_JWT_CLAIM'], ['failed', 'ERR_JWT_CLAIM']],
    [
      'no claims',
      {},
      without(['iss', 'jti', 'nbf', 'sub']),
      ['verified', ...Array<string>(4).fill('ERR_JWT_CLAIM')],
      ['failed', ...Array<string>(4).fill('ERR_JWT_CLAIM')],
    ],
    [
      'an end without exp',
      {},
      { validUntil: '2027-01-01T00:00:00Z' },
      ['verified', 'ERR_JWT_CLAIM'],
      ['failed', 'ERR_JWT_CLAIM'],
    ],
    [
      'an exp before the end',
      {},
      { validUntil: '2027-01-01T00:00:00Z', exp: 1_782_000_000 },
      ['verified', 'ERR_JWT_CLAIM'],
      ['failed', 'ERR_JWT_CLAIM'],
    ],
    ['iat as text', {}, { iat: now }, ['failed'], ['failed', 'ERR_JWT_CLAIM']],
    ['claims of other kinds', {}, { iat: 1_767_225_600, aud: 'all', nonce: 'n', cnf: {} }, ['verified'], ['verified']],
  ])('%s', async (_name, header, payload, lenient, strict) => {
    expect(await lenientAndStrict(await jwt(header, payload))).toEqual([lenient, strict])
  })

  test('a sub for a subject who has no id', async () => {
    const { id: _, ...subject } = badge.credentialSubject as JsonObject
    const token = await jwt({}, { credentialSubject: subject, sub: 'mailto:kim@example.org' })
    expect(await lenientAndStrict(token)).toEqual([
      ['verified', 'ERR_JWT_CLAIM'],
      ['failed', 'ERR_JWT_CLAIM'],
    ])
  })

  test.each([
    ['2025-12-31T16:00:00.142-08:00', 1_767_225_600],
    ['2026-01-01T00:00:00Z', 1_767_225_600.9],
    ['1960-02-29T00:00:00Z', -310521600],
  ])('validFrom %s and nbf %d are the same second', async (validFrom, nbf) => {
    expect((await verify(await jwt({}, { validFrom, nbf }), { strictJwt: true })).outcome).toBe('verified')
  })
})

describe('iat (RFC 7519 §4.1.6)', () => {
  const w3c = { typ: 'vc+jwt' }
  test.each([
    [
      'a date as text, under the rules of the W3C',
      w3c,
      '2026-01-01T00:00:00Z',
      'verified',
      ['ERR_JWT_CLAIM'],
      'failed',
    ],
    ['a date as text, under those of Open Badges', {}, '2026-01-01T00:00:00Z', 'failed', [], 'failed'],
    ['a date as text that is to come', w3c, '2026-12-01T00:00:00Z', 'failed', ['ERR_JWT_CLAIM'], 'failed'],
    ['other text', w3c, 'now', 'failed', [], 'failed'],
    ['a list', w3c, [1_767_225_600], 'failed', [], 'failed'],
    ['its twin: a number', w3c, 1_767_225_600, 'verified', [], 'verified'],
  ])('%s', async (_, header, iat, outcome, warnings, strict) => {
    const claimed = header === w3c ? without(['iss', 'jti', 'nbf', 'sub']) : {}
    const token = await jwt(header, { ...claimed, iat })
    const result = await verify(token)
    const about = result.warnings.filter(({ code }) => code === 'ERR_JWT_CLAIM').map(({ code }) => code)
    expect([result.outcome, about]).toEqual([outcome, warnings])
    expect((await verify(token, { strictJwt: true })).outcome).toBe(strict)
  })
})

describe('exp (Open Badges 3.0 §8.2.6.1)', () => {
  test('is the end of validity of a credential that names none', async () => {
    const token = await jwt({}, { exp: Date.parse('2026-06-01T00:00:00Z') / 1000 })
    const before = await verify(token)
    expect([before.outcome, before.credential?.validUntil]).toEqual(['verified', '2026-06-01T00:00:00Z'])
    const after = await verify(token, { now: '2026-06-01T00:00:01Z' })
    expect([after.outcome, statusOf(after, 'validity.until'), statusOf(after, 'proof.validity')]).toEqual([
      'failed',
      'failed',
      'passed',
    ])
  })

  test.each([
    [0, 'failed'],
    [1, 'verified'],
  ])(
    'under the rules of the W3C is the end of the signature; %d seconds of skew: %s',
    async (clockSkewSeconds, outcome) => {
      const token = await jwt(
        { typ: 'vc+jwt' },
        { exp: Date.parse(now) / 1000, ...without(['iss', 'jti', 'nbf', 'sub']) },
      )
      const result = await verify(token, { clockSkewSeconds })
      expect([result.outcome, result.unverifiedCredential?.validUntil]).toEqual([outcome, undefined])
    },
  )

  test('a JWT that begins tomorrow is not valid yet', async () => {
    const token = await jwt({}, { validFrom: '2026-02-04T00:00:00Z', nbf: Date.parse('2026-02-04T00:00:00Z') / 1000 })
    const result = await verify(token)
    expect(result.problems.map(({ code }) => code)).toEqual(['ERR_NOT_YET_VALID'])
  })
})

describe('vc+jwt (VC-JOSE-COSE)', () => {
  test.each<[string, JsonObject, JsonObject, string[], string[]]>([
    ['no claims', { typ: 'vc+jwt', cty: 'vc' }, without(['iss', 'jti', 'nbf', 'sub']), ['vc+jwt'], []],
    ['as a whole media type', { typ: 'application/vc+jwt' }, without(['iss', 'jti', 'nbf', 'sub']), ['vc+jwt'], []],
    [
      'unknown headers and claims',
      { typ: 'vc+jwt', x: 1 },
      { ...without(['iss', 'jti', 'nbf', 'sub']), nonce: 'n' },
      ['vc+jwt'],
      [],
    ],
    ['the claims of Open Badges', { typ: 'vc+jwt' }, {}, ['vc+jwt', 'vc-jwt'], []],
    ['some claims of Open Badges', { typ: 'vc+jwt' }, without(['nbf', 'sub']), ['vc+jwt', 'vc-jwt'], ['ERR_JWT_CLAIM']],
    ['nbf of the signature', { typ: 'vc+jwt' }, { nbf: 1_767_225_601 }, ['vc+jwt', 'vc-jwt'], ['ERR_JWT_CLAIM']],
  ])('%s', async (_name, header, payload, rules, warnings) => {
    const result = await verify(await jwt(header, payload))
    expect(result.outcome, JSON.stringify(result.problems)).toBe('verified')
    expect(result.proofs).toMatchObject([{ type: 'JWT', rules }])
    expect(result.warnings.map(({ code }) => code).filter((code) => code.startsWith('ERR_JWT'))).toEqual(warnings)
  })

  test('in an envelope typ may be absent: the media type says it', async () => {
    const token = await jwt({}, without(['iss', 'jti', 'nbf', 'sub']))
    const result = await verify({
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'EnvelopedVerifiableCredential',
      id: `data:application/vc+jwt,${token}`,
    })
    expect([result.outcome, result.source, result.proofs[0]?.rules]).toEqual(['verified', 'object', ['vc+jwt']])
  })

  test.each<[string, (token: string) => string]>([
    ['in capitals', (token) => `DATA:Application/VC+JWT,${token}`],
    ['with a parameter', (token) => `data:application/vc+jwt;charset=us-ascii,${token}`],
    ['in base64', (token) => `data:application/vc+jwt;base64,${Buffer.from(token).toString('base64')}`],
    ['of a draft, with a semicolon', (token) => `data:application/vc+jwt;${token}`],
    ['with the media type of a draft', (token) => `data:application/vc+ld+json+jwt,${token}`],
    ['with that of another draft', (token) => `data:application/vc+ld+jwt,${token}`],
  ])('an envelope is a data: URL as RFC 2397 has it: %s', async (_name, urlOf) => {
    const token = await jwt({ typ: 'vc+jwt' }, without(['iss', 'jti', 'nbf', 'sub']))
    const result = await verify({
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'EnvelopedVerifiableCredential',
      id: urlOf(token),
    })
    expect([result.outcome, result.proofs[0]?.rules]).toEqual(['verified', ['vc+jwt']])
  })

  test.each<[string, (token: string) => unknown]>([
    ['an SD-JWT', (token) => `${token}~`],
    ['an SD-JWT with a disclosure and the key of its holder', (token) => `${token}~WyJzYWx0Il0~${token}`],
    ['an SD-JWT as a file', (token) => utf8Encode(`${token}~WyJzYWx0Il0~\n`)],
    ['an SD-JWT in an envelope', (token) => enveloped(`data:application/vc+sd-jwt,${token}~`)],
    ['an SD-JWT VC in an envelope', (token) => enveloped(`data:application/dc+sd-jwt,${token}~`)],
    ['COSE in an envelope', () => enveloped('data:application/vc+cose;base64,0oRYVqQB')],
    ['COSE in an envelope of a draft', () => enveloped('data:application/vc+ld+json+cose;base64,0oRYVqQB')],
  ])('of %s nothing can be said', async (_name, make) => {
    const result = await verify(make(await jwt()))
    const [parse] = result.checks
    expect([result.outcome, parse?.status, parse?.problems[0]?.code]).toEqual([
      'indeterminate',
      'indeterminate',
      'ERR_SUITE_UNSUPPORTED',
    ])
    expect(parse?.next).not.toContain('fetch')
  })

  test.each<[string, unknown]>([
    ['a tilde in a JWT', 'eyJhbGciOiJFUzI1NiJ9.e3~0.AA'],
    ['a text in an envelope', { type: 'EnvelopedVerifiableCredential', id: 'data:text/plain,x' }],
    ['a link in an envelope', { type: 'EnvelopedVerifiableCredential', id: 'https://x.example/vc+sd-jwt' }],
    ['broken base64 in an envelope', { type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt;base64,*' }],
  ])('%s fails', async (_name, input) => {
    const result = await verify(input)
    expect([result.outcome, result.checks[0]?.status]).toEqual(['failed', 'failed'])
  })
})

const enveloped = (id: string): JsonObject => ({ type: 'EnvelopedVerifiableCredential', id })

describe('data model 1.1', () => {
  const version1 = (): JsonObject => {
    const { validFrom, awardedDate: _, '@context': contexts, ...rest } = badge
    return {
      ...rest,
      '@context': ['https://www.w3.org/2018/credentials/v1', ...(contexts as string[]).slice(1)],
      issuanceDate: validFrom,
    }
  }

  test('what the vc claim leaves out is taken from the claims (VCDM 1.1 §6.3.1)', async () => {
    const { id: _i, issuanceDate: _d, credentialSubject, ...rest } = version1()
    const { id: _s, ...subject } = credentialSubject as JsonObject
    const exp = Date.parse('2030-01-01T00:00:00Z') / 1000
    const token = await compactJws(
      { alg: 'ES256', kid: key.id },
      { ...claims, exp, other: true, vc: { ...rest, credentialSubject: subject } },
      key,
    )
    const result = await verify(token, { strictJwt: true })
    expect(result.outcome, JSON.stringify(result.problems)).toBe('verified')
    expect(result.credential).toEqual({ ...version1(), expirationDate: '2030-01-01T00:00:00Z' })
  })

  test('an issuer that is left out is taken from iss', async () => {
    const { issuer: _, ...rest } = version1()
    const result = await verify(await compactJws({ alg: 'ES256', kid: key.id }, { ...claims, vc: rest }, key))
    expect(result.issuer).toEqual({ id: key.did })
    expect(statusOf(result, 'issuer.binding')).toBe('passed')
  })

  test.each<[string, JsonObject]>([
    ['a presentation', { vp: { type: ['VerifiablePresentation'] } }],
    ['another credential around it', { '@context': ['https://www.w3.org/2018/credentials/v1'] }],
  ])('a JWT that carries %s as well is read differently by different readers', async (_name, more) => {
    const token = await compactJws({ alg: 'ES256', kid: key.id }, { ...claims, vc: version1(), ...more }, key)
    const result = await verify(token)
    expect([result.outcome, result.problems.map(({ code }) => code)]).toEqual(['failed', ['ERR_JWT_CLAIM']])
  })
})

describe('self-asserted keys', () => {
  const byJwk = async (more: VerifyOptions = {}) => {
    const credential = { ...badge, issuer: { ...(badge.issuer as JsonObject), id: issuer } }
    const { kid: _, use: _u, alg: _a, ...jwk } = createJwks([key]).keys[0] ?? {}
    const token = await compactJws({ alg: 'ES256', jwk }, { ...credential, ...claimsOf(credential) }, key)
    return verify(token, more)
  }

  test('are integrity without origin', async () => {
    const result = await byJwk()
    expect(result.outcome).toBe('indeterminate')
    expect([statusOf(result, 'proof.signature'), statusOf(result, 'issuer.binding')]).toEqual([
      'passed',
      'indeterminate',
    ])
    expect(result.problems.map(({ code }) => code)).toEqual(['ERR_KEY_SELF_ASSERTED'])
  })

  test('count when the caller says so, or the JWKS of the issuer lists them', async () => {
    expect((await byJwk({ dangerouslyAcceptSelfAssertedKeys: true })).outcome).toBe('verified')
    expect((await byJwk({ documents: { [jwksUrl]: createJwks([key]) } })).outcome).toBe('verified')
  })

  test('a revoked or expired key in the JWKS fails, whatever the JWT says', async () => {
    const [jwk = {}] = createJwks([key]).keys
    const listed = (more: JsonObject) => byJwk({ documents: { [jwksUrl]: { keys: [{ ...jwk, ...more }] } } })
    expect((await listed({ exp: 1_767_225_600 })).problems.map(({ code }) => code)).toEqual(['ERR_KEY_EXPIRED'])
    expect((await listed({ revoked: { revoked_at: 1 } })).problems.map(({ code }) => code)).toEqual(['ERR_KEY_REVOKED'])
  })
})

describe('what cannot be told', () => {
  test.each(['ES512', 'PS256', 'ES256K', 'RS384'])('%s is not supported, so nothing is said', async (alg) => {
    const result = await verify(await jwt({ alg }))
    expect([result.outcome, result.problems.map(({ code }) => code)]).toEqual([
      'indeterminate',
      ['ERR_SUITE_UNSUPPORTED'],
    ])
  })

  test('a key that is out of reach', async () => {
    const result = await verify(await jwt({ kid: 'https://school.example/keys/1' }))
    expect(result.outcome).toBe('indeterminate')
    expect([statusOf(result, 'proof.key'), statusOf(result, 'proof.signature')]).toEqual(['indeterminate', 'skipped'])
  })

  test('a contradiction in the claims is told all the same', async () => {
    const result = await verify(await jwt({ kid: 'https://school.example/keys/1' }, { jti: 'urn:other' }))
    expect([result.outcome, statusOf(result, 'proof.signature')]).toEqual(['failed', 'failed'])
  })
})

describe('where JWTs turn up', () => {
  test.each([
    ['text with a line end', async () => `${await jwt()}\n`, 'jwt'],
    ['bytes', async () => utf8Encode(await jwt()), 'jwt'],
    ['a baked SVG', async () => bakeImage(utf8Encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), await jwt()), 'svg'],
  ])('%s', async (_name, make, source) => {
    const result = await verify(await make())
    expect([result.outcome, result.source, result.credential]).toEqual(['verified', source, badge])
  })

  test('endorsementJwt is verified like any endorsement', async () => {
    const endorser = await generateKeyPair({ type: 'RSA' })
    const endorsement = {
      '@context': badge['@context'],
      id: 'urn:uuid:e1',
      type: ['VerifiableCredential', 'EndorsementCredential'],
      name: 'An endorsement',
      issuer: { id: endorser.did, type: ['Profile'] },
      validFrom: '2026-01-01T00:00:00Z',
      credentialSubject: { id: badge.id, type: ['EndorsementSubject'], endorsementComment: 'Good.' },
    }
    const token = await signCredentialAsJwt(endorsement, endorser)
    const ed = await testKey()
    const sign = (endorsementJwt: string[]) => signCredential({ ...sampleBadge(ed.did), endorsementJwt }, ed, { now })
    const good = await verify(await sign([token]))
    expect(statusOf(good, 'endorsement.each'), JSON.stringify(good.problems)).toBe('passed')
    const bad = await verify(await sign([token, `${token.slice(0, -8)}AAAAAAAA`]))
    expect(statusOf(bad, 'endorsement.each')).toBe('failed')
  })

  test('the recipient and audience that the caller expects', async () => {
    const token = await jwt({}, { aud: ['https://a.example', 'https://b.example'], nonce: 'n' })
    const result = await verify(token, { domain: 'https://b.example', challenge: 'n', recipient: 'did:example:kim' })
    expect(result.outcome).toBe('verified')
  })
})
