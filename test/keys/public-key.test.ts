import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { base58Encode, multibaseEncode } from '../../src/internal/encoding.js'
import { decodeMultikey, didKeyFrom, encodeMultikey, importPublicKey } from '../../src/keys/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'
import { foreignTypes, privateJwks, publicJwkOf } from './material.js'

const id = 'https://issuer.example/keys#1'
const controller = 'https://issuer.example/keys'
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const bytesOf = (text: string | undefined): Uint8Array => Uint8Array.from(Buffer.from(text ?? '', 'base64url'))

const jwks = Object.fromEntries(
  foreignTypes.map((type) => [type, publicJwkOf(privateJwks[type])]),
) as typeof privateJwks
const edBytes = bytesOf(jwks.Ed25519.x)
const edMultibase = encodeMultikey({ type: 'Ed25519', bytes: edBytes })
const p256Multibase = encodeMultikey({
  type: 'P-256',
  bytes: Uint8Array.of(2 + ((bytesOf(jwks['P-256'].y)[31] ?? 0) & 1), ...bytesOf(jwks['P-256'].x)),
})

describe('verification methods that are read', () => {
  it.each<[string, JsonObject, string]>([
    ['Multikey', { type: 'Multikey', publicKeyMultibase: edMultibase }, 'Ed25519'],
    [
      'Multikey in base64url',
      { type: 'Multikey', publicKeyMultibase: `u${base64url(Uint8Array.of(0xed, 1, ...edBytes))}` },
      'Ed25519',
    ],
    ['MultiKey, as 1EdTech spells it', { type: 'MultiKey', publicKeyMultibase: edMultibase }, 'Ed25519'],
    ['Multikey of P-256', { type: 'Multikey', publicKeyMultibase: p256Multibase }, 'P-256'],
    ['Ed25519VerificationKey2020', { type: 'Ed25519VerificationKey2020', publicKeyMultibase: edMultibase }, 'Ed25519'],
    [
      'Ed25519VerificationKey2018',
      { type: 'Ed25519VerificationKey2018', publicKeyBase58: base58Encode(edBytes) },
      'Ed25519',
    ],
    ['JsonWebKey', { type: 'JsonWebKey', publicKeyJwk: jwks.RSA }, 'RSA'],
    [
      'JsonWebKey2020',
      { type: 'JsonWebKey2020', publicKeyJwk: { ...jwks['P-384'], alg: 'ES384', use: 'sig', kid: 'x' } },
      'P-384',
    ],
  ])('%s', async (_name, method, type) => {
    const key = await importPublicKey({ id, controller, ...method })
    expect(key).toMatchObject({ type, id, controller })
    expect(key.publicKeyJwk).toEqual(jwks[type as keyof typeof jwks])
    expect(key.publicKeyMultibase === undefined).toBe(type === 'RSA')
  })

  it('a method named by its fragment belongs to its controller', async () => {
    const key = await importPublicKey({ id: '#1', controller, type: 'Multikey', publicKeyMultibase: edMultibase })
    expect(key.id).toBe(id)
  })

  it('a bare JWK has an id only where its kid is a URI', async () => {
    expect(await importPublicKey({ ...jwks.RSA, kid: id })).toMatchObject({ id })
    expect(await importPublicKey({ ...jwks.RSA, kid: 'key-1' })).not.toHaveProperty('id')
  })
})

/** The eight points whose order divides 8, as Ed25519 writes them. */
const smallOrderPoints = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
]

describe('Ed25519 points that no signature is checked with', () => {
  it.each([
    ...smallOrderPoints,
    // RFC 8032 §5.1.3: y is below p; these are p, p + 1 and p + 3.
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    // No x belongs to y = 2.
    '0200000000000000000000000000000000000000000000000000000000000000',
  ])('%s', async (point) => {
    const bytes = Uint8Array.from(Buffer.from(point, 'hex'))
    const publicKeyMultibase = encodeMultikey({ type: 'Ed25519', bytes })
    expect(await codeOf(() => importPublicKey({ type: 'Multikey', publicKeyMultibase }))).toBe('ERR_KEY_INVALID')
    expect(await codeOf(() => importPublicKey({ kty: 'OKP', crv: 'Ed25519', x: base64url(bytes) }))).toBe(
      'ERR_KEY_INVALID',
    )
  })

  it('three doublings bring each small-order point to the identity', () => {
    const p = 2n ** 255n - 19n
    const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
    const power = (base: bigint, exponent: bigint): bigint => {
      let result = 1n
      for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % p) if (e & 1n) result = (result * b) % p
      return result
    }
    const over = (a: bigint, b: bigint): bigint => ((((a % p) + p) % p) * power(((b % p) + p) % p, p - 2n)) % p
    for (const point of smallOrderPoints) {
      let y = BigInt(`0x${Buffer.from(point, 'hex').reverse().toString('hex')}`) & (2n ** 255n - 1n)
      for (let i = 0; i < 3; i++) {
        const xx = over(y * y - 1n, d * y * y + 1n)
        y = over(y * y + xx, 2n + xx - y * y)
      }
      expect(y).toBe(1n)
    }
  })
})

