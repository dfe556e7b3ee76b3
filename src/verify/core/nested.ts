import type { WorkBudget } from '../../rdf/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { VerificationResult } from '../../types/verification.js'
import type { VerifyOptions } from './options.js'

/** The result of a credential inside another, which is of whatever kind. */
export type NestedResult = VerificationResult<CredentialKind>

/** Verifies a credential that belongs to another; passed to the checks, since the verification contains them. */
export type VerifyNested = (
  value: unknown,
  options: VerifyOptions<CredentialKind>,
  within: { readonly depth: number; readonly budget: WorkBudget },
) => Promise<NestedResult>

/**
 * What holds for credentials inside a credential too: not what it is, by which rules, whom it is for, whom the caller
 * trusts, or what else it asks.
 */
export function withoutPolicy(options: VerifyOptions<CredentialKind>): VerifyOptions<CredentialKind> {
  const {
    accept: _a,
    profile: _p,
    recipient: _r,
    require: _q,
    checks: _c,
    trust: _t,
    domain: _d,
    challenge: _h,
    ...inherited
  } = options
  return inherited
}
