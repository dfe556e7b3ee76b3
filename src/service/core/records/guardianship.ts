/** What a guardian is asked to allow, each on its own. */
export const guardedPurposes = ['badges', 'publishing'] as const

/** `badges`: to be given badges here, and to keep them in an account. `publishing`: to show them to others. */
export type GuardedPurpose = (typeof guardedPurposes)[number]

/** What a guardian has decided. */
interface GuardianAnswer {
  readonly given: boolean
  readonly at: string
  /** Version of the text that was shown. */
  readonly textVersion: string
}

/** A child and their guardian: collection `guardianships`, by the keyed hash of the child's address. */
export interface GuardianshipRecord {
  readonly schemaVersion: 1
  /** The child as issuers name them, for the guardian's mails and page. */
  readonly name?: string
  /** `a•••@e•••.org` of the child. */
  readonly maskedEmail: string
  readonly guardian: {
    /** Empty once it was erased. */
    readonly email: string
    /** BCP 47. */
    readonly locale?: string
  }
  readonly guardianHash: string
  /** When control passes to the learner, who from then on needs nobody's consent. */
  readonly until: string
  readonly answers: { readonly [Purpose in GuardedPurpose]?: GuardianAnswer }
  /** When the guardian was asked for the first time. */
  readonly askedAt?: string
  readonly createdAt: string
  /** Events so far. */
  readonly events: number
}
