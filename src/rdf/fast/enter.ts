import type { JsonObject, JsonValue } from '../../types/json.js'
import { type ActiveContext, applyContext } from './context.js'
import { expandIri } from './iri.js'
import { handOver } from './not-covered.js'
import { planFor } from './plans.js'
import type { NodeEntry } from './quads.js'
import type { Walk, Way } from './write.js'

const RDF_TYPE = ' <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> '

/** The active context before the types of the object count. */
export function enterObject(
  walk: Walk,
  element: JsonObject,
  keys: readonly string[],
  way: Way | undefined,
): ActiveContext {
  let active = way?.active ?? walk.contexts.cache.initial
  if (active.previous !== undefined && !keepsTypeScope(active, keys)) active = active.previous
  const scoped = way?.plan.scoped
  if (scoped !== undefined) active = applyContext(walk.contexts, active, scoped, 'property')
  if (Object.hasOwn(element, '@context')) {
    const local = element['@context']
    if (local === undefined) handOver('undefined member')
    active = applyContext(walk.contexts, active, local, 'embedded')
  }
  return active
}

/** A context that came with a type ends at nested nodes, but not at values and references. */
export function keepsTypeScope(active: ActiveContext, keys: readonly string[]): boolean {
  if (keys.length > 2 || keys.includes('@context')) return false
  return keys.some((key) => {
    const kind = planFor(active, key).kind
    return kind === 'value' || (kind === 'id' && keys.length === 1)
  })
}

/** The key under which an object has its types. */
export function findTypeKey(typeScope: ActiveContext, keys: readonly string[]): string | undefined {
  let found: string | undefined
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? ''
    if (!mayBeDefined(typeScope, key) || planFor(typeScope, key).kind !== 'type') continue
    if (found !== undefined) handOver('two keys for types')
    found = key
  }
  return found
}

/** Most keys of an object mean something only by its types; there is no need to plan for what they mean before. */
const mayBeDefined = (active: ActiveContext, key: string): boolean =>
  active.plans.has(key) || active.lookup(key) !== undefined || key.charCodeAt(0) === AT || key.includes(':')

const AT = 0x40

export function applyTypes(walk: Walk, typeScope: ActiveContext, given: JsonValue | undefined): ActiveContext {
  const scoped: string[] = []
  for (const type of Array.isArray(given) ? given : [given]) {
    if (typeof type !== 'string') handOver('type is not a string')
    if (planFor(typeScope, type).scoped !== undefined) scoped.push(type)
  }
  if (scoped.length > 1) scoped.sort()
  let active = typeScope
  for (const type of scoped) {
    const context = planFor(typeScope, type).scoped
    if (context !== undefined) active = applyContext(walk.contexts, active, context, 'type')
  }
  return active
}

/** The way through a property: its own context applies to its values. */
export function scopedWay(walk: Walk, outer: Way): Way {
  const { active, key, plan } = outer
  if (plan.scoped === undefined) return outer
  const within = applyContext(walk.contexts, active, plan.scoped, 'property')
  const inner = planFor(within, key)
  if (inner.isReverse || inner.isList !== plan.isList) handOver('property redefined by its own context')
  return { active: within, key, plan: inner }
}

export function writeTypes(
  walk: Walk,
  typeScope: ActiveContext,
  given: JsonValue | undefined,
  node: NodeEntry,
): boolean {
  const types = Array.isArray(given) ? given : [given]
  for (const type of types) {
    if (typeof type !== 'string') handOver('type is not a string')
    const plan = planFor(typeScope, type)
    const term = plan.kind === 'property' ? plan.term : walk.sink.resource(expandIri(typeScope, type, true))
    walk.sink.add(node, RDF_TYPE, term, 'type')
  }
  return types.length > 0
}
