/**
 * Small documents with made-up contexts: few names, so that everything meets everything. Terms, prefixes, scoped,
 * protected and nulled contexts, containers, keywords; most of it is odd, much of it invalid.
 */
import { asArray } from '../../../src/internal/json.js'
import type { JsonObject, JsonValue } from '../../../src/types/json.js'
import type { Random } from './random.js'
import type { Contexts } from './reference.js'

const names = ['a', 'b', 'c', 'd', 'p', 'T', 'U', 'V'] as const
const properties = ['a', 'b', 'c', 'd'] as const
const types = ['T', 'U', 'V', 'a', 'urn:t:abs', 'p:compact'] as const

const iri = (r: Random): JsonValue =>
  r.chance(0.1)
    ? r.pick<JsonValue>(['a', 'T', 'relative', '_:blank', null, 'b'])
    : r.pick<JsonValue>(['urn:x:1', 'urn:x:2', 'urn:x:3', 'urn:p:', 'http://e.org/', 'p:one', 'p:two'])

function definition(r: Random, depth: number): JsonValue {
  if (r.chance(0.35))
    return r.chance(0.2) ? r.pick<JsonValue>(['@type', '@id', '@value', '@list', '@set', '@graph', '@none']) : iri(r)
  const out: JsonObject = {}
  if (r.chance(0.95)) out['@id'] = iri(r)
  if (r.chance(0.3)) {
    out['@type'] = r.pick<JsonValue>([
      '@id',
      '@vocab',
      '@json',
      '@none',
      'urn:type',
      'http://www.w3.org/2001/XMLSchema#double',
      'http://www.w3.org/2001/XMLSchema#integer',
      'p:dt',
    ])
  }
  if (r.chance(0.2)) {
    out['@container'] = r.pick<JsonValue>([
      '@list',
      '@set',
      '@graph',
      '@language',
      '@index',
      '@id',
      '@type',
      ['@graph', '@set'],
      ['@set'],
    ])
  }
  if (r.chance(0.3) && depth < 2) out['@context'] = context(r, depth + 1)
  if (r.chance(0.1)) out['@language'] = r.pick<JsonValue>(['en', null, 'DE'])
  if (r.chance(0.1)) out['@direction'] = r.pick<JsonValue>(['ltr', 'rtl', null])
  if (r.chance(0.15)) out['@protected'] = r.chance(0.7)
  if (r.chance(0.05)) out['@prefix'] = r.chance(0.8)
  return out
}

function context(r: Random, depth: number): JsonValue {
  if (r.chance(0.06)) return null
  if (r.chance(0.05)) return r.pick<JsonValue>(['https://remote.example/one', 'https://remote.example/two'])
  if (r.chance(0.08))
    return r.many(0, 2, () => context(r, depth + 1) as JsonObject).filter((item) => !Array.isArray(item))
  const out: JsonObject = {}
  if (r.chance(0.15)) out['@vocab'] = r.pick<JsonValue>(['urn:v:', 'http://v.example/', null, 'p:'])
  if (r.chance(0.1)) out['@language'] = r.pick<JsonValue>(['en', 'fr-CA', null])
  if (r.chance(0.12)) out['@protected'] = true
  if (r.chance(0.08)) out['@propagate'] = r.chance(0.5)
  if (r.chance(0.05)) out['@version'] = 1.1
  if (r.chance(0.03)) out['@base'] = null
  if (r.chance(0.5)) out.p = r.pick<JsonValue>(['urn:p:', 'http://p.example/#'])
  for (const name of r.many(0, 5, () => r.pick(names))) out[name] = definition(r, depth)
  return out
}

const scalar = (r: Random): JsonValue =>
  r.pick<JsonValue>([
    'text',
    'urn:x:1',
    'p:one',
    'T',
    '_:blank',
    '',
    1,
    1.5,
    -0,
    5e-324,
    1e21,
    '1',
    '1.50',
    true,
    false,
    null,
    'ü "quoted"\n',
  ])

function value(r: Random, depth: number): JsonValue {
  const kind = r.next()
  if (kind < 0.4 || depth > 4) return scalar(r)
  if (kind < 0.55) return r.many(0, 3, () => (r.chance(0.9) ? scalar(r) : value(r, depth + 1)))
  if (kind < 0.62) {
    const out: JsonObject = { '@value': scalar(r) }
    if (r.chance(0.3)) out['@type'] = r.pick<JsonValue>(['T', 'urn:type', '@json', 'p:dt', '@id'])
    if (r.chance(0.3)) out['@language'] = 'en'
    if (r.chance(0.2)) out['@direction'] = 'rtl'
    if (r.chance(0.1)) out['@index'] = 'i'
    return out
  }
  if (kind < 0.67) return { '@list': r.many(0, 3, () => value(r, depth + 1)) }
  if (kind < 0.71) return { '@set': value(r, depth + 1) }
  if (kind < 0.72) return { en: 'hello', de: ['hallo', null] }
  return node(r, depth + 1)
}

function node(r: Random, depth: number): JsonObject {
  const out: JsonObject = {}
  if (r.chance(0.12)) out['@context'] = context(r, depth)
  if (r.chance(0.4)) out['@id'] = r.pick(['urn:x:1', 'urn:x:2', '_:blank', 'p:one'])
  if (r.chance(0.5)) out['@type'] = r.chance(0.6) ? r.pick(types) : r.many(1, 3, () => r.pick(types))
  for (const name of r.many(0, 3, () => r.pick(properties))) out[name] = value(r, depth)
  if (r.chance(0.03)) out['@graph'] = r.many(0, 2, () => node(r, depth + 1))
  if (r.chance(0.03)) out['urn:abs:p'] = value(r, depth)
  return out
}

/** Contexts that tiny documents may name by URL; add them to those at hand. */
export const remoteContexts: Contexts = new Map<string, JsonObject>([
  [
    'https://remote.example/one',
    { '@context': { '@protected': true, a: 'urn:one:a', T: { '@id': 'urn:one:T', '@context': { b: 'urn:one:b' } } } },
  ],
  [
    'https://remote.example/two',
    {
      '@context': [
        { '@vocab': 'urn:two:' },
        { d: { '@id': 'urn:two:d', '@type': '@id', '@context': 'https://remote.example/one' } },
      ],
    },
  ],
])

export function tinyDocument(r: Random): JsonObject {
  // Full definitions of most names first, or nearly every document would be refused for an undefined term.
  const base: JsonObject = { p: 'urn:p:', T: 'urn:t:T', U: 'urn:t:U', V: 'urn:t:V' }
  for (const name of properties) base[name] = `urn:base:${name}`
  for (const name of r.many(1, 4, () => r.pick(names))) base[name] = definition(r, 0)
  const contexts: JsonValue[] = [base]
  if (r.chance(0.4)) contexts.push(...asArray<JsonValue>(context(r, 0)))
  return { ...node(r, 0), '@context': contexts }
}
