/** Bundled contexts, document loader, DID resolution, fetch rules. */
export type { DocumentKind, DocumentLoader, LoaderOptions, RemoteDocument } from '../types/loader.js'
export { didWebUrl, isDid, resolveDid } from './did.js'
export { createDocumentLoader } from './document-loader.js'
export {
  type FetchedDocument,
  fetchableUrl,
  fetchDocument,
  fetchFailed,
  fetchRefused,
  followRedirects,
} from './fetch-rules.js'
export { type ContextManifestEntry, type ContextOverlay, contextManifest } from './manifest.js'
export { isPrivateAddress, isPrivateHost } from './private-hosts.js'
export {
  isOutOfReach,
  issuerLists,
  type ResolvedMethod,
  resolveVerificationMethod,
  splitFragment,
} from './resolve-method.js'
export { isWebPage, readServedText } from './served-text.js'
