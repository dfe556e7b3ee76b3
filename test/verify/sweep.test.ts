import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { asArray } from '../../src/internal/json.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential, traceProof } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'

const now = '2026-02-03T04:05:06Z'
const documentLoader = createDocumentLoader()
/** Stands for a value that JSON.stringify cannot write. */
const RAW = 'raw:'

/** What somebody might put in the place of any value: `old` is what stood there. */
const oddValues: readonly (readonly [string, (old: JsonValue) => JsonValue])[] = [
  ['null', () => null],
  ['true', () => true],
  ['0', () => 0],
  ['-1', () => -1],
  ['1e400', () => `${RAW}1e400`],
  ['an empty text', () => ''],
  ['a blank', () => ' '],
  ['text', () => 'x'],
  ['"__proto__"', () => '__proto__'],
  ['"constructor"', () => 'constructor'],
  ['a keyword', () => '@type'],
  ['half a surrogate pair', () => `${RAW}"\\ud800"`],
  ['a huge text', () => 'x'.repeat(50_000)],
  ['an empty list', () => []],
  ['an empty object', () => ({})],
  ['a list of null', () => [null]],
  ['a list of itself', (old) => [old]],
  ['a list of a list of itself', (old) => [[old]]],
  ['itself twice', (old) => [old, old]],
  ['a node', () => ({ '@id': 'urn:x' })],
  ['a value object', (old) => ({ '@value': typeof old === 'object' ? 'x' : old })],
  ['a graph', (old) => ({ '@graph': [old] })],
  ['contexts of its own', () => ({ '@context': { '@vocab': 'urn:x:' }, surprise: 'x' })],
  ['a member __proto__', () => `${RAW}{"__proto__":{"polluted":true}}`],
  ['a member constructor', () => ({ constructor: { prototype: { polluted: true } } })],
]

/** A badge small enough to sweep, with a value of every kind. */
const smallBadge = (issuer: string): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'urn:uuid:1',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: issuer, type: ['Profile'], name: 'Acme' },
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: {
    type: 'AchievementSubject',
    creditsEarned: 3.5,
    identifier: [
      { type: 'IdentityObject', hashed: true, identityHash: 'sha256$aa', identityType: 'emailAddress', salt: 'x' },
    ],
    achievement: {
      id: 'urn:uuid:2',
      type: ['Achievement'],
      name: 'Welder I',
      description: 'Welds.',
      criteria: { narrative: 'Weld a seam.' },
    },
  },
})

type Path = readonly (string | number)[]

function* pathsOf(value: JsonValue, at: Path = []): Generator<Path> {
  if (at.length > 0) yield at
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    yield* pathsOf(member as JsonValue, [...at, Array.isArray(value) ? Number(name) : name])
  }
}

/** A copy with one value changed. */
function changed(value: JsonValue, [name, ...path]: Path, change: (old: JsonValue) => JsonValue): JsonValue {
  if (name === undefined) return change(value)
  if (Array.isArray(value)) return value.map((item, i) => (i === name ? changed(item, path, change) : item))
  const object = value as JsonObject
  return { ...object, [name]: changed(object[name] as JsonValue, path, change) }
}

const toJson = (value: JsonValue): string =>
  JSON.stringify(value).replace(/"raw:((?:[^"\\]|\\.)*)"/g, (_all, raw) => JSON.parse(`"${raw}"`))

/** Everything that the signature covers, canonical. */
async function covered(document: JsonObject): Promise<string> {
  const [proof] = asArray(document.proof as JsonObject | JsonObject[])
  const trace = await traceProof(document, proof as JsonObject, { documentLoader })
  return `${trace.canonicalDocument}\n${trace.canonicalProof}`
}

const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype]
const ownKeys = () => prototypes.map((prototype) => Reflect.ownKeys(prototype))

let badge: JsonObject
let canonical: string
let paths: readonly Path[]
beforeAll(async () => {
  const key = await testKey()
  badge = JSON.parse(JSON.stringify(await signCredential(smallBadge(key.did), key, { now })))
  canonical = await covered(badge)
  paths = [...pathsOf(badge)]
})

describe('any value of a badge replaced by an odd one', () => {
  const before = ownKeys()
  afterEach(() => {
    // A pollution is one test's failure, not that of all after it.
    for (const [i, prototype] of prototypes.entries()) {
      const added = Reflect.ownKeys(prototype).filter((name) => !before[i]?.includes(name))
      for (const name of added) Reflect.deleteProperty(prototype, name)
    }
  })

  it('the badge is good, and the sweep reaches all of it', async () => {
    expect((await verifyCredential(toJson(badge), { now })).outcome).toBe('verified')
    expect(paths.map((path) => path.join('/'))).toEqual(
      expect.arrayContaining(['@context/0', 'credentialSubject/identifier/0/salt', 'proof/proofValue', 'issuer/id']),
    )
  })

  it.each(oddValues)(
    '%s: never an exception, never verified unless the signature covers the same',
    async (_name, odd) => {
      const wrong: string[] = []
      for (const path of paths) {
        const json = toJson(changed(badge, path, odd))
        const result = await verifyCredential(json, { now })
        if (result.problems.some(({ code }) => code === 'ERR_INTERNAL')) wrong.push(`${path.join('/')}: a defect`)
        if (result.verified && (await covered(result.credential as unknown as JsonObject)) !== canonical) {
          wrong.push(`${path.join('/')}: verified, and it says something else`)
        }
      }
      expect(wrong).toEqual([])
      expect(ownKeys()).toEqual(before)
      expect((await verifyCredential(toJson(badge), { now })).outcome).toBe('verified')
    },
  )
})
