import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { ActiveContext } from './context.js'
import { applyTypes, enterObject, findTypeKey, scopedWay, writeTypes } from './enter.js'
import { expandIri } from './iri.js'
import { handOver } from './not-covered.js'
import { type KeyPlan, planFor } from './plans.js'
import type { NodeEntry } from './quads.js'
import { jsonTerm, UNIQUE, valueObjectTerm } from './values.js'
import {
  put,
  type Target,
  type Walk,
  type Way,
  writeLanguageMap,
  writeList,
  writeScalar,
  writeString,
} from './write.js'

/**
 * Writes the quads of a document: expansion, node map and RDF conversion (JSON-LD 1.1 API §5.1, §7.2 and §8.1) in one
 * pass, in the order of the reference implementation wherever the order matters.
 */
export function walkDocument(walk: Walk, document: JsonObject): void {
  walkObject(walk, document, undefined, undefined, '', 0)
  walk.sink.checkDirections()
}

function assertDepth(depth: number): void {
  if (depth > documentLimits.jsonDepth) {
    throw new BadgeError('ERR_RDF_LIMIT', `The document is nested more than ${documentLimits.jsonDepth} levels deep.`)
  }
}

function flatItems(value: JsonValue, depth = 0): readonly JsonValue[] {
  assertDepth(depth)
  if (!Array.isArray(value)) return [value]
  return value.some(Array.isArray) ? value.flatMap((item) => flatItems(item, depth + 1)) : value
}

/** @param target - where a reference to the object goes; with none, the object must be a node that says something */
function walkObject(
  walk: Walk,
  element: JsonObject,
  way: Way | undefined,
  target: Target | undefined,
  graph: string,
  depth: number,
): void {
  assertDepth(depth)
  const prototype = Object.getPrototypeOf(element)
  if (prototype !== Object.prototype && prototype !== null) handOver('not a plain object')
  const keys = Object.keys(element)
  const typeScope = enterObject(walk, element, keys, way)
  const typeKey = findTypeKey(typeScope, keys)
  const active = typeKey === undefined ? typeScope : applyTypes(walk, typeScope, element[typeKey])
  const plans = plansFor(active, keys)
  let idKey: string | undefined
  let graphKey: string | undefined
  let isNode = true
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]
    const plan = plans[i]
    if (key === undefined || plan === undefined) continue
    switch (plan.kind) {
      case 'property':
      case 'context':
        break
      case 'type':
        if (key !== typeKey) handOver('type in one context only')
        break
      case 'id':
        if (idKey !== undefined) handOver('two ids')
        idKey = key
        break
      case 'graph':
        if (graphKey !== undefined) handOver('two graphs')
        graphKey = key
        break
      case 'uncovered':
        handOver(`key ${key}`)
        break
      default:
        isNode = false
    }
    if (key === typeKey && plan.kind !== 'type') handOver('type in one context only')
  }
  const visit: Visit = { element, keys, plans, active, typeScope, typeKey, idKey, graphKey, way, target, graph, depth }
  if (isNode) walkNode(walk, visit)
  else walkSpecialObject(walk, visit)
}

/** What each key means in a context. */
function plansFor(active: ActiveContext, keys: readonly string[]): readonly KeyPlan[] {
  const plans: KeyPlan[] = []
  for (let i = 0; i < keys.length; i++) plans.push(planFor(active, keys[i] ?? ''))
  return plans
}

/** What is known about an object when its keys are understood. */
interface Visit {
  readonly element: JsonObject
  readonly keys: readonly string[]
  readonly plans: readonly KeyPlan[]
  readonly active: ActiveContext
  readonly typeScope: ActiveContext
  readonly typeKey: string | undefined
  readonly idKey: string | undefined
  readonly graphKey: string | undefined
  readonly way: Way | undefined
  readonly target: Target | undefined
  readonly graph: string
  readonly depth: number
}

