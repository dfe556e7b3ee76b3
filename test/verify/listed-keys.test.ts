import { generateKeyPairSync } from 'node:crypto'
import { base58, base64urlnopad } from '@scure/base'
import { describe, expect, test } from 'vitest'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

/** A key counts as the issuer's in whatever form the issuer's own document writes it. */
const now = '2026-06-01T00:00:00Z'
const created = '2026-02-01T00:00:00Z'
const issuer = 'https://school.example/issuer'
const [key, other] = [await testKey(7), await testKey(8)]

const bytesOf = (pair: typeof key): Uint8Array => base58.decode(pair.did.slice('did:key:z'.length)).subarray(2)
const pem = (der: Uint8Array, end = '\n'): string =>
  `-----BEGIN PUBLIC KEY-----${end}${Buffer.from(der).toString('base64')}${end}-----END PUBLIC KEY-----${end}`
const spki = (pair: typeof key): Uint8Array =>
  Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytesOf(pair)])

/** The forms in which a document may write a key. */
const forms: Readonly<Record<string, (pair: typeof key) => JsonObject>> = {
  Multikey: (pair) => ({ type: 'Multikey', publicKeyMultibase: pair.did.slice('did:key:'.length) }),
  'Multikey in base64url': (pair) => ({
    type: 'Multikey',
    publicKeyMultibase: `u${base64urlnopad.encode(base58.decode(pair.did.slice('did:key:z'.length)))}`,
  }),
  JWK: (pair) => ({
    type: 'JsonWebKey',
    publicKeyJwk: { kty: 'OKP', crv: 'Ed25519', x: base64urlnopad.encode(bytesOf(pair)) },
  }),
  base58: (pair) => ({ type: 'Ed25519VerificationKey2018', publicKeyBase58: base58.encode(bytesOf(pair)) }),
  PEM: (pair) => ({ type: 'Ed25519VerificationKey2018', publicKeyPem: pem(spki(pair)) }),
  'PEM with the line ends of Windows': (pair) => ({
    type: 'Ed25519VerificationKey2018',
    publicKeyPem: pem(spki(pair), '\r\n'),
  }),
}

const documentWith = (method: JsonObject): JsonObject => ({
  '@context': ['https://www.w3.org/ns/did/v1'],
  id: issuer,
  verificationMethod: [{ id: `${issuer}#k`, controller: issuer, ...method }],
  assertionMethod: [`${issuer}#k`],
})

async function judge(id: string, document: JsonObject) {
  const signer = { id, controller: issuer, type: key.type, sign: key.sign }
  const signed = await signCredential(sampleBadge(issuer), signer, { now, created })
  const input = JSON.parse(JSON.stringify(signed))
  const { outcome, problems } = await verifyCredential(input, { now, documents: { [issuer]: document } })
  return [outcome, ...problems.map(({ code }) => code)]
}

/** By the key's own name, and by the issuer's address with the key behind it. */
const names = [key.id, `${issuer}#${key.did.slice('did:key:'.length)}`]

describe.each(Object.entries(forms))('an issuer who lists a key as %s', (_name, form) => {
  test.each(names)('is known by it: %s', async (id) => {
    expect(await judge(id, documentWith(form(key)))).toEqual(['verified'])
  })

  test.each(names)('is not known by another: %s', async (id) => {
    const [outcome] = await judge(id, documentWith(form(other)))
    expect(outcome).toBe('failed')
  })
})

test.each(names)('of a key in a form that is not read, nobody can tell: %s', async (id) => {
  const publicKeyHex = Buffer.from(bytesOf(key)).toString('hex')
  const [outcome] = await judge(id, documentWith({ type: 'Ed25519VerificationKey2018', publicKeyHex }))
  expect(outcome).toBe('indeterminate')
})

describe('a key named in the document of the issuer', () => {
  const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).publicKey
  const spkiOf = (publicKey: ReturnType<typeof curve>) => publicKey.export({ type: 'spki', format: 'pem' }) as string
  test.each<[string, string]>([
    ['secp256k1', spkiOf(curve('secp256k1'))],
    ['Ed448', spkiOf(generateKeyPairSync('ed448').publicKey)],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
  ])('as PEM of a kind that is not read: %s', async (_name, publicKeyPem) => {
    expect(await judge(`${issuer}#k`, documentWith({ type: 'JsonWebKey', publicKeyPem }))).toEqual([
      'indeterminate',
      'ERR_KEY_UNSUPPORTED',
    ])
  })

  test.each<[string, string, string]>([
    ['damaged', pem(spki(key).subarray(0, -1)), 'ERR_KEY_INVALID'],
    ['of another kind than the suite takes', spkiOf(curve('P-256')), 'ERR_KEY_UNSUPPORTED'],
    [
      'secret',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      'ERR_KEY_INVALID',
    ],
  ])('as PEM that is %s', async (_name, publicKeyPem, code) => {
    expect(await judge(`${issuer}#k`, documentWith({ type: 'JsonWebKey', publicKeyPem }))).toEqual(['failed', code])
  })
})

test.each(['RSA', 'P-256', 'P-384'] as const)('PEM of %s is compared by its key', async (type) => {
  const { isPemOf } = await import('../../src/keys/unread/index.js')
  const { importPublicKeyPem } = await import('../../src/keys/index.js')
  const make = () =>
    (type === 'RSA'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: type })
    ).publicKey
  const [mine, another] = [make(), make()]
  const text = mine.export({ type: 'spki', format: 'pem' }) as string
  const { publicKeyJwk } = await importPublicKeyPem(text)
  expect(isPemOf(text, publicKeyJwk)).toBe(true)
  expect(isPemOf(another.export({ type: 'spki', format: 'pem' }) as string, publicKeyJwk)).toBe(false)
  if (type === 'RSA') expect(isPemOf(mine.export({ type: 'pkcs1', format: 'pem' }) as string, publicKeyJwk)).toBe(true)
})
