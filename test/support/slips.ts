import { isJsonObject } from '../../src/internal/json.js'
import { pointerGet, pointerJoin, pointerSet } from '../../src/internal/pointer.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { seeded } from '../rdf/support/random.js'

/** A slip at one place of a document; `pick` chooses among what fits. */
type Slip = (document: JsonObject, at: string, pick: Pick) => void
type Pick = <T>(from: readonly T[]) => T

export const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))
export const nameOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf('/') + 1)

/** Every place of a document, from the root down. */
export function placesOf(value: JsonValue, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer]
  return [
    pointer,
    ...Object.entries(value).flatMap(([key, member]) => placesOf(member ?? null, pointerJoin(pointer, key))),
  ]
}

const write =
  (make: (value: JsonValue, pick: Pick) => JsonValue): Slip =>
  (document, at, pick) => {
    const value = pointerGet(document, at)
    if (value !== undefined) pointerSet(document, at, make(structuredClone(value), pick))
  }
const text = (make: (value: string, pick: Pick) => JsonValue): Slip =>
  write((value, pick) => (typeof value === 'string' ? make(value, pick) : value))

const member =
  (make: (pick: Pick, document: JsonObject) => readonly [string, JsonValue]): Slip =>
  (document, at, pick) => {
    const value = pointerGet(document, at)
    const home = isJsonObject(value) ? value : pointerGet(document, parentOf(at))
    if (!isJsonObject(home)) return
    const [name, given] = make(pick, document)
    home[name] = given
  }

/** Gives a member another name, where no other member has that. */
export function rename(document: JsonObject, at: string, to: (name: string) => string): void {
  const parent = pointerGet(document, parentOf(at))
  const value = pointerGet(document, at)
  if (!isJsonObject(parent) || value === undefined || parent[to(nameOf(at))] !== undefined) return
  delete parent[nameOf(at)]
  parent[to(nameOf(at))] = value
}

const odd: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  1e-7,
  2 ** 53,
  2 ** 60,
  1e21,
  '',
  ' ',
  'x',
  '@id',
  '@type',
  '@none',
  '@foo',
  '_:b0',
  '_:',
  'x:y',
  'urn:',
  'urn:uuid:x',
  'a b',
  ':',
  '//x',
  'https://',
  'https://a b/',
  'http://[',
  '#a',
  'did:example:kim',
  '../x',
  'https://acme.example/',
  'constructor',
  '__proto__',
  '\u202e',
  'é',
  {},
  [],
  [[]],
  [null],
  [{}],
  [[{}]],
  ['x', 'x'],
  ['x', 1],
  { id: 'x' },
  { id: 'urn:x:y' },
  { id: '' },
  { id: null },
  { id: 7 },
  { type: 'X' },
  { type: [] },
  { type: 'https://acme.example/T' },
  { '@value': 'x' },
  { '@value': 1 },
  { '@value': null },
  { '@value': 'x', '@language': 'en' },
  { '@value': 'x', '@language': 'not a language' },
  { '@value': 'x', '@type': 'y' },
  { '@value': 'x', '@direction': 'rtl' },
  { '@value': 'x', '@direction': 'up' },
  { '@list': ['x'] },
  { '@set': ['x'] },
  { '@id': 'urn:x:y' },
  { '@type': 'X' },
  { en: 'x' },
  { en: 'x', de: 'y' },
  { x: 'y' },
  { narrative: 'x' },
  { id: 'https://acme.example/e', narrative: 'x' },
  { name: {} },
  { narrative: null },
]
const types: readonly JsonValue[] = [
  'x',
  '',
  'X',
  'Result',
  'Profile',
  'Achievement',
  'AchievementCredential',
  'VerifiableCredential',
  'StatusList2021Entry',
  'BitstringStatusListEntry',
  'x:y',
  'urn:uuid:x',
  'urn:x:y',
  'urn:',
  '_:b0',
  'https://acme.example/T',
  'https://',
  '@json',
  '@id',
  'id',
  'type',
  'name',
  'DataIntegrityProof',
  'ext:X',
  null,
  7,
  {},
  [],
  ['x'],
  'ProfileX',
  'profile',
  '1EdTechRevocationList',
  '1EdTechCredentialRefresh',
  'VerifiablePresentation',
  'ClrCredential',
  'EndorsementCredential',
  'a b',
  'schema:X',
  'Ed25519Signature2020',
  'JsonSchema',
  'Image',
  'Criteria',
  'Evidence',
  'EvidenceX',
  'Geo',
  'GeoCoordinates',
]
const names: readonly string[] = [
  'zz',
  'valid_from',
  'validFrom',
  'validUntil',
  'name',
  'description',
  'narrative',
  'url',
  'image',
  'alignment',
  'endorsement',
  'inLanguage',
  'awardedDate',
  'id',
  'type',
  '@id',
  '@type',
  '@graph',
  '@included',
  '@nest',
  '@reverse',
  '@index',
  '@set',
  '@list',
  '@value',
  '@context',
  '@foo',
  '@language',
  'x:y',
  'urn:x:y',
  'https://acme.example/terms#x',
  'schema:name',
  '_:b',
  '_:',
  ':',
  'a b:c',
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '...',
  '_sd',
  'iss',
  'exp',
  'sub',
  'nbf',
  'Profile',
  'Result',
  'Achievement',
  'credentialStatus',
  'credentialSubject',
  'evidence',
  'termsOfUse',
  'refreshService',
  'credentialSchema',
  'relatedResource',
  'renderMethod',
  'confidenceMethod',
  'holder',
  'issuer',
  'expirationDate',
  'issuanceDate',
  'digestSRI',
  'digestMultibase',
  'mediaType',
  'hashed',
  'salt',
  'creator',
  'email',
  'value',
  'status',
  'verifiableCredential',
]