function walkNode(walk: Walk, visit: Visit): void {
  const { element, keys, plans, active, typeKey, idKey, graphKey, target, graph, depth } = visit
  if (target === undefined && visit.way === undefined && graphKey !== undefined && holdsOnlyGraph(visit)) {
    walkGraph(walk, visit, graphKey, '')
    return
  }
  const node =
    idKey === undefined
      ? walk.sink.freshNode(walk.sink.freshBlank(), graph)
      : walk.sink.node(idOf(walk, active, element[idKey]), graph)
  if (target !== undefined) put(walk, target, node.subject, 'resource')
  let hasContent = false
  if (typeKey !== undefined) hasContent = writeTypes(walk, visit.typeScope, element[typeKey], node)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]
    const plan = plans[i]
    if (key === undefined || plan === undefined || plan.kind !== 'property') continue
    const value = element[key]
    if (plan.isSimple && (typeof value === 'string' || Array.isArray(value))) {
      writeSimple(walk, active, key, plan, value, node, depth)
      hasContent = true
    } else if (walkProperty(walk, { active, key, plan }, value, node, depth)) hasContent = true
  }
  if (graphKey !== undefined) {
    walkGraph(walk, visit, graphKey, ` ${node.subject}`)
    hasContent = true
  }
  if (!hasContent) assertMayBeBare(visit)
}

function idOf(walk: Walk, active: ActiveContext, id: JsonValue | undefined): string {
  return typeof id === 'string' ? walk.sink.resource(expandIri(active, id, false)) : handOver('id is not a string')
}

/** At the top and in graphs, nodes that say nothing, values and lists are dropped: safe mode refuses that. */
function assertMayBeBare({ target, way, active }: Visit): void {
  if (target === undefined || way === undefined) handOver('nothing said')
  if (active.lookup(way.key)?.container?.includes('@graph') === true) handOver('nothing said')
}

/** A document of `@context` and `@graph` alone is its graph. */
function holdsOnlyGraph({ keys, plans, element }: Visit): boolean {
  let only = true
  for (let i = 0; i < keys.length; i++) {
    const plan = plans[i]
    if (plan?.kind === 'context' || plan?.kind === 'graph') continue
    const value = element[keys[i] ?? '']
    if (value === null || plan?.isGraph === true || (Array.isArray(value) && value.length === 0)) {
      handOver('perhaps only a graph')
    }
    only = false
  }
  return only
}

function walkGraph(walk: Walk, { element, active, depth }: Visit, key: string, graph: string): void {
  const value = element[key]
  if (typeof value !== 'object' || value === null) handOver('graph is not an object')
  const way: Way = { active, key, plan: planFor(active, key) }
  for (const item of flatItems(value)) {
    if (item === null) continue
    if (!isJsonObject(item)) handOver('free-floating value')
    walkObject(walk, item, way, undefined, graph, depth + 1)
  }
}

/** The usual case of {@link walkProperty}, without the detours that others need. */
function writeSimple(
  walk: Walk,
  active: ActiveContext,
  key: string,
  plan: KeyPlan,
  value: string | readonly JsonValue[],
  node: NodeEntry,
  depth: number,
): void {
  if (typeof value === 'string') {
    writeString(walk, active, plan, value, node)
    return
  }
  assertDepth(depth)
  const target: Target = { node, predicate: plan.predicate, items: undefined, adoptsList: false }
  const way: Way = { active, key, plan }
  for (const item of value) {
    if (typeof item === 'string') writeString(walk, active, plan, item, node)
    else walkValue(walk, way, item, target, depth + 1)
  }
}

