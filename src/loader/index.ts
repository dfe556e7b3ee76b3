/** Bundled contexts, document loader, DID resolution, fetch rules. */
export type { DocumentLoader } from '../types/loader.js'
export { didWebUrl, isComputedDid, isDid, resolveDid } from './did.js'
export { createDocumentLoader, isFixed, loaderFor } from './document-loader.js'
export { fetchableUrl, fetchDocument, fetchFailed, fetchPicture, fetchRefused, followRedirects } from './fetch-rules.js'
export { findJwtKey, type JwtKey } from './jwt-key.js'
export { contextManifest, isBundledContext } from './manifest.js'
export { issuerNames, sharesOrigin } from './named-issuers.js'
export { isPrivateAddress } from './private-hosts.js'
export { issuerLists } from './provenance.js'
export {
  isOutOfReach,
  type ResolvedMethod,
  resolveVerificationMethod,
  splitFragment,
} from './resolve-method.js'
export { isWebPage, readServedText } from './served-text.js'
