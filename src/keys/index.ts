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
  SecretKeyFormat,
  Signer,
  VerificationKey,
} from '../types/keys.js'
export {
  createDidDocument,
  type DidDocument,
  type DidDocumentOptions,
} from './did-document.js'
export { didWebFor } from './did-web.js'
export { type GenerateKeyOptions, generateKeyPair } from './generate.js'
export { type ImportKeyOptions, importKeyPair } from './import-key-pair.js'
export { importPublicKey, type PublicKeyInput } from './import-public-key.js'
export { createIssuerFiles, type IssuerFile, type IssuerFiles, type IssuerFilesOptions } from './issuer-files.js'
export { jwkThumbprint } from './jwk.js'
export { createJwks, type JwkSet } from './jwks.js'
export { decodeMultikey, didKeyFrom, encodeMultikey, type MultikeyBytes } from './multikey.js'
export { importPublicKeyPem } from './pem.js'
