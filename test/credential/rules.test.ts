import { describe, expect, test } from 'vitest'
import { rules } from '../../src/credential/findings.js'
import { checkDataModel, createCredential } from '../../src/credential/index.js'
import { limits } from '../../src/internal/limits.js'
import type { JsonObject } from '../../src/types/json.js'
import { endorsement, fixed } from './full-draft.js'

const V1 = 'https://www.w3.org/2018/credentials/v1'
const V2 = 'https://www.w3.org/ns/credentials/v2'
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'

const badge = createCredential(
  {
    issuer: { id: 'https://u.example', name: 'University' },
    achievement: {
      name: 'Welder',
      description: 'Welds.',
      criteria: 'Passed.',
      resultDescription: [
        { id: 'urn:x:grade', name: 'Grade', resultType: 'LetterGrade', allowedValue: ['C', 'B', 'A'] },
        { id: 'urn:x:score', name: 'Score', resultType: 'RawScore', valueMin: 0, valueMax: 100 },
        { id: 'urn:x:state', name: 'State', resultType: 'Status' },
        {
          id: 'urn:x:rubric',
          name: 'Rubric',
          resultType: 'RubricCriterionLevel',
          rubricCriterionLevel: { id: 'urn:x:level', name: 'Basic' },
        },
      ],
    },
    recipient: 'kim@example.org',
    credentialSubject: { result: { resultDescription: 'urn:x:score', value: 50 } },
  },
  fixed,
) as JsonObject

const DESCRIPTIONS = '/credentialSubject/achievement/resultDescription'

interface Row {
  readonly rule: string
  readonly pointer: string
  /** Pointers and the values put there. */
  readonly change: Readonly<Record<string, unknown>>
}

const failing: readonly Row[] = [
  { rule: 'context.order', pointer: '/@context', change: { '/@context': V2 } },
  { rule: 'schema.context', pointer: '/@context/0', change: { '/@context': [OB, V2] } },
  { rule: 'schema.context', pointer: '/@context/1', change: { '/@context': [V2] } },
  { rule: 'schema.context', pointer: '/@context/2', change: { '/@context': [V2, OB, 5] } },
  { rule: 'schema.context', pointer: '/@context', change: { '/@context': 5 } },
  { rule: 'type.required', pointer: '/type', change: { '/type': 'OpenBadgeCredential' } },
  { rule: 'type.required', pointer: '/issuer/type', change: { '/issuer/type': 'Organization' } },
  { rule: 'id.uri', pointer: '/id', change: { '/id': 'badge 1' } },
  { rule: 'id.uri', pointer: '/id', change: { '/id': {} } },
  { rule: 'id.uri', pointer: '/credentialSubject/id', change: { '/credentialSubject/id': 'kim' } },
  { rule: 'id.uri', pointer: '/issuer', change: { '/issuer': 'University' } },
  { rule: 'id.uri', pointer: '/issuer/id', change: { '/issuer': {} } },
  {
    rule: 'schema.value',
    pointer: '/credentialSubject/achievement/name',
    change: { '/credentialSubject/achievement/name': {} },
  },
  { rule: 'schema.value', pointer: '/issuer/name', change: { '/issuer/name': {} } },
  { rule: 'subject.identified', pointer: '/credentialSubject', change: { '/credentialSubject/identifier': undefined } },
  { rule: 'subject.identified', pointer: '/credentialSubject', change: { '/credentialSubject/identifier': [] } },
  {
    rule: 'criteria.given',
    pointer: '/credentialSubject/achievement/criteria',
    change: { '/credentialSubject/achievement/criteria': {} },
  },
  {
    rule: 'result.description-known',
    pointer: '/credentialSubject/result/0/resultDescription',
    change: { '/credentialSubject/result/0/resultDescription': 'urn:x:none' },
  },
  {
    rule: 'result.status-given',
    pointer: '/credentialSubject/result/status',
    change: { '/credentialSubject/result': { type: ['Result'], resultDescription: 'urn:x:state' } },
  },
  { rule: 'validity.window', pointer: '/validUntil', change: { '/validUntil': '2020-01-01T00:00:00Z' } },
  { rule: 'terms.data-model-1', pointer: '/issuanceDate', change: { '/issuanceDate': '2026-01-31T12:00:00Z' } },
  {
    rule: 'terms.extensions-context',
    pointer: '/refreshService/type',
    change: { '/refreshService': { id: 'https://u.example/r', type: '1EdTechCredentialRefresh' } },
  },
  {
    rule: 'terms.extensions-context',
    pointer: '/credentialStatus/type',
    change: {
      '/credentialStatus': { id: 'https://u.example/r', type: { en: 'x' } },
      '/credentialStatus/type': '1EdTechRevocationList',
    },
  },
]

