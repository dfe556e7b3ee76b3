import type { CredentialKind } from './credential.js'
import type { Several } from './draft-parts.js'
import type { JsonObject } from './json.js'
import type { OneOrMany } from './open-badges.js'
import type {
  Check,
  Outcome,
  Problem,
  ProofReport,
  VerificationFacts,
  VerificationResult,
  VerifiedResult,
} from './verification.js'

/** Credentials that their holder shows to somebody. */
export interface Presentation extends JsonObject {
  '@context': (string | JsonObject)[]
  id?: string
  type: OneOrMany<string>
  holder?: string | JsonObject
  verifiableCredential?: JsonObject[]
}

/** What `createPresentation` makes a presentation of. */
export interface PresentationDraft {
  /** Signed credentials: objects, or compact JWS texts. Default: none, which shows only who the holder is. */
  readonly credential?: Several<object | string>
  /** Who shows them: a DID or URL. Default: the signer. */
  readonly holder?: string
  /** Default: none. */
  readonly id?: string
  /** Data model of the presentation, `1.1` for receivers that know nothing else. Default `2.0`. */
  readonly dataModel?: '2.0' | '1.1'
}

/** What `verifyPresentation` returns; `verified` tells the two apart. */
export type PresentationResult<Kind extends CredentialKind = 'badge'> = {
  readonly outcome: Outcome
  /**
   * Is it genuine, is it in force, does it conform: of the presentation and of every credential in it. `authentic` says
   * that the holder made it, and that each issuer made theirs.
   */
  readonly facts: VerificationFacts
  readonly kind: 'presentation'
  /** True only where a trust policy was given and the issuers of all credentials passed it. */
  readonly trusted: boolean
  /** Who the presentation says shows it. Proven only when `verified`. */
  readonly holder?: string
  readonly proofs: readonly ProofReport[]
  /** Every registered check, in order. */
  readonly checks: readonly Check[]
  /**
   * All problems of all checks, those that decide nothing (`required: false`) included: `verified` may be true beside one of
   * these, such as a holder who is not the subject. Those of the credentials are in their own results.
   */
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** When the checks ran, by the clock given. ISO 8601. */
  readonly checkedAt: string
} & (
  | {
      /** Every required check passed, those of all its credentials included. */
      readonly verified: true
      readonly outcome: 'verified'
      readonly presentation: Presentation
      readonly unverifiedPresentation?: undefined
      readonly credentials: readonly { readonly pointer: string; readonly result: VerifiedResult<Kind> }[]
    }
  | {
      readonly verified: false
      readonly outcome: 'failed' | 'indeterminate'
      readonly presentation?: undefined
      /** What was read, if anything could be. Do not rely on a word of it. */
      readonly unverifiedPresentation?: JsonObject
      readonly credentials: readonly { readonly pointer: string; readonly result: VerificationResult<Kind> }[]
    }
)
