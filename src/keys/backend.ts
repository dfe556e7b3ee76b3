import type { JsonObject } from '../types/json.js'
import type { KeyType, PublicKeyJwk } from '../types/keys.js'
import { nodeBackend } from './backend-node.js'
import { webBackend } from './backend-web.js'
import type { SecretKeyJwk } from './key-types.js'

/**
 * What a platform must be able to do with keys. Keys go in as JWKs that were checked before; what is read from DER is
 * checked afterwards. What a platform throws goes through `guardedAsync`, as it may quote a secret.
 */
export interface CryptoBackend {
  /** A new key pair. */
  readonly generate: (type: KeyType, modulusLength: number) => Promise<SecretKeyJwk>
  /** The private JWK of a key in PKCS #8, with its public part, which is derived where it is not there. */
  readonly readPkcs8: (type: KeyType, bytes: Uint8Array) => Promise<JsonObject>
  readonly writePkcs8: (jwk: SecretKeyJwk) => Promise<Uint8Array>
  /** The JWK of a public key in SubjectPublicKeyInfo, and how the platform writes that key itself. */
  readonly readSpki: (type: KeyType, bytes: Uint8Array) => Promise<{ jwk: JsonObject; written: Uint8Array }>
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