const warning: readonly Row[] = [
  { rule: 'issuer.object', pointer: '/issuer', change: { '/issuer': 'https://u.example' } },
  { rule: 'json.empty-array', pointer: '/evidence', change: { '/evidence': [] } },
  { rule: 'url.form', pointer: '/issuer/url', change: { '/issuer/url': 'www.u.example' } },
  {
    rule: 'subject.identity-hash',
    pointer: '/credentialSubject/identifier/0/identityHash',
    change: { '/credentialSubject/identifier/0/identityHash': 'sha256$12' },
  },
  {
    rule: 'subject.activity-window',
    pointer: '/credentialSubject/activityEndDate',
    change: {
      '/credentialSubject/activityStartDate': '2026-01-02T00:00:00Z',
      '/credentialSubject/activityEndDate': '2026-01-01T00:00:00Z',
    },
  },
  {
    rule: 'result.level-known',
    pointer: '/credentialSubject/result/0/achievedLevel',
    change: { '/credentialSubject/result/0/achievedLevel': 'urn:x:level' },
  },
  {
    rule: 'result.level-known',
    pointer: '/credentialSubject/result/0/achievedLevel',
    change: { '/credentialSubject/result': [{ type: ['Result'], achievedLevel: 'urn:x:none' }] },
  },
  {
    rule: 'result-description.required-level',
    pointer: `${DESCRIPTIONS}/0/requiredLevel`,
    change: { [`${DESCRIPTIONS}/0/requiredLevel`]: 'urn:x:level' },
  },
  {
    rule: 'result-description.required-value',
    pointer: `${DESCRIPTIONS}/0/requiredValue`,
    change: { [`${DESCRIPTIONS}/0/requiredValue`]: 'F' },
  },
  {
    rule: 'result-description.required-value',
    pointer: `${DESCRIPTIONS}/1/requiredValue`,
    change: { [`${DESCRIPTIONS}/1/requiredValue`]: '101' },
  },
  {
    rule: 'enumeration.extension-term',
    pointer: '/credentialSubject/achievement/achievementType',
    change: { '/credentialSubject/achievement/achievementType': 'my ext:own' },
  },
  {
    rule: 'credential-schema.open-badges',
    pointer: '/credentialSchema',
    change: { '/credentialSchema': [{ id: 'https://u.example/s', type: 'JsonSchema' }] },
  },
  { rule: 'strict.value', pointer: '/name', change: { '/name': { en: 'Welder' } } },
  { rule: 'strict.version', pointer: '', change: { '/@context/0': V1, '/issuanceDate': '2026-01-31T12:00:00Z' } },
]

