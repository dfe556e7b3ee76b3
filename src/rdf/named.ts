import type { RdfQuad, RdfTerm } from 'jsonld'
import type { JsonObject } from '../types/json.js'
import { BLANK_NODE_URN } from './core/blank-node-urn.js'
import { createWorkBudget, spendOnReference } from './core/budget.js'
import { assertWorkable } from './core/guard.js'
import type { RdfOptions } from './core/options.js'
import { toQuads } from './reference/index.js'
import { canonizeDataset } from './reference/rdfc.js'

export interface NamedStatements {
  /** N-Quads, one statement each, in which the named nodes are blank nodes under their names. */
  readonly lines: readonly string[]
  /** Canonical form of the same statements. */
  readonly canonical: string
  /** The canonical label of each name, both without `_:`. */
  readonly labels: ReadonlyMap<string, string>
}

/**
 * The statements of a document in which every node without an id was given one that starts with
 * {@link BLANK_NODE_URN}. Graphs of embedded proofs cannot be given ids; they are named after a node in them.
 *
 * @throws BadgeError as `canonicalize`
 */
export async function namedStatements(document: JsonObject, options: RdfOptions): Promise<NamedStatements> {
  assertWorkable(document)
  spendOnReference(options.budget ?? createWorkBudget(), document)
  const quads = blankAgain(await toQuads(document, options.documentLoader))
  const { NQuads } = (await import('rdf-canonize')).default
  const labels = new Map<string, string>()
  const canonical = await canonizeDataset(quads, { ...options, canonicalIdMap: labels })
  return { lines: quads.map((quad) => NQuads.serializeQuad(quad)), canonical, labels }
}

function blankAgain(quads: readonly RdfQuad[]): RdfQuad[] {
  const blank = quads.map(({ subject, predicate, object, graph }) => ({
    subject: blankTerm(subject),
    predicate,
    object: blankTerm(object),
    graph,
  }))
  const graphs = graphNames(blank)
  const rename = (term: RdfTerm): RdfTerm => {
    const name = term.termType === 'BlankNode' ? graphs.get(term.value) : undefined
    return name === undefined ? term : { ...term, value: name }
  }
  return blank.map((quad) => ({ ...quad, object: rename(quad.object), graph: rename(quad.graph) }))
}

const blankTerm = (term: RdfTerm): RdfTerm =>
  term.termType === 'NamedNode' && term.value.startsWith(BLANK_NODE_URN)
    ? { termType: 'BlankNode', value: term.value.slice(BLANK_NODE_URN.length) }
    : term

/** A name for each blank graph: that of the first of its nodes, which the names' order makes the outermost one. */
function graphNames(quads: readonly RdfQuad[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { subject, graph } of quads) {
    if (graph.termType !== 'BlankNode') continue
    const known = names.get(graph.value)
    const name = `graph-${subject.value}`
    if (known === undefined || name < known) names.set(graph.value, name)
  }
  return names
}
