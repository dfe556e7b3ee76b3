export { boundTo } from './bound.js'
export {
  configurationsFor,
  modelOf,
  type WalletFormat,
} from './configurations.js'
export { issuerMetadata, serverMetadata } from './metadata.js'
export { credentialOffer, learnerWalletLink, offerByValue, offerLink } from './offer.js'
export { checkProofJwt, type HolderProof } from './proof-jwt.js'
export { checkHolderPresentation, handedOver, presentationRequest } from './proof-vp.js'
export { isRefusal, type Refusal, type RefusalCode, refusal } from './refusal.js'
export {
  type CredentialRequest,
  readCredentialRequest,
  readNotification,
  readTokenRequest,
  type SentProof,
} from './requests.js'
