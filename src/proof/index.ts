/** Making and verifying embedded proofs: one file per proof format, and JWTs. */
export type { SignOptions, SuiteName } from '../types/proof.js'
export { addProof } from './embedded/add-proof.js'
export { deriveCredential } from './embedded/derive.js'
export {
  type DocumentForms,
  documentForms,
  type ProofAspect,
  type ProofOutcome,
  unseenProof,
  type VerifyProofOptions,
  verifyProof,
  worstOf,
} from './embedded/index.js'
export { assertPresentable, createPresentation, signPresentation } from './embedded/presentation.js'
export { signCredential } from './embedded/sign.js'
export { type ProofTrace, traceProof } from './embedded/trace.js'
export { envelopCredential } from './jwt/envelope.js'
export {
  assertEnvelopeContext,
  type CompactJws,
  type DecodedJwt,
  decodeJwt,
  decodePresentationJwt,
  isPresentationEnvelope,
  isPresentationJws,
  keyTypeOfAlgorithm,
  openEnvelope,
  openPresentationEnvelope,
  parseCompactJws,
  unsupportedAlgorithms,
  verifyJwt,
} from './jwt/index.js'
export { envelopPresentation, signPresentationAsJwt } from './jwt/presentation-jwt.js'
export { signJws } from './jwt/sign-jws.js'
export { jwtFormats, signCredentialAsJwt } from './jwt/sign-jwt.js'
export { signsJson, suiteNames } from './suites/index.js'
