/**
 * Verifies Open Badges, and explains the verdict.
 *
 * @module badgewright/verify
 */
export { type DescribedCheck, type DescribedResult, describeResult } from './describe.js'
export { explain } from './explain.js'
export type {
  CustomCheck,
  CustomCheckFinding,
  KnownRecipient,
  StatusAnswer,
  TrustPolicy,
  VerifyOptions,
} from './options.js'
export { type PresentationCheckId, presentationClauses } from './presentation/registry.js'
export type { PresentationVerifyOptions } from './presentation/run.js'
export { verifyPresentation } from './presentation/verify-presentation.js'
export { type CheckId, checkClauses } from './registry.js'
export { parseTrustPolicy } from './trust-policy.js'
export { assertVerified, verifyCredential } from './verify-credential.js'
