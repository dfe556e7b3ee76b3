/** Bundled contexts, document loader, DID resolution, fetch rules. */
export type { DocumentKind, DocumentLoader, LoaderOptions, RemoteDocument } from '../types/loader.js'
export { didWebUrl, isDid, resolveDid } from './did.js'
export { createDocumentLoader } from './document-loader.js'
export { type FetchedDocument, fetchDocument } from './fetch-rules.js'
export { findJwtKey, type JwtKey, type JwtKeyNames } from './jwt-key.js'
export { type ContextManifestEntry, type ContextOverlay, contextManifest, isBundledContext } from './manifest.js'
export {
  isOutOfReach,
  issuerLists,
  type ResolvedMethod,
  resolveVerificationMethod,
  splitFragment,
} from './resolve-method.js'
