/**
 * Documents made from the contexts themselves: any type, any of the terms that are in scope there, values by their
 * coercion. Nobody would write such badges, but they meet every definition that the contexts hold.
 */
import { asArray, isJsonObject } from '../../../src/internal/json.js'
import type { JsonObject, JsonValue } from '../../../src/types/json.js'
import type { Random } from './random.js'
import type { Contexts } from './reference.js'

type Terms = ReadonlyMap<string, JsonValue>

function termsOf(contexts: Contexts, local: JsonValue | undefined, into: Map<string, JsonValue>): Terms {
  for (const item of asArray(local)) {
    if (typeof item === 'string') termsOf(contexts, contexts.get(item)?.['@context'], into)
    else if (isJsonObject(item)) {
      for (const [term, definition] of Object.entries(item)) {
        if (!term.startsWith('@') && definition !== undefined) into.set(term, definition)
      }
    }
  }
  return into
}

const isType = (term: string): boolean => /^[A-Z0-9]/.test(term)

export function wildDocument(r: Random, contexts: Contexts): JsonObject {
  const urls = r.pick<readonly string[]>([
    ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    ['https://www.w3.org/ns/credentials/v2'],
    ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json'],
    [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    ],
    ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/security/suites/ed25519-2020/v1'],
    ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/vc/status-list/2021/v1'],
    ['https://w3id.org/security/v2'],
  ])
  return { '@context': [...urls], ...node(r, contexts, termsOf(contexts, [...urls], new Map()), 0) }
}

function node(r: Random, contexts: Contexts, outer: Terms, depth: number): JsonObject {
  const names = [...outer.keys()]
  const types = names.filter(isType)
  const chosen = r.chance(0.85) && types.length > 0 ? r.many(1, 2, () => types[r.below(types.length)] ?? '') : []
  const inner = new Map(outer)
  for (const type of [...chosen].sort()) {
    const definition = outer.get(type)
    if (isJsonObject(definition)) termsOf(contexts, definition['@context'], inner)
  }
  const out: JsonObject = {}
  if (r.chance(0.5)) out.id = `urn:node:${r.below(20)}`
  if (chosen.length > 0) out.type = chosen
  const own = [...inner.keys()].filter((name) => !outer.has(name) && !isType(name))
  const any = [...inner.keys()].filter((name) => !isType(name) && !/:/.test(name))
  for (let left = r.below(6); left > 0; left--) {
    const pool = own.length > 0 && r.chance(0.7) ? own : any
    const name = pool[r.below(pool.length)]
    if (name === undefined || name === 'id' || name === 'type') continue
    const made = value(r, contexts, inner, inner.get(name), depth)
    if (made !== undefined)
      out[name] = r.chance(0.15) ? [made, value(r, contexts, inner, inner.get(name), depth)] : made
  }
  return out
}

function value(
  r: Random,
  contexts: Contexts,
  terms: Terms,
  definition: JsonValue | undefined,
  depth: number,
): JsonValue {
  const given = isJsonObject(definition) ? definition : {}
  const scoped = new Map(terms)
  termsOf(contexts, given['@context'], scoped)
  const nested = depth < 4 && r.chance(given['@container'] === '@graph' ? 0.95 : 0.35)
  if (nested) return node(r, contexts, scoped, depth + 1)
  const type = given['@type']
  if (type === '@id') return r.pick<JsonValue>(['urn:ref:1', 'https://example.org/ref', { id: 'urn:ref:2' }, '_:ref'])
  if (type === '@vocab') {
    const names = [...scoped.keys()]
    return names[r.below(names.length)] ?? 'urn:ref:3'
  }
  if (type === '@json') return { b: [1, 'two', null], a: { c: true } }
  if (typeof type === 'string' && /boolean/.test(type)) return r.pick<JsonValue>([true, 'false'])
  if (typeof type === 'string' && /integer|Integer/.test(type)) return r.pick<JsonValue>([1, '2', -3])
  if (typeof type === 'string' && /double|decimal|float/.test(type)) return r.pick<JsonValue>([1, 1.5, '2.50', 1e30])
  return r.pick<JsonValue>(['text', 'größer', 1, 2.5, true, ['a', 'b'], { '@value': 'x', '@language': 'fr' }, null])
}
