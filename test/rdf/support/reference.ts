/** The reference path, with the options of the Data Integrity suites, and the comparison of the fast path with it. */
import { createRequire } from 'node:module'
import { isBadgeError } from '../../../src/errors.js'
import type { FastCanonicalizer } from '../../../src/rdf/fast/index.js'
import type { JsonObject } from '../../../src/types/json.js'

interface JsonLd {
  toRDF(input: unknown, options: Record<string, unknown>): Promise<unknown[]>
}
interface RdfCanonize {
  canonize(input: unknown, options: Record<string, unknown>): Promise<string>
  NQuads: { parse(text: string): RdfQuad[] }
}
export interface RdfTerm {
  readonly termType: 'NamedNode' | 'BlankNode' | 'Literal' | 'DefaultGraph'
  readonly value: string
  readonly language?: string
  readonly datatype?: { readonly value: string }
}
export interface RdfQuad {
  readonly subject: RdfTerm
  readonly predicate: RdfTerm
  readonly object: RdfTerm
  readonly graph: RdfTerm
}

const load = createRequire(import.meta.url)
export const jsonld = load('jsonld') as JsonLd
export const rdfCanonize = load('rdf-canonize') as RdfCanonize

export type Contexts = ReadonlyMap<string, JsonObject>

/** `jsonld` resolves URLs inside a context in place: it gets copies of its own, one of each. */
const copies = new WeakMap<JsonObject, JsonObject>()

/** The canonical form of the reference; `null` where it refuses. */
export async function referenceCanonical(document: JsonObject, contexts: Contexts): Promise<string | null> {
  const documentLoader = async (url: string): Promise<unknown> => {
    const found = contexts.get(url)
    if (found === undefined) throw new Error('not loaded')
    let copy = copies.get(found)
    if (copy === undefined) {
      copy = structuredClone(found)
      copies.set(found, copy)
    }
    return { contextUrl: null, documentUrl: url, document: copy }
  }
  try {
    const dataset = await jsonld.toRDF(document, {
      algorithm: 'RDFC-1.0',
      base: null,
      safe: true,
      rdfDirection: 'i18n-datatype',
      produceGeneralizedRdf: false,
      documentLoader,
    })
    return await rdfCanonize.canonize(dataset, { algorithm: 'RDFC-1.0', format: 'application/n-quads' })
  } catch {
    return null
  }
}

export type Comparison =
  | { readonly outcome: 'equal' | 'both refuse' | 'over the limit' }
  /** The fast path left it to the reference, which gave a canonical form. */
  | { readonly outcome: 'not covered'; readonly why: string }
  | { readonly outcome: 'different'; readonly fast: string; readonly reference: string | null }

/** Holds the fast path against the reference on one document. Only `different` is a defect. */
export async function compare(fast: FastCanonicalizer, document: JsonObject, contexts: Contexts): Promise<Comparison> {
  const before = JSON.stringify(document)
  let own: string | null
  try {
    own = fast.canonicalize(document, (url) => contexts.get(url))
  } catch (error) {
    if (isBadgeError(error, 'ERR_RDF_LIMIT')) return { outcome: 'over the limit' }
    throw error
  }
  if (JSON.stringify(document) !== before) throw new Error('The fast path changed its argument.')
  const reference = await referenceCanonical(document, contexts)
  if (own === null) {
    if (reference === null) return { outcome: 'both refuse' }
    return { outcome: 'not covered', why: fast.whyNot(document, (url) => contexts.get(url)) ?? '' }
  }
  return own === reference ? { outcome: 'equal' } : { outcome: 'different', fast: own, reference }
}

/** Counts by outcome. */
export type Tally = Record<Comparison['outcome'], number>

export const newTally = (): Tally => ({
  equal: 0,
  'both refuse': 0,
  'over the limit': 0,
  'not covered': 0,
  different: 0,
})
