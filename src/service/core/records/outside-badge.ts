/** A badge of another issuer that somebody keeps among theirs: collection `outside-badges`, by `id`. */
export interface OutsideBadgeRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly personId: string
  /** The credential, as it was signed: JSON, or a compact JWS. */
  readonly text: string
  readonly name: string
  readonly issuerName: string
  readonly issuedAt?: string
  readonly validUntil?: string
  /** Whether it is what its issuer signed; `null` where that could not be found out. What is not is not kept. */
  readonly authentic: true | null
  /** Whether it counted when it was added. */
  readonly inForce: boolean | null
  /** Keyed hash of the address of its owner that it was issued to; absent where it names none of them. */
  readonly matchedHash?: string
  /** Whether its owner lets others see it. */
  readonly open: boolean
  readonly addedAt: string
}
