import type { LoaderOptions } from './loader.js'
import type { ModelFinding } from './model.js'
import type { Instant } from './time.js'

/**
 * Proof formats that `signCredential` makes. All but `Ed25519Signature2020` are cryptosuites, whose proofs have the type
 * `DataIntegrityProof`. The first word says which keys: `eddsa` and `Ed25519…` take Ed25519, `ecdsa` takes P-256 and
 * P-384 (`ecdsa-sd-2023`: P-256 only).
 */
export type SuiteName =
  | 'eddsa-rdfc-2022'
  | 'Ed25519Signature2020'
  | 'eddsa-jcs-2022'
  | 'ecdsa-rdfc-2019'
  | 'ecdsa-jcs-2019'
  | 'ecdsa-sd-2023'

/** Options of `signCredential`. */
export interface SignOptions extends LoaderOptions {
  /**
   * The proof format, or several for a proof set: each proof then covers the document without the others.
   * Default: `eddsa-rdfc-2022`, which is what issuers are certified with, or `ecdsa-rdfc-2019` for P-256 and P-384.
   */
  readonly suite?: SuiteName | readonly SuiteName[]
  /** When the proof is made, not later than `now`; written in whole seconds, UTC. Default: `now`. */
  readonly created?: Instant
  /** When the proof stops being valid. Default: never. */
  readonly expires?: Instant
  /** The name of the key for verifiers to look up. Default: the key's own `id`. */
  readonly verificationMethod?: string
  /** For whom the proof is made. */
  readonly domain?: string
  /** A value of the receiver's, against replay. */
  readonly challenge?: string
  /** `id` of the proof, a URL, so that later proofs can refer to it. With one suite only. Default: none. */
  readonly proofId?: string
  /** Keeps the proofs that the document has already and adds this one. Without it, a signed document is refused. */
  readonly addToProofs?: boolean
  /**
   * Ids of earlier proofs that this one covers too, which makes a proof chain: the signer says to have seen them.
   * It adds to the proofs that are there.
   */
  readonly previousProof?: string | readonly string[]
  /**
   * For `ecdsa-sd-2023`: JSON pointers to what the learner can never leave out, beside what always stays: every
   * property that Open Badges requires, the times of validity, and the status.
   */
  readonly mandatoryPointers?: readonly string[]
  /**
   * What becomes of a badge, learner record or endorsement that no verifier would pass whatever its signature: `refuse`
   * (default) throws `ERR_MODEL_INVALID` with all `problems`; a function is handed the findings, and the document is
   * signed once it returns; `off` does not look. What is not a verifiable credential at all, and what a signature would
   * not cover, is refused in any case. Other credentials are held against the data model alone.
   */
  readonly lint?: 'refuse' | 'off' | ((findings: readonly ModelFinding[]) => void)
  /**
   * Signs what breaks the data model too, which verifiers refuse: for test material only. Default: it throws
   * `ERR_MODEL_INVALID` or `ERR_TERM_RENAMED`.
   */
  readonly dangerouslySkipModelCheck?: boolean
  /** The clock. Default: the current time. */
  readonly now?: Instant
}

/** Options of `addProof`: those of `signCredential` that are about one proof. */
export type AddProofOptions = Omit<SignOptions, 'addToProofs' | 'mandatoryPointers' | 'dangerouslySkipModelCheck'>
