import type { OptionalMail } from './message.js'

/** An e-mail address that was proven to belong to a person. */
export interface VerifiedEmail {
  readonly email: string
  readonly verifiedAt: string
  /** When it first belonged to its account, where that is earlier: it was removed and came back, or took another's place. */
  readonly since?: string
}

/** A rule of a learner: badges of this issuer are accepted for them. It never makes anything visible. */
export interface AutoAcceptRule {
  readonly issuerId: string
  /** Only these types of achievement; absent for all. */
  readonly achievementTypes?: readonly string[]
  readonly createdAt: string
  readonly until?: string
}

/** A learner: collection `people`, by `id`. */
export interface PersonRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly name?: string
  /** Of pages and mails; it goes before the one that an issuer gave with a badge. */
  readonly locale?: string
  /** Mails that they have turned off; absent for none. */
  readonly mailOff?: readonly OptionalMail[]
  /** Hash of the account's name at the host, if the host signs people in. */
  readonly subject?: string
  readonly emails: readonly VerifiedEmail[]
  readonly autoAccept: readonly AutoAcceptRule[]
  /** SHA-256 of the recovery codes that are not used yet. */
  readonly recoveryHashes: readonly string[]
  readonly createdAt: string
  /** Events so far. */
  readonly events: number
}

/** What somebody agreed to: collection `consents`, never changed. */
export interface ConsentRecord {
  readonly schemaVersion: 1
  /** Whose consent it is; absent where a guardian decided for a child. */
  readonly personId?: string
  readonly purpose: string
  /** Version of the text that was shown. */
  readonly textVersion: string
  readonly given: boolean
  readonly at: string
  readonly badgeId?: string
  /** Where a guardian decided for a child. */
  readonly guardian?: {
    /** Keyed hashes of both addresses. */
    readonly childHash: string
    readonly guardianHash: string
    /** Ids of the issuers whose badges it was about. */
    readonly issuers: readonly string[]
    /** SHA-256 of the text that was shown, in the language in which it was. */
    readonly textDigest: string
    /** How the guardian got the link: to the mailbox, or from the host. */
    readonly via: 'mail' | 'hand'
  }
}
