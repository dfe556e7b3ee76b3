import type { JsonLdEvent } from 'jsonld'
import { documentLimits } from '../../internal/document-limits.js'
import { isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { affords, createWorkBudget, spendOnReference } from '../core/budget.js'
import { assertWorkable } from '../core/guard.js'
import type { RdfOptions } from '../core/options.js'
import { toQuads } from '../reference/index.js'

/** Something in a document that JSON-LD would drop in silence, so that no signature would cover it. */
export interface UndefinedTerm {
  /** RFC 6901 pointer to the member or value. */
  readonly pointer: string
  /** The property, type or id as written. */
  readonly term: string
  readonly kind: 'property' | 'type' | 'id'
}

/** What an event of `jsonld` is about, by its code, and the detail that names it. */
const EVENTS: Readonly<Record<string, readonly [UndefinedTerm['kind'], detail: string]>> = {
  'invalid property': ['property', 'property'],
  'blank node predicate': ['property', 'property'],
  'relative predicate reference': ['property', 'predicate'],
  'relative @type reference': ['type', 'type'],
  'relative @id reference': ['id', 'id'],
  'relative subject reference': ['id', 'subject'],
  'relative object reference': ['id', 'object'],
  'relative graph reference': ['id', 'graph'],
}

/**
 * Every place of a document that JSON-LD's safe mode would refuse because it would be lost: properties and types that
 * no context defines, and relative ids. Empty when there is none; other reasons for a refusal are not looked for.
 *
 * A term that is defined in one place and not in another is tried place by place, up to a bound; beyond it every
 * place that bears the name is listed.
 *
 * @throws BadgeError as `canonicalize`, for contexts that are not to be had, and for documents beyond the limits
 */
export async function findUndefinedTerms(document: JsonObject, options: RdfOptions): Promise<UndefinedTerm[]> {
  assertWorkable(document)
  const budget = options.budget ?? createWorkBudget()
  spendOnReference(budget, document)
  const dropped = await countDropped(document, options)
  const found: UndefinedTerm[] = []
  let trials = 0
  for (const { kind, term, count } of dropped.values()) {
    const places = occurrences(document, kind, term)
    const certain = places.length <= (kind === 'property' ? count : 1)
    for (const place of places) {
      if (found.length >= documentLimits.rdfFindings) return found
      if (!certain && trials < documentLimits.rdfTrials && affords(budget, document)) {
        trials += 1
        const alone = without(
          document,
          places.filter((other) => other !== place),
        )
        if (!(await countDropped(alone, options)).has(keyOf(kind, term))) continue
      }
      found.push({ pointer: place, term, kind })
    }
  }
  return found
}

interface Dropped {
  readonly kind: UndefinedTerm['kind']
  readonly term: string
  count: number
}

const keyOf = (kind: UndefinedTerm['kind'], term: string): string => `${kind} ${term}`

async function countDropped(document: JsonObject, options: RdfOptions): Promise<Map<string, Dropped>> {
  const dropped = new Map<string, Dropped>()
  await toQuads(document, options.documentLoader, (event) => {
    const [kind, term] = subjectOf(event)
    if (kind === undefined || term === undefined) return
    // A relative type is reported again as a relative object, under its own name.
    if (kind === 'id' && dropped.has(keyOf('type', term))) return
    const known = dropped.get(keyOf(kind, term))
    if (known === undefined) dropped.set(keyOf(kind, term), { kind, term, count: 1 })
    else known.count += 1
  })
  return dropped
}

function subjectOf(event: JsonLdEvent): [UndefinedTerm['kind']?, string?] {
  const [kind, detail] = EVENTS[event.code] ?? []
  const term = detail === undefined ? undefined : event.details[detail]
  return typeof term === 'string' && kind !== undefined ? [kind, term] : []
}

/** Pointers of every place where a name is written as a property, or as a value. */
function occurrences(document: JsonObject, kind: UndefinedTerm['kind'], term: string): string[] {
  const places: string[] = []
  const walk = (value: JsonValue, pointer: string): void => {
    if (value === term && kind !== 'property') places.push(pointer)
    if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, pointerJoin(pointer, i))
    else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) {
        if (key === '@context' || member === undefined) continue
        const at = pointerJoin(pointer, key)
        if (key === term && kind === 'property') places.push(at)
        walk(member, at)
      }
    }
  }
  walk(document, '')
  return places
}

/** A copy of the document without the members or items at these pointers. */
function without(document: JsonObject, pointers: readonly string[]): JsonObject {
  const gone = new Set(pointers)
  const copy = (value: JsonValue, pointer: string): JsonValue => {
    if (Array.isArray(value)) {
      return value.flatMap((item, i) => {
        const at = pointerJoin(pointer, i)
        return gone.has(at) ? [] : [copy(item, at)]
      })
    }
    if (!isJsonObject(value)) return value
    const out: JsonObject = {}
    for (const [key, member] of Object.entries(value)) {
      const at = pointerJoin(pointer, key)
      if (member !== undefined && !gone.has(at)) out[key] = key === '@context' ? member : copy(member, at)
    }
    return out
  }
  return copy(document, '') as JsonObject
}
