import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { importKeyPair, importPublicKeyPem } from '../../src/keys/index.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, noVectorsReason, readVectorText } from '../support/vectors.js'
import { backends, useBackend } from './backends.js'

const data = new TextEncoder().encode('badge')
const pairs = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  Ed25519: generateKeyPairSync('ed25519'),
} as const
const pemOf = (name: keyof typeof pairs, type: 'spki' | 'pkcs1' = 'spki'): string =>
  pairs[name].publicKey.export({ type: type as 'spki', format: 'pem' }) as string
const wrap = (bytes: Uint8Array): string =>
  `-----BEGIN PUBLIC KEY-----\n${Buffer.from(bytes).toString('base64')}\n-----END PUBLIC KEY-----`

describe('importPublicKeyPem (RFC 7468 §13)', () => {
  test.each(Object.keys(pairs) as (keyof typeof pairs)[])('%s: checks what node:crypto signed', async (name) => {
    const key = await importPublicKeyPem(pemOf(name))
    const hash = name === 'Ed25519' ? null : name === 'P-384' ? 'sha384' : 'sha256'
    const signature = new Uint8Array(sign(hash, data, { key: pairs[name].privateKey, dsaEncoding: 'ieee-p1363' }))
    expect([key.type, await key.verify({ data, signature })]).toEqual([name, true])
    expect(await key.verify({ data: data.subarray(1), signature })).toBe(false)
    expect(key.publicKeyJwk).toMatchObject(createPublicKey(pemOf(name)).export({ format: 'jwk' }))
  })

  test('PKCS #1 of RSA is the same key', async () => {
    const [one, other] = [await importPublicKeyPem(pemOf('RSA')), await importPublicKeyPem(pemOf('RSA', 'pkcs1'))]
    expect(one.publicKeyJwk).toEqual(other.publicKeyJwk)
  })

  const spki = new Uint8Array(pairs.RSA.publicKey.export({ type: 'spki', format: 'der' }))
  const compressed = new Uint8Array(pairs['P-256'].publicKey.export({ type: 'spki', format: 'der' }))
  compressed[26] = 2
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
  test.each<[string, string, string]>([
    ['nothing', '', 'ERR_KEY_INVALID'],
    ['a private key', pairs.RSA.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 'ERR_KEY_INVALID'],
    ['two keys', pemOf('RSA') + pemOf('RSA'), 'ERR_KEY_INVALID'],
    ['no base64', '-----BEGIN PUBLIC KEY-----\nA=A\n-----END PUBLIC KEY-----', 'ERR_KEY_INVALID'],
    ['cut short', wrap(spki.subarray(0, -5)), 'ERR_KEY_INVALID'],
    ['bytes behind it', wrap(new Uint8Array([...spki, 0])), 'ERR_KEY_INVALID'],
    ['a huge text', `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(100_000)}\n-----END PUBLIC KEY-----`, 'ERR_KEY_INVALID'],
    ['RSA of 1024 bits', weak.export({ type: 'spki', format: 'pem' }) as string, 'ERR_KEY_UNSUPPORTED'],
    ['a compressed point', wrap(compressed), 'ERR_KEY_UNSUPPORTED'],
    [
      'another curve',
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({
        type: 'spki',
        format: 'pem',
      }) as string,
      'ERR_KEY_UNSUPPORTED',
    ],
    [
      'another kind',
      generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }) as string,
      'ERR_KEY_UNSUPPORTED',
    ],
  ])('%s is refused', async (_name, pem, code) => {
    expect(await codeOf(() => importPublicKeyPem(pem))).toBe(code)
  })
})

/** DER by hand, to write what no tool writes. */
const der = (tag: number, ...contents: readonly (Uint8Array | readonly number[])[]): Buffer => {
  const content = Buffer.concat(contents.map((part) => Buffer.from(part)))
  const { length } = content
  const header = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(tag, ...header), content])
}
/** The same with a length in a longer form than DER has. */
const longer = (tag: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(tag, 0x82, content.length >> 8, content.length & 255), content])
const hex = (digits: string): Buffer => Buffer.from(digits, 'hex')
const algorithm = {
  Ed25519: hex('300506032b6570'),
  'P-256': hex('301306072a8648ce3d020106082a8648ce3d030107'),
  RSA: hex('300d06092a864886f70d0101010500'),
}
const jwkOf = (name: keyof typeof pairs) => pairs[name].privateKey.export({ format: 'jwk' }) as Record<string, string>
const member = (name: keyof typeof pairs, key: string): Buffer => Buffer.from(jwkOf(name)[key] ?? '', 'base64url')

