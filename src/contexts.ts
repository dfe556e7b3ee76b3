/**
 * The JSON-LD contexts that badgewright carries, and a document loader that answers with them, offline.
 *
 * @module badgewright/contexts
 */
export {
  contextManifest,
  createDocumentLoader,
  isBundledContext,
} from './loader/index.js'
export type { DocumentLoader, FetchLike, LoaderOptions } from './types.js'
