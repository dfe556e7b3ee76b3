/**
 * Build, sign, verify, bake and export Open Badges 3.0.
 *
 * @module badgewright
 */
export { bakeImage, extractCredential, stripCredential } from './container/index.js'
export {
  checkDataModel,
  createClr,
  createCredential,
  createEndorsement,
  upgradeOpenBadge2,
} from './credential/index.js'
export { BadgeError, type BadgeErrorCode, errorCodes, isBadgeError } from './errors.js'
export { type BadgeFile, type ExportFormat, type ExportOptions, exportBadge } from './export/index.js'
export { fixDraft } from './fix-draft.js'
export { issueBadge } from './issue-badge.js'
export { generateKeyPair, importKeyPair } from './keys/index.js'
export {
  addProof,
  createPresentation,
  deriveCredential,
  envelopCredential,
  openEnvelope,
  type ProofTrace,
  signCredential,
  signCredentialAsJwt,
  signPresentation,
  signPresentationAsJwt,
  traceProof,
} from './proof/index.js'
export type * from './types.js'
export {
  assertVerified,
  explain,
  type PresentationVerifyOptions,
  type VerifyOptions,
  verifyCredential,
  verifyPresentation,
} from './verify/index.js'
