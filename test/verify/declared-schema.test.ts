import { beforeAll, describe, expect, it } from 'vitest'
import { findSchemaFault } from '../../src/credential/declared-schema/engine.js'
import { isBadgeError } from '../../src/errors.js'
import { issueBadge } from '../../src/issue-badge.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { badgesInVectors, officialSchema } from '../credential/official-schemas.js'
import { testKey } from '../support/badge.js'
import { hasVectors, noVectorsReason, readVectorJson } from '../support/vectors.js'

const now = '2026-02-01T00:00:00Z'
const key = await testKey()
const url = 'https://acme.example/schema.json'

const fault = async (document: JsonObject, schema: JsonValue, others: [string, JsonValue][] = []) => {
  try {
    const found = await findSchemaFault(document, schema, { draft: '2020-12', url, others: new Map(others) })
    return found === undefined ? 'valid' : `${found.keyword} ${found.pointer}`
  } catch (error) {
    if (isBadgeError(error)) return error.code
    throw error
  }
}

describe('findSchemaFault', () => {
  it.each<[string, JsonObject, JsonValue, string]>([
    ['nothing asked', {}, {}, 'valid'],
    ['everything refused', {}, false, 'false '],
    ['a pattern that fits', { a: 'abc' }, { properties: { a: { pattern: '^[a-c]+$' } } }, 'valid'],
    ['a pattern that does not', { a: 'abd' }, { properties: { a: { pattern: '^[a-c]+$' } } }, 'pattern /a'],
    ['a pattern for numbers asks nothing', { a: 5 }, { properties: { a: { pattern: 'x' } } }, 'valid'],
    ['formats are annotations', { a: 'x' }, { properties: { a: { format: 'email' } } }, 'valid'],
    [
      'properties called like keywords',
      { pattern: 'x', format: 'y', const: 5 },
      { properties: { pattern: { type: 'string' }, format: { const: 'y' }, const: { type: 'number' } } },
      'valid',
    ],
    [
      'data that looks like a schema',
      { a: { pattern: '(', format: 'x' } },
      { properties: { a: { const: { pattern: '(', format: 'x' } } } },
      'valid',
    ],
    ['names by pattern', { 'x-a': 5, b: 'x' }, { patternProperties: { '^x-': { type: 'string' } } }, 'type /x-a'],
    [
      'names by two patterns',
      { ab: 5 },
      { patternProperties: { '^a': { type: 'number' }, b$: { minimum: 6 } } },
      'minimum /ab',
    ],
    ['names by a pattern that no name fits', { a: 5 }, { patternProperties: { '^x': false } }, 'valid'],
    [
      'names that are no part of the patterns',
      { a: 5 },
      { patternProperties: { '^x': {} }, additionalProperties: false },
      'false /a',
    ],
    [
      'a reference inside',
      { a: 5 },
      { $defs: { t: { type: 'string' } }, properties: { a: { $ref: '#/$defs/t' } } },
      'type /a',
    ],
    ['a reference to nowhere', { a: 5 }, { $ref: '#/$defs/none' }, 'ERR_SCHEMA_UNUSABLE'],
    ['no schema at all', {}, 'x', 'valid'],
    ['a pattern that is none', { a: 'x' }, { properties: { a: { pattern: '(' } } }, 'ERR_SCHEMA_UNUSABLE'],
    ['a pattern with a look ahead', { a: 'x' }, { properties: { a: { pattern: '(?=x)' } } }, 'ERR_SCHEMA_UNUSABLE'],
    [
      'unevaluated properties',
      { a: 1, b: 2 },
      { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      'false /b',
    ],
    ['a place with a slash and a tilde', { 'a/b~c': 5 }, { additionalProperties: { type: 'string' } }, 'type /a~1b~0c'],
    ['recursion without end', {}, { $ref: '#' }, 'ERR_SCHEMA_UNUSABLE'],
  ])('%s', async (_name, document, schema, expected) => {
    expect(await fault(document, schema)).toBe(expected)
  })

  it('a schema elsewhere', async () => {
    const other = 'https://acme.example/other.json'
    expect(await fault({ a: 5 }, { properties: { a: { $ref: other } } }, [[other, { type: 'string' }]])).toBe('type /a')
  })

  const deep = (depth: number): JsonObject => (depth === 0 ? {} : { a: deep(depth - 1) })
  const doubling = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [
      `d${i}`,
      { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
    ]),
  )
  it.each<[string, JsonObject, JsonValue]>([
    ['references that double each time', { a: 1 }, { $ref: '#/$defs/d0', $defs: { ...doubling, d60: {} } as never }],
    [
      'a schema that goes down twice at each level',
      deep(100),
      { allOf: [{ properties: { a: { $ref: '#' } } }, { properties: { a: { $ref: '#' } } }] },
    ],
    [
      'unique items of a long list',
      { a: Array.from({ length: 20_000 }, (_, i) => ({ i })) },
      { properties: { a: { uniqueItems: true } } },
    ],
    [
      'a long list against a long enumeration',
      { a: Array.from({ length: 5000 }, (_, i) => i) },
      { properties: { a: { items: { enum: Array.from({ length: 5000 }, (_, i) => -i - 1) } } } },
    ],
    [
      'lengths of a long text, again and again',
      { a: 'x'.repeat(500_000), b: Array.from({ length: 5000 }, () => 'x') },
      { properties: { b: { items: { minLength: 1 } } } },
    ],
    ['a text too large', { a: 'x'.repeat(2_000_000) }, {}],
  ])('%s ends', async (_name, document, schema) => {
    const started = performance.now()
    expect(['ERR_LIMIT_EXCEEDED', 'enum /a/0']).toContain(await fault(document, schema))
    expect(performance.now() - started).toBeLessThan(30_000)
  })

  it.each([
    ['^(a+)+$', `${'a'.repeat(50)}!`],
    ['(x+x+)+y', 'x'.repeat(200)],
    ['(.*)*z', 'a'.repeat(5000)],
  ])('the pattern %s cannot stall', async (pattern, text) => {
    const started = performance.now()
    expect(
      await fault({ a: text, [text]: 1 }, { properties: { a: { pattern } }, patternProperties: { [pattern]: false } }),
    ).toMatch(/^pattern/)
    expect(performance.now() - started).toBeLessThan(30_000)
  })

  it('nothing is left in the engine’s own tables', async () => {
    const { format } = await import('@cfworker/json-schema')
    await fault({ a: 'x' }, { properties: { a: { pattern: 'x' } } })
    expect(Object.keys(format).filter((name) => name.startsWith('badgewright'))).toEqual([])
  })
})

