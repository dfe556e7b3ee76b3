/**
 * Verifies Open Badges, and explains the verdict.
 *
 * @module badgewright/verify
 */

export type {
  CustomCheck,
  CustomCheckFinding,
  StatusAnswer,
  TrustPolicy,
  VerifyOptions,
} from './core/options.js'
export { checkClauses } from './core/registry.js'
export { parseTrustPolicy } from './core/trust-policy.js'
export { type DescribedResult, describeResult } from './describe.js'
export { explain } from './explain.js'
export { presentationClauses } from './presentation/registry.js'
export type { PresentationVerifyOptions } from './presentation/run.js'
export { assertVerified, verifyCredential } from './verify-credential.js'
export { verifyPresentation } from './verify-presentation.js'
