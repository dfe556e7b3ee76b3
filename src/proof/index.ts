/** Making and verifying embedded proofs: one file per proof format, and JWTs. */
export type { SignOptions, SuiteName } from '../types/proof.js'
export { addProof } from './embedded/add-proof.js'
export { deriveCredential } from './embedded/derive.js'
export { assertPresentable, createPresentation, signPresentation } from './embedded/presentation.js'
export { signCredential } from './embedded/sign.js'
export { type DocumentForms, documentForms, type ProofTrace, traceProof } from './embedded/trace.js'
export {
  type ProofAspect,
  type ProofOutcome,
  unseenProof,
  type VerifyProofOptions,
  verifyProof,
  worstOf,
} from './embedded/verify-proof.js'
export { keyTypeOfAlgorithm, unsupportedAlgorithms } from './jwt/algorithms.js'
export { type CompactJws, parseCompactJws } from './jwt/compact.js'
export { type DecodedJwt, decodeJwt } from './jwt/decode.js'
export { assertEnvelopeContext, envelopCredential, isEnvelope, openEnvelope } from './jwt/envelope.js'
export {
  decodePresentationJwt,
  envelopPresentation,
  isPresentationEnvelope,
  isPresentationJws,
  openPresentationEnvelope,
  signPresentationAsJwt,
} from './jwt/presentation-jwt.js'
export { jwtFormats, signCredentialAsJwt } from './jwt/sign-jwt.js'
export { verifyJwt } from './jwt/verify-jwt.js'
export { signsJson, suiteNames } from './suites/index.js'
