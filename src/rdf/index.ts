/** From a JSON-LD document to its canonical N-Quads. */
import type { JsonObject } from '../types/json.js'
import { assertWorkable } from './guard.js'
import type { RdfOptions } from './options.js'
import { canonicalizeByReference } from './reference.js'

export { BLANK_NODE_URN, type NamedStatements, namedStatements } from './named.js'
export type { RdfOptions } from './options.js'
export { findUndefinedTerms, type UndefinedTerm } from './undefined-terms.js'

/**
 * The canonical N-Quads of a JSON-LD document: RDFC-1.0 over its RDF, as strict as JSON-LD's safe mode. Contexts come
 * from the loader only.
 *
 * @throws BadgeError `ERR_TERM_UNDEFINED` for a term that no context defines, `ERR_RDF_INVALID` for a value without
 * an RDF form, `ERR_CONTEXT_INVALID` for a broken context, `ERR_RDF_LIMIT` for a document that would take too much
 * work, and what the loader throws (`ERR_CONTEXT_UNAVAILABLE`, …)
 * @see https://www.w3.org/TR/rdf-canon/
 */
export async function canonicalize(document: JsonObject, options: RdfOptions): Promise<string> {
  assertWorkable(document)
  return canonicalizeByReference(document, options)
}
