/** Verifying embedded proofs, apart from signing and from JWTs: what every verification needs. */
export { type DocumentForms, documentForms } from './trace.js'
export {
  type ProofAspect,
  type ProofOutcome,
  unseenProof,
  type VerifyProofOptions,
  verifyProof,
  worstOf,
} from './verify-proof.js'