/** @returns whether the property counts as said: `null` leaves it out */
function walkProperty(walk: Walk, outer: Way, value: JsonValue | undefined, node: NodeEntry, depth: number): boolean {
  const { plan } = outer
  if (value === undefined) handOver('undefined member')
  const way = scopedWay(walk, outer)
  const target: Target = { node, predicate: plan.predicate, items: undefined, adoptsList: false }
  if (plan.isLanguageMap && isJsonObject(value)) {
    writeLanguageMap(walk, way, value, target)
    return true
  }
  if (plan.coercion.type === '@json') {
    if (plan.isList || plan.isGraph) handOver('JSON in a container')
    const term = jsonTerm(value)
    put(walk, target, term.text, term.origin)
    return true
  }
  if (value === null) return false
  if (plan.isGraph) return walkGraphContainer(walk, way, value, target, depth)
  if (plan.isList) {
    const items: string[] = []
    walkValue(walk, way, value, { ...target, items, adoptsList: !Array.isArray(value) }, depth)
    put(walk, target, writeList(walk, items, node.graph), UNIQUE)
    return true
  }
  walkValue(walk, way, value, target, depth)
  return true
}

function walkValue(walk: Walk, way: Way, value: JsonValue, target: Target, depth: number): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    writeScalar(walk, way, value, target)
  } else if (Array.isArray(value)) {
    assertDepth(depth)
    for (const item of value) {
      if (target.items !== undefined && Array.isArray(item)) {
        if (!way.plan.isList) handOver('array in @list')
        const items: string[] = []
        walkValue(walk, way, item, { ...target, items }, depth + 1)
        target.items.push(writeList(walk, items, target.node.graph))
      } else {
        walkValue(walk, way, item, target, depth + 1)
      }
    }
  } else if (isJsonObject(value)) {
    walkObject(walk, value, way, target, target.node.graph, depth + 1)
  } else if (value !== null) {
    handOver('no JSON value')
  }
}

/** Every value is a graph of its own, such as each proof of a proof set. */
function walkGraphContainer(walk: Walk, way: Way, value: JsonValue, target: Target, depth: number): boolean {
  let hasContent = false
  for (const item of flatItems(value)) {
    if (item === null) continue
    if (!isJsonObject(item)) handOver('no node in a graph')
    const name = walk.sink.freshBlank()
    put(walk, target, name, 'resource')
    walkObject(walk, item, way, undefined, ` ${name}`, depth + 1)
    hasContent = true
  }
  return hasContent
}

/** A value object, a list or a set. */
function walkSpecialObject(walk: Walk, visit: Visit): void {
  const { element, keys, plans, active, typeScope, target, way, depth } = visit
  if (visit.idKey !== undefined || visit.graphKey !== undefined) handOver('keys that do not go together')
  const entries = new Map<KeyPlan['kind'], JsonValue | undefined>()
  for (let i = 0; i < keys.length; i++) {
    const kind = plans[i]?.kind
    if (kind === undefined || kind === 'property' || entries.has(kind)) handOver('keys that do not go together')
    const value = element[keys[i] ?? '']
    if (value === undefined) handOver('undefined member')
    if (kind !== 'context') entries.set(kind, value)
  }
  assertMayBeBare(visit)
  if (target === undefined || way === undefined) handOver('free-floating value')
  if (entries.has('value')) {
    if (entries.has('list') || entries.has('set')) handOver('keys that do not go together')
    const [value, type, language, direction, index] = [
      entries.get('value'),
      entries.get('type'),
      entries.get('language'),
      entries.get('direction'),
      entries.get('index'),
    ]
    const term = valueObjectTerm({ value, type, language, direction, index }, active, typeScope)
    put(walk, target, term.text, term.origin)
    return
  }
  if (entries.size !== 1) handOver('keys that do not go together')
  const inside: Way = { active, key: way.key, plan: planFor(active, way.key) }
  const list = entries.get('list') ?? null
  const set = entries.get('set') ?? null
  if (list !== null) {
    const items = target.adoptsList && target.items !== undefined ? target.items : []
    walkValue(walk, inside, list, { ...target, items, adoptsList: false }, depth)
    if (items !== target.items) put(walk, target, writeList(walk, items, target.node.graph), UNIQUE)
  } else if (set !== null) {
    if (target.items !== undefined) handOver('set in a list')
    walkValue(walk, inside, set, target, depth)
  } else {
    handOver('no value, list or set')
  }
}
