import type { AuthenticationWay } from './authentication.js'

/** A passkey of a learner: collection `passkeys`, by `id`. The device has the private key, and nobody else. */
export interface PasskeyRecord {
  readonly schemaVersion: 1
  /** SHA-256 of the credential id, in hex: no two accounts have the same passkey. */
  readonly id: string
  readonly personId: string
  /** As the learner calls it. */
  readonly name: string
  /** Base64url, as is all binary. */
  readonly credentialId: string
  /** COSE key. */
  readonly publicKey: string
  /** What the device knows the account by: random, the same for all passkeys of an account. */
  readonly userHandle: string
  /** Of uses, as the device counts them; 0 for one that does not count. */
  readonly counter: number
  /** How the device is reached, such as `internal` or `hybrid`. */
  readonly transports: readonly string[]
  /** Whether the passkey is copied between devices of its owner. */
  readonly synced: boolean
  /** How the session was begun in which it was added: it shows no more about who somebody is. */
  readonly registeredBy: AuthenticationWay
  readonly createdAt: string
  readonly lastUsedAt?: string
}
