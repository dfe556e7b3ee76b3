import type { JsonObject } from './json.js'

/** Key types that badgewright can generate, import and export. */
export type KeyType = 'Ed25519' | 'P-256' | 'P-384' | 'RSA'

/**
 * Makes signatures with a private key that badgewright never sees: a KMS, an HSM, a remote service.
 * A {@link KeyPair} is one too.
 */
export interface Signer {
  /** The verification method that proofs name: a DID URL or an `https` URL. */
  readonly id: string
  /** Controller of the key, usually the DID before the `#`. Defaults to `id` without its fragment. */
  readonly controller?: string
  readonly type: KeyType
  /** The public key, where it is at hand: what the signer returns is then held against it. */
  readonly publicKeyMultibase?: string
  /**
   * Signs the bytes as they are (hashing, where the algorithm has it, is the signer's part).
   * Returns 64 bytes for Ed25519; `r ‖ s` (IEEE P1363, not DER) for P-256 with SHA-256 and P-384 with SHA-384;
   * PKCS #1 v1.5 with SHA-256 for RSA. Where `id` is a did:key, or there is a `publicKeyMultibase`, a signature that
   * does not fit is refused (`ERR_SIGN_FAILED`); of a signer under any other name that is for you to test.
   */
  sign(input: { data: Uint8Array }): Promise<Uint8Array>
}

/** The public half of a key, as it is in DID documents. */
export interface PublicKeyDocument extends JsonObject {
  id: string
  controller: string
  type: string
  publicKeyMultibase?: string
  publicKeyJwk?: JsonObject
}

/** A public key as JSON Web Key, with the members of RFC 7517/7518/8037 that make the key and no others. */
export type PublicKeyJwk =
  | { kty: 'OKP'; crv: 'Ed25519'; x: string }
  | { kty: 'EC'; crv: 'P-256' | 'P-384'; x: string; y: string }
  | { kty: 'RSA'; n: string; e: string }

/** A public key that is ready to check signatures. */
export interface VerificationKey {
  readonly type: KeyType
  /** The verification method's id, where the document has one. */
  readonly id?: string
  /** Who controls the key according to the document. That the controller says so too is for the caller to check. */
  readonly controller?: string
  /** Multikey form (`z…`); absent for RSA. */
  readonly publicKeyMultibase?: string
  readonly publicKeyJwk: PublicKeyJwk
  /**
   * Whether the signature fits the data and this key. The forms are those of {@link Signer.sign}; anything else,
   * a signature of the wrong length included, is `false`.
   */
  verify(input: { data: Uint8Array; signature: Uint8Array }): Promise<boolean>
}

/** What each format of `exportSecret` gives. */
export interface SecretKeyExports {
  /** `{ id, controller, type: 'Multikey', publicKeyMultibase, secretKeyMultibase }`. Not for RSA. */
  multikey: JsonObject
  /** Private JSON Web Key; `kid` is the verification method. */
  jwk: JsonObject
  /** Unencrypted PKCS #8, `-----BEGIN PRIVATE KEY-----`. */
  pem: string
  /** The `secretKeyMultibase` alone. Not for RSA. */
  multibase: string
  /** The 32 bytes of RFC 8032. Ed25519 only. */
  seed: Uint8Array
}

/** A key held in memory. Its secret leaves only through `exportSecret`. */
export interface KeyPair extends Signer {
  /** The DID that the key is by itself, no matter who controls it: `did:key`, for RSA `did:jwk`. */
  readonly did: string
  /** Same as `id`. */
  readonly verificationMethod: string
  readonly controller: string
  /** The public part only, so that logging or storing a key pair leaks nothing. */
  toJSON(): PublicKeyDocument
  /**
   * The secret, in the format asked for (`multikey` by default; RSA has `jwk` and `pem`).
   * Store it encrypted; never put it in a log, URL or process argument.
   */
  exportSecret<Format extends keyof SecretKeyExports = 'multikey'>(format?: Format): Promise<SecretKeyExports[Format]>
}
