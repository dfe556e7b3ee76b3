import { defined } from '../internal/defined.js'
import type { JsonObject } from '../types/json.js'
import type { KeyType, PublicKeyJwk } from '../types/keys.js'
import type { CryptoBackend } from './backend.js'
import { keyTypeOf, type SecretKeyJwk } from './key-types.js'

const algorithms = {
  Ed25519: { name: 'Ed25519' },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const satisfies Record<KeyType, object>

/** WebCrypto takes no view of shared memory; a copy also keeps the bytes from changing underway. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

const subtle = (): SubtleCrypto => globalThis.crypto.subtle

async function exportJwk(key: CryptoKey): Promise<JsonObject> {
  const { kty, crv, x, y, n, e, d, p, q, dp, dq, qi } = await subtle().exportKey('jwk', key)
  return { ...defined({ kty, crv, x, y, n, e, d, p, q, dp, dq, qi }) }
}

/** WebCrypto, in every runtime. */
export const webBackend: CryptoBackend = {
  async generate(type, modulusLength) {
    const rsa = { ...algorithms.RSA, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) }
    const algorithm = type === 'RSA' ? rsa : algorithms[type]
    const pair = (await subtle().generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
    return (await exportJwk(pair.privateKey)) as SecretKeyJwk
  },

  async readPkcs8(type, bytes) {
    return exportJwk(await subtle().importKey('pkcs8', own(bytes), algorithms[type], true, ['sign']))
  },

  async writePkcs8(jwk) {
    const key = await subtle().importKey('jwk', jwk, algorithms[keyTypeOf(jwk)], true, ['sign'])
    return new Uint8Array(await subtle().exportKey('pkcs8', key))
  },

  async readSpki(type, bytes) {
    const key = await subtle().importKey('spki', own(bytes), algorithms[type], true, ['verify'])
    return { jwk: await exportJwk(key), written: new Uint8Array(await subtle().exportKey('spki', key)) }
  },

  async signer(jwk) {
    const algorithm = algorithms[keyTypeOf(jwk)]
    const key = await subtle().importKey('jwk', jwk, algorithm, false, ['sign'])
    return async (data) => new Uint8Array(await subtle().sign(algorithm, key, own(data)))
  },

  async verifier(jwk: PublicKeyJwk) {
    const algorithm = algorithms[keyTypeOf(jwk)]
    const key = await subtle().importKey('jwk', jwk, algorithm, false, ['verify'])
    return (data, signature) => subtle().verify(algorithm, key, own(signature), own(data))
  },
}
