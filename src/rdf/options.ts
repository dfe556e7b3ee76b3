import type { DocumentLoader } from '../types/loader.js'

/** Options of everything that turns a document into RDF. */
export interface RdfOptions {
  /** Answers for every context that the document names. The network is never touched but by this. */
  readonly documentLoader: DocumentLoader
  /** Quads beyond which a document is refused. Default and upper bound: `limits.rdfQuads`. */
  readonly maxQuads?: number
}
