import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { LoaderOptions } from '../../types/loader.js'
import type { Instant } from '../../types/time.js'
import type { CheckStatus, Problem } from '../../types/verification.js'

/**
 * Whom the verifier trusts. Trust is apart from verification: an untrusted issuer's badge may well be verified.
 */
export interface TrustPolicy {
  /** Ids of trusted issuers: DIDs or URLs. */
  readonly issuers?: readonly string[]
  /**
   * Registries of trusted issuers, in the forms that `parseTrustPolicy` reads: by their URL, answered from `documents`
   * or over `fetch`, or as they are. One that cannot be asked leaves `issuer.trust` indeterminate, unless another lists
   * the issuer.
   */
  readonly registries?: readonly (string | JsonObject)[]
}

/** What a status checker found out. `unknown` makes the check indeterminate, never passed and never revoked. */
export type StatusAnswer = 'valid' | 'revoked' | 'suspended' | 'unknown'

/** A check of the caller's own; its id must start with `x-`. It runs after the registered ones. */
export interface CustomCheck {
  readonly id: `x-${string}`
  /** Whether it decides the outcome. Default false. */
  readonly required?: boolean
  readonly spec: string
  run(credential: JsonObject): CustomCheckFinding | Promise<CustomCheckFinding>
}

/** What a custom check returns. */
export interface CustomCheckFinding {
  readonly status: CheckStatus
  readonly summary: string
  readonly problems?: readonly Problem[]
}

/** Options of `verifyCredential`. With none, badges are accepted, nothing is fetched, and the time is now. */
export interface VerifyOptions<Kind extends CredentialKind = 'badge'> extends LoaderOptions {
  /**
   * The kind of credential that is accepted, or several: `badge` (the default; of Open Badges 3.0 and 2.0), `clr`,
   * `endorsement`, and `credential` for any other. One of another kind fails the check `input.kind`, and no other for
   * that.
   */
  readonly accept?: Kind | readonly Kind[]
  /** The time to verify at. Default: the clock. */
  readonly now?: Instant
  /** Tolerance for clocks that differ, in seconds. Default 0. */
  readonly clockSkewSeconds?: number
  /**
   * A recipient to look for; a plain string is an e-mail address, a DID or URL, or another identifier but a name. An
   * object says which type of identifier it is (`emailAddress`, `name`, `did`, …).
   */
  readonly recipient?: string | { readonly type: string; readonly value: string }
  /**
   * How an e-mail address is compared: `folded` (default) takes the domain in either case, and the part before the @ in
   * small letters with a warning; `exact` takes it as it is given.
   */
  readonly recipientMatch?: 'folded' | 'exact'
  /** The policy, or just the list of issuers. */
  readonly trust?: TrustPolicy | readonly string[]
  /**
   * Accepts a key that only the badge itself vouches for. Anybody can write such a badge in the name of any issuer:
   * with this option, `verified` says that nothing was altered, not who issued it.
   */
  readonly dangerouslyAcceptSelfAssertedKeys?: boolean
  /**
   * Holds JWTs against every MUST of Open Badges 3.0 §8.2. By default what many issuers leave out (the claim `sub`
   * above all) or add (other headers) is a warning; what contradicts the credential fails in either case.
   */
  readonly strictJwt?: boolean
  /** Ids of further checks that must pass, such as `subject.recipient`. */
  readonly require?: readonly string[]
  readonly checks?: readonly CustomCheck[]
  /**
   * The caller's own answers for `credentialStatus` entries, which win. Without it the lists that the entries name are
   * read: from `documents`, or over `fetch`.
   */
  readonly checkStatus?: (entry: JsonObject, credential: JsonObject) => StatusAnswer | Promise<StatusAnswer>
  /**
   * Ids of those whose status lists count for badges of other issuers too: a platform that keeps lists for many schools.
   * Without it a list counts when its issuer is that of the badge, or is named by the document of that issuer; what any
   * other list says is `indeterminate`.
   */
  readonly statusIssuers?: readonly string[]
  /** Makes a status list with fewer than 131,072 entries `indeterminate`; by default it is a warning. */
  readonly strictStatusList?: boolean
  /**
   * JSON Schemas by their URL, for what credentials declare in `credentialSchema`. Others come from `documents` or over
   * `fetch`; one that cannot be had is a warning. Those of Open Badges and CLR themselves are built in.
   */
  readonly schemas?: Readonly<Record<string, JsonObject | boolean>>
  /**
   * The data model to hold the document against. Default: by its kind, `ob3` for what Open Badges and CLR define, `vcdm`
   * (Verifiable Credentials, data model 2.0 or 1.1) for any other. `vcdm2` is data model 2.0 alone.
   */
  readonly profile?: 'ob3' | 'vcdm2' | 'vcdm'
  /** Values that the proof must carry, where the caller gave them to the signer. */
  readonly domain?: string
  readonly challenge?: string
}
