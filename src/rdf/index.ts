/** From a JSON-LD document to its canonical N-Quads. */
import type { JsonObject } from '../types/json.js'
import { loadContexts } from './contexts.js'
import { platformDigest, platformHash } from './digest.js'
import { createFastCanonicalizer } from './fast/index.js'
import { surveyDocument } from './guard.js'
import type { RdfOptions } from './options.js'
import { canonicalizeByReference } from './reference.js'

/** SHA-256 or SHA-384 of a text, by the quickest means of the platform. */
export const hashText = platformHash()

export { BLANK_NODE_URN, namedStatements } from './named.js'
export type { RdfOptions } from './options.js'
export { findRenamedTerms } from './renamed-terms.js'
export { findUndefinedTerms } from './undefined-terms.js'

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
  const quick = await canonicalizeFast(document, surveyDocument(document), options)
  taken[quick === null ? 'reference' : 'fast'] += 1
  if (quick !== null) return quick
  return canonicalizeByReference(document, options)
}

/** `null` where the reference has to decide. */
async function canonicalizeFast(
  document: JsonObject,
  urls: ReadonlySet<string>,
  options: RdfOptions,
): Promise<string | null> {
  // The fast path hashes with SHA-256 only.
  if (options.maxQuads !== undefined || options.hash === 'SHA-384') return null
  const contexts = await loadContexts(urls, options.documentLoader)
  return contexts && fast.canonicalize(document, (url) => contexts.get(url))
}

/** Keeps processed contexts, bounded, by the identity of frozen objects; see `fast/`. */
const fast = createFastCanonicalizer({ digest: platformDigest() })

const taken = { fast: 0, reference: 0 }

/** How often each path gave the canonical form since the start of the process; for tests and measurements. */
export const pathsTaken = (): Readonly<typeof taken> => ({ ...taken })
