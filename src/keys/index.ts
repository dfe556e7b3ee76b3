/**
 * Key pairs, public keys, and what an issuer publishes about them.
 *
 * @module badgewright/keys
 */

export type {
  KeyPair,
  KeyType,
  PublicKeyDocument,
  PublicKeyJwk,
  SecretKeyExports,
  Signer,
  VerificationKey,
} from '../types/keys.js'
export {
  createDidDocument,
  type DidDocument,
} from './did-document.js'
export { didWebFor } from './did-web.js'
export { generateKeyPair } from './generate.js'
export { importKeyPair } from './import-key-pair.js'
export { importPublicKey, type PublicKeyInput } from './import-public-key.js'
export { createIssuerFiles } from './issuer-files.js'
export { jwkThumbprint } from './jwk.js'
export { createJwks } from './jwks.js'
export { decodeMultikey, didKeyFrom, encodeMultikey } from './multikey.js'
export { importPublicKeyPem } from './pem.js'
