import type { SignedCredential } from '../../../types/credential.js'

/** A status list that the service keeps: collection `status-lists`. */
export interface StatusListRecord {
  readonly schemaVersion: 1
  readonly id: string
  /** The URL where it is published. */
  readonly url: string
  readonly issuerId: string
  readonly purpose: 'revocation' | 'suspension'
  readonly length: number
  /** Secret that spreads the indexes, in base64url. */
  readonly allocationKey: string
  /** The bits, packed as in the credential; `status-changes` has what came since. */
  readonly bits: string
  /** Goes up by one with every change. */
  readonly revision: number
}

/** A bit that the list has not taken in yet: collection `status-changes`, one for each place. */
export interface StatusChangeRecord {
  readonly schemaVersion: 1
  readonly listId: string
  readonly index: number
  readonly value: boolean
}

/** Numbers handed out for a list: collection `status-counters`. */
export interface StatusCounterRecord {
  readonly schemaVersion: 1
  readonly next: number
}

/** A list as it was signed: collection `published-lists`. */
export interface PublishedListRecord {
  readonly schemaVersion: 1
  readonly revision: number
  readonly signedAt: string
  /** The verification method that signed it; absent before the first rotation of keys. */
  readonly signedBy?: string
  readonly credential: SignedCredential
}
