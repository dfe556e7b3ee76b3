import * as jose from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { createCredential } from '../../../src/credential/index.js'
import { isBadgeError } from '../../../src/errors.js'
import { base64urlDecode } from '../../../src/internal/encoding.js'
import { generateKeyPair } from '../../../src/keys/index.js'
import { decodeJwt, envelopCredential, openEnvelope, signCredentialAsJwt } from '../../../src/proof/index.js'
import type { JsonObject } from '../../../src/types/json.js'
import type { JwtFormat, JwtSignOptions } from '../../../src/types/jwt.js'
import type { KeyPair, KeyType, Signer } from '../../../src/types/keys.js'
import type { Problem, VerificationResult } from '../../../src/types/verification.js'
import { verifyCredential } from '../../../src/verify/index.js'
import { sampleBadge, testKey } from '../../support/badge.js'
import { codeOf } from '../../support/codes.js'

const now = '2026-02-03T04:05:06Z'
const keyTypes = ['RSA', 'P-256', 'P-384', 'Ed25519'] as const
const algorithms = { RSA: 'RS256', 'P-256': 'ES256', 'P-384': 'ES384', Ed25519: 'EdDSA' } as const
const formats: readonly JwtFormat[] = ['vc-jwt', 'vc+jwt']
const keys = {} as Record<KeyType, KeyPair>

beforeAll(async () => {
  for (const type of keyTypes) keys[type] = await generateKeyPair({ type })
})