describe.each(backends)('what a key may look like in DER, through %s', (backend) => {
  beforeAll(() => useBackend(backend))
  afterAll(() => vi.unstubAllGlobals())

  const publicKey = member('Ed25519', 'x')
  const point = Buffer.concat([[4], member('P-256', 'x'), member('P-256', 'y')].map((part) => Buffer.from(part)))
  const rsa = der(0x30, der(2, [0], member('RSA', 'n')), der(2, member('RSA', 'e')))
  const ed25519Body = Buffer.concat([algorithm.Ed25519, der(3, [0], publicKey)])

  test.each<[string, Uint8Array, string]>([
    [
      'an algorithm with parameters that it does not have',
      der(0x30, hex('300706032b65700500'), der(3, [0], publicKey)),
      'ERR_KEY_UNSUPPORTED',
    ],
    ['a length in a longer form', longer(0x30, ed25519Body), 'ERR_KEY_INVALID'],
    ['something behind the key', der(0x30, ed25519Body, [5, 0]), 'ERR_KEY_INVALID'],
    ['bits that are left over', der(0x30, algorithm.Ed25519, der(3, [1], publicKey)), 'ERR_KEY_INVALID'],
    ['a point of small order', der(0x30, algorithm.Ed25519, der(3, [0, 1], new Uint8Array(31))), 'ERR_KEY_INVALID'],
    [
      'a point that is not of the curve',
      der(0x30, algorithm['P-256'], der(3, [0], point.with(64, (point[64] ?? 0) ^ 1))),
      'ERR_KEY_INVALID',
    ],
    ['a compressed point', der(0x30, algorithm['P-256'], der(3, [0, 2], member('P-256', 'x'))), 'ERR_KEY_UNSUPPORTED'],
    [
      'a hybrid point',
      der(0x30, algorithm['P-256'], der(3, [0], point.with(0, 6 + ((point[64] ?? 0) & 1)))),
      'ERR_KEY_UNSUPPORTED',
    ],
    ['no NULL with RSA', der(0x30, hex('300b06092a864886f70d010101'), der(3, [0], rsa)), 'ERR_KEY_UNSUPPORTED'],
    ['bytes behind the numbers of RSA', der(0x30, algorithm.RSA, der(3, [0], rsa, [0])), 'ERR_KEY_INVALID'],
    [
      'a modulus below zero',
      der(0x30, algorithm.RSA, der(3, [0], der(0x30, der(2, member('RSA', 'n')), der(2, [3])))),
      'ERR_KEY_INVALID',
    ],
    [
      'a modulus with more zeros than one',
      der(0x30, algorithm.RSA, der(3, [0], der(0x30, der(2, [0, 0], member('RSA', 'n')), der(2, [3])))),
      'ERR_KEY_INVALID',
    ],
    [
      'an exponent of 1',
      der(0x30, algorithm.RSA, der(3, [0], der(0x30, der(2, [0], member('RSA', 'n')), der(2, [1])))),
      'ERR_KEY_INVALID',
    ],
  ])('public key with %s: refused', async (_name, bytes, code) => {
    expect(await codeOf(() => importPublicKeyPem(wrap(bytes)))).toBe(code)
  })

  const secretPem = (bytes: Uint8Array): string => wrap(bytes).replaceAll('PUBLIC', 'PRIVATE')
  const pkcs8 = (version: number, kind: keyof typeof algorithm, key: Uint8Array, ...more: Buffer[]): string =>
    secretPem(der(0x30, der(2, [version]), algorithm[kind], der(4, key), ...more))
  const seed = der(4, member('Ed25519', 'd'))
  const attributes = der(0xa0, der(0x30, hex('060a2a864886f70d01090914'), der(0x31, der(0x0c, Buffer.from('Chairs')))))
  const attached = (bytes: Uint8Array): Buffer => der(0x81, [0], bytes)
  const ec = (...more: Buffer[]): Buffer => der(0x30, der(2, [1]), der(4, member('P-256', 'd')), ...more)
  const curve = der(0xa0, hex('06082a8648ce3d030107'))
  const inner = der(0xa1, der(3, [0], point))

  test.each<[string, keyof typeof pairs, string]>([
    ['an Ed25519 key', 'Ed25519', pkcs8(0, 'Ed25519', seed)],
    ['an Ed25519 key with its public key', 'Ed25519', pkcs8(1, 'Ed25519', seed, attached(publicKey))],
    ['an Ed25519 key with attributes', 'Ed25519', pkcs8(0, 'Ed25519', seed, attributes)],
    ['an Ed25519 key with both', 'Ed25519', pkcs8(1, 'Ed25519', seed, attributes, attached(publicKey))],
    ['an EC key', 'P-256', pkcs8(0, 'P-256', ec(inner))],
    ['an EC key without its public key', 'P-256', pkcs8(0, 'P-256', ec())],
    ['an EC key that names its curve twice', 'P-256', pkcs8(0, 'P-256', ec(curve, inner))],
    ['an EC key with attributes', 'P-256', pkcs8(0, 'P-256', ec(inner), attributes)],
  ])('%s is read', async (_name, type, pem) => {
    const key = await importKeyPair(pem)
    expect(await key.exportSecret('jwk')).toMatchObject(jwkOf(type))
    expect(await key.exportSecret('pem')).toBe(pairs[type].privateKey.export({ type: 'pkcs8', format: 'pem' }))
  })

  test.each<[string, string, string]>([
    [
      'the public key of somebody else',
      pkcs8(1, 'Ed25519', seed, attached(publicKey.with(0, (publicKey[0] ?? 0) ^ 1))),
      'ERR_KEY_INVALID',
    ],
    ['a public key that is cut short', pkcs8(1, 'Ed25519', seed, attached(publicKey.subarray(1))), 'ERR_KEY_INVALID'],
    ['attributes that are cut short', pkcs8(0, 'Ed25519', seed, attributes.subarray(0, -1)), 'ERR_KEY_INVALID'],
    ['something that is no part of it', pkcs8(0, 'Ed25519', seed, hex('0500')), 'ERR_KEY_INVALID'],
    ['a seed without its wrapping', pkcs8(0, 'Ed25519', member('Ed25519', 'd')), 'ERR_KEY_INVALID'],
    ['a seed and a byte', pkcs8(0, 'Ed25519', der(4, member('Ed25519', 'd'), [0])), 'ERR_KEY_INVALID'],
    ['a version that there is not', pkcs8(2, 'Ed25519', seed), 'ERR_KEY_UNSUPPORTED'],
    [
      'a length in a longer form',
      secretPem(longer(0x30, Buffer.concat([der(2, [0]), algorithm.Ed25519, der(4, seed)]))),
      'ERR_KEY_INVALID',
    ],
    [
      'an EC key of another curve inside',
      pkcs8(0, 'P-256', ec(der(0xa0, hex('06052b81040022')), inner)),
      'ERR_KEY_INVALID',
    ],
    ['the scalar 0', pkcs8(0, 'P-256', der(0x30, der(2, [1]), der(4, new Uint8Array(32)), inner)), 'ERR_KEY_INVALID'],
    [
      'the PKCS #1 form inside',
      secretPem(pairs.RSA.privateKey.export({ type: 'pkcs1', format: 'der' })),
      'ERR_KEY_INVALID',
    ],
  ])('secret key with %s: refused', async (_name, pem, code) => {
    expect(await codeOf(() => importKeyPair(pem))).toBe(code)
  })

  test('RFC 8410 §10.3: a key with its name and its public part', async () => {
    const key = await importKeyPair(`-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----`)
    const spki = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='
    const published = await importPublicKeyPem(`-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----`)
    expect(published.publicKeyJwk).toEqual((await importPublicKeyPem(wrap(Buffer.from(spki, 'base64')))).publicKeyJwk)
    expect((await key.exportSecret('jwk')).x).toBe((published.publicKeyJwk as { x: string }).x)
  })
})

describe.skipIf(!hasVectors)(`keys that others published ${hasVectors ? '' : noVectorsReason}`, () => {
  test.each([
    ['luisgf-openbadgeslib/test_verify_rsa.pem', 'RSA'],
    ['luisgf-openbadgeslib/test_verify_ecc.pem', 'P-256'],
    ['mozilla-openbadges-validator/rsa-public.pem', 'RSA'],
  ])('%s', async (path, type) => {
    expect((await importPublicKeyPem(readVectorText(path))).type).toBe(type)
  })
})
