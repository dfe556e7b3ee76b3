import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import { multibaseEncode } from '../../src/internal/encoding.js'
import { decodeMultikey, generateKeyPair, importKeyPair, importPublicKey, jwkThumbprint } from '../../src/keys/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'
import { foreignTypes, privateJwks, publicJwkOf, rfc8032 } from './material.js'

const pem = (der: Uint8Array): string =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(der).toString('base64')}\n-----END PRIVATE KEY-----\n`
const derOf = (type: 'ed25519' | 'ec'): Buffer =>
  (type === 'ed25519'
    ? generateKeyPairSync('ed25519')
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  ).privateKey.export({
    format: 'der',
    type: 'pkcs8',
  })
const ed25519Der = derOf('ed25519')
const secret = (prefix: number[], bytes: Uint8Array): string => multibaseEncode(Uint8Array.of(...prefix, ...bytes))
const order = Uint8Array.from(Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex'))
const ed = privateJwks.Ed25519
const ec = privateJwks['P-256']
const throwing = Object.defineProperty({}, 'kty', {
  enumerable: true,
  get: () => {
    throw new RangeError('a getter')
  },
}) as JsonObject

describe('secrets that are refused', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'ERR_KEY_INVALID'],
    ['null', null, 'ERR_ARGUMENT_INVALID'],
    ['a list', [ed], 'ERR_ARGUMENT_INVALID'],
    ['a number', 7, 'ERR_ARGUMENT_INVALID'],
    ['a getter that throws', throwing, 'ERR_KEY_INVALID'],
    ['a public key', publicJwkOf(ed), 'ERR_KEY_INVALID'],
    [
      'a public Multikey',
      { type: 'Multikey', publicKeyMultibase: 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2' },
      'ERR_KEY_INVALID',
    ],
    ['a public multibase text', 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2', 'ERR_KEY_UNSUPPORTED'],
    ['an empty text', '', 'ERR_KEY_INVALID'],
    ['hexadecimal', 'ab'.repeat(32), 'ERR_KEY_INVALID'],
    ['a seed of 31 bytes', new Uint8Array(31), 'ERR_KEY_INVALID'],
    ['a seed of 33 bytes', new Uint8Array(33), 'ERR_KEY_INVALID'],
    ['a megabyte of text', 'z'.repeat(1_000_000), 'ERR_KEY_INVALID'],
    ['deep JSON', '{"a":'.repeat(5000), 'ERR_KEY_INVALID'],
    ['a member named twice', `{"kty":"OKP","kty":"EC"}`, 'ERR_KEY_INVALID'],
    ['a seed with a trailing byte', secret([0x80, 0x26], new Uint8Array(33)), 'ERR_KEY_INVALID'],
    ['a 64-byte key whose halves differ', secret([0x80, 0x26], new Uint8Array(64)), 'ERR_KEY_INVALID'],
    ['the scalar 0', secret([0x86, 0x26], new Uint8Array(32)), 'ERR_KEY_INVALID'],
    ['a scalar as large as the order', secret([0x86, 0x26], order), 'ERR_KEY_INVALID'],
    ['the scalar 0 as JWK', { ...ec, d: 'A'.repeat(43) }, 'ERR_KEY_INVALID'],
    ['a scalar that lost its leading zero', { ...ec, d: Buffer.alloc(31, 1).toString('base64url') }, 'ERR_KEY_INVALID'],
    ['an Ed25519 JWK without x', { kty: 'OKP', crv: 'Ed25519', d: ed.d }, 'ERR_KEY_INVALID'],
    [
      'an RSA JWK without primes',
      { kty: 'RSA', n: privateJwks.RSA.n, e: 'AQAB', d: privateJwks.RSA.d },
      'ERR_KEY_INVALID',
    ],
    ['an RSA JWK of three primes', { ...privateJwks.RSA, oth: [] }, 'ERR_KEY_UNSUPPORTED'],
    ['an RSA prime of zero', { ...privateJwks.RSA, p: 'AA' }, 'ERR_KEY_INVALID'],
    ['an RSA prime of one', { ...privateJwks.RSA, p: 'AQ', q: privateJwks.RSA.n }, 'ERR_KEY_INVALID'],
    ['two secrets', { secretKeyMultibase: 'z', privateKeyMultibase: 'z' }, 'ERR_KEY_INVALID'],
    ['a secret JWK that is no object', { type: 'JsonWebKey', privateKeyJwk: 'x' }, 'ERR_KEY_INVALID'],
    ['a public JWK that is no object', { type: 'JsonWebKey', privateKeyJwk: ed, publicKeyJwk: 'x' }, 'ERR_KEY_INVALID'],
    [
      'the public JWK of another key',
      { privateKeyJwk: ed, publicKeyJwk: { ...publicJwkOf(ed), x: rfc8032.x } },
      'ERR_KEY_INVALID',
    ],
    [
      'public and secret part of two types',
      {
        publicKeyMultibase: 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2',
        secretKeyMultibase: secret([0x86, 0x26], order.with(0, 1)),
      },
      'ERR_KEY_INVALID',
    ],
    [
      'P-256 as Ed25519VerificationKey2020',
      { type: 'Ed25519VerificationKey2020', privateKeyMultibase: secret([0x86, 0x26], order.with(0, 1)) },
      'ERR_KEY_INVALID',
    ],
    ['an unknown type', { type: 'RsaVerificationKey2018', secretKeyMultibase: 'z' }, 'ERR_KEY_UNSUPPORTED'],
    ['a PKCS #1 PEM', '-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----', 'ERR_KEY_UNSUPPORTED'],
    ['two PEM keys', pem(ed25519Der) + pem(ed25519Der), 'ERR_KEY_UNSUPPORTED'],
    ['a PEM with a trailing byte', pem(Buffer.concat([ed25519Der, Buffer.of(0)])), 'ERR_KEY_INVALID'],
    ['a PEM cut short', pem(ed25519Der.subarray(0, 40)), 'ERR_KEY_INVALID'],
    [
      'a PEM of X25519',
      generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }),
      'ERR_KEY_UNSUPPORTED',
    ],
    [
      'a PEM of P-521',
      generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
      'ERR_KEY_UNSUPPORTED',
    ],
    [
      'a PEM of RSA with 1024 bits',
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
      'ERR_KEY_UNSUPPORTED',
    ],
  ])('%s', async (_name, value, code) => {
    expect(await codeOf(() => importKeyPair(value as JsonObject))).toBe(code)
  })

  it.each<[string, () => unknown, string]>([
    ['an unknown type', () => generateKeyPair({ type: 'secp256k1' as never }), 'ERR_ARGUMENT_INVALID'],
    ['a type of the prototype', () => generateKeyPair({ type: 'constructor' as never }), 'ERR_ARGUMENT_INVALID'],
    ['a seed for P-256', () => generateKeyPair({ type: 'P-256', seed: rfc8032.seed }), 'ERR_ARGUMENT_INVALID'],
    ['a short seed', () => generateKeyPair({ seed: new Uint8Array(16) }), 'ERR_ARGUMENT_INVALID'],
    ['a seed as text', () => generateKeyPair({ seed: 'x'.repeat(32) as never }), 'ERR_ARGUMENT_INVALID'],
    ['RSA of 1024 bits', () => generateKeyPair({ type: 'RSA', modulusLength: 1024 }), 'ERR_ARGUMENT_INVALID'],
    ['an id that is no URI', () => generateKeyPair({ id: 'key 1' }), 'ERR_ARGUMENT_INVALID'],
    ['a controller that is no text', () => importKeyPair(ed, { controller: 1 as never }), 'ERR_ARGUMENT_INVALID'],
    ['an expected type that does not exist', () => importKeyPair(ed, { type: 'DSA' as never }), 'ERR_ARGUMENT_INVALID'],
    ['a key of another type than expected', () => importKeyPair(ed, { type: 'P-256' }), 'ERR_KEY_INVALID'],
    [
      'an unknown format',
      async () => (await generateKeyPair()).exportSecret('toString' as never),
      'ERR_ARGUMENT_INVALID',
    ],
    ['signing a text', async () => (await generateKeyPair()).sign({ data: 'x' as never }), 'ERR_ARGUMENT_INVALID'],
    ['the thumbprint of nothing', () => jwkThumbprint({}), 'ERR_KEY_UNSUPPORTED'],
  ])('options: %s', async (_name, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })
})

describe('whatever comes in, only a BadgeError comes out', () => {
  const parameters = { seed: 20260101, numRuns: 300 }
  const onlyBadgeErrors = async (run: () => unknown): Promise<void> => {
    try {
      await run()
    } catch (error) {
      expect(isBadgeError(error)).toBe(true)
      expect(error).not.toHaveProperty('cause')
    }
  }
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>

  it('JSON and texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, fc.string(), fc.uint8Array()), async (value) => {
        await onlyBadgeErrors(() => importKeyPair(value as JsonObject))
        await onlyBadgeErrors(() => importPublicKey(value as JsonObject))
        await onlyBadgeErrors(() => decodeMultikey(value as string))
      }),
      parameters,
    )
  })

  it('keys in which one member was replaced', async () => {
    const documents: JsonObject[] = foreignTypes.flatMap((type) => [
      privateJwks[type],
      publicJwkOf(privateJwks[type]),
      {
        id: 'did:example:1#1',
        controller: 'did:example:1',
        type: 'JsonWebKey',
        publicKeyJwk: publicJwkOf(privateJwks[type]),
      },
    ])
    const name = fc.constantFrom(
      'kty',
      'crv',
      'x',
      'y',
      'd',
      'n',
      'e',
      'p',
      'qi',
      'alg',
      'use',
      'key_ops',
      'kid',
      'id',
      'type',
      'publicKeyJwk',
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...documents), name, json, async (document, member, value) => {
        await onlyBadgeErrors(() => importKeyPair({ ...document, [member]: value }))
        await onlyBadgeErrors(() => importPublicKey({ ...document, [member]: value }))
      }),
      parameters,
    )
  })

  it('PEM keys in which one byte was changed: refused, or still a working key', async () => {
    const files = [ed25519Der, derOf('ec')]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (file, at, flip) => {
          const bytes = Uint8Array.from(file)
          const place = at % bytes.length
          bytes[place] = (bytes[place] ?? 0) ^ flip
          await onlyBadgeErrors(async () => {
            const pair = await importKeyPair(pem(bytes))
            const data = Uint8Array.of(1)
            const key = await importPublicKey(pair.toJSON())
            expect(await key.verify({ data, signature: await pair.sign({ data }) })).toBe(true)
          })
        },
      ),
      { ...parameters, numRuns: 500 },
    )
  })
})
