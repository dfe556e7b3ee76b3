import type { PublicKeyDocument } from '../../../types/keys.js'

/** A key of the issuer, as it is published. */
export interface IssuerKey {
  /** The verification method: public. */
  readonly document: PublicKeyDocument
  readonly publishedAt: string
  /** From when on it signed; absent for one that has not signed here. */
  readonly signsSince?: string
  /** When another key took its place. It stays published: badges that it signed still verify. */
  readonly signedUntil?: string
}

/**
 * The keys of an issuer, once there has been more than one: collection `issuer-keys`, by a hash of the issuer's id. Secret
 * keys are stored nowhere.
 */
export interface IssuerKeysRecord {
  readonly schemaVersion: 1
  readonly issuerId: string
  /** Id of the verification method that signs. */
  readonly signing: string
  /** All that are published, the oldest first. */
  readonly keys: readonly IssuerKey[]
  /** Entries of the log about the keys. */
  readonly events?: number
}
