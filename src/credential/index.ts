/**
 * Drafts into credentials, and documents against the data model. Pure and synchronous: no network, no JSON-LD, no keys.
 *
 * @module badgewright/credential
 */
export {
  achievementTypes,
  alignmentTargetTypes,
  associationTypes,
  identifierTypes,
  resultStatusTypes,
  resultTypes,
} from '../internal/enumerations.js'
export type { ModelCheck, ModelFinding, ModelReport } from '../types/model.js'
export { checkDataModel, type ModelOptions } from './check.js'
export { type CreateOptions, createCredential } from './create.js'
export { type ClrOptions, createClr } from './create-clr.js'
export { createEndorsement, type EndorsementOptions } from './create-endorsement.js'
export { hashIdentity, matchIdentity } from './identity.js'
export type { RecipientPrivacy } from './recipient.js'
export { type UpgradeOptions, upgradeOpenBadge2 } from './upgrade-ob2.js'
