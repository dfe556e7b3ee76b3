import type { DocumentLoader } from '../../types/loader.js'
import type { WorkBudget } from './budget.js'

/** Options of everything that turns a document into RDF. */
export interface RdfOptions {
  /** Answers for every context that the document names. The network is never touched but by this. */
  readonly documentLoader: DocumentLoader
  /** Work that several documents share. Default: one of their own. */
  readonly budget?: WorkBudget
  /** Quads beyond which a document is refused. Default and upper bound: `limits.rdfQuads`. */
  readonly maxQuads?: number
  /** The hash that tells blank nodes apart. Default `SHA-256`; P-384 signatures want the other (vc-di-ecdsa §3). */
  readonly hash?: 'SHA-256' | 'SHA-384'
  /** Whether the quick way was tried already, in vain: it would take the same work again. */
  readonly isUncovered?: boolean
}
