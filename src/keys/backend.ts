import type { KeyType, PublicKeyJwk } from '../types/keys.js'
import { nodeBackend } from './backend-node.js'
import { webBackend } from './backend-web.js'
import type { MultikeyType, SecretKeyJwk } from './key-types.js'

/**
 * What a platform must be able to do with keys. Keys go in and out as JWKs that were checked before; what a platform
 * throws goes through `guardedAsync`, as it may quote a secret.
 */
export interface CryptoBackend {
  /** A new key pair. */
  readonly generate: (type: KeyType, modulusLength: number) => Promise<SecretKeyJwk>
  /** The key pair of a bare secret: an Ed25519 seed, a scalar of the curve. */
  readonly complete: (type: MultikeyType, secret: Uint8Array) => Promise<SecretKeyJwk>
  /** Reads the key once; what it gives signs in the form that `Signer.sign` describes. */
  readonly signer: (jwk: SecretKeyJwk) => Promise<(data: Uint8Array) => Promise<Uint8Array>>
  /** Reads the key once; what it gives is `false` for any signature that does not fit. */
  readonly verifier: (jwk: PublicKeyJwk) => Promise<(data: Uint8Array, signature: Uint8Array) => Promise<boolean>>
}

/**
 * `node:crypto` on Node: several times quicker for one signature, and WebCrypto's Ed25519 prints a warning before
 * 20.19.3 and 22.13. WebCrypto everywhere else. Both are held to the same tests.
 */
export const platformBackend = (): CryptoBackend => nodeBackend() ?? webBackend