describe('public keys that are refused', () => {
  const rsa = (bits: number): JsonObject =>
    generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' }) as JsonObject
  const ed = jwks.Ed25519
  const ec = jwks['P-256']
  const method = (more: JsonObject): JsonObject => ({
    id,
    controller,
    type: 'Multikey',
    publicKeyMultibase: edMultibase,
    ...more,
  })
  const offCurve = Uint8Array.of(2, ...new Uint8Array(31), 1)
  it.each<[string, JsonObject, string]>([
    ['private members', privateJwks.Ed25519, 'ERR_KEY_INVALID'],
    ['private members of RSA', { ...jwks.RSA, dp: 'AQAB' }, 'ERR_KEY_INVALID'],
    ['a symmetric key', { kty: 'oct', k: 'AQAB' }, 'ERR_KEY_INVALID'],
    ['an unknown kty', { kty: 'AKP', pub: 'AQAB' }, 'ERR_KEY_UNSUPPORTED'],
    ['a curve of another kty', { ...ed, kty: 'EC' }, 'ERR_KEY_UNSUPPORTED'],
    ['secp256k1', { ...ec, crv: 'secp256k1' }, 'ERR_KEY_UNSUPPORTED'],
    ['P-521', { ...ec, crv: 'P-521' }, 'ERR_KEY_UNSUPPORTED'],
    ['X25519', { ...ed, crv: 'X25519' }, 'ERR_KEY_UNSUPPORTED'],
    ['another algorithm', { ...jwks.RSA, alg: 'HS256' }, 'ERR_KEY_UNSUPPORTED'],
    ['alg none', { ...ed, alg: 'none' }, 'ERR_KEY_UNSUPPORTED'],
    ['a key for encryption', { ...jwks.RSA, use: 'enc' }, 'ERR_KEY_UNSUPPORTED'],
    ['a key for other operations', { ...ec, key_ops: ['deriveBits'] }, 'ERR_KEY_UNSUPPORTED'],
    ['RSA of 1024 bits', rsa(1024), 'ERR_KEY_UNSUPPORTED'],
    [
      'RSA of 2047 bits',
      { ...jwks.RSA, n: base64url(Uint8Array.of(0x7f, ...new Uint8Array(254), 1)) },
      'ERR_KEY_UNSUPPORTED',
    ],
    ['RSA of 8200 bits', { ...jwks.RSA, n: base64url(new Uint8Array(1025).fill(255)) }, 'ERR_KEY_INVALID'],
    ['an even modulus', { ...jwks.RSA, n: base64url(Uint8Array.of(0x80, ...new Uint8Array(255))) }, 'ERR_KEY_INVALID'],
    ['an exponent of 1', { ...jwks.RSA, e: 'AQ' }, 'ERR_KEY_INVALID'],
    ['an exponent of 33 bits', { ...jwks.RSA, e: base64url(Uint8Array.of(1, 0, 0, 0, 1)) }, 'ERR_KEY_INVALID'],
    [
      'a modulus with a leading zero',
      { ...jwks.RSA, n: base64url(Uint8Array.of(0, ...bytesOf(jwks.RSA.n))) },
      'ERR_KEY_INVALID',
    ],
    ['no exponent', { kty: 'RSA', n: jwks.RSA.n ?? '' }, 'ERR_KEY_INVALID'],
    ['an x of 31 bytes', { ...ed, x: base64url(edBytes.slice(1)) }, 'ERR_KEY_INVALID'],
    ['an x of 33 bytes', { ...ed, x: base64url(Uint8Array.of(...edBytes, 0)) }, 'ERR_KEY_INVALID'],
    ['padding', { ...ed, x: `${ed.x}=` }, 'ERR_KEY_INVALID'],
    ['x that is no text', { ...ed, x: 7 }, 'ERR_KEY_INVALID'],
    ['x and y swapped', { ...ec, x: ec.y ?? '', y: ec.x ?? '' }, 'ERR_KEY_INVALID'],
    ['an x that is not below p', { ...ec, x: base64url(new Uint8Array(32).fill(255)) }, 'ERR_KEY_INVALID'],
    ['a point of P-384 called P-256', { ...jwks['P-384'], crv: 'P-256' }, 'ERR_KEY_INVALID'],
    [
      'a compressed point off the curve',
      method({ publicKeyMultibase: encodeMultikey({ type: 'P-256', bytes: offCurve }) }),
      'ERR_KEY_INVALID',
    ],
    [
      'an uncompressed point',
      method({ publicKeyMultibase: multibaseEncode(Uint8Array.of(0x80, 0x24, 4, ...new Uint8Array(64))) }),
      'ERR_KEY_INVALID',
    ],
    [
      'a compressed point of sign 4',
      method({ publicKeyMultibase: encodeMultikey({ type: 'P-256', bytes: offCurve.with(0, 4) }) }),
      'ERR_KEY_INVALID',
    ],
    [
      'a Multikey with a trailing byte',
      method({ publicKeyMultibase: multibaseEncode(Uint8Array.of(0xed, 1, ...edBytes, 0)) }),
      'ERR_KEY_INVALID',
    ],
    [
      'a secret Multikey',
      method({ publicKeyMultibase: multibaseEncode(Uint8Array.of(0x80, 0x26, ...edBytes)) }),
      'ERR_KEY_INVALID',
    ],
    [
      'a multicodec of another kind',
      method({ publicKeyMultibase: multibaseEncode(Uint8Array.of(0xe7, 1, ...offCurve)) }),
      'ERR_KEY_UNSUPPORTED',
    ],
    [
      'another multibase',
      method({ publicKeyMultibase: `f${Buffer.from(edBytes).toString('hex')}` }),
      'ERR_KEY_INVALID',
    ],
    ['100,000 characters', method({ publicKeyMultibase: `z${'2'.repeat(100_000)}` }), 'ERR_KEY_INVALID'],
    [
      '100,000 characters of base58',
      { type: 'Ed25519VerificationKey2018', publicKeyBase58: '2'.repeat(100_000) },
      'ERR_KEY_INVALID',
    ],
    ['base58 with a wrong letter', { type: 'Ed25519VerificationKey2018', publicKeyBase58: '0OIl' }, 'ERR_KEY_INVALID'],
    [
      'a P-256 key as Ed25519VerificationKey2020',
      method({ type: 'Ed25519VerificationKey2020', publicKeyMultibase: p256Multibase }),
      'ERR_KEY_INVALID',
    ],
    ['no key', { id, controller, type: 'Multikey' }, 'ERR_KEY_INVALID'],
    ['no JWK', { id, controller, type: 'JsonWebKey' }, 'ERR_KEY_INVALID'],
    ['two forms of a key', method({ publicKeyJwk: jwks.RSA }), 'ERR_KEY_INVALID'],
    ['a published secret', method({ secretKeyMultibase: 'z' }), 'ERR_KEY_INVALID'],
    ['a published secret JWK', { type: 'JsonWebKey', publicKeyJwk: privateJwks['P-256'] }, 'ERR_KEY_INVALID'],
    ['no type', { id, controller, publicKeyMultibase: edMultibase }, 'ERR_KEY_UNSUPPORTED'],
    ['a type called constructor', method({ type: 'constructor' }), 'ERR_KEY_UNSUPPORTED'],
    ['an id that is no URI', method({ id: 'key 1' }), 'ERR_KEY_INVALID'],
    ['a controller in a list', method({ controller: [controller] }), 'ERR_KEY_INVALID'],
  ])('%s', async (_name, document, code) => {
    expect(await codeOf(() => importPublicKey(document))).toBe(code)
  })

  it('what is signed and the signature are bytes', async () => {
    const key = await importPublicKey(jwks.RSA)
    const input = { data: 'x', signature: 'y' } as unknown as { data: Uint8Array; signature: Uint8Array }
    expect(await codeOf(() => key.verify(input))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('Multikey texts that are refused', () => {
  it.each<[string, () => unknown, string]>([
    ['encoding an RSA key', () => encodeMultikey({ type: 'RSA' as never, bytes: edBytes }), 'ERR_KEY_UNSUPPORTED'],
    ['encoding too few bytes', () => encodeMultikey({ type: 'P-384', bytes: edBytes }), 'ERR_KEY_INVALID'],
    ['decoding nothing', () => decodeMultikey(undefined as never), 'ERR_KEY_INVALID'],
    ['decoding an empty text', () => decodeMultikey(''), 'ERR_KEY_INVALID'],
    ['decoding a header alone', () => decodeMultikey('z'), 'ERR_KEY_UNSUPPORTED'],
    ['did:key of a did:key', () => didKeyFrom(`did:key:${edMultibase}`), 'ERR_KEY_INVALID'],
  ])('%s', async (_name, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })
})