const badgeOf = (key: KeyPair, more: JsonObject = {}): JsonObject => ({ ...sampleBadge(key.did), ...more })
const byEmail = (key: KeyPair) =>
  createCredential(
    {
      issuer: { id: key.did, name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
      recipient: { email: 'kim@example.org' },
      validUntil: '2027-01-01T00:00:00.999Z',
    },
    { now, id: 'urn:uuid:1', salt: 'salt' },
  )
const version1 = (key: KeyPair): JsonObject => {
  const { validFrom, awardedDate: _, ...rest } = badgeOf(key)
  const contexts = [
    'https://www.w3.org/2018/credentials/v1',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  ]
  return { ...rest, '@context': contexts, issuanceDate: validFrom, expirationDate: '2028-01-01T00:00:00Z' }
}
/** Warnings about the JWT, not about the data model. */
const warningsOf = ({ checks }: VerificationResult) =>
  checks.filter(({ id }) => !id.startsWith('model.')).flatMap(({ warnings }) => warnings)
const headerOf = (jwt: string) => decodeJwt(jwt).jws.header
const payloadOf = (jwt: string) => decodeJwt(jwt).jws.payload

const matrix = keyTypes.flatMap((type) =>
  formats.flatMap((format) => (['kid', 'jwk'] as const).map((keyHeader) => [type, format, keyHeader] as const)),
)

describe('every type of key, format and name of the key', () => {
  test.each(matrix)('%s as %s with %s: verifies here and with jose', async (type, format, keyHeader) => {
    const key = keys[type]
    const jwt = await signCredentialAsJwt(badgeOf(key), key, { format, keyHeader })
    expect(headerOf(jwt).alg).toBe(algorithms[type])

    const result = await verifyCredential(jwt, { now })
    expect(result.outcome, JSON.stringify(result.problems)).toBe('verified')
    expect(result.proofs).toEqual([
      {
        type: 'JWT',
        rules: [format],
        alg: algorithms[type],
        ...(keyHeader === 'kid' ? { verificationMethod: key.id } : {}),
        status: 'passed',
        by: 'issuer',
      },
    ])

    const publicJwk = await key.exportSecret('jwk').then(({ d, p, q, dp, dq, qi, ...jwk }) => jwk)
    const read = await jose.jwtVerify(jwt, await jose.importJWK(publicJwk, algorithms[type]), {
      algorithms: [algorithms[type]],
      typ: format === 'vc+jwt' ? 'vc+jwt' : 'JWT',
      currentDate: new Date(now),
    })
    expect(read.payload).toMatchObject({ credentialSubject: { id: 'did:example:kim' } })
  })

  test.each(matrix)(
    '%s as %s with %s: a twin with one changed bit does not verify',
    async (type, format, keyHeader) => {
      const key = keys[type]
      const jwt = await signCredentialAsJwt(badgeOf(key), key, { format, keyHeader })
      const [header, payload = '', signature] = jwt.split('.')
      const text = new TextDecoder().decode(base64urlDecode(payload)).replace('Welder I', 'Welder J')
      const twin = [header, Buffer.from(text).toString('base64url'), signature].join('.')
      const result = await verifyCredential(twin, { now })
      expect([result.outcome, result.problems.map(({ code }) => code)]).toEqual(['failed', ['ERR_PROOF_INVALID']])
    },
  )

  test.each(keyTypes)('what jose signs with %s verifies here', async (type) => {
    const key = keys[type]
    const alg = algorithms[type]
    const secret = await jose.importJWK(await key.exportSecret('jwk'), alg)
    const credential = badgeOf(key)
    const claims = {
      ...credential,
      iss: key.did,
      jti: String(credential.id),
      nbf: Date.parse(String(credential.validFrom)) / 1000,
      sub: 'did:example:kim',
    }
    const jwt = await new jose.SignJWT(claims).setProtectedHeader({ alg, kid: key.id, typ: 'JWT' }).sign(secret)
    const result = await verifyCredential(jwt, { now, strictJwt: true })
    expect([result.outcome, warningsOf(result)]).toEqual(['verified', []])
    expect(result.credential).toEqual(credential)
  })
})

describe('vc-jwt (Open Badges 3.0 §8.2)', () => {
  test('has the four claims and, where the credential ends, exp; in whole seconds', async () => {
    const key = keys['P-256']
    const jwt = await signCredentialAsJwt(byEmail(key), key, { subjectId: 'urn:uuid:subject' })
    const { credentialSubject, ...payload } = payloadOf(jwt)
    expect(headerOf(jwt)).toEqual({ alg: 'ES256', typ: 'JWT', kid: key.id })
    expect(payload).toMatchObject({
      iss: key.did,
      jti: 'urn:uuid:1',
      nbf: Date.parse(now) / 1000,
      exp: Date.parse('2027-01-01T00:00:00Z') / 1000,
      sub: 'urn:uuid:subject',
    })
    expect(credentialSubject).toMatchObject({ id: 'urn:uuid:subject' })
    const strict = await verifyCredential(jwt, { now, strictJwt: true, recipient: 'kim@example.org' })
    expect([strict.outcome, warningsOf(strict)]).toEqual(['verified', []])
  })

  test('a subject without an id gets another one each time, and the input stays as it was', async () => {
    const key = keys['P-256']
    const credential = byEmail(key)
    const before = JSON.stringify(credential)
    const subjects = await Promise.all(
      [1, 2].map(async () => payloadOf(await signCredentialAsJwt(credential, key)).sub),
    )
    expect(subjects).toEqual(Array(2).fill(expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/)))
    expect(subjects[0]).not.toBe(subjects[1])
    expect(JSON.stringify(credential)).toBe(before)
  })

  test('a subject in a list gets its id there', async () => {
    const key = keys['P-256']
    const { id: _, ...subject } = badgeOf(key).credentialSubject as JsonObject
    const jwt = await signCredentialAsJwt(badgeOf(key, { credentialSubject: [subject] }), key, {
      subjectId: 'urn:x',
      lint: 'off',
    })
    expect(payloadOf(jwt)).toMatchObject({ sub: 'urn:x', credentialSubject: [{ id: 'urn:x' }] })
  })

  test('data model 1.1 goes into the vc claim', async () => {
    const key = keys.RSA
    const jwt = await signCredentialAsJwt(version1(key), key)
    expect(Object.keys(payloadOf(jwt)).sort()).toEqual(['exp', 'iss', 'jti', 'nbf', 'sub', 'vc'])
    const result = await verifyCredential(jwt, { now, strictJwt: true })
    expect([result.outcome, warningsOf(result)]).toEqual(['verified', []])
    expect(result.credential).toEqual(version1(key))
  })

  test('embedded proofs are made first and verified too', async () => {
    const key = await testKey()
    const jwt = await signCredentialAsJwt(byEmail(key), key, {
      embed: ['eddsa-rdfc-2022', 'Ed25519Signature2020'],
      now,
    })
    const result = await verifyCredential(jwt, { now })
    expect(result.outcome, JSON.stringify(result.problems)).toBe('verified')
    expect(result.proofs.map(({ type, status }) => [type, status])).toEqual([
      ['JWT', 'passed'],
      ['DataIntegrityProof', 'passed'],
      ['Ed25519Signature2020', 'passed'],
    ])
  })

  test('an embedded proof that does not verify fails the badge, though the JWT is sound', async () => {
    const key = await testKey()
    const inner = payloadOf(await signCredentialAsJwt(badgeOf(key), key, { embed: 'eddsa-rdfc-2022', now }))
    const { iss: _i, jti: _j, nbf: _n, sub: _s, ...credential } = inner
    const jwt = await signCredentialAsJwt({ ...credential, name: 'Another' }, key)
    const result = await verifyCredential(jwt, { now })
    expect([result.outcome, result.proofs.map(({ status }) => status)]).toEqual(['failed', ['passed', 'failed']])
  })
})

