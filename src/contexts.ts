/**
 * The JSON-LD contexts that badgewright carries, and a document loader that answers with them, offline.
 *
 * @module badgewright/contexts
 */
export {
  type ContextManifestEntry,
  type ContextOverlay,
  contextManifest,
  createDocumentLoader,
  isBundledContext,
} from './loader/index.js'
export type { ContextMap, DocumentLoader, DocumentMap, FetchLike, LoaderOptions, RemoteDocument } from './types.js'