describe.skipIf(!hasVectors)(`judges as Ajv does ${hasVectors ? '' : noVectorsReason}`, () => {
  it.each([
    ['tolerant', 'waltid/policies2/ob_v3p0_anyachievementcredential_schema.json'],
    ['strict', 'openbadges-specification/schemas/gh-pages-achievementcredential.json'],
  ] as const)('the official schema, %s family, over every badge of the vectors', async (family, path) => {
    const schema = readVectorJson<JsonObject>(path)
    const different: string[] = []
    let judged = 0
    for (const { place, value } of badgesInVectors().slice(0, 80)) {
      const official = officialSchema(family, 'AchievementCredential')?.(value)
      judged += 1
      const ours = await fault(value as JsonObject, schema)
      // Ajv asserts formats; here they are annotations.
      if ((ours === 'valid') !== official && !(official === false && ours === 'valid'))
        different.push(`${place} ${ours}`)
      if (ours.startsWith('ERR_')) different.push(`${place} ${ours}`)
    }
    expect(judged).toBe(80)
    expect(different).toEqual([])
  })
})

describe('credentialSchema (VCDM 2.0 §4.11, VCCS)', () => {
  let badge: JsonObject
  beforeAll(async () => {
    const draft = {
      issuer: { name: 'Acme' },
      achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
      recipient: 'did:example:kim',
      credentialSchema: url,
    }
    badge = JSON.parse(JSON.stringify(await issueBadge(draft, key, { now })))
  })
  const check = async (options: VerifyOptions = {}, document: JsonObject = badge) => {
    const result = await verifyCredential(document, { now, ...options })
    const found = result.checks.find(({ id }) => id === 'model.schema')
    return [
      result.outcome,
      found?.status,
      found?.problems.map(({ code, pointer }) => `${code} ${pointer}`),
      found?.warnings.map(({ code }) => code),
    ]
  }
  const asks = (name: string): JsonObject => ({ properties: { name: { const: name } } })

  it.each<[string, VerifyOptions, readonly unknown[]]>([
    ['not at hand: a warning', {}, ['verified', 'passed', [], ['ERR_DOCUMENT_UNAVAILABLE']]],
    ['given, and kept', { schemas: { [url]: asks('Welder') } }, ['verified', 'passed', [], []]],
    ['given, and broken', { schemas: { [url]: asks('Baker') } }, ['failed', 'failed', ['ERR_MODEL_INVALID /name'], []]],
    [
      'among the documents, and broken',
      { documents: { [url]: asks('Baker') } },
      ['failed', 'failed', ['ERR_MODEL_INVALID /name'], []],
    ],
    [
      'malformed: a warning',
      { documents: { [url]: { $ref: 5 } as never } },
      ['verified', 'passed', [], ['ERR_SCHEMA_UNUSABLE']],
    ],
    [
      'that refers to another',
      {
        documents: {
          [url]: { $ref: 'other.json#/$defs/x' },
          'https://acme.example/other.json': { $defs: { x: asks('Baker') } },
        },
      },
      ['failed', 'failed', ['ERR_MODEL_INVALID /name'], []],
    ],
    [
      'that refers to another, not at hand',
      { documents: { [url]: { $ref: 'other.json' } } },
      ['verified', 'passed', [], ['ERR_DOCUMENT_UNAVAILABLE']],
    ],
  ])('a schema %s', async (_name, options, expected) => {
    expect(await check(options)).toEqual(expected)
  })

  const resigned = async (credentialSchema: JsonValue): Promise<JsonObject> => {
    const { proof: _, ...unsigned } = badge
    return (await signCredential({ ...unsigned, credentialSchema }, key, { now })) as JsonObject
  }
  const own = {
    id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json',
    type: '1EdTechJsonSchemaValidator2019',
  }

  it('the published schema of its own class is built in; that of another class is not', async () => {
    expect(await check({}, await resigned([own]))).toEqual(['verified', 'passed', [], []])
    const other = { ...own, id: own.id.replace('achievement', 'endorsement') }
    expect((await check({}, await resigned([own, other])))[3]).toEqual(['ERR_DOCUMENT_UNAVAILABLE'])
  })

  it('a schema of an unknown type, and more schemas than are looked at, are warnings', async () => {
    expect((await check({}, await resigned([own, { id: url, type: 'https://acme.example/Shapes' }])))[3]).toEqual([
      'ERR_SCHEMA_UNUSABLE',
    ])
    const many = Array.from({ length: 12 }, (_, i) => ({ id: `${url}?${i}`, type: 'JsonSchema' }))
    expect((await check({}, await resigned([own, ...many])))[3]).toContain('ERR_LIMIT_EXCEEDED')
  })
})
