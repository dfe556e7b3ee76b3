import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { isBlankLabel, resourceTerm } from './iri.js'
import { handOver } from './not-covered.js'
import { UNIQUE } from './values.js'

/**
 * A quad whose parts are N-Quads terms already: `<iri>`, `_:label` or `"literal"…`. The predicate has a blank on either
 * side, the graph one before it, or is empty for the default graph.
 */
export interface Quad {
  readonly subject: string
  readonly predicate: string
  readonly object: string
  readonly graph: string
}

interface SourcedQuad extends Quad {
  readonly origin: string
}

/** A subject in a graph, with what has been said about it. */
export interface NodeEntry {
  readonly subject: string
  readonly graph: string
  /** The first quad of each predicate. */
  readonly first: SourcedQuad[]
  /** The same by predicate, for a subject of which much is said. */
  byPredicate: Map<string, SourcedQuad> | undefined
  /** Further objects of a predicate, with their origin; made when there is one. */
  further: Map<string, Map<string, string>> | undefined
}

/** The quads of a document, as a set. */
export interface QuadSink {
  readonly quads: readonly Quad[]
  /** A blank node of its own, as `_:` and a number. */
  freshBlank(): string
  /** The term of an absolute IRI or of a blank node that the document names. */
  resource(iri: string | null): string
  /** The entry of a subject that may come up more than once. */
  node(subject: string, graph: string): NodeEntry
  /** The entry of a subject that nothing else can mean. */
  freshNode(subject: string, graph: string): NodeEntry
  /** Adds a quad unless it is there; see `Term` for what `origin` is about. */
  add(node: NodeEntry, predicate: string, object: string, origin: string): void
  /** Hands over if the reference would have dropped a string that differs from another in its direction alone. */
  checkDirections(): void
}

const LETTER_D = 0x64

/** Predicates up to which looking at each is quicker than a map. */
const FEW = 12

function firstOf({ first, byPredicate }: NodeEntry, predicate: string): SourcedQuad | undefined {
  if (byPredicate !== undefined) return byPredicate.get(predicate)
  for (let i = 0; i < first.length; i++) if (first[i]?.predicate === predicate) return first[i]
  return undefined
}

function rememberFirst(node: NodeEntry, quad: SourcedQuad): void {
  node.first.push(quad)
  if (node.byPredicate !== undefined) node.byPredicate.set(quad.predicate, quad)
  else if (node.first.length > FEW) node.byPredicate = new Map(node.first.map((each) => [each.predicate, each]))
}

const DIRECTED = '"^^<https://www.w3.org/ns/i18n#'

export function createQuadSink(): QuadSink {
  const quads: SourcedQuad[] = []
  const nodes = new Map<string, NodeEntry>()
  const labels = new Map<string, string>()
  let blanks = 0
  let directed = false

  const freshBlank = (): string => `_:${blanks++}`
  const freshNode = (subject: string, graph: string): NodeEntry => ({
    subject,
    graph,
    first: [],
    byPredicate: undefined,
    further: undefined,
  })
  return {
    quads,
    freshBlank,
    freshNode,
    resource(iri) {
      if (iri === null || !isBlankLabel(iri)) return resourceTerm(iri) ?? handOver('relative reference')
      if (/\s/.test(iri)) handOver('odd blank node label')
      let label = labels.get(iri)
      if (label === undefined) {
        label = freshBlank()
        labels.set(iri, label)
      }
      return label
    },
    node(subject, graph) {
      const key = graph === '' ? subject : `${subject}${graph}`
      let entry = nodes.get(key)
      if (entry === undefined) {
        entry = freshNode(subject, graph)
        nodes.set(key, entry)
      }
      return entry
    },
    add(node, predicate, object, origin) {
      const first = firstOf(node, predicate)
      if (first !== undefined && isKnown(node, first, predicate, object, origin)) return
      if (quads.length >= documentLimits.rdfQuads) {
        throw new BadgeError('ERR_RDF_LIMIT', `The document has more than ${documentLimits.rdfQuads} RDF quads.`)
      }
      directed ||= origin.charCodeAt(0) === LETTER_D && origin.startsWith('directed')
      const quad = { subject: node.subject, predicate, object, graph: node.graph, origin }
      if (first === undefined) rememberFirst(node, quad)
      quads.push(quad)
    },
    checkDirections() {
      if (directed) checkDirections(quads)
    },
  }
}

/** Whether a subject has this object already; remembers it if not. */
function isKnown(node: NodeEntry, first: SourcedQuad, predicate: string, object: string, origin: string): boolean {
  let known: string | undefined
  if (first.object === object) {
    known = first.origin
  } else {
    node.further ??= new Map()
    let objects = node.further.get(predicate)
    if (objects === undefined) {
      objects = new Map()
      node.further.set(predicate, objects)
    }
    known = objects.get(object)
    if (known === undefined) objects.set(object, origin)
  }
  if (known === undefined) return false
  return known === origin && origin !== UNIQUE ? true : handOver('one triple written in two ways')
}

function checkDirections(quads: readonly Quad[]): void {
  const seen = new Set<string>()
  for (const { subject, predicate, object, graph } of quads) {
    const language = languageOf(object)
    if (language === undefined) continue
    const key = `${graph} ${subject}${predicate}${object.slice(0, object.lastIndexOf('"'))} ${language}`
    if (seen.has(key)) handOver('one string in two directions')
    seen.add(key)
  }
}

/** The language of a string, `''` for none, `undefined` for anything else. */
function languageOf(object: string): string | undefined {
  if (!object.startsWith('"')) return undefined
  const tail = object.slice(object.lastIndexOf('"'))
  if (tail === '"') return ''
  if (tail.startsWith('"@')) return tail.slice(2)
  return tail.startsWith(DIRECTED) ? tail.slice(DIRECTED.length, tail.lastIndexOf('_')) : undefined
}
