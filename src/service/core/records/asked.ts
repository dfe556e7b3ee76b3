/** What is kept of the answer to a request for a badge: the verdict, and what of the badge is shown beside it. */
export interface KeptVerdict {
  readonly outcome: 'shown' | 'refused' | 'unclear'
  /** Why it is not `shown`. */
  readonly code?: string
  /** Who has shown it: the person whom it is about, by their key; anybody, since it names an address; or nobody can tell. */
  readonly holder?: 'proven' | 'address' | 'unproven'
  readonly achievementName?: string
  readonly issuerId?: string
  readonly issuerName?: string
  readonly recipientName?: string
  readonly validFrom?: string
  readonly validUntil?: string
}

/** How it is known that the one who answered is the one who was asked. */
export type AskedConfirmation = 'browser' | 'number' | 'skipped'

/** A request for a badge, and its answer: collection `asked`. What the wallet has sent is not kept. */
export interface AskedRecord {
  readonly schemaVersion: 1
  readonly id: string
  /** Who asks, as wallets and pages name them. */
  readonly name: string
  readonly achievementIds: readonly string[]
  readonly achievementName?: string
  readonly issuerIds: readonly string[]
  /** The DID of the one person whose answer counts. */
  readonly holder?: string
  /** SHA-256 of what the browser that asked has in a cookie. Absent where a program asked. */
  readonly browserHash?: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly answer?: {
    readonly at: string
    /** By a wallet on the device that asked, on another one, or by an exchange. */
    readonly way: 'here' | 'there' | 'exchange'
    /** Hash of the badge's id, by which it goes when the badge is erased. */
    readonly badgeHash?: string
    readonly verdict: KeptVerdict
    readonly confirmed?: AskedConfirmation
    /** Wrong numbers that were entered. */
    readonly tries: number
  }
}
