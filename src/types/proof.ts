import type { LoaderOptions } from './loader.js'

/** Proof formats that `signCredential` makes. For `eddsa-rdfc-2022` the proof's type is `DataIntegrityProof`. */
export type SuiteName = 'eddsa-rdfc-2022' | 'Ed25519Signature2020'

/** Options of `signCredential`. */
export interface SignOptions extends LoaderOptions {
  /**
   * The proof format, or several for a proof set: each proof then covers the document without the others.
   * Default `eddsa-rdfc-2022`, which is what issuers are certified with.
   */
  readonly suite?: SuiteName | readonly SuiteName[]
  /** When the proof is made; written in whole seconds, UTC. Default: `now`. */
  readonly created?: Date | string
  /** When the proof stops being valid. Default: never. */
  readonly expires?: Date | string
  /** The name of the key for verifiers to look up. Default: the key's own `id`. */
  readonly verificationMethod?: string
  /** For whom the proof is made. */
  readonly domain?: string
  /** A value of the receiver's, against replay. */
  readonly challenge?: string
  /** The clock. Default: the current time. */
  readonly now?: Date | string
}
