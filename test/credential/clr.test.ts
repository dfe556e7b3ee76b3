import { describe, expect, test } from 'vitest'
import { checkDataModel, createClr, createCredential } from '../../src/credential/index.js'
import type { ClrDraft } from '../../src/types/draft.js'
import type { JsonObject } from '../../src/types/json.js'
import type { ModelFinding } from '../../src/types/model.js'
import { refusalsOf } from '../support/refusals.js'
import { hasVectors, noVectorsReason, readVectorJson } from '../support/vectors.js'

const fixed = { now: '2026-01-31T12:00:00Z', id: 'urn:uuid:5a3f5d5e-0000-4000-8000-000000000001', salt: 'salt' }
const badge = createCredential(
  {
    id: 'urn:uuid:5a3f5d5e-0000-4000-8000-000000000002',
    issuer: { id: 'https://acme.example', name: 'Acme' },
    achievement: { id: 'urn:x:1', name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
    recipient: { did: 'did:example:kim' },
  },
  { now: fixed.now },
)
const draft: ClrDraft = {
  issuer: { id: 'https://school.example', name: 'School' },
  name: 'Transcript',
  recipient: { did: 'did:example:kim', email: 'kim@example.org' },
  credential: badge,
}

describe('createClr (CLR 2.0, ClrCredential)', () => {
  test('from short to whole', () => {
    const record = createClr(
      {
        ...draft,
        partial: true,
        achievement: { id: 'urn:x:2', name: 'Trade', description: 'The trade.', criteria: 'All of it.' },
        association: { associationType: 'isChildOf', sourceId: 'urn:x:1', targetId: 'urn:x:2' },
      },
      fixed,
    )
    expect(record['@context']).toEqual([
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ])
    expect(record).toMatchObject({
      id: fixed.id,
      type: ['VerifiableCredential', 'ClrCredential'],
      name: 'Transcript',
      partial: true,
      validFrom: fixed.now,
      credentialSubject: {
        id: 'did:example:kim',
        type: ['ClrSubject'],
        identifier: [{ type: 'IdentityObject', identityType: 'emailAddress', hashed: true, salt: 'salt' }],
        achievement: [{ id: 'urn:x:2', type: ['Achievement'] }],
        verifiableCredential: [badge],
        association: [{ type: 'Association', associationType: 'isChildOf', sourceId: 'urn:x:1', targetId: 'urn:x:2' }],
      },
    })
    expect(checkDataModel(record)).toEqual({ valid: true, problems: [], warnings: [] })
  })

  test('a badge that is a JWT goes in as its text, and the strict family of schemas is told about', () => {
    const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJpZCI6InVybjp4In0.c2ln'
    const warnings: [string | undefined, string][] = []
    const onWarning = ({ rule, pointer }: ModelFinding) => void warnings.push([rule, pointer])
    const record = createClr({ ...draft, credential: [jwt, badge] }, { ...fixed, onWarning })
    expect(record.credentialSubject.verifiableCredential).toEqual([jwt, badge])
    expect(warnings).toEqual([['strict.value', '/credential/0']])
    expect(createClr({ ...draft, credential: jwt }, fixed).credentialSubject.verifiableCredential).toEqual([jwt])
  })

  test.each<[string, JsonObject, string, string]>([
    ['a text that is no JWT', { credential: [badge, 'a badge'] }, 'schema.object', '/credential/1'],
    ['the same JWT twice', { credential: ['a.b.c', 'a.b.c'] }, 'draft.conflict', '/credential/1'],
    ['no credential', { credential: undefined as never }, 'schema.required', '/credential'],
    ['something that is no credential', { credential: [{ type: ['Badge'] }] }, 'schema.types', '/credential/0/type'],
    ['the same credential twice', { credential: [badge, badge] }, 'draft.conflict', '/credential/1'],
    ['nobody', { recipient: undefined as never }, 'subject.identified', '/recipient'],
    ['no name', { name: undefined as never }, 'schema.required', '/name'],
    [
      'an association of an unknown kind',
      { association: [{ associationType: 'isCousinOf', sourceId: 'urn:a:1', targetId: 'urn:a:2' }] },
      'schema.enumeration',
      '/association/0/associationType',
    ],
    [
      'an association of nothing',
      { association: { associationType: 'precedes', sourceId: 'x', targetId: 'urn:a:2' } },
      'url.form',
      '/association/sourceId',
    ],
    ['a misspelt member', { credentials: [] }, 'draft.unknown-property', '/credentials'],
  ])('%s is refused with its place', (_name, change, rule, pointer) => {
    expect(refusalsOf(() => createClr({ ...draft, ...change } as ClrDraft, fixed))).toContainEqual([rule, pointer])
  })

  test.each([
    [
      'the context of CLR is missing',
      ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      ['/@context/1', '/@context/2'],
    ],
    [
      'the contexts are out of order',
      [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
        'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
      ],
      ['/@context/1', '/@context/2'],
    ],
  ])('%s', (_name, contexts, pointers) => {
    const record = { ...createClr(draft, fixed), '@context': contexts }
    expect(checkDataModel(record).problems.map(({ rule, pointer }) => [rule, pointer])).toEqual(
      pointers.map((pointer) => ['schema.context', pointer]),
    )
  })
})

describe.skipIf(!hasVectors)(
  `learner records that others published follow the model ${hasVectors ? '' : noVectorsReason}`,
  () => {
    test.each([
      '1edtech-validator/clr20/simple.json',
      '1edtech-validator/clr20/simple_v1.json',
      '1edtech-validator/clr20/complex.json',
      'openbadges-specification/examples/vc/impl-linked-data-proof-clr-7.signed.json',
    ])('%s', (path) => {
      expect(checkDataModel(readVectorJson(path)).problems.map(({ rule, pointer }) => [rule, pointer])).toEqual([])
    })
  },
)
