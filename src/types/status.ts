import type { CredentialStatus } from './open-badges.js'

/** A status list in memory: a value of `statusSize` bits for each index. Treat `bits` as read-only. */
export interface StatusList {
  readonly purpose: string
  /** Number of entries. */
  readonly length: number
  /** Bits of one entry. */
  readonly statusSize: number
  /** The bitstring; the first bit is the most significant one of the first byte. */
  readonly bits: Uint8Array
}

/** A `credentialStatus` entry of Bitstring Status List. */
export interface BitstringStatusListEntry extends CredentialStatus {
  id: string
  type: 'BitstringStatusListEntry'
  statusPurpose: string
  /** Base-10 digits. */
  statusListIndex: string
  statusListCredential: string
  statusSize?: number
  /** What each value of a `message` list means; `status` is the value in hexadecimal, `0x` in front. */
  statusMessage?: { status: string; message: string }[]
  statusReference?: string
}

/** What one `credentialStatus` entry of a credential said when it was verified. */
export interface StatusReport {
  /** RFC 6901 pointer to the entry. */
  readonly pointer: string
  readonly type?: string
  readonly purpose?: string
  /** `unknown` is "could not tell"; `clear` is neither revoked nor suspended. */
  readonly answer: 'clear' | 'revoked' | 'suspended' | 'unknown'
  /** Where the list was to be had. */
  readonly list?: string
  readonly index?: number
  /** The value found at the index. */
  readonly value?: number
  /** What the issuer says that the value means. */
  readonly message?: string
}
