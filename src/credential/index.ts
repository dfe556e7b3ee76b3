/** Drafts into credentials, and documents against the data model. Pure and synchronous: no network, no JSON-LD, no keys. */
export {
  achievementTypes,
  alignmentTargetTypes,
  associationTypes,
  identifierTypes,
  resultStatusTypes,
  resultTypes,
} from '../internal/enumerations.js'
export type { FixProposal, ModelFinding, ModelReport } from '../types/model.js'
export { checkDataModel } from './check.js'
export { type CreateOptions, createCredential } from './create.js'
export { createClr } from './create-clr.js'
export { createEndorsement } from './create-endorsement.js'
export { hashIdentity, matchIdentity } from './identity.js'
export type { RecipientPrivacy } from './recipient.js'
export { upgradeOpenBadge2 } from './upgrade-ob2.js'
