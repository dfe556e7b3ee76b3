/** From a JSON-LD document to its canonical N-Quads. */
import { sharedCache } from '../internal/shared-caches.js'
import type { JsonObject } from '../types/json.js'
import type { UndefinedTerm } from './ambiguity/undefined-terms.js'
import { contextsAtOnce, loadContexts } from './contexts.js'
import { createWorkBudget } from './core/budget.js'
import { surveyDocument } from './core/guard.js'
import type { RdfOptions } from './core/options.js'
import { platformDigest, platformHash } from './digest.js'
import { createFastCanonicalizer } from './fast/index.js'
import type { NamedStatements } from './named.js'

/** SHA-256 or SHA-384 of a text, by the quickest means of the platform. */
export const hashText = platformHash()

export { codesOfTerms, findRenamedTerms, type RenamedTerm } from './ambiguity/renamed-terms.js'
export type { UndefinedTerm } from './ambiguity/undefined-terms.js'
export { BLANK_NODE_URN } from './core/blank-node-urn.js'
export { createWorkBudget, type WorkBudget } from './core/budget.js'
export type { RdfOptions } from './core/options.js'

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
  const { budget = createWorkBudget(), documentLoader } = options
  const urls = surveyDocument(document)
  if (options.isUncovered !== true) {
    const contexts = contextsAtOnce(urls, documentLoader) ?? (await loadContexts(urls, documentLoader))
    const quick = contexts && canonicalizeFast(document, contexts, { ...options, budget })
    if (quick !== null) return quick
  }
  taken().reference += 1
  const { canonicalizeByReference } = await import('./reference/index.js')
  return canonicalizeByReference(document, { ...options, budget })
}

/**
 * The same without waiting for anything; `null` where the reference has to decide, and `undefined` where the document
 * needs contexts that are not in memory yet.
 */
export function canonicalizeAtOnce(document: JsonObject, options: RdfOptions): string | null | undefined {
  const contexts = contextsAtOnce(surveyDocument(document), options.documentLoader)
  return contexts === null ? undefined : canonicalizeFast(document, contexts, options)
}

/** `null` where the reference has to decide. */
function canonicalizeFast(
  document: JsonObject,
  contexts: ReadonlyMap<string, JsonObject>,
  { maxQuads, hash = 'SHA-256', budget = createWorkBudget() }: RdfOptions,
): string | null {
  if (maxQuads !== undefined) return null
  const quick = fast().canonicalize(document, (url) => contexts.get(url), { digest: digests[hash], budget })
  if (quick !== null) taken().fast += 1
  return quick
}

const digests = { 'SHA-256': platformDigest(), 'SHA-384': platformDigest('SHA-384') }

const fast = sharedCache('canonicalizer', () => createFastCanonicalizer())
const taken = sharedCache('pathsTaken', () => ({ fast: 0, reference: 0 }))

/**
 * Every term that no context of the document defines, each with its places. It is asked for where there are some, and
 * the reference finds them.
 */
export async function findUndefinedTerms(document: JsonObject, options: RdfOptions): Promise<readonly UndefinedTerm[]> {
  return (await import('./ambiguity/undefined-terms.js')).findUndefinedTerms(document, options)
}

/** The statements of a document whose nodes were all given ids; for proofs that disclose parts. */
export async function namedStatements(document: JsonObject, options: RdfOptions): Promise<NamedStatements> {
  return (await import('./named.js')).namedStatements(document, options)
}

/** How often each path gave the canonical form since the start of the process; for tests and measurements. */
export const pathsTaken = (): Readonly<ReturnType<typeof taken>> => ({ ...taken() })
