/** Making and verifying embedded proofs: one file per proof format. */
export type { DeriveOptions, SignOptions, SuiteName } from '../types/proof.js'
export { deriveCredential } from './derive.js'
export { createPresentation, signPresentation } from './presentation.js'
export { signCredential } from './sign.js'
export { suiteNames } from './suites.js'
export { type ProofTrace, type TraceOptions, traceProof } from './trace.js'
export {
  type ProofAspect,
  type ProofOutcome,
  type ProofRole,
  type VerifyProofOptions,
  verifyProof,
} from './verify-proof.js'