const fine: readonly (readonly [string, Row['change']])[] = [
  [
    'an endpoint type with the extensions context',
    {
      '/@context': [V2, OB, EXTENSIONS],
      '/refreshService': { id: 'https://u.example/r', type: '1EdTechCredentialRefresh' },
    },
  ],
  [
    'a term of data model 1.1 that another context may define',
    { '/@context': [V2, OB, 'https://u.example/c'], '/issuanceDate': '2026-01-31T12:00:00Z' },
  ],
  [
    'a level of the linked rubric',
    {
      '/credentialSubject/result/0': {
        type: ['Result'],
        resultDescription: 'urn:x:rubric',
        achievedLevel: 'urn:x:level',
      },
    },
  ],
  [
    'a status that is given',
    { '/credentialSubject/result/0': { type: ['Result'], resultDescription: 'urn:x:state', status: 'Failed' } },
  ],
  ['a required value within the range', { [`${DESCRIPTIONS}/1/requiredValue`]: '100' }],
  ['a required value that is no number', { [`${DESCRIPTIONS}/1/requiredValue`]: 'good' }],
  ['an empty window', { '/validUntil': '2026-01-31T12:00:00Z' }],
  ['a subject without results', { '/credentialSubject/result': undefined }],
]

describe('OB 3.0: sentences that no JSON Schema expresses', () => {
  test.each(failing)('$rule fails at $pointer', ({ rule, pointer, change }) => {
    const { valid, problems } = checkDataModel(changed(change))
    expect(valid).toBe(false)
    expect(problems.map((each) => [each.rule, each.pointer])).toContainEqual([rule, pointer])
  })

  test.each(warning)('$rule warns at $pointer', ({ rule, pointer, change }) => {
    const { problems, warnings } = checkDataModel(changed(change))
    expect(problems.map((each) => each.rule)).toEqual([])
    expect(warnings.map((each) => [each.rule, each.pointer])).toContainEqual([rule, pointer])
  })

  test.each(fine)('%s is fine', (_, change) => {
    expect(checkDataModel(changed(change))).toEqual({ valid: true, problems: [], warnings: [] })
  })

  test('every finding names check, clause and remedy, and no two rules are found at one place', () => {
    const found = failing.flatMap(({ change }) => checkDataModel(changed(change)).problems)
    for (const { rule, check, spec, fix, type, code } of found) {
      expect(check).toBe(rules[rule as keyof typeof rules].check)
      expect(spec).toMatch(/^https:\/\/www\.(imsglobal|w3)\.org\//)
      expect(fix).not.toBe('')
      expect(type).toBe('https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR')
      expect(code).toMatch(/^ERR_/)
    }
  })
})

describe('checkDataModel', () => {
  test('takes endorsements and data model 1.1 by themselves', () => {
    expect(checkDataModel(endorsement).valid).toBe(true)
    const { validFrom, validUntil: _, ...rest } = badge
    const old = { ...rest, '@context': [V1, OB], issuanceDate: validFrom }
    expect(checkDataModel(old).problems).toEqual([])
    expect(checkDataModel({ ...old, '@context': V1 }).problems.map(({ rule }) => rule)).toEqual(['context.order'])
    expect(checkDataModel({ ...old, '@context': {} }).problems.map(({ rule }) => rule)).toEqual(['context.order'])
  })

  test('a first context of another version: the dates tell which data model was meant', () => {
    const { validFrom, ...rest } = badge
    const rules = checkDataModel({ ...rest, '@context': ['x:y', OB], issuanceDate: validFrom }).problems
    expect(rules.map(({ rule, pointer }) => [rule, pointer])).toEqual([['schema.context', '/@context/0']])
  })

  test('a context that fits both data models is judged by either', () => {
    const both = { ...badge, '@context': V1 }
    expect(checkDataModel(both).problems.map(({ rule }) => rule)).toEqual(['context.order'])
  })

  test('lists findings only up to the cap', () => {
    const many = { ...badge, evidence: Array.from({ length: 10_000 }, () => 5) }
    expect(checkDataModel(many).problems.length).toBe(limits.findings)
  })
})

function changed(change: Row['change']): JsonObject {
  const copy = structuredClone(badge)
  for (const [pointer, value] of Object.entries(change)) {
    const keys = pointer.split('/').slice(1)
    const last = keys.pop() ?? ''
    const parent = keys.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, copy)
    if (value === undefined) delete parent[last]
    else parent[last] = value
  }
  return copy
}
