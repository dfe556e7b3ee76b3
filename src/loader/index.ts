/** Bundled contexts, document loader, DID resolution, fetch rules. */
export type { DocumentLoader } from '../types/loader.js'
export { didWebUrl, isDid, resolveDid } from './did.js'
export { createDocumentLoader } from './document-loader.js'
export { fetchDocument } from './fetch-rules.js'
export { type ContextManifestEntry, type ContextOverlay, contextManifest, isBundledContext } from './manifest.js'
export {
  isOutOfReach,
  issuerLists,
  type ResolvedMethod,
  resolveVerificationMethod,
  splitFragment,
} from './resolve-method.js'
