import { base64urlEncode } from '../internal/encoding.js'
import type { KeyType, PublicKeyJwk } from '../types/keys.js'
import type { CryptoBackend } from './backend.js'
import { keyTypeOf, type SecretKeyJwk } from './key-types.js'
import { writePkcs8Secret } from './pkcs8.js'

const algorithms = {
  Ed25519: { name: 'Ed25519' },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const satisfies Record<KeyType, object>

/** WebCrypto takes no view of shared memory; a copy also keeps the bytes from changing underway. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

const subtle = (): SubtleCrypto => globalThis.crypto.subtle

async function exportSecret(key: CryptoKey): Promise<SecretKeyJwk> {
  const { kty, crv, x, y, n, e, d, p, q, dp, dq, qi } = await subtle().exportKey('jwk', key)
  const all = { kty, crv, x, y, n, e, d, p, q, dp, dq, qi }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as SecretKeyJwk
}

/** WebCrypto, in every runtime. */
export const webBackend: CryptoBackend = {
  async generate(type, modulusLength) {
    const rsa = { ...algorithms.RSA, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) }
    const algorithm = type === 'RSA' ? rsa : algorithms[type]
    const pair = (await subtle().generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
    return exportSecret(pair.privateKey)
  },

  async complete(type, secret) {
    const key = await subtle().importKey('pkcs8', own(writePkcs8Secret(type, secret)), algorithms[type], true, ['sign'])
    const jwk = await exportSecret(key)
    return { ...jwk, d: base64urlEncode(secret) }
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
