import type { CapsuleField } from '../../../export/index.js'
import type { SignedCredential } from '../../../types/credential.js'
import type { LifecycleState } from '../lifecycle/index.js'
import type { Authentication, AuthenticationLevel } from './authentication.js'

/** Who a badge is for, as the issuer said. */
export interface Recipient {
  /** E-mail address, trimmed, the domain in lower case. */
  readonly email: string
  readonly name?: string
  /** BCP 47. */
  readonly locale?: string
}

/** A badge that the service keeps: collection `badges`, by `id`. */
export interface BadgeRecord extends LifecycleState {
  readonly schemaVersion: 1
  /** Id of the record, for URLs. Reveals nothing about the credential's own id or recipient. */
  readonly id: string
  /** As it was signed. */
  readonly credential: SignedCredential
  readonly credentialId: string
  readonly issuerId: string
  readonly issuerName: string
  readonly achievementId: string
  readonly achievementName: string
  readonly recipient: Recipient
  /** Keyed hash of the address, by which the record is found. */
  readonly recipientHash: string
  /** What claiming it takes besides the link. */
  readonly claimPolicy: 'link' | 'code' | 'session'
  /** The weakest way of being authenticated that claiming it takes. */
  readonly requireAuthentication?: AuthenticationLevel
  /** How it was shown that the recipient claimed it. Absent for what a rule accepted. */
  readonly authenticatedBy?: Authentication
  /** Who claimed it. */
  readonly personId?: string
  /** Key of the picture in the blob store. */
  readonly picture?: string
  /** The badge of the library that it follows, and which version of it. */
  readonly saved?: { readonly id: string; readonly version: number }
  readonly batchId?: string
  /** Its batch is not released: nobody but the issuer knows of it, and it cannot be offered. */
  readonly unreleased?: true
  /** When it was released. */
  readonly releasedAt?: string
  readonly applicationId?: string
  /** Where its entry in a status list is. */
  readonly status: StatusPlace
  readonly issuedAt: string
  readonly validUntil?: string
  readonly offeredAt?: string
  readonly declinedAt?: string
  readonly claimedAt?: string
  readonly revokedAt?: string
  /** Why it was revoked, as the issuer put it; not shown to strangers. */
  readonly revocationReason?: string
  /** The record that took the place of this one. */
  readonly replacedBy?: string
  /** The record whose place this one took. */
  readonly replaces?: string
  /** Reminders of the offer so far. */
  readonly reminders: number
  /** Notices of its expiry so far. */
  readonly expiryNotices: number
  /** What became of the mail about the offer. */
  readonly mail?: MailProgress
  /** Events so far; the next one has this number. */
  readonly events: number
  /** There are copies of it in wallets, or were. */
  readonly inWallets?: true
  /** Shown on screens of the organisation, which takes a consent of its own. */
  readonly display: boolean
}

export type MailProgress = 'queued' | 'sent' | 'delivered' | 'bounced' | 'complained' | 'suppressed' | 'failed'

export interface StatusPlace {
  readonly listId: string
  readonly index: number
  readonly purpose: 'revocation' | 'suspension'
}

/** What remains of a badge that was erased: collection `badges`, under the id that it had. */
export interface BadgeTombstone {
  readonly schemaVersion: 1
  readonly id: string
  readonly erasedAt: string
  readonly issuerId: string
  readonly achievementId: string
  /** The stage it was in. */
  readonly stage: LifecycleState['stage']
  readonly status: StatusPlace
  /** Keyed hash of issuer, achievement and address: shows a later batch that this person had the badge. */
  readonly award?: string
  /** Of tombstones that have no `award`: SHA-256 of the salt and the address. */
  readonly salt?: string
  readonly recipientHash?: string
  readonly events: number
}

/** A link to one badge, revocable: collection `shares`. */
export interface ShareRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly badgeId: string
  readonly label?: string
  /** The parts of the badge that it shows. Absent: all of it. */
  readonly show?: readonly CapsuleField[]
  readonly createdAt: string
  readonly expiresAt?: string
  readonly revokedAt?: string
  /** Key of its token in `tokens`. */
  readonly tokenHash: string
}
