import { describe, expect, test } from 'vitest'
import { checkDataModel, createEndorsement } from '../../src/credential/index.js'
import { deepFreeze } from '../../src/internal/json.js'
import type { EndorsementDraft } from '../../src/types/draft.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'
import { refusalsOf } from '../support/refusals.js'

const fixed = { now: '2026-01-31T12:00:00Z', id: 'urn:uuid:5a3f5d5e-0000-4000-8000-000000000001' }
const draft: EndorsementDraft = {
  issuer: { id: 'https://guild.example', name: 'Guild' },
  endorsed: { id: 'https://acme.example/a/1', name: 'Welder I' },
  comment: 'Our members hire on the strength of it.',
}

describe('createEndorsement (Open Badges 3.0, EndorsementCredential)', () => {
  test('from short to whole, without a finding of either schema family', () => {
    const endorsement = createEndorsement(draft, fixed)
    expect(endorsement).toEqual({
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      id: fixed.id,
      type: ['VerifiableCredential', 'EndorsementCredential'],
      name: 'Endorsement of Welder I',
      issuer: { id: 'https://guild.example', type: ['Profile'], name: 'Guild' },
      validFrom: fixed.now,
      credentialSubject: {
        id: 'https://acme.example/a/1',
        type: ['EndorsementSubject'],
        endorsementComment: draft.comment,
      },
    })
    expect(checkDataModel(endorsement)).toEqual({ valid: true, problems: [], warnings: [] })
  })

  test('what is endorsed may be named by its id alone', () => {
    const { name, credentialSubject } = createEndorsement({ ...draft, endorsed: 'did:example:acme' }, fixed)
    expect([name, credentialSubject.id]).toEqual(['Endorsement', 'did:example:acme'])
  })

  test('every member of the model is taken over, and its extensions bring their context', () => {
    const endorsement = createEndorsement(
      {
        ...draft,
        '@context': { note: 'https://guild.example/terms#note' },
        type: 'https://guild.example/terms#Endorsement',
        name: 'A good one',
        description: 'Why.',
        validFrom: '2026-01-01',
        validUntil: '2027-01-01',
        awardedDate: '2025-12-31',
        refreshService: 'https://guild.example/refresh',
        credentialSchema: 'https://guild.example/schema.json',
        termsOfUse: { type: 'https://guild.example/terms#Licence' },
      },
      fixed,
    )
    expect(endorsement['@context'].slice(2)).toEqual([
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
      { note: 'https://guild.example/terms#note' },
    ])
    expect(endorsement.validFrom).toBe('2026-01-01T00:00:00Z')
    expect(endorsement.credentialSchema).toHaveLength(2)
    expect(checkDataModel(endorsement).valid).toBe(true)
  })

  test('the draft is never touched, and an issuer without an id takes the one given', () => {
    const frozen = deepFreeze({ ...draft, issuer: { name: 'Guild' } })
    expect(createEndorsement(frozen, { ...fixed, issuerId: 'did:example:guild' }).issuer.id).toBe('did:example:guild')
  })

  test.each<[string, JsonObject, string, string]>([
    ['no object of the endorsement', { endorsed: undefined as never }, 'schema.required', '/endorsed'],
    ['an id that is none', { endorsed: 'Acme' }, 'id.uri', '/endorsed'],
    ['an object without id', { endorsed: { name: 'x' } }, 'schema.required', '/endorsed/id'],
    ['a comment that is no text', { comment: 3 }, 'schema.value', '/comment'],
    ['an issuer without id', { issuer: { name: 'x' } }, 'draft.issuer-id', '/issuer/id'],
    ['a proof', { proof: {} }, 'draft.signed', '/proof'],
    ['a misspelt member', { coment: 'x' }, 'draft.unknown-property', '/coment'],
    ['a subject of its own', { credentialSubject: {} }, 'draft.unknown-property', '/credentialSubject'],
    [
      'a context of data model 1.1',
      { '@context': 'https://www.w3.org/2018/credentials/v1' },
      'draft.context',
      '/@context',
    ],
    ['an hour 24', { validFrom: '2026-01-01T24:00:00Z' }, 'schema.format', '/validFrom'],
    ['an end before the beginning', { validUntil: '2020-01-01' }, 'validity.window', '/validUntil'],
  ])('%s is refused with its place', (_name, change, rule, pointer) => {
    expect(refusalsOf(() => createEndorsement({ ...draft, ...change } as EndorsementDraft, fixed))).toContainEqual([
      rule,
      pointer,
    ])
  })

  test('wrong options', async () => {
    expect(await codeOf(() => createEndorsement(draft, { now: 'soon' }))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => createEndorsement('x' as never))).toBe('ERR_DRAFT_INVALID')
  })
})
