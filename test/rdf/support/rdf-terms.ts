import type { Quad } from '../../../src/rdf/fast/index.js'
import { iriTerm } from '../../../src/rdf/fast/iri.js'
import { literal } from '../../../src/rdf/fast/values.js'
import type { RdfQuad, RdfTerm } from './reference.js'

const XSD_STRING = 'http://www.w3.org/2001/XMLSchema#string'

function termText(term: RdfTerm): string {
  if (term.termType === 'NamedNode') return iriTerm(term.value)
  if (term.termType === 'BlankNode') return `_:${term.value}`
  if (term.language !== undefined) return literal(term.value, `"@${term.language}`)
  const datatype = term.datatype?.value ?? XSD_STRING
  return literal(term.value, datatype === XSD_STRING ? '"' : `"^^${iriTerm(datatype)}`)
}

/** Quads as `rdf-canonize` parses them, in the form of the fast path. */
export const fastQuads = (quads: readonly RdfQuad[]): Quad[] =>
  quads.map(({ subject, predicate, object, graph }) => ({
    subject: termText(subject),
    predicate: ` ${termText(predicate)} `,
    object: termText(object),
    graph: graph.termType === 'DefaultGraph' ? '' : ` ${termText(graph)}`,
  }))