describe('vc+jwt (VC-JOSE-COSE)', () => {
  test('the payload is the credential and nothing else', async () => {
    const key = keys['P-384']
    const credential = byEmail(key)
    const jwt = await signCredentialAsJwt(credential, key, { format: 'vc+jwt' })
    expect(headerOf(jwt)).toEqual({ alg: 'ES384', typ: 'vc+jwt', cty: 'vc', kid: key.id })
    expect(payloadOf(jwt)).toEqual(credential)
  })

  test('enveloped, it is read as well, as object and as text', async () => {
    const key = keys['P-256']
    const jwt = await signCredentialAsJwt(badgeOf(key), key, { format: 'vc+jwt' })
    const envelope = envelopCredential(jwt)
    expect(openEnvelope(envelope)).toBe(jwt)
    for (const input of [envelope, JSON.stringify({ ...envelope, type: ['EnvelopedVerifiableCredential'] })]) {
      const result = await verifyCredential(input, { now })
      expect([result.outcome, result.credential]).toEqual(['verified', badgeOf(key)])
    }
  })

  test.each([
    [
      'a vc-jwt',
      async () => envelopCredential(await signCredentialAsJwt(badgeOf(keys.RSA), keys.RSA)),
      'ERR_JWT_HEADER',
    ],
    ['no JWT', () => envelopCredential('eyJ'), 'ERR_JWT_MALFORMED'],
    [
      'an envelope of COSE',
      () => openEnvelope({ type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+cose;base64,0o' }),
      'ERR_SUITE_UNSUPPORTED',
    ],
    [
      'an envelope of text',
      () => openEnvelope({ type: 'EnvelopedVerifiableCredential', id: 'data:text/plain,a.b.c' }),
      'ERR_FORMAT_UNKNOWN',
    ],
    ['an envelope without id', () => openEnvelope({ type: 'EnvelopedVerifiableCredential' }), 'ERR_FORMAT_UNKNOWN'],
    ['no envelope', () => openEnvelope({ id: 'data:application/vc+jwt,a.b.c' }), 'ERR_FORMAT_UNKNOWN'],
  ])('%s is refused', async (_name, make, code) => {
    expect(await codeOf(make)).toBe(code)
  })
})

describe('onWarning', () => {
  test.each([
    ['RSA', []],
    ['P-256', []],
    ['P-384', ['ERR_JWT_ALGORITHM']],
    ['Ed25519', ['ERR_JWT_ALGORITHM']],
  ] as const)('%s: %j', async (type, codes) => {
    const warnings: (Problem & { fix: string })[] = []
    await signCredentialAsJwt(badgeOf(keys[type]), keys[type], { onWarning: (warning) => warnings.push(warning) })
    expect(warnings.map(({ code }) => code)).toEqual(codes)
    expect(warnings.every(({ fix }) => fix !== '')).toBe(true)
  })
})

describe('refuses', () => {
  const without = (document: JsonObject, ...members: string[]): JsonObject =>
    Object.fromEntries(Object.entries(document).filter(([name]) => !members.includes(name)))
  const key = () => keys['P-256']
  const sign = (document: unknown, options: JwtSignOptions = {}, signer: Signer = key()) =>
    signCredentialAsJwt(document as object, signer, options)
  const signerOf = (result: unknown): Signer => ({
    id: key().id,
    controller: key().did,
    type: 'P-256',
    sign: async () => result as Uint8Array,
  })

  test.each<[string, () => Promise<string>, string, string?]>([
    ['no object', () => sign([]), 'ERR_ARGUMENT_INVALID'],
    ['another format', () => sign(badgeOf(key()), { format: 'jwt' as 'vc-jwt' }), 'ERR_ARGUMENT_INVALID'],
    ['a kid that is no URL', () => sign(badgeOf(key()), { verificationMethod: 'key-1' }), 'ERR_ARGUMENT_INVALID'],
    [
      'another base context',
      () => sign(badgeOf(key(), { '@context': ['https://x.example'] })),
      'ERR_MODEL_INVALID',
      '/@context',
    ],
    ['data model 1.1 as vc+jwt', () => sign(version1(key()), { format: 'vc+jwt' }), 'ERR_MODEL_INVALID', '/@context'],
    ['another type', () => sign(badgeOf(key(), { type: ['Thing'] })), 'ERR_MODEL_INVALID', '/type'],
    ['no issuer', () => sign(without(badgeOf(key()), 'issuer')), 'ERR_MODEL_INVALID', '/issuer'],
    ['no id', () => sign(without(badgeOf(key()), 'id')), 'ERR_MODEL_INVALID', '/id'],
    ['no beginning', () => sign(without(badgeOf(key()), 'validFrom')), 'ERR_MODEL_INVALID', '/validFrom'],
    ['an end that is no time', () => sign(badgeOf(key(), { validUntil: 'later' })), 'ERR_MODEL_INVALID', '/validUntil'],
    [
      'two subjects',
      () => sign(badgeOf(key(), { credentialSubject: [{ id: 'urn:1' }, { id: 'urn:2' }] })),
      'ERR_MODEL_INVALID',
      '/credentialSubject',
    ],
    [
      'a subject whose id is no text',
      () => sign(badgeOf(key(), { credentialSubject: { id: 7 } })),
      'ERR_MODEL_INVALID',
      '/credentialSubject',
    ],
    ['a subject id that is no URL', () => sign(byEmail(key()), { subjectId: 'kim' }), 'ERR_ARGUMENT_INVALID'],
    ['a member that is a claim', () => sign(badgeOf(key(), { sub: 'did:example:kim' })), 'ERR_MODEL_INVALID', '/sub'],
    ['an undefined term', () => sign(badgeOf(key(), { surprise: 1 })), 'ERR_TERM_UNDEFINED', '/surprise'],
    ["another issuer's DID", () => sign(badgeOf(keys.RSA)), 'ERR_SIGN_ISSUER_MISMATCH', '/issuer/id'],
    [
      'a suite that the key cannot make',
      () => sign(badgeOf(key()), { embed: 'eddsa-rdfc-2022' }),
      'ERR_SUITE_UNSUPPORTED',
    ],
    [
      'jwk of a signer without a public key',
      () => sign(badgeOf(key()), { keyHeader: 'jwk' }, signerOf(new Uint8Array(64))),
      'ERR_ARGUMENT_INVALID',
    ],
    [
      'a signature of the wrong length',
      () => sign(badgeOf(key()), {}, signerOf(new Uint8Array(70))),
      'ERR_SIGN_FAILED',
    ],
    ['a signature that is none', () => sign(badgeOf(key()), {}, signerOf('signature')), 'ERR_SIGN_FAILED'],
    [
      'a signer that fails',
      () => sign(badgeOf(key()), {}, { ...signerOf(null), sign: () => Promise.reject(new Error('no')) }),
      'ERR_SIGN_FAILED',
    ],
  ])('%s', async (_name, run, code, pointer) => {
    const error = await run().catch((caught: unknown) => caught)
    expect(isBadgeError(error) ? [error.code, error.pointer] : error).toEqual([code, pointer])
  })

  test('a subject without id under an embedded proof', async () => {
    const ed = await testKey()
    const { signCredential } = await import('../../../src/proof/index.js')
    const signed = await signCredential(byEmail(ed), ed, { now })
    expect(await codeOf(() => signCredentialAsJwt(signed, ed))).toBe('ERR_MODEL_INVALID')
  })
})
