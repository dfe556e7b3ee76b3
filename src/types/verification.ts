import type { CredentialKind, CredentialOfKind } from './credential.js'
import type { JsonObject } from './json.js'
import type { StatusReport } from './status.js'

/** The verdict: "could not tell" is its own state, neither verified nor failed. */
export type Outcome = 'verified' | 'failed' | 'indeterminate'

/** State of one check or proof. */
export type CheckStatus = 'passed' | 'failed' | 'indeterminate' | 'skipped'

/** One finding, shaped like an RFC 9457 problem. */
export interface Problem {
  /** URL of the problem type; W3C's where one exists. */
  readonly type: string
  /** Short name of the problem type. */
  readonly title: string
  /** What is wrong here, in one sentence. */
  readonly detail: string
  /** Stable code, for programs. */
  readonly code: string
  /** RFC 6901 pointer into the credential, where the problem has a place. */
  readonly pointer?: string
  /** What to do about it, in one sentence. */
  readonly next?: string
  /**
   * Set on a fault of form, which leaves open nobody's doubt about who issued what to whom, when, and for how long: the
   * badge does not conform, and may be genuine all the same. Every other fault counts against `facts.authentic` too.
   */
  readonly fault?: 'form'
}

/**
 * Three answers, each of which holds apart from the others: `true`, `false`, or `null` where it cannot be told.
 * `verified` needs all three, and passes whatever else the caller asked for.
 */
export interface VerificationFacts {
  /** Whether it is what its issuer signed: parsing, contexts, terms, proofs, whose key it is, and what it means. */
  readonly authentic: boolean | null
  /** Whether it counts at this time: its dates, and that it is neither revoked nor suspended. */
  readonly inForce: boolean | null
  /** Whether it follows the rules of its data model, those of mere form included. */
  readonly conforms: boolean | null
}

/** One check of the registry, always listed. */
export interface Check {
  /** Stable id such as `proof.signature`, or `x-…` for a caller's own check. */
  readonly id: string
  readonly status: CheckStatus
  /** Id of the check that had not passed, where this one was skipped for that; that one says what is wrong. */
  readonly waitsFor?: string
  /** Whether this check decides the outcome. */
  readonly required: boolean
  /** One line on what was found. */
  readonly summary: string
  /** What to do next, where something should be done. */
  readonly next?: string
  /** The clause that the check implements. */
  readonly spec: string
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** What each status entry said; only in `status.revocation`. */
  readonly statuses?: readonly StatusReport[]
  /** Results of credentials inside this one, such as endorsements, each with its place. */
  readonly nested?: readonly { readonly pointer: string; readonly result: VerificationResult<CredentialKind> }[]
}

/** One proof of the credential. */
export interface ProofReport {
  /** The `type` of an embedded proof, or `JWT`. */
  readonly type: string
  readonly cryptosuite?: string
  /** Of a JWT: its signature algorithm. */
  readonly alg?: string
  /** Of a JWT: by whose rules it was read: Open Badges 3.0 §8.2 (`vc-jwt`), W3C VC-JOSE-COSE (`vc+jwt`), or both. */
  readonly rules?: readonly ('vc-jwt' | 'vc+jwt')[]
  readonly verificationMethod?: string
  readonly created?: string
  readonly status: CheckStatus
  /**
   * Whose proof it is: the `issuer`'s, or an `other` party's, such as a notary's. That one says to have seen the
   * credential as it is; it neither issues nor endorses it. Absent where nobody can tell.
   */
  readonly by?: 'issuer' | 'other'
  /** Of another party: its id, where a document of its own lists the key. Absent where only the proof says so. */
  readonly party?: string
}

/** The result for a credential that failed, or of which nothing certain can be said. */
export interface UnverifiedResult {
  readonly outcome: 'failed' | 'indeterminate'
  readonly verified: false
  /** Is it genuine, is it in force, does it conform: three answers apart. */
  readonly facts: VerificationFacts
  /** True only where a trust policy was given and the issuer passed it. */
  readonly trusted: boolean
  /** What kind of thing was verified. */
  readonly source: 'object' | 'json' | 'jwt' | 'png' | 'svg' | 'pdf' | 'unknown'
  /**
   * The standard that the document follows, by what it says of itself: Open Badges 3.0 (endorsements included),
   * Comprehensive Learner Record 2.0, Open Badges 2.0, or `vc` for any other Verifiable Credential. Absent where nothing
   * could be read.
   */
  readonly standard?: 'ob3' | 'clr2' | 'ob2' | 'vc'
  /** Who the credential says issued it. Proven only when `verified`. */
  readonly issuer?: { readonly id: string; readonly name?: string }
  readonly proofs: readonly ProofReport[]
  /** Every registered check, in the order of Open Badges 3.0 §9. */
  readonly checks: readonly Check[]
  /**
   * All problems of all checks, those that decide nothing (`required: false`) included: `verified` may be true beside one of
   * these, such as an endorsement that does not hold. The checks say which is which.
   */
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  /**
   * True where a newer copy counted, which the refresh service of the credential gave: everything else here is then
   * about that copy. Absent where the credential counted as it was handed in.
   */
  readonly refreshed?: true
  /** When the checks ran, by the clock given. ISO 8601. */
  readonly checkedAt: string
  /** What it says that it is. Absent where nothing could be read, or where it says nothing, or several things at once. */
  readonly kind?: CredentialKind | 'presentation'
  readonly credential?: undefined
  /** What was read, if anything could be. Do not rely on a word of it. */
  readonly unverifiedCredential?: JsonObject
}

/**
 * The result for a credential whose every required check passed. `kind` says what it is, and so which type it has; of
 * what is accepted by default it is always `badge`.
 */
export type VerifiedResult<Kind extends CredentialKind = 'badge'> = {
  readonly [K in Kind]: Omit<
    UnverifiedResult,
    'outcome' | 'verified' | 'kind' | 'credential' | 'unverifiedCredential'
  > & {
    readonly outcome: 'verified'
    readonly verified: true
    /** What the signed types say that it is. */
    readonly kind: K
    /** Where `standard` is `ob2`, the document is a badge of Open Badges 2.0, under this type. */
    readonly credential: CredentialOfKind[K]
    readonly unverifiedCredential?: undefined
  }
}[Kind]

/** What `verifyCredential` returns; `verified` tells the two apart, and `kind` those that were accepted. */
export type VerificationResult<Kind extends CredentialKind = 'badge'> = VerifiedResult<Kind> | UnverifiedResult
