import type { WorkBudget } from '../../rdf/index.js'
import type { VerificationResult } from '../../types/verification.js'
import type { VerifyOptions } from './options.js'

/** Verifies a credential that belongs to another; passed to the checks, since the verification contains them. */
export type VerifyNested = (
  value: unknown,
  options: VerifyOptions,
  within: { readonly depth: number; readonly budget: WorkBudget },
) => Promise<VerificationResult>

/** What holds for credentials inside a credential too: not whom it is for, whom the caller trusts, or what else it asks. */
export function withoutPolicy(options: VerifyOptions): VerifyOptions {
  const { recipient: _r, require: _q, checks: _c, trust: _t, domain: _d, challenge: _h, ...inherited } = options
  return inherited
}
