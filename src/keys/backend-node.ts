import type { JsonObject } from '../types/json.js'
import type { KeyType } from '../types/keys.js'
import type { CryptoBackend } from './backend.js'
import { keyTypeOf, type SecretKeyJwk } from './key-types.js'

type NodeCrypto = typeof import('node:crypto')
type KeyObject = import('node:crypto').KeyObject

const digests: Readonly<Record<KeyType, string | null>> = {
  Ed25519: null,
  'P-256': 'sha256',
  'P-384': 'sha384',
  RSA: 'sha256',
}

const curveNames = { 'P-256': 'prime256v1', 'P-384': 'secp384r1' } as const

/**
 * `node:crypto`, without an import that a browser bundle or another runtime would stumble over.
 * Runtimes that imitate Node call themselves something else in `navigator` (Node before 21 has none); they get WebCrypto.
 */
export function nodeBackend(): CryptoBackend | undefined {
  const { process, navigator } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => object | undefined }
    navigator?: { userAgent?: string }
  }
  if (navigator?.userAgent !== undefined && !navigator.userAgent.startsWith('Node.js')) return undefined
  const crypto = process?.getBuiltinModule?.('node:crypto') as NodeCrypto | undefined
  return crypto === undefined ? undefined : backendOn(crypto)
}

function backendOn(crypto: NodeCrypto): CryptoBackend {
  const options = (type: KeyType) =>
    type === 'P-256' || type === 'P-384' ? { dsaEncoding: 'ieee-p1363' as const } : {}
  return {
    async generate(type, modulusLength) {
      const privateKey = await new Promise<KeyObject>((resolve, reject) => {
        const done = (error: Error | null, _publicKey: KeyObject, key: KeyObject): void =>
          error ? reject(error) : resolve(key)
        if (type === 'RSA') crypto.generateKeyPair('rsa', { modulusLength }, done)
        else if (type === 'Ed25519') crypto.generateKeyPair('ed25519', {}, done)
        else crypto.generateKeyPair('ec', { namedCurve: curveNames[type] }, done)
      })
      return privateKey.export({ format: 'jwk' }) as SecretKeyJwk
    },

    async readPkcs8(_type, bytes) {
      const key = crypto.createPrivateKey({ key: bytes as Buffer, format: 'der', type: 'pkcs8' })
      return key.export({ format: 'jwk' }) as JsonObject
    },

    async writePkcs8(jwk) {
      const key = crypto.createPrivateKey({ key: jwk, format: 'jwk' })
      return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))
    },

    async readSpki(_type, bytes) {
      const key = crypto.createPublicKey({ key: bytes as Buffer, format: 'der', type: 'spki' })
      const written = new Uint8Array(key.export({ format: 'der', type: 'spki' }))
      return { jwk: key.export({ format: 'jwk' }) as JsonObject, written }
    },

    async signer(jwk) {
      const type = keyTypeOf(jwk)
      const key = { key: crypto.createPrivateKey({ key: jwk, format: 'jwk' }), ...options(type) }
      return async (data) => new Uint8Array(crypto.sign(digests[type], data, key))
    },

    async verifier(jwk) {
      const type = keyTypeOf(jwk)
      const key = { key: crypto.createPublicKey({ key: jwk, format: 'jwk' }), ...options(type) }
      return async (data, signature) => crypto.verify(digests[type], data, key, signature)
    },
  }
}
