/** What a pass of a phone's wallet says of a badge: words in the language of its learner. */
export interface WalletPass {
  /** The same for every pass of the badge. */
  readonly id: string
  /** When it is made. ISO 8601. */
  readonly at: string
  /** Of the achievement. */
  readonly name: string
  readonly issuer: string
  readonly recipient?: string
  /** As a day in words, and as the badge has it. */
  readonly issued?: string
  readonly validUntil?: string
  readonly expiresAt?: string
  /** Where others check the badge: a code on the pass. Absent while the badge is for its learner alone. */
  readonly url?: string
  /** PNG. */
  readonly picture?: Uint8Array
  /** BCP 47. */
  readonly locale: string
  /** What the lines are called, and the sentence that a pass proves nothing. */
  readonly labels: {
    readonly issuer: string
    readonly recipient: string
    readonly issued: string
    readonly validUntil: string
    readonly note: string
  }
}

/** Makes passes for the wallets of phones, which show a badge and prove nothing: what `walletPasses` gives. */
export interface WalletPasses {
  /** The bytes of a `.pkpass`. */
  apple?(pass: WalletPass): Promise<Uint8Array>
  /** The link by which a pass is saved in Google Wallet. */
  google?(pass: WalletPass): Promise<string>
}
