/** Damage and oddities, to be put into valid documents: what a careless or hostile writer would produce. */
import type { JsonObject, JsonValue } from '../../../src/types/json.js'
import type { Random } from './random.js'

interface Place {
  readonly holder: JsonObject | JsonValue[]
  readonly key: string | number
}

function placesIn(value: JsonValue, into: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return into
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
  for (const [key, member] of entries) {
    into.push({ holder: value, key })
    if (member !== undefined) placesIn(member, into)
  }
  return into
}

const get = ({ holder, key }: Place): JsonValue => (holder as Record<string | number, JsonValue>)[key] ?? null
const set = ({ holder, key }: Place, value: JsonValue): void => {
  ;(holder as Record<string | number, JsonValue>)[key] = value
}

const oddValues: readonly [JsonValue, ...JsonValue[]] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  1e21,
  1.5e-9,
  '',
  'relative/path',
  '_:b0',
  '_:other',
  'https://example.org/with space',
  'https://example.org/<odd>"|',
  'ob:Thing',
  '@id',
  '@none',
  '@ignoreMe',
  [],
  [[]],
  [[['deep']]],
  {},
  { id: 'https://example.org/only-id' },
  { id: '_:b1', type: 'Profile', name: 'blank' },
  { '@id': 'urn:x:1', 'https://schema.org/name': 'by IRI' },
  { '@value': 'v' },
  { '@value': 5 },
  { '@value': null },
  { '@value': true, '@type': 'https://www.w3.org/2001/XMLSchema#boolean' },
  { '@value': '1', '@type': 'http://www.w3.org/2001/XMLSchema#integer' },
  { '@value': '01.50', '@type': 'http://www.w3.org/2001/XMLSchema#double' },
  { '@value': 'v', '@language': 'DE' },
  { '@value': 'v', '@language': 'not a tag' },
  { '@value': 'v', '@language': 'en', '@direction': 'rtl' },
  { '@value': 'v', '@direction': 'ltr' },
  { '@value': 'v', '@index': 'i' },
  { '@value': { a: [1, 2] }, '@type': '@json' },
  { '@value': 'v', extra: 1 },
  { '@list': ['a', 1, { id: 'urn:x:2' }] },
  { '@list': [] },
  { '@list': [['nested']] },
  { '@list': null },
  { '@set': ['a', 'b', 'a'] },
  { '@set': null },
  { '@graph': [{ id: 'urn:x:3', name: 'in a graph' }] },
  { '@language': 'en' },
  { '@type': 'Profile', '@id': 'urn:x:4' },
  { '@reverse': { issuer: { id: 'urn:x:5' } } },
  { '@included': [{ id: 'urn:x:6', type: 'Profile' }] },
  { '@context': null, 'https://schema.org/name': 'no context' },
  { '@context': { name: 'https://schema.org/alternateName' }, name: 'other name' },
  { '@context': { extra: { '@id': 'urn:x:extra', '@type': '@id' } }, extra: 'urn:x:7' },
  { '@context': { '@vocab': 'urn:vocab:' }, anything: ['goes', 1, 1.5] },
  { '@context': 'https://www.w3.org/ns/credentials/v2', type: 'VerifiableCredential', name: 'n' },
  { '@context': { Own: { '@id': 'urn:x:Own', '@context': { own: 'urn:x:own' } } }, type: 'Own', own: { own: 1 } },
  { '@context': { l: { '@id': 'urn:x:l', '@container': '@list' } }, l: [['a', ['b']], []] },
  {
    '@context': { m: { '@id': 'urn:x:m', '@container': '@language', '@direction': 'rtl' } },
    m: { de: 'a', '@none': 'b' },
  },
  { '@context': { g: { '@id': 'urn:x:g', '@container': '@graph' } }, g: { 'https://schema.org/name': 'in g' } },
  { '@context': { g: { '@id': 'urn:x:g', '@container': '@graph' } }, g: { id: 'urn:x:8' } },
  { '@context': { t: '@type' }, t: 'Profile', type: 'Image' },
]

const oddKeys = [
  'notATerm',
  'https://schema.org/name',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
  '_:p',
  '@id',
  '@type',
  '@index',
  '@nest',
  '@value',
  '@reverse',
  '@unknown',
  'schema:name',
  'type',
  'id',
  'name',
  'constructor',
  'toString',
  '',
] as const

const mutations: readonly [
  (r: Random, place: Place, root: JsonObject) => void,
  ...((r: Random, place: Place, root: JsonObject) => void)[],
] = [
  (r, place) => set(place, structuredClone(r.pick(oddValues))),
  (r, place) => {
    if (Array.isArray(place.holder) || place.key === '@context') return
    const value = get(place)
    delete place.holder[place.key as string]
    place.holder[r.pick(oddKeys)] = value
  },
  (r, place) => {
    if (Array.isArray(place.holder)) place.holder.push(structuredClone(get(place)))
    else if (place.key !== '@context') place.holder[r.pick(oddKeys)] = structuredClone(r.pick(oddValues))
  },
  (_r, place) => set(place, [get(place)]),
  (_r, place) => set(place, [get(place), structuredClone(get(place))]),
  (r, place) => set(place, [get(place), structuredClone(r.pick(oddValues))]),
  (r, place, root) => {
    const others = placesIn(root)
    const other = others[r.below(others.length)]
    if (other !== undefined && other.key !== '@context') set(place, structuredClone(get(other)))
  },
  (_r, place) => {
    if (!Array.isArray(place.holder)) delete place.holder[place.key as string]
  },
]

/** A copy of the document with one to three mutations. */
export function mutated(r: Random, document: JsonObject): JsonObject {
  const copy = structuredClone(document)
  for (let left = 1 + r.below(3); left > 0; left--) {
    const places = placesIn(copy)
    const place = places[r.below(places.length)]
    if (place !== undefined && JSON.stringify(copy).length < 100_000) r.pick(mutations)(r, place, copy)
  }
  return copy
}
