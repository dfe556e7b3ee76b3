import type { JsonObject } from '../../types/json.js'
import type { ActiveContext, ContextRun } from './context.js'
import { expandIri } from './iri.js'
import { handOver } from './not-covered.js'
import type { KeyPlan } from './plans.js'
import type { NodeEntry, QuadSink } from './quads.js'
import { isLanguageTag } from './terms.js'
import { languageTerm, literal, plainTerm } from './values.js'

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const RDF_FIRST = ` <${RDF}first> `
const RDF_REST = ` <${RDF}rest> `
const RDF_NIL = `<${RDF}nil>`

/** What a walk over one document works with. */
export interface Walk {
  readonly contexts: ContextRun
  readonly sink: QuadSink
}

/** Where the values under a key go: into quads, or into the list that is being collected. */
export interface Target {
  readonly node: NodeEntry
  readonly predicate: string
  readonly items: string[] | undefined
  /** An object `{ "@list": … }` here is the list that is being collected, not one inside it. */
  readonly adoptsList: boolean
}

/** How the walk came to a value: the key, what it means there, and the active context in force. */
export interface Way {
  readonly active: ActiveContext
  readonly key: string
  readonly plan: KeyPlan
}

export function put(walk: Walk, target: Target, text: string, origin: string): void {
  if (target.items !== undefined) target.items.push(text)
  else walk.sink.add(target.node, target.predicate, text, origin)
}

export function writeScalar(walk: Walk, { active, plan }: Way, value: string | number | boolean, target: Target): void {
  const { coercion } = plan
  if (plan.isKeyword || coercion.type === '@json') handOver('value of a keyword')
  if (typeof value === 'string' && (coercion.type === '@id' || coercion.type === '@vocab')) {
    put(walk, target, walk.sink.resource(expandIri(active, value, coercion.type === '@vocab')), 'resource')
    return
  }
  const term = plainTerm(value, coercion)
  put(walk, target, term.text, term.origin)
}

/** A string under a plain property. */
export function writeString(walk: Walk, active: ActiveContext, plan: KeyPlan, value: string, node: NodeEntry): void {
  const { coercion, predicate } = plan
  if (coercion.isText) {
    walk.sink.add(node, predicate, literal(value, coercion.tail), coercion.origin)
  } else if (coercion.type === '@id' || coercion.type === '@vocab') {
    const term = walk.sink.resource(expandIri(active, value, coercion.type === '@vocab'))
    walk.sink.add(node, predicate, term, 'resource')
  } else {
    const term = plainTerm(value, coercion)
    walk.sink.add(node, predicate, term.text, term.origin)
  }
}

export function writeLanguageMap(walk: Walk, { active, plan }: Way, map: JsonObject, target: Target): void {
  for (const [key, value] of Object.entries(map)) {
    const isNone = expandIri(active, key, true) === '@none'
    if (!isNone && !isLanguageTag(key)) handOver('invalid language')
    for (const text of Array.isArray(value) ? value : [value]) {
      if (text === null) continue
      if (typeof text !== 'string') handOver('language of something other than a string')
      const term = languageTerm(text, isNone ? undefined : key.toLowerCase(), plan.coercion.direction)
      put(walk, target, term.text, term.origin)
    }
  }
}

export function writeList(walk: Walk, items: readonly string[], graph: string): string {
  let rest = RDF_NIL
  for (let i = items.length - 1; i >= 0; i--) {
    const cell = walk.sink.freshNode(walk.sink.freshBlank(), graph)
    walk.sink.add(cell, RDF_FIRST, items[i] ?? '', 'list')
    walk.sink.add(cell, RDF_REST, rest, 'list')
    rest = cell.subject
  }
  return rest
}
