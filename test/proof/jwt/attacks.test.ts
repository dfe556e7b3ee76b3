import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { bakeImage } from '../../../src/bake/index.js'
import { utf8Encode } from '../../../src/internal/bytes.js'
import { base64urlEncode } from '../../../src/internal/encoding.js'
import { createJwks, generateKeyPair } from '../../../src/keys/index.js'
import type { JsonObject } from '../../../src/types/json.js'
import type { KeyPair } from '../../../src/types/keys.js'
import { type VerifyOptions, verifyCredential } from '../../../src/verify/index.js'
import { sampleBadge } from '../../support/badge.js'
import { claimsOf, compactJws } from '../../support/jwt.js'

const now = '2026-02-03T04:05:06Z'
let key: KeyPair
let rsa: KeyPair
let forger: KeyPair
let badge: JsonObject
let good: JsonObject

beforeAll(async () => {
  key = await generateKeyPair({ type: 'P-256' })
  rsa = await generateKeyPair({ type: 'RSA' })
  forger = await generateKeyPair({ type: 'P-256' })
  badge = sampleBadge(key.did)
  good = { ...badge, ...claimsOf(badge) }
})

const header = (more: JsonObject = {}): JsonObject => ({ alg: 'ES256', typ: 'JWT', kid: key.id, ...more })
const jwt = (headers: JsonObject, changes: JsonObject = {}, signer: Pick<KeyPair, 'sign'> = key) =>
  compactJws(header(headers), { ...good, ...changes }, signer)
const jwkOf = async (pair: KeyPair): Promise<JsonObject> => {
  const [jwk] = createJwks([pair]).keys
  const { kid: _k, use: _u, alg: _a, ...bare } = jwk ?? {}
  return bare
}
/** The badge in data model 1.1. */
const version1 = ({ '@context': contexts, validFrom, awardedDate: _, ...rest }: JsonObject): JsonObject => ({
  ...rest,
  '@context': ['https://www.w3.org/2018/credentials/v1', ...(contexts as string[]).slice(1)],
  issuanceDate: validFrom,
  validFrom: undefined,
  awardedDate: undefined,
})
const hmac = (secret: string): Pick<KeyPair, 'sign'> => ({
  sign: async ({ data }) => new Uint8Array(createHmac('sha256', secret).update(data).digest()),
})
const nobody: Pick<KeyPair, 'sign'> = { sign: async () => new Uint8Array() }

async function verdict(input: unknown, options: VerifyOptions = {}) {
  const result = await verifyCredential(input, { now, ...options })
  const failing = result.checks.filter(({ required, status }) => required && /failed|indeterminate/.test(status))
  return [result.outcome, ...failing.flatMap(({ id, problems }) => problems.map(({ code }) => `${id} ${code}`))]
}

