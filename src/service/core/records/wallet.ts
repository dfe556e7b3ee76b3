import type { SignedCredential } from '../../../types/credential.js'
import type { StatusPlace } from './badge.js'

/**
 * How far a hand-over is. `open`: no wallet has come. `taken`: one has, and may ask for the badge. `collected`: it has the badge.
 * `accepted`, `failed`: it said so itself, which not every wallet does. `burnt`: too many wrong codes were tried.
 */
export type HandOverStage = 'open' | 'taken' | 'collected' | 'accepted' | 'failed' | 'burnt'

/** A badge that waits for a wallet: collection `wallet-offers`, by the SHA-256 of what is in its address. */
export interface WalletOfferRecord {
  readonly schemaVersion: 1
  readonly badgeId: string
  /** Who had the badge when it was made; with anybody else nothing is handed over. */
  readonly personId: string
  /** What a wallet may ask for. */
  readonly configurationIds: readonly string[]
  /** Whether the badge is bound to a key of the wallet. */
  readonly bound: boolean
  /** Made by its learner right after signing in: what a second wallet takes. */
  readonly isFresh: boolean
  /** Whether the wallet must know the transaction code, and how often a wrong one was tried. */
  readonly asksCode: boolean
  readonly tries: number
  readonly stage: HandOverStage
  readonly createdAt: string
  readonly expiresAt: string
  /** Thumbprint of the key of the wallet that came first. */
  readonly walletKey?: string
  /** The copy that it got. */
  readonly copyId?: string
}

/** A badge as one wallet has it: collection `wallet-copies`. */
export interface WalletCopyRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly badgeId: string
  /** The DID that it is about. */
  readonly holder: string
  readonly createdAt: string
  /** Its own place in a status list: it can end on its own. */
  readonly status: StatusPlace
  /** As it was signed. */
  readonly credential: SignedCredential
  /** The same as a JWT, where it was asked for. */
  readonly jwt?: string
  readonly endedAt?: string
}
