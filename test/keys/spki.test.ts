import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { importPublicKeyPem } from '../../src/keys/index.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, noVectorsReason, readVectorText } from '../support/vectors.js'

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

describe.skipIf(!hasVectors)(`keys that others published ${hasVectors ? '' : noVectorsReason}`, () => {
  test.each([
    ['luisgf-openbadgeslib/test_verify_rsa.pem', 'RSA'],
    ['luisgf-openbadgeslib/test_verify_ecc.pem', 'P-256'],
    ['mozilla-openbadges-validator/rsa-public.pem', 'RSA'],
  ])('%s', async (path, type) => {
    expect((await importPublicKeyPem(readVectorText(path))).type).toBe(type)
  })
})
