import { describe, expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { checkSchema, conformsToBoth, rootClassOf, type SchemaFamily } from '../../src/credential/schema.js'
import { areTypesOfBadges, checkNames } from '../../src/credential/undefined-names.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { hasVectors, noVectorsReason } from '../support/vectors.js'
import { endorsement, fixed, fullDraft } from './full-draft.js'
import { badgesInVectors, officialSchema, withProofsAsList } from './official-schemas.js'

const families: readonly SchemaFamily[] = ['tolerant', 'strict']
const because = hasVectors ? '' : noVectorsReason

describe.skipIf(!hasVectors)(`OB 3.0 §B: the table judges as the official JSON Schemas do ${because}`, () => {
  test.each(families)('every credential of the vectors, %s family', (family) => {
    let judged = 0
    const different: string[] = []
    for (const { place, value } of badgesInVectors()) {
      const official = officialSchema(family, rootClassOf(value as JsonObject))
      if (official === undefined) continue
      judged += 1
      if (official(withProofsAsList(value)) !== (checkSchema(value as JsonObject, family).length === 0))
        different.push(place)
    }
    expect(judged).toBeGreaterThan(100)
    expect(different).toEqual([])
  })

  const badge = createCredential(fullDraft, fixed) as JsonObject
  const documents: readonly (readonly [string, JsonObject])[] = [
    ['data model 2.0', badge],
    ['data model 1.1', asV1p1(badge)],
    ['an endorsement', endorsement],
  ]

  test.each(documents)('every property set to every kind of value: %s', (name, document) => {
    const different: string[] = []
    let judged = 0
    for (const family of families) {
      const official = officialSchema(family, rootClassOf(document))
      if (official === undefined) continue
      expect(official(document), `${name}, ${family}`).toBe(!(name === 'data model 1.1' && family === 'strict'))
      for (const [change, changed] of changesOf(document)) {
        judged += 1
        const ours = checkSchema(changed, family, rootClassOf(document)).length === 0
        if (official(changed) !== ours) different.push(`${family} ${change} ours ${ours}`)
      }
    }
    expect(judged).toBeGreaterThan(500)
    expect(different).toEqual([])
  })
})

test('OB 3.0 §B: what is told of both families in one walk, each says alone', () => {
  // An endorsement in it may have evidence, which only the tolerant family knows.
  const issuer = { id: 'https://college.example.org', name: 'College', url: 'https://college.example.org' }
  const achievement = { name: 'Welder', description: 'Welds.', criteria: 'A seam.', tag: ['a', 'b'], image: issuer.url }
  const recipient = { email: 'kim@example.org' }
  const badge = createCredential({ issuer, achievement, recipient, evidence: [{ id: issuer.id }] }, fixed) as JsonObject
  const told = { both: 0, neither: 0 }
  const wrong: string[] = []
  expect(conformsToBoth(badge, 'AchievementCredential')).toBe(true)
  for (const document of [badge, createCredential(fullDraft, fixed) as JsonObject, endorsement, asV1p1(badge)]) {
    const root = rootClassOf(document)
    for (const [change, changed] of changesOf(document)) {
      const conforms = conformsToBoth(changed, root)
      told[conforms ? 'both' : 'neither'] += 1
      if (conforms && families.some((family) => checkSchema(changed, family, root).length > 0)) wrong.push(change)
    }
  }
  expect(wrong).toEqual([])
  expect(Math.min(told.both, told.neither)).toBeGreaterThan(300)
})

test('Data Integrity 1.0 §2.4: names that no context defines are looked for wherever there are any', () => {
  const issuer = { id: 'https://college.example.org', name: 'College', url: 'https://college.example.org' }
  const achievement = { name: 'Welder', description: 'Welds.', criteria: 'A seam.', tag: ['a'], image: issuer.url }
  const badge = createCredential({ issuer, achievement, recipient: { email: 'kim@example.org' } }, fixed) as JsonObject
  const told = { passedOver: 0, found: 0 }
  const missed: string[] = []
  for (const document of [badge, createCredential(fullDraft, fixed) as JsonObject, endorsement, asV1p1(badge)]) {
    for (const [change, changed] of changesOf(document)) {
      const names: string[] = []
      checkNames(changed, (_rule, pointer) => names.push(pointer))
      let isUnusual = false
      const conforms = conformsToBoth(changed, rootClassOf(changed), (member, value) => {
        isUnusual ||= member !== 'type' || !areTypesOfBadges(value)
      })
      if (names.length > 0) told.found += 1
      if (!conforms || isUnusual) continue
      told.passedOver += 1
      if (names.length > 0) missed.push(`${change}: ${names}`)
    }
  }
  expect(missed).toEqual([])
  expect(Math.min(told.passedOver, told.found)).toBeGreaterThan(100)
})

/** Values of every kind that a property could hold; `undefined` stands for leaving it out. */
const probes: readonly (JsonValue | undefined)[] = [
  undefined,
  null,
  true,
  0,
  'text',
  '',
  'ext:own',
  'xext:own term',
  'en',
  'pt-BR',
  'a.b.c',
  '2026-01-31',
  '2026-01-31T12:00:00Z',
  '2026-02-30T12:00:00Z',
  '2026-01-31T12:00:00',
  {},
  { en: 'text', 'pt-BR': 'texto' },
  { en: 5 },
  { english: 'text' },
  [],
  ['text'],
  [5],
  [{}],
  [null],
  [['text']],
]

const closedExtra = 'somethingElse'

/** The document with one value replaced, for every place in it and every probe. */
function* changesOf(document: JsonObject): Generator<readonly [string, JsonObject]> {
  for (const path of pathsOf(document)) {
    for (const probe of probes) {
      yield [`/${path.join('/')} = ${JSON.stringify(probe)}`, replaced(document, path, probe) as JsonObject]
    }
  }
}

/**
 * Every place: members, items, and one further member of each object. An object is entered once for each name it
 * stands under, since it is of the same class everywhere.
 */
function* pathsOf(
  value: JsonValue | undefined,
  path: readonly string[] = [],
  entered = new Set<string>(),
): Generator<readonly string[]> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    yield* pathsOf(value[0], [...path, '0'], entered)
    return
  }
  const name = path.findLast((key) => key !== '0') ?? ''
  if (entered.has(name)) return
  entered.add(name)
  yield [...path, closedExtra]
  for (const [key, member] of Object.entries(value)) yield* pathsOf(member, [...path, key], entered)
}

function replaced(value: JsonValue, [key, ...rest]: readonly string[], probe: JsonValue | undefined): JsonValue {
  if (key === undefined || typeof value !== 'object' || value === null) return value
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, JsonValue>
  if (rest.length > 0) copy[key] = replaced(copy[key] ?? null, rest, probe)
  else if (probe !== undefined) copy[key] = probe
  else if (Array.isArray(copy)) copy.splice(Number(key), 1)
  else delete copy[key]
  return copy
}

/** The same badge in the envelope of data model 1.1. */
function asV1p1(badge: JsonObject): JsonObject {
  const { validFrom, validUntil, ...rest } = JSON.parse(JSON.stringify(badge).replaceAll(V2, V1)) as JsonObject
  const text = JSON.stringify({ ...rest, issuanceDate: validFrom, expirationDate: validUntil })
  return JSON.parse(text.replaceAll('"validFrom"', '"issuanceDate"').replaceAll('"validUntil"', '"expirationDate"'))
}

const V1 = 'https://www.w3.org/2018/credentials/v1'
const V2 = 'https://www.w3.org/ns/credentials/v2'
