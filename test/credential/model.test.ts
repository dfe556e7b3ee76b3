import { describe, expect, test } from 'vitest'
import {
  achievementTypes,
  alignmentTargetTypes,
  checkDataModel,
  createCredential,
  identifierTypes,
  resultStatusTypes,
  resultTypes,
} from '../../src/credential/index.js'
import { type ClassName, model } from '../../src/credential/model.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { hasVectors, noVectorsReason, readVectorJson } from '../support/vectors.js'
import { endorsement, fixed, fullDraft } from './full-draft.js'

const badge = { ...createCredential(fullDraft, fixed), proof: endorsement.proof } as JsonObject

/** Classes of CLR 2.0, which no badge has; `clr.test.ts` is about them. */
type ClrClass = 'ClrCredential' | 'ClrSubject' | 'Association' | 'VerifiableCredential'

/** Where in the full badge an object of each class stands. */
const objectAt: Readonly<Record<Exclude<ClassName, ClrClass>, string>> = {
  AchievementCredential: '',
  AchievementSubject: '/credentialSubject',
  Achievement: '/credentialSubject/achievement',
  Profile: '/issuer',
  Criteria: '/credentialSubject/achievement/criteria',
  Image: '/image',
  IdentityObject: '/credentialSubject/identifier/0',
  IdentifierEntry: '/issuer/otherIdentifier/0',
  Alignment: '/credentialSubject/achievement/alignment/0',
  Evidence: '/evidence/2',
  Related: '/credentialSubject/achievement/related/0',
  Result: '/credentialSubject/result/0',
  ResultDescription: '/credentialSubject/achievement/resultDescription/0',
  RubricCriterionLevel: '/credentialSubject/achievement/resultDescription/1/rubricCriterionLevel/0',
  Address: '/issuer/address',
  GeoCoordinates: '/issuer/address/geo',
  CredentialSchema: '/credentialSchema/0',
  CredentialStatus: '/credentialStatus',
  RefreshService: '/refreshService',
  TermsOfUse: '/termsOfUse/0',
  Proof: '/proof/0',
  EndorsementCredential: '/endorsement/0',
  EndorsementSubject: '/endorsement/0/credentialSubject',
}

const rows = Object.entries(objectAt).flatMap(([name, at]) =>
  Object.entries(model['2.0'][name as ClassName].properties).map(([key, rule]) => ({ name, at, key, rule })),
)

describe('OB 3.0 Appendix B, every property of every class', () => {
  test('the full badge follows the model without a warning', () => {
    expect(checkDataModel(badge)).toEqual({ valid: true, problems: [], warnings: [] })
  })

  test.each(rows)('$name $key: the wrong kind of value is found at its place', ({ at, key }) => {
    for (const wrong of [null, 17.5, [[]]]) {
      if (wrong === 17.5 && /^(credits|latitude|longitude)/.test(key)) continue
      const { problems } = checkDataModel(withMember(badge, `${at}/${key}`, wrong))
      expect(problems.filter(({ pointer }) => pointer.startsWith(`${at}/${key}`)).length).toBeGreaterThan(0)
    }
  })

  test.each(rows.filter(({ rule }) => rule.required === true))('$name $key is required', ({ at, key }) => {
    const { problems } = checkDataModel(withMember(badge, `${at}/${key}`, undefined))
    expect(problems.map(({ rule, pointer }) => [rule, pointer])).toContainEqual([
      key === '@context' ? 'schema.context' : 'schema.required',
      `${at}/${key}`,
    ])
  })

  test.each(rows.filter(({ rule }) => rule.many && !rule.tolerantOnly && !rule.single))(
    '$name $key: one value alone is a warning',
    ({ at, key }) => {
      const { problems, warnings } = checkDataModel(withMember(badge, `${at}/${key}`, first(badge, `${at}/${key}`)))
      expect(problems.filter(({ rule }) => rule.startsWith('schema.'))).toEqual([])
      expect(warnings.map(({ rule, pointer }) => [rule, pointer])).toContainEqual(['strict.array', `${at}/${key}`])
    },
  )

  test.each(Object.entries(objectAt))('%s takes further properties exactly where the model is open', (name, at) => {
    const { problems } = checkDataModel(withMember(badge, `${at}/somethingElse`, 'x'))
    const { open } = model['2.0'][name as ClassName]
    expect(problems.map(({ rule }) => rule)).toEqual(open ? [] : ['schema.closed'])
  })
})

const enumerations = [
  { name: 'AchievementType', terms: achievementTypes, count: 31, open: true, of: ['Achievement', 'achievementType'] },
  { name: 'AlignmentTargetType', terms: alignmentTargetTypes, count: 7, open: true, of: ['Alignment', 'targetType'] },
  { name: 'IdentifierTypeEnum', terms: identifierTypes, count: 19, open: true, of: ['IdentityObject', 'identityType'] },
  { name: 'ResultType', terms: resultTypes, count: 12, open: true, of: ['ResultDescription', 'resultType'] },
  { name: 'ResultStatusType', terms: resultStatusTypes, count: 7, open: false, of: ['Result', 'status'] },
] as const

describe('OB 3.0 Appendix B, enumerations', () => {
  test.each(enumerations)('$name has $count terms, and ext: terms only where open', ({ terms, count, open, of }) => {
    const at = `${objectAt[of[0]]}/${of[1]}`
    expect(new Set(terms).size).toBe(count)
    for (const term of terms) expect(rulesAt(at, term)).toEqual([])
    expect(rulesAt(at, 'NoSuchTerm')).toEqual(['schema.enumeration'])
    expect(rulesAt(at, 'ext:Own-Term.1')).toEqual(open ? [] : ['schema.enumeration'])
  })

  const official = 'waltid/policies2/ob_v3p0_achievementcredential_schema.json'
  test.skipIf(!hasVectors).each(enumerations)(
    `$name holds the terms of the official schema ${hasVectors ? '' : noVectorsReason}`,
    ({ terms, of }) => {
      const property = readVectorJson<OfficialSchema>(official).$defs[of[0]]?.properties[of[1]]
      expect([...terms].sort()).toEqual([...(property?.oneOf?.[0]?.enum ?? property?.enum ?? [])].sort())
    },
  )
})

interface OfficialSchema {
  readonly $defs: Record<string, { properties: Record<string, { oneOf?: { enum?: string[] }[]; enum?: string[] }> }>
}

function rulesAt(at: string, value: JsonValue): readonly string[] {
  const { problems, warnings } = checkDataModel(withMember(badge, at, value))
  return [...problems, ...warnings].filter(({ pointer }) => pointer === at).map(({ rule }) => rule)
}

function withMember(document: JsonObject, pointer: string, value: JsonValue | undefined): JsonObject {
  const copy = structuredClone(document)
  const keys = pointer.split('/').slice(1)
  const last = keys.pop() ?? ''
  const parent = keys.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, copy)
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return copy
}

function first(document: JsonObject, pointer: string): JsonValue {
  const list = pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue>((node, key) => (node as JsonObject)[key] ?? null, document)
  return (list as JsonValue[])[0] ?? null
}
