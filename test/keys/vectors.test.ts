import { describe, expect, it } from 'vitest'
import { didKeyFrom, generateKeyPair, importKeyPair, importPublicKey } from '../../src/keys/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, noVectorsReason, readVectorJson, readVectorText } from '../support/vectors.js'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.trim(), 'hex'))
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex')
const read = <T = JsonObject>(path: string): T => (hasVectors ? readVectorJson<T>(path) : ({} as T))

interface DidKeyVector {
  seed?: string
  verificationKeyPair?: JsonObject
  verificationMethod?: JsonObject
  publicKeyJwk?: JsonObject
  privateKeyJwk?: JsonObject
  didDocument: { id: string; verificationMethod: JsonObject[] }
}

if (!hasVectors) describe.skip(noVectorsReason, () => it('is skipped', () => {}))
else {
  describe('did:key vectors of the W3C CCG', () => {
    const ed25519 = Object.entries(read<Record<string, DidKeyVector>>('did-key/ed25519-x25519.json'))
    it.each(ed25519)('%s: from its seed', async (did, vector) => {
      const key = await generateKeyPair({ seed: bytes(vector.seed ?? '') })
      expect(key.did).toBe(did)
      expect(key.id).toBe(`${did}#${did.slice('did:key:'.length)}`)
    })

    it.each(ed25519)('%s: its verification method', async (did, { didDocument }) => {
      const [method] = didDocument.verificationMethod
      const key = await importPublicKey(method as JsonObject)
      expect(didKeyFrom(key.publicKeyMultibase ?? '')).toBe(did)
      expect(key.controller).toBe(did)
    })

    const nist = Object.entries(read<Record<string, DidKeyVector>>('did-key/nist-curves.json'))
    it.each(nist)('%s: P-256 and P-384 are read, P-521 and other method types are not', async (did, vector) => {
      const method = (vector.verificationMethod ?? vector.didDocument.verificationMethod[0]) as JsonObject & {
        publicKeyJwk?: { crv: string }
      }
      const { privateKeyJwk, ...publicMethod } = method
      const crv = method.publicKeyJwk?.crv
      if (crv !== 'P-256' && crv !== 'P-384') {
        expect(await codeOf(() => importPublicKey(publicMethod))).toBe('ERR_KEY_UNSUPPORTED')
        expect(await codeOf(() => importKeyPair(method))).toMatch(/^ERR_KEY_(UNSUPPORTED|INVALID)$/)
        return
      }
      const key = await importPublicKey(publicMethod)
      expect(didKeyFrom(key.publicKeyMultibase ?? '')).toBe(did)
      expect(key.id).toBe(`${did}#${did.slice('did:key:'.length)}`)
      expect(await codeOf(() => importPublicKey(method))).toBe('ERR_KEY_INVALID')
      expect((await importKeyPair(method)).did).toBe(did)
      expect((await importKeyPair(privateKeyJwk as JsonObject)).did).toBe(did)
    })

    it.each(Object.values(read<Record<string, DidKeyVector>>('did-key/rsa.json')))(
      'RSA keys as JWK',
      async (vector) => {
        const data = Uint8Array.of(1, 2, 3)
        const pair = await importKeyPair(vector.privateKeyJwk as JsonObject)
        const key = await importPublicKey(vector.publicKeyJwk as JsonObject)
        expect(await key.verify({ data, signature: await pair.sign({ data }) })).toBe(true)
        expect(pair.toJSON().publicKeyJwk).toEqual(key.publicKeyJwk)
      },
    )

    it.each(['secp256k1', 'bls12381'])('%s: keys of other types are refused', async (name) => {
      for (const [did, { didDocument }] of Object.entries(read<Record<string, DidKeyVector>>(`did-key/${name}.json`))) {
        const { '@context': _context, ...method } = didDocument.verificationMethod[0] as JsonObject
        expect(await codeOf(() => importPublicKey(method))).toBe('ERR_KEY_UNSUPPORTED')
        expect(await codeOf(() => didKeyFrom(did.slice('did:key:'.length)))).toBe('ERR_KEY_UNSUPPORTED')
      }
    })
  })

  describe('Data Integrity vectors of the W3C', () => {
    const eddsa = 'w3c-vc-di-eddsa/TestVectors'
    it.each([
      ['eddsa-rdfc-2022', 'combinedHashDataInt.txt', 'sigHexDataInt.txt'],
      ['eddsa-jcs-2022', 'combinedHashJCS.txt', 'sigHexJCS.txt'],
      ['Ed25519Signature2020', 'combinedHashEdSig.txt', 'sigHexEdSig.txt'],
    ])('%s: the published signature over the published hashes', async (suite, hashes, signature) => {
      const key = await importKeyPair(read(`${eddsa}/keyPair.json`))
      const data = bytes(readVectorText(`${eddsa}/${suite}/${hashes}`))
      expect(hex(await key.sign({ data }))).toBe(readVectorText(`${eddsa}/${suite}/${signature}`).trim())
    })

    it.each([
      ['ecdsa-rdfc-2019-p256', 'ECDSAP256', 'p256KeyPair.json', 'P-256'],
      ['ecdsa-rdfc-2019-p384', 'ECDSAP384', 'p384KeyPair.json', 'P-384'],
      ['ecdsa-jcs-2019-p256', 'JCSECDSAP256', 'p256KeyPair.json', 'P-256'],
      ['ecdsa-jcs-2019-p384', 'JCSECDSAP384', 'p384KeyPair.json', 'P-384'],
    ])('%s: the published signature verifies, and ours under the published key', async (suite, name, file, type) => {
      const dir = `w3c-vc-di-ecdsa/TestVectors`
      const pair = await importKeyPair(read(`${dir}/${file}`))
      const key = await importPublicKey(pair.toJSON())
      const data = bytes(readVectorText(`${dir}/${suite}/combinedHash${name}.txt`))
      const signature = bytes(readVectorText(`${dir}/${suite}/sigHex${name}.txt`))
      expect(pair.type).toBe(type)
      expect(await key.verify({ data, signature })).toBe(true)
      expect(await key.verify({ data, signature: await pair.sign({ data }) })).toBe(true)
      expect(await pair.exportSecret()).toMatchObject(read(`${dir}/${file}`))
    })
  })

  describe('Open Badges implementation guide', () => {
    const file = 'openbadges-specification/impl-test-vectors/obv3p0/key-and-hashes.json'
    const vector = read<Record<string, string>>(file)

    it('its key, with 64-byte secret, makes its signature', async () => {
      const { id = '', publicKeyMultibase = '', secretKeyMultibase = '' } = vector
      const key = await importKeyPair({ id, publicKeyMultibase, secretKeyMultibase })
      expect(key.id).toBe(id)
      expect(key.controller).toBe('https://example.edu/issuers/565049')
      expect(hex(await key.sign({ data: bytes(vector.dataToSign ?? '') }))).toBe(vector.signature)
      expect(hex(await key.exportSecret('seed'))).toBe(vector.privateKeyHex?.slice(0, 64))
      expect((await importKeyPair(secretKeyMultibase)).toJSON().publicKeyMultibase).toBe(publicKeyMultibase)
    })
  })
}