/** The forgery, and the check and code that must catch it. */
const attacks: Record<string, { make: () => Promise<unknown> | unknown; caught: string; options?: VerifyOptions }> = {
  'alg none without a signature': {
    make: () => jwt({ alg: 'none' }, {}, nobody),
    caught: 'proof.signature ERR_JWT_ALGORITHM',
  },
  'alg NONE in capitals': {
    make: () => jwt({ alg: 'NONE' }, {}, nobody),
    caught: 'proof.signature ERR_JWT_ALGORITHM',
  },
  'alg none with the signature left in': {
    make: () => jwt({ alg: 'none' }),
    caught: 'proof.signature ERR_JWT_ALGORITHM',
  },
  'no alg': { make: () => jwt({ alg: undefined as never }), caught: 'proof.signature ERR_JWT_ALGORITHM' },
  'alg that is no text': { make: () => jwt({ alg: ['ES256'] }), caught: 'proof.signature ERR_JWT_ALGORITHM' },
  'a member of Object.prototype as alg': {
    make: () => jwt({ alg: 'constructor' }),
    caught: 'proof.signature ERR_JWT_ALGORITHM',
  },
  'HS256 with the public key as the secret': {
    make: async () => jwt({ alg: 'HS256' }, {}, hmac(JSON.stringify(await jwkOf(key)))),
    caught: 'proof.signature ERR_JWT_ALGORITHM',
  },
  'HS256 with an octet key in the header': {
    make: () => jwt({ alg: 'HS256', jwk: { kty: 'oct', k: 'c2VjcmV0' } }, {}, hmac('secret')),
    caught: 'proof.signature ERR_JWT_ALGORITHM',
  },
  'ES256 with an octet key in the header': {
    make: () => jwt({ kid: undefined as never, jwk: { kty: 'oct', k: 'c2VjcmV0' } }, {}, hmac('secret')),
    caught: 'proof.key ERR_KEY_INVALID',
  },
  'RS256 on a P-256 key': { make: () => jwt({ alg: 'RS256' }), caught: 'proof.key ERR_JWT_ALGORITHM' },
  'EdDSA on a P-256 key': { make: () => jwt({ alg: 'EdDSA' }), caught: 'proof.key ERR_JWT_ALGORITHM' },
  'ES384 on a P-256 key': { make: () => jwt({ alg: 'ES384' }), caught: 'proof.key ERR_JWT_ALGORITHM' },
  'ES256 on an RSA key': {
    make: () => compactJws(header({ kid: rsa.id }), { ...good, iss: rsa.did, issuer: rsa.did }, rsa),
    caught: 'proof.key ERR_JWT_ALGORITHM',
  },
  'a jwk that says it is for another algorithm': {
    make: async () => jwt({ jwk: { ...(await jwkOf(key)), alg: 'ES384' } }),
    caught: 'proof.key ERR_KEY_UNSUPPORTED',
  },
  'a jwk with its private member': {
    make: async () => jwt({ kid: undefined as never, jwk: await key.exportSecret('jwk') }),
    caught: 'proof.key ERR_KEY_INVALID',
  },
  'a jwk that is not on the curve': {
    make: async () =>
      jwt({ kid: undefined as never, jwk: { ...(await jwkOf(key)), y: (await jwkOf(forger)).y ?? '' } }),
    caught: 'proof.key ERR_KEY_INVALID',
  },
  'an RSA jwk of 1024 bits': {
    make: () =>
      jwt({
        alg: 'RS256',
        kid: undefined as never,
        jwk: { kty: 'RSA', e: 'AQAB', n: base64urlEncode(new Uint8Array(128).fill(255)) },
      }),
    caught: 'proof.key ERR_KEY_UNSUPPORTED',
  },
  crit: {
    make: () => jwt({ crit: ['exp'], exp: 1 }),
    caught: 'proof.signature ERR_JWT_HEADER',
  },
  'an empty crit': { make: () => jwt({ crit: [] }), caught: 'proof.signature ERR_JWT_HEADER' },
  'b64 false': { make: () => jwt({ b64: false }), caught: 'proof.signature ERR_JWT_HEADER' },
  zip: { make: () => jwt({ zip: 'DEF' }), caught: 'proof.signature ERR_JWT_HEADER' },
  'crit under the rules of the W3C': {
    make: () => jwt({ typ: 'vc+jwt', crit: ['x'], x: 1 }),
    caught: 'proof.signature ERR_JWT_HEADER',
  },
  'typ of an access token': { make: () => jwt({ typ: 'at+jwt' }), caught: 'proof.signature ERR_JWT_HEADER' },
  'typ of a presentation': { make: () => jwt({ typ: 'vp+jwt' }), caught: 'proof.signature ERR_JWT_HEADER' },
  'typ that is no text': { make: () => jwt({ typ: 7 }), caught: 'proof.signature ERR_JWT_HEADER' },
  'cty of a presentation': {
    make: () => jwt({ typ: 'vc+jwt', cty: 'vp' }),
    caught: 'proof.signature ERR_JWT_HEADER',
  },
  'no key at all': { make: () => jwt({ kid: undefined as never }), caught: 'proof.signature ERR_JWT_HEADER' },
  'a kid that is no text': { make: () => jwt({ kid: 7 }), caught: 'proof.signature ERR_JWT_HEADER' },
  'a jwk that is no object': { make: () => jwt({ jwk: 'key' }), caught: 'proof.signature ERR_JWT_HEADER' },
  'a kid of 100,000 characters': {
    make: () => jwt({ kid: `did:key:z${'1'.repeat(8_000)}` }),
    caught: 'proof.key ERR_KEY_NOT_FOUND',
  },
  'kid that points to another key': {
    make: () => jwt({ kid: forger.id }),
    caught: 'issuer.binding ERR_ISSUER_MISMATCH',
  },
  'kid of the issuer, signed by the forger': {
    make: () => jwt({}, {}, forger),
    caught: 'proof.signature ERR_PROOF_INVALID',
  },
  'kid of the issuer beside the jwk of the forger': {
    make: async () => jwt({ jwk: await jwkOf(forger) }, {}, forger),
    caught: 'proof.key ERR_JWT_HEADER',
  },
  'jwk of the forger in the name of a did:key': {
    make: async () => jwt({ kid: undefined as never, jwk: await jwkOf(forger) }, {}, forger),
    caught: 'issuer.binding ERR_ISSUER_MISMATCH',
  },
  'the same, with self-asserted keys accepted': {
    make: async () => jwt({ kid: undefined as never, jwk: await jwkOf(forger) }, {}, forger),
    caught: 'issuer.binding ERR_ISSUER_MISMATCH',
    options: { dangerouslyAcceptSelfAssertedKeys: true },
  },
  'jwk of the forger in the name of a university': {
    make: async () => {
      const issuer = 'https://university.example/issuers/1'
      return jwt(
        { kid: undefined as never, jwk: await jwkOf(forger) },
        { issuer: { ...(badge.issuer as JsonObject), id: issuer }, iss: issuer },
        forger,
      )
    },
    caught: 'issuer.binding ERR_KEY_SELF_ASSERTED',
  },
  'the payload of another JWT': {
    make: async () => {
      const [head, , signature] = (await jwt({})).split('.')
      const [, payload] = (await jwt({}, { name: 'Doctor of Medicine' })).split('.')
      return [head, payload, signature].join('.')
    },
    caught: 'proof.signature ERR_PROOF_INVALID',
  },
  'the header of another JWT': {
    make: async () => {
      const [, payload, signature] = (await jwt({})).split('.')
      const [head] = (await jwt({ typ: undefined as never })).split('.')
      return [head, payload, signature].join('.')
    },
    caught: 'proof.signature ERR_PROOF_INVALID',
  },
  'no signature': {
    make: async () => `${(await jwt({})).split('.').slice(0, 2).join('.')}.`,
    caught: 'proof.signature ERR_PROOF_INVALID',
  },
  'a signature of zeros': {
    make: () => jwt({}, {}, { sign: async () => new Uint8Array(64) }),
    caught: 'proof.signature ERR_PROOF_INVALID',
  },
  'a signature in DER': {
    make: () => jwt({}, {}, { sign: async () => new Uint8Array([0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00]) }),
    caught: 'proof.signature ERR_PROOF_INVALID',
  },
  'iss of another issuer': { make: () => jwt({}, { iss: forger.did }), caught: 'proof.signature ERR_JWT_CLAIM' },
  'issuer swapped, iss left': {
    make: () => jwt({}, { issuer: { ...(badge.issuer as JsonObject), id: forger.did } }),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'jti of another credential': {
    make: () => jwt({}, { jti: 'urn:uuid:other' }),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'jti that is no text': { make: () => jwt({}, { jti: [badge.id ?? ''] }), caught: 'proof.signature ERR_JWT_CLAIM' },
  'sub of another subject': {
    make: () => jwt({}, { sub: 'did:example:lee' }),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'nbf a second off': {
    make: () => jwt({}, { nbf: Number(good.nbf) + 1 }),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'nbf in milliseconds': {
    make: () => jwt({}, { nbf: Number(good.nbf) * 1000 }),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'nbf as text': { make: () => jwt({}, { nbf: String(good.nbf) }), caught: 'proof.signature ERR_JWT_CLAIM' },
  'exp as text': { make: () => jwt({}, { exp: '2030-01-01T00:00:00Z' }), caught: 'proof.signature ERR_JWT_CLAIM' },
  'exp that is past': { make: () => jwt({}, { exp: Number(good.nbf) + 1 }), caught: 'validity.until ERR_EXPIRED' },
  'exp that is past, validUntil that is not': {
    make: () => jwt({}, { exp: Number(good.nbf) + 1, validUntil: '2030-01-01T00:00:00Z' }),
    caught: 'proof.validity ERR_PROOF_TIME',
  },
  'nbf to come under the rules of the W3C': {
    make: () => jwt({ typ: 'vc+jwt' }, { nbf: Date.parse('2030-01-01T00:00:00Z') / 1000 }),
    caught: 'proof.validity ERR_PROOF_TIME',
  },
  'exp that is past under the rules of the W3C': {
    make: () => jwt({ typ: 'vc+jwt' }, { exp: Date.parse(now) / 1000 }),
    caught: 'proof.validity ERR_PROOF_TIME',
  },
  'a conflicting iss under the rules of the W3C': {
    make: () => jwt({ typ: 'vc+jwt' }, { iss: forger.did }),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'a vc claim with data model 2.0': {
    make: () => compactJws(header(), { ...claimsOf(badge), vc: badge }, key),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'a second credential in a vc claim': {
    make: () => jwt({}, { vc: badge }),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'a vc claim that is no object': {
    make: () => jwt({}, { vc: 'credential' }),
    caught: 'model.terms ERR_TERM_UNDEFINED',
  },
  'a vc claim under the rules of the W3C': {
    make: () => compactJws(header({ typ: 'vc+jwt' }), { vc: badge }, key),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'a vp claim': { make: () => jwt({}, { vp: {} }), caught: 'model.terms ERR_TERM_UNDEFINED' },
  'data model 1.1 without the vc claim': {
    make: () => jwt({}, version1(badge)),
    caught: 'proof.signature ERR_JWT_CLAIM',
  },
  'another base context under the rules of the W3C': {
    make: () => jwt({ typ: 'vc+jwt' }, { '@context': 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json' }),
    caught: 'model.context ERR_CONTEXT_INVALID',
  },
  'an undefined term in the payload': {
    make: () => jwt({}, { surprise: 1 }),
    caught: 'model.terms ERR_TERM_UNDEFINED',
  },
  'no issuer': {
    make: () => jwt({}, { issuer: undefined as never }),
    caught: 'issuer.binding ERR_ISSUER_MISMATCH',
  },
  'made for another audience': {
    make: () => jwt({}, { aud: ['https://other.example'] }),
    caught: 'proof.purpose ERR_PROOF_PURPOSE',
    options: { domain: 'https://verifier.example' },
  },
  'replayed to another challenge': {
    make: () => jwt({}, { nonce: 'old' }),
    caught: 'proof.purpose ERR_PROOF_PURPOSE',
    options: { challenge: 'new' },
  },
  'an embedded proof that was copied in': {
    make: () =>
      jwt(
        {},
        {
          proof: [
            {
              type: 'DataIntegrityProof',
              cryptosuite: 'eddsa-rdfc-2022',
              proofPurpose: 'assertionMethod',
              verificationMethod: key.id,
              proofValue: `z${'1'.repeat(64)}`,
            },
          ],
        },
      ),
    caught: 'proof.key ERR_KEY_UNSUPPORTED',
  },
  'one part': { make: () => 'eyJhbGciOiJFUzI1NiJ9', caught: 'input.parse ERR_JSON_INVALID' },
  'two parts and a dot': { make: () => 'eyJhbGciOiJFUzI1NiJ9..', caught: 'input.parse ERR_JSON_INVALID' },
  'four parts': { make: async () => `${await jwt({})}.e30`, caught: 'input.parse ERR_JWT_MALFORMED' },
  'an encrypted JWT': { make: () => 'eyJhbGciOiJkaXIifQ..aXY.Y3Q.dGFn', caught: 'input.parse ERR_JWT_MALFORMED' },
  'an SD-JWT': { make: async () => `${await jwt({})}~WyJzYWx0Il0~`, caught: 'input.parse ERR_JWT_MALFORMED' },
  padding: { make: async () => `${await jwt({})}=`, caught: 'input.parse ERR_JWT_MALFORMED' },
  'base64 instead of base64url': {
    make: () => 'eyJhbGciOiJFUzI1NiJ9.e30.a+/b',
    caught: 'input.parse ERR_JWT_MALFORMED',
  },
  'a signature with bits left over': {
    make: async () => (await jwt({})).replace(/.$/, (last) => ({ A: 'B', Q: 'R', g: 'h', w: 'x' })[last] ?? '!'),
    caught: 'input.parse ERR_JWT_MALFORMED',
  },
  'alg named twice': {
    make: () => compactJws('{"alg":"none","alg":"ES256"}', good, key),
    caught: 'input.parse ERR_JSON_DUPLICATE_KEY',
  },
  'issuer named twice': {
    make: () => compactJws(header(), `{"issuer":"a",${JSON.stringify(good).slice(1)}`, key),
    caught: 'input.parse ERR_JSON_DUPLICATE_KEY',
  },
  '__proto__ in the header': {
    make: () => compactJws('{"__proto__":{"alg":"ES256"}}', good, key),
    caught: 'input.parse ERR_JSON_FORBIDDEN_KEY',
  },
  'a header that is a list': { make: () => compactJws([], good, key), caught: 'input.parse ERR_JWT_MALFORMED' },
  'a payload that is text': {
    make: () => compactJws(header(), '"badge"', key),
    caught: 'input.parse ERR_JWT_MALFORMED',
  },
  'a payload that is not UTF-8': { make: () => 'eyJhbGciOiJFUzI1NiJ9._w.AA', caught: 'input.parse ERR_JSON_INVALID' },
  'a header of a megabyte': {
    make: () => jwt({ kid: 'x'.repeat(1_000_000) }),
    caught: 'input.parse ERR_LIMIT_EXCEEDED',
  },
  'a JWT of 20 MB': {
    make: () => `eyJhbGciOiJFUzI1NiJ9.${'e'.repeat(20_000_000)}.AA`,
    caught: 'input.parse ERR_LIMIT_EXCEEDED',
  },
  'ten million dots': { make: () => `eyJ.${'.'.repeat(10_000_000)}`, caught: 'input.parse ERR_JWT_MALFORMED' },
  'a payload 100,000 levels deep': {
    make: () => compactJws(header(), '{"a":'.repeat(100_000), key),
    caught: 'input.parse ERR_LIMIT_EXCEEDED',
  },
  'a JWS as JSON with two signatures': {
    make: async () => {
      const [protectedHeader, payload, signature] = (await jwt({})).split('.')
      return {
        payload,
        signatures: [
          { protected: protectedHeader, signature },
          { protected: protectedHeader, signature: 'AA' },
        ],
      }
    },
    caught: 'input.parse ERR_JWT_MALFORMED',
  },
  'a flattened JWS as JSON': {
    make: async () => {
      const [protectedHeader, payload, signature] = (await jwt({})).split('.')
      return JSON.stringify({ payload, protected: protectedHeader, signature })
    },
    caught: 'input.parse ERR_JWT_MALFORMED',
  },
  'an envelope of COSE': {
    make: () => ({ type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+cose;base64,0oRYVqQB' }),
    caught: 'input.parse ERR_FORMAT_UNKNOWN',
  },
  'an unsecured JWT as a file': {
    make: async () => utf8Encode(await jwt({ alg: 'none' }, {}, nobody)),
    caught: 'proof.signature ERR_JWT_ALGORITHM',
  },
  'a forged JWT baked into an SVG': {
    make: async () => bakeImage(utf8Encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), await jwt({}, {}, forger)),
    caught: 'proof.signature ERR_PROOF_INVALID',
  },
}

describe('forged and broken JWTs', () => {
  test('the JWT that the forgeries start from is sound', async () => {
    expect(await verdict(await jwt({}))).toEqual(['verified'])
  })

  test.each(Object.entries(attacks))('%s', async (_name, { make, caught, options }) => {
    const [outcome, ...problems] = await verdict(await make(), options)
    expect(outcome).toBe(caught.endsWith('ERR_KEY_SELF_ASSERTED') ? 'indeterminate' : 'failed')
    expect(problems).toContain(caught)
  })
})

test('whatever is done to the text of a JWT, what verifies is what was signed', async () => {
  const sound = await jwt({})
  const characters = fc.constantFrom(...'AQgwEZaz09-_.=~ {"')
  const edits = fc.array(
    fc.record({ at: fc.nat(sound.length), remove: fc.nat(3), insert: fc.string({ unit: characters, maxLength: 3 }) }),
    { minLength: 1, maxLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const mutated = list.reduce(
        (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
        sound,
      )
      const result = await verifyCredential(mutated, { now })
      expect(result.verified).toBe(mutated.trim() === sound)
      expect(result.problems.map(({ code }) => code)).not.toContain('ERR_INTERNAL')
    }),
    { seed: 8, numRuns: 500 },
  )
})
