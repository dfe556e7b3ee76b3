/** Making and verifying embedded proofs: one file per proof format. */
export type { SignOptions, SuiteName } from '../types/proof.js'
export { signCredential } from './sign.js'
export { suiteNames } from './suites.js'
export { type ProofTrace, traceProof } from './trace.js'
export {
  type ProofAspect,
  type ProofOutcome,
  type VerifyProofOptions,
  verifyProof,
} from './verify-proof.js'
