/** Bundled contexts, document loader, DID resolution, fetch rules. */
export type { DocumentLoader } from '../types/loader.js'
export { didWebUrl, isComputedDid, isDid, resolveDid } from './did.js'
export { createDocumentLoader, isFixed, loaderFor } from './document-loader.js'
export { contextManifest, isBundledContext } from './manifest.js'
export { issuerNames, sharesOrigin } from './named-issuers.js'
export { issuerLists } from './provenance.js'
export {
  isOutOfReach,
  type ResolvedMethod,
  resolveVerificationMethod,
  splitFragment,
} from './resolve-method.js'