export const slips: Readonly<Record<string, Slip>> = {
  drop: (document, at) => {
    const parent = pointerGet(document, parentOf(at))
    if (isJsonObject(parent)) delete parent[nameOf(at)]
    else if (Array.isArray(parent)) parent.splice(Number(nameOf(at)), 1)
  },
  'another value': write((_value, pick) => structuredClone(pick(odd))),
  'another value in a list': write((value, pick) => [value, structuredClone(pick(odd))]),
  'another type': (document, at, pick) => {
    const value = pointerGet(document, at)
    const home = isJsonObject(value) ? value : pointerGet(document, parentOf(at))
    if (isJsonObject(home)) home.type = structuredClone(pick(types))
  },
  'a type more': (document, at, pick) => {
    const value = pointerGet(document, at)
    const home = isJsonObject(value) ? value : pointerGet(document, parentOf(at))
    if (isJsonObject(home)) home.type = [...[home.type ?? []].flat(), structuredClone(pick(types))] as JsonValue[]
  },
  'a member more': member((pick) => [pick(names), structuredClone(pick(odd))]),
  'a member more, of elsewhere': member((pick, document) => {
    const from = pick(placesOf(document))
    return [pick(names), structuredClone(pointerGet(document, from) ?? 'x')]
  }),
  'an id': member((pick, document) => {
    const ids = placesOf(document).filter((place) => /\/id$/.test(place))
    const id = ids.length > 0 ? pointerGet(document, pick(ids)) : undefined
    return [
      'id',
      pick([id ?? 'urn:x:y', 'urn:x:y', 'x', '', '_:b0', 'https://acme.example/1', 'https://a b/', 'did:x:y']),
    ]
  }),
  'a node again': (document, at, pick) => {
    const value = pointerGet(document, at)
    const others = placesOf(document).filter((place) => isJsonObject(pointerGet(document, place)) && place !== '')
    const other = structuredClone(pointerGet(document, pick(others)))
    if (isJsonObject(value) && isJsonObject(other)) {
      for (const [name, given] of Object.entries(other))
        if (value[name] === undefined || name === 'id') value[name] = given as JsonValue
    }
  },
  'in a list': write((value) => [value]),
  'in a list twice': write((value) => [value, structuredClone(value)]),
  'in two lists': write((value) => [[value]]),
  'out of a list': write((value) => (Array.isArray(value) ? (value[0] ?? null) : value)),
  'as text': write((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))),
  'as a number': write((value) => (Number.isNaN(Number(value)) ? 7 : Number(value))),
  'in capitals': text((value) => value.toUpperCase()),
  'in small letters': text((value) => value.toLowerCase()),
  'with blanks': text((value) => ` ${value} `),
  'with a blank inside': text((value) => `${value.slice(0, 9)} ${value.slice(9)}`),
  'without its end': text((value) => value.slice(0, -1)),
  'without its beginning': text((value) => value.slice(1)),
  'without a scheme': text((value) => value.replace(/^[a-z]+:(\/\/)?/, '')),
  'with an odd sign': text(
    (value, pick) =>
      value + pick(['<', '>', '"', '{', '|', '\\', '^', '`', '\n', '\u0000', 'é', '%', '%zz', '#', '##', '\u200b']),
  ),
  'a language map': text((value) => ({ en: value })),
  'a language object': text((value, pick) => ({
    '@value': value,
    '@language': pick(['en', 'de-AT', 'english language', '', 'x_y']),
  })),
  'an object around': write((value, pick) => ({
    [pick(['id', 'value', '@value', '@id', 'name', 'url', '@list', '@set', '@graph', 'text'])]: value,
  })),
  'a day': text((value) => (/T/.test(value) ? value.slice(0, 10) : value)),
  'no zone': text((value) => value.replace(/Z$/, '')),
  'a count': text((value) => (/T.*Z$/.test(value) ? Date.parse(value) / 1000 : value)),
  'another date': text((value, pick) =>
    /^\d{4}-/.test(value)
      ? pick([
          '2026-02-30T00:00:00Z',
          '2026-01-01T24:00:00Z',
          '31.12.2026',
          '2026',
          '0000-01-01T00:00:00Z',
          '2026-01-01T00:00:60Z',
          '2026-01-01t00:00:00z',
          '9999-12-31T23:59:59Z',
          '2027-01-01T00:00:00+25:00',
          '-2026-01-01T00:00:00Z',
        ])
      : value,
  ),
  http: text((value) => value.replace('https:', 'http:')),
  snake: (document, at) =>
    rename(document, at, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  'a letter less': (document, at) => rename(document, at, (name) => name.slice(0, -1)),
  'another name': (document, at, pick) =>
    rename(document, at, (name) =>
      pick([
        `x-${name}`,
        `@${name}`,
        `${name}s`,
        `ob:${name}`,
        `https://purl.imsglobal.org/spec/vc/ob/vocab.html#${name}`,
        `https://schema.org/${name}`,
        name.toUpperCase(),
      ]),
    ),
  'a name of the data model': (document, at, pick) => rename(document, at, () => pick(names)),
  'moved up': (document, at) => {
    const value = pointerGet(document, at)
    const parent = pointerGet(document, parentOf(at))
    if (!isJsonObject(parent) || value === undefined || document[nameOf(at)] !== undefined) return
    delete parent[nameOf(at)]
    document[nameOf(at)] = value
  },
  'moved to another object': (document, at, pick) => {
    const value = pointerGet(document, at)
    const parent = pointerGet(document, parentOf(at))
    const homes = placesOf(document).filter(
      (place) => isJsonObject(pointerGet(document, place)) && !place.startsWith(at),
    )
    if (!isJsonObject(parent) || value === undefined || homes.length === 0) return
    const home = pointerGet(document, pick(homes)) as JsonObject
    delete parent[nameOf(at)]
    home[nameOf(at)] = value
  },
  'a status entry': (document, _at, pick) => {
    document.credentialStatus = {
      id: 'https://acme.example/s#1',
      ...{
        type: pick([
          'BitstringStatusListEntry',
          'StatusList2021Entry',
          '1EdTechRevocationList',
          'https://acme.example/T',
          'X',
          'BitstringStatusListEntri',
        ]),
      },
      ...{
        statusPurpose: pick(['revocation', 'suspension', 'revoked', '', 'message']),
        statusListIndex: pick(['1', 1, '-1', '']),
        statusListCredential: pick(['https://acme.example/s', 'x', '']),
      },
    } as JsonObject
  },
  'a related resource': (document, _at, pick) => {
    document.relatedResource = pick([
      { id: 'https://acme.example/r', digestSRI: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' },
      { id: 'https://acme.example/r' },
      [{ id: 'https://acme.example/r', digestSRI: 'x' }],
      { id: 'https://acme.example/r', digestMultibase: 'uEiDjsMRCmPwcFJr79MiZb7kkJ65B5GSbk0yklZkbeFK4VQ' },
    ]) as JsonValue
  },
  'another context': (document, _at, pick) => {
    const contexts = [document['@context'] ?? []].flat() as JsonValue[]
    const extra = pick<JsonValue>([
      'https://acme.example/context',
      'https://w3id.org/security/data-integrity/v2',
      'https://w3id.org/vc/status-list/2021/v1',
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/suites/ed25519-2020/v1',
      'https://w3id.org/security/data-integrity/v1',
      'https://www.w3.org/2018/credentials/v1',
      'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
      { zz: 'https://acme.example/terms#zz' },
      { '@vocab': 'https://acme.example/terms#' },
      { zz: { '@id': 'https://acme.example/terms#zz', '@type': '@id' } },
      { name: 'https://acme.example/terms#name' },
      { zz: 'https://schema.org/name' },
      { zz: 'https://www.w3.org/2018/credentials#validUntil' },
      null,
      {},
      7,
      '',
      ['https://www.w3.org/ns/credentials/v2'],
    ])
    document['@context'] = pick([
      [...contexts, extra],
      [extra, ...contexts],
      [contexts[0] ?? '', extra, ...contexts.slice(1)],
    ])
  },
  'contexts in another order': (document, _at, pick) => {
    const contexts = [document['@context'] ?? []].flat() as JsonValue[]
    document['@context'] = pick([
      [...contexts].reverse(),
      contexts.slice(0, 1),
      contexts.slice(1),
      contexts.slice(0, 2),
      [contexts[0] ?? '', contexts[2] ?? '', contexts[1] ?? ''],
      contexts[0] ?? '',
      [...contexts, ...contexts],
    ])
  },
}

export const slipNames = Object.keys(slips)

/** A document with one to three slips, the same for one seed. */
export function slipped(base: JsonObject, seed: number): { document: JsonObject; made: readonly string[] } {
  const { below } = seeded(seed)
  const pick: Pick = (from) => from[below(from.length)] as (typeof from)[number]
  const places = (): readonly string[] => placesOf(document).filter((place) => place !== '' && !FIXED.test(place))
  let document = structuredClone(base)
  const made: string[] = []
  for (let i = pick([1, 1, 1, 2, 2, 3]); i > 0; i--) {
    const name = pick(slipNames)
    const at = pick(places()) ?? ''
    slips[name]?.(document, at, pick)
    // A tree again, where an object was put into itself or became a prototype.
    document = JSON.parse(asTree(document)) as JsonObject
    made.push(`${name} at ${at}`)
  }
  return { document, made }
}

/** Who issued it is left alone: the key of the test is theirs. */
const FIXED = /^\/(issuer|issuer\/id|@context(\/.*)?)$/

function asTree(document: JsonObject): string {
  const above = new Set<unknown>()
  const copy = (value: JsonValue | undefined): JsonValue | undefined => {
    if (typeof value !== 'object' || value === null) return value
    if (above.has(value)) return 'itself'
    above.add(value)
    const made = Array.isArray(value)
      ? value.map((item) => copy(item) ?? null)
      : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copy(member)]))
    above.delete(value)
    return made as JsonValue
  }
  return JSON.stringify(copy(document))
}
