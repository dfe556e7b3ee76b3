import { describe, expect, test } from 'vitest'
import { checkDataModel, createCredential, hashIdentity, matchIdentity } from '../../src/credential/index.js'
import { type BadgeError, isBadgeError } from '../../src/errors.js'
import { deepFreeze } from '../../src/internal/json.js'
import type { BadgeDraft } from '../../src/types/draft.js'
import type { JsonObject } from '../../src/types/json.js'
import type { ModelFinding } from '../../src/types/model.js'
import { codeOf } from '../support/codes.js'
import { endorsement, fixed, fullDraft } from './full-draft.js'

const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const V2 = 'https://www.w3.org/ns/credentials/v2'

const short: BadgeDraft = {
  issuer: { id: 'https://u.example', name: 'University' },
  achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
  recipient: { email: 'kim@example.org' },
}

describe('createCredential: from short to whole', () => {
  test('three members make a badge that both schema families and all rules accept', () => {
    const badge = createCredential(short, fixed)
    expect(checkDataModel(badge)).toEqual({ valid: true, problems: [], warnings: [] })
    expect(badge).toEqual({
      '@context': [V2, OB],
      id: fixed.id,
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      name: 'Welder',
      issuer: { id: 'https://u.example', type: ['Profile'], name: 'University' },
      validFrom: '2026-01-31T12:00:00Z',
      awardedDate: '2026-01-31T12:00:00Z',
      credentialSubject: {
        type: ['AchievementSubject'],
        identifier: [
          {
            type: 'IdentityObject',
            hashed: true,
            identityHash: hashIdentity('kim@example.org', fixed.salt),
            identityType: 'emailAddress',
            salt: fixed.salt,
          },
        ],
        achievement: {
          id: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
          type: ['Achievement'],
          name: 'Welder',
          description: 'Welds.',
          criteria: { narrative: 'Passed.' },
        },
      },
    })
  })

  test('the whole model survives: what is given stands in the badge', () => {
    const badge = createCredential(fullDraft, fixed)
    expect(checkDataModel(badge)).toEqual({ valid: true, problems: [], warnings: [] })
    expect(badge).toMatchObject({
      image: { id: 'https://u.example/badge.png', type: 'Image' },
      validUntil: '2036-01-31T12:00:00Z',
      awardedDate: '2026-01-30T00:00:00Z',
      endorsement: [endorsement],
      relatedResource: [{ id: 'https://u.example/badge.png' }],
      credentialSubject: { activityStartDate: '2025-01-01T00:00:00Z', id: 'did:example:kim' },
    })
    expect(badge.evidence?.map(({ id, narrative }) => [id, narrative])).toEqual([
      ['https://u.example/evidence/1', undefined],
      [undefined, 'A bridge was built.'],
      ['https://u.example/evidence/2', 'T'],
    ])
    expect(badge.credentialSubject.result).toMatchObject([{}, {}, { value: '97' }, {}, { value: 'free text' }])
    expect(badge.credentialSubject.achievement.creator).toEqual({ id: 'https://creator.example', type: ['Profile'] })
  })

  test('an address as the id is taken where the recipient is to be readable, and dropped where nothing is', () => {
    const draft = { ...short, recipient: { id: 'mailto:kim@example.org' } }
    const badge = createCredential(draft, { ...fixed, recipientPrivacy: 'plain' })
    expect(badge.credentialSubject.id).toBe('mailto:kim@example.org')
    expect(JSON.stringify(createCredential(draft, { ...fixed, recipientPrivacy: 'none' }))).not.toContain('kim@')
  })

  test('a credential is a draft of itself', () => {
    const badge = createCredential(fullDraft, fixed)
    expect(createCredential(badge as unknown as BadgeDraft, fixed)).toEqual(badge)
  })

  const forms: readonly (readonly [string, Partial<BadgeDraft>, object])[] = [
    ['issuer as its id', { issuer: 'did:example:u' }, { issuer: { id: 'did:example:u', type: ['Profile'] } }],
    [
      'criteria as a page',
      { achievement: { ...short.achievement, criteria: 'https://u.example/c' } },
      { credentialSubject: { achievement: { criteria: { id: 'https://u.example/c' } } } },
    ],
    [
      'criteria that only look like a page',
      { achievement: { ...short.achievement, criteria: 'Note: passed' } },
      { credentialSubject: { achievement: { criteria: { narrative: 'Note: passed' } } } },
    ],
    [
      'own types after those of the model',
      { type: 'Own', '@context': { Own: 'https://u.example/own#Own' } },
      { type: ['VerifiableCredential', 'OpenBadgeCredential', 'Own'] },
    ],
    [
      'the other name of the badge type',
      { type: ['AchievementCredential'] },
      { type: ['VerifiableCredential', 'AchievementCredential'] },
    ],
    ['null where nothing is known', { description: null as never, evidence: [null as never] }, { name: 'Welder' }],
    ['a day', { validFrom: '2026-05-01' }, { validFrom: '2026-05-01T00:00:00Z', awardedDate: '2026-05-01T00:00:00Z' }],
    ['a Date', { validFrom: new Date('2026-05-01T10:00:00.500Z') }, { validFrom: '2026-05-01T10:00:00Z' }],
    ['a name of its own', { name: 'Best welder' }, { name: 'Best welder' }],
  ]

  test.each(forms)('%s', (_, part, expected) => {
    const badge = createCredential({ ...short, ...part }, fixed)
    expect(badge).toMatchObject(expected)
    expect(badge).not.toHaveProperty('evidence')
  })

  test('the achievement may stand in the subject, as in the model', () => {
    const { achievement, ...rest } = short
    const draft = { ...rest, credentialSubject: { achievement } } as unknown as BadgeDraft
    expect(createCredential(draft, fixed)).toEqual(createCredential(short, fixed))
  })
})

describe('createCredential: recipient', () => {
  const of = (recipient: BadgeDraft['recipient'] | undefined, options = {}) => {
    const { recipient: _, ...rest } = short
    return createCredential({ ...rest, ...(recipient === undefined ? {} : { recipient }) }, { ...fixed, ...options })
      .credentialSubject
  }

  test.each([
    'kim@example.org',
    'mailto:kim@example.org',
    { email: 'kim@example.org' },
    { emailAddress: 'kim@example.org' },
  ])('an e-mail address is hashed: %j', (recipient) => {
    const subject = of(recipient)
    expect(JSON.stringify(subject)).not.toContain('kim@')
    expect(matchIdentity((subject.identifier as JsonObject[])[0] ?? {}, 'kim@example.org')).toBe(true)
    expect(subject.id).toBeUndefined()
  })

  test.each(['did:example:kim', { did: 'did:example:kim' }, { id: 'did:example:kim', did: 'did:example:kim' }])(
    'a DID is the id: %j',
    (recipient) => {
      expect(of(recipient)).toMatchObject({ id: 'did:example:kim' })
      expect(of(recipient).identifier).toBeUndefined()
    },
  )

  test('a name stays readable, other identifiers are hashed', () => {
    expect(
      of({ name: 'Kim', sisSourcedId: '4711', 'ext:number': '5', userName: null as never }).identifier,
    ).toMatchObject([
      { identityType: 'name', hashed: false, identityHash: 'Kim' },
      { identityType: 'sisSourcedId', hashed: true },
      { identityType: 'ext:number', hashed: true },
    ])
  })

  test('plain: everything readable', () => {
    expect(of({ email: 'kim@example.org' }, { recipientPrivacy: 'plain' }).identifier).toEqual([
      { type: 'IdentityObject', hashed: false, identityHash: 'kim@example.org', identityType: 'emailAddress' },
    ])
  })

  test('none: an id that says nothing, the same only for the same badge', () => {
    const anonymous = of(
      { email: 'kim@example.org', name: 'Kim', did: 'did:example:kim' },
      { recipientPrivacy: 'none' },
    )
    expect(anonymous.identifier).toBeUndefined()
    expect(JSON.stringify(anonymous)).not.toMatch(/kim/i)
    expect(anonymous.id).toMatch(/^urn:uuid:/)
    expect(of(undefined, { recipientPrivacy: 'none' }).id).toBe(anonymous.id)
    expect(of(undefined, { recipientPrivacy: 'none', id: 'urn:uuid:other' }).id).not.toBe(anonymous.id)
  })

  test('each identifier gets 128 fresh bits of salt', () => {
    const salts = [1, 2].flatMap(() => {
      const { credentialSubject } = createCredential({ ...short, recipient: { email: 'a@b.example', userName: 'kim' } })
      return (credentialSubject.identifier as JsonObject[]).map(({ salt }) => salt as string)
    })
    expect(new Set(salts).size).toBe(4)
    for (const salt of salts) expect(salt).toMatch(/^[\w-]{22}$/)
  })

  test('identifiers of the subject itself stay, before those of the recipient', () => {
    const own = { hashed: false, identityHash: 'K-1', identityType: 'accountId' } as const
    const { credentialSubject } = createCredential({ ...short, credentialSubject: { identifier: own } }, fixed)
    expect(credentialSubject.identifier).toMatchObject([
      { type: 'IdentityObject', ...own },
      { identityType: 'emailAddress' },
    ])
  })

  test('the id of the subject itself is enough', () => {
    const { recipient: _, ...rest } = short
    const badge = createCredential({ ...rest, credentialSubject: { id: 'did:example:kim' } }, fixed)
    expect(badge.credentialSubject.id).toBe('did:example:kim')
  })
})

describe('createCredential: ids', () => {
  const idOf = (draft: BadgeDraft) => createCredential(draft).credentialSubject.achievement.id

  test('all badges of one achievement share its id, whoever earns it and in whatever order it is written', () => {
    const { name, description, criteria } = short.achievement
    const other = { ...short, recipient: 'did:example:lee', achievement: { criteria, description, name } }
    expect(idOf(other)).toBe(idOf(short))
  })

  test('another issuer or another content is another achievement', () => {
    const ids = [
      short,
      { ...short, issuer: 'https://v.example' },
      { ...short, achievement: { ...short.achievement, version: '2' } },
      { ...short, achievement: { ...short.achievement, criteria: 'Passed twice.' } },
    ].map(idOf)
    expect(new Set(ids).size).toBe(4)
  })

  test('result descriptions and levels that say the same in two places have two ids', () => {
    const description = { name: 'R', resultType: 'Result', rubricCriterionLevel: { name: 'L' } } as const
    const badge = createCredential({
      ...short,
      achievement: { ...short.achievement, resultDescription: [description, description] },
    })
    const ids = JSON.stringify(badge.credentialSubject.achievement.resultDescription).match(/urn:uuid:[0-9a-f-]+/g)
    expect(new Set(ids).size).toBe(4)
  })

  test('an issuer without id takes the one given, with a warning', () => {
    const warnings: ModelFinding[] = []
    const draft = { ...short, issuer: { name: 'Acme' } }
    const options = { ...fixed, issuerId: 'did:example:acme', onWarning: (each: ModelFinding) => warnings.push(each) }
    expect(createCredential(draft, options).issuer).toMatchObject({ id: 'did:example:acme', name: 'Acme' })
    expect(warnings.map(({ rule, pointer }) => [rule, pointer])).toEqual([['draft.issuer-id', '/issuer/id']])
    expect(createCredential(draft, { ...fixed, issuerId: 'did:example:acme' }).issuer.id).toBe('did:example:acme')
    expect(createCredential(short, options).issuer.id).toBe('https://u.example')
    expect(warnings.length).toBe(1)
  })

  test('fresh ids differ and are random UUIDs; the option is stronger than the draft', () => {
    const [a, b] = [createCredential(short).id, createCredential(short).id]
    expect(a).not.toBe(b)
    expect(a).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(createCredential({ ...short, id: 'urn:x:1' }).id).toBe('urn:x:1')
    expect(createCredential({ ...short, id: 'urn:x:1' }, { id: 'urn:x:2' }).id).toBe('urn:x:2')
  })
})

/** An entry of a status list, as it should be. */
const entry = {
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '94567',
  statusListCredential: 'https://u.example/status/1',
}

describe('createCredential: contexts', () => {
  const contextsOf = (part: Partial<BadgeDraft>) => createCredential({ ...short, ...part }, fixed)['@context']
  const status = { id: 'https://u.example/s', type: '1EdTechRevocationList' }

  test.each<[string, Partial<BadgeDraft>]>([
    ['credentialSchema', { credentialSchema: 'https://u.example/s.json' }],
    ['credentialStatus', { credentialStatus: status }],
    ['refreshService', { refreshService: 'https://u.example/r' }],
  ])('the extensions context is added for %s', (_, part) => {
    expect(contextsOf(part)).toEqual([V2, OB, EXTENSIONS])
  })

  test.each<[string, Partial<BadgeDraft>]>([
    ['nothing', {}],
    ['a status of another type', { credentialStatus: entry }],
    ['an endorsement that brings its own', { endorsement }],
    ['the wish alone', { '@context': EXTENSIONS }],
    [
      'the standard contexts given once more',
      { '@context': [V2, 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json'] },
    ],
  ])('the extensions context is not added for %s', (_, part) => {
    expect(contextsOf(part)).toEqual([V2, OB])
  })

  test('own contexts come last, and let own properties pass', () => {
    const own = { own: 'https://u.example/own' }
    const draft = { ...short, '@context': own, own: 1, achievement: { ...short.achievement, own: 2 } }
    const badge = createCredential(draft as BadgeDraft, fixed)
    expect(badge['@context']).toEqual([V2, OB, own])
    expect(badge).toMatchObject({ own: 1, credentialSubject: { achievement: { own: 2 } } })
  })

  test('the schema of Open Badges is added where others are named, once', () => {
    const one = createCredential({ ...short, credentialSchema: 'https://u.example/s.json' }, fixed)
    expect(one.credentialSchema?.map(({ id }) => new URL(id).host)).toEqual(['u.example', 'purl.imsglobal.org'])
    const [, official] = one.credentialSchema ?? []
    if (official === undefined) throw new Error('no official schema')
    const same = createCredential({ ...short, credentialSchema: [official] }, fixed)
    expect(same.credentialSchema).toEqual([official])
  })
})

describe('createCredential: what is wrong is said at once, in terms of the draft', () => {
  const wrong: readonly (readonly [string, unknown, readonly (readonly [string, string])[]])[] = [
    ['no object', 'badge', [['draft.json', '']]],
    ['no JSON', { ...short, name: () => 'x' }, [['draft.json', '/name']]],
    ['an invalid Date', { ...short, validFrom: new Date('x') }, [['draft.json', '/validFrom']]],
    [
      'nothing at all',
      {},
      [
        ['schema.required', '/issuer'],
        ['schema.required', '/achievement'],
        ['subject.identified', '/recipient'],
      ],
    ],
    ['a slip in a name', { ...short, achievment: 1 }, [['draft.unknown-property', '/achievment']]],
    ['a name of Open Badges 2.0', { ...short, issuedOn: '2026-01-01' }, [['draft.unknown-property', '/issuedOn']]],
    [
      'a name like nothing',
      { ...short, x: 1, ['y'.repeat(50)]: 1 },
      [
        ['draft.unknown-property', '/x'],
        ['draft.unknown-property', `/${'y'.repeat(50)}`],
      ],
    ],
    ['a property of the subject', { ...short, narrative: 'x' }, [['draft.unknown-property', '/narrative']]],
    ['a proof', { ...short, proof: {} }, [['draft.signed', '/proof']]],
    [
      'a context of data model 1.1',
      { ...short, '@context': ['https://www.w3.org/2018/credentials/v1'] },
      [['draft.context', '/@context/0']],
    ],
    ['a context that is none', { ...short, '@context': ['urn:x:1', 5] }, [['schema.context', '/@context/1']]],
    ['an issuer without id', { ...short, issuer: { name: 'Acme' } }, [['draft.issuer-id', '/issuer/id']]],
    ['an issuer that is a name', { ...short, issuer: 'Acme' }, [['id.uri', '/issuer']]],
    ['an issuer of the wrong kind', { ...short, issuer: 5 }, [['id.uri', '/issuer']]],
    [
      'an empty text',
      { ...short, achievement: { ...short.achievement, name: ' ' } },
      [['draft.empty', '/achievement/name']],
    ],
    [
      'a text that nobody sees',
      { ...short, achievement: { ...short.achievement, name: '\u200b\u2060\u202e\u3164' } },
      [['draft.empty', '/achievement/name']],
    ],
    [
      'an empty short form',
      { ...short, achievement: { ...short.achievement, criteria: '' } },
      [['draft.empty', '/achievement/criteria']],
    ],
    ['a date without zone', { ...short, validFrom: '2026-01-01T00:00:00' }, [['schema.format', '/validFrom']]],
    ['midnight as hour 24', { ...short, validUntil: '2030-01-01T24:00:00Z' }, [['schema.format', '/validUntil']]],
    ['a year of five digits', { ...short, validUntil: '12030-01-01T00:00:00Z' }, [['schema.format', '/validUntil']]],
    [
      'a Date in a year of five digits',
      { ...short, validUntil: new Date(Date.UTC(12030, 0)) },
      [['schema.format', '/validUntil']],
    ],
    [
      'an hour 24 in the subject',
      { ...short, credentialSubject: { activityEndDate: '2030-01-01T24:00:00Z' } },
      [['schema.format', '/credentialSubject/activityEndDate']],
    ],
    ['an end before the beginning', { ...short, validUntil: '2020-01-01' }, [['validity.window', '/validUntil']]],
    [
      'two achievements',
      { ...short, credentialSubject: { achievement: short.achievement } },
      [['draft.conflict', '/credentialSubject/achievement']],
    ],
    [
      'two recipients',
      { ...short, recipient: 'did:x:a', credentialSubject: { id: 'did:x:b' } },
      [['draft.conflict', '/credentialSubject/id']],
    ],
    ['two ids', { ...short, recipient: { id: 'did:x:a', did: 'did:x:b' } }, [['draft.conflict', '/recipient/did']]],
    ['a subject of the wrong kind', { ...short, credentialSubject: 'kim' }, [['schema.object', '/credentialSubject']]],
    ['a recipient of the wrong kind', { ...short, recipient: 5 }, [['draft.recipient', '/recipient']]],
    ['a recipient that is a name', { ...short, recipient: 'Kim' }, [['draft.recipient', '/recipient']]],
    ['a recipient that is empty', { ...short, recipient: {} }, [['subject.identified', '/recipient']]],
    ['an unknown identifier', { ...short, recipient: { mail: 'x' } }, [['draft.unknown-property', '/recipient/mail']]],
    [
      'an address that is none',
      { ...short, recipient: { email: 'kim@ example.org' } },
      [['draft.recipient', '/recipient/email']],
    ],
    [
      'an address as the id',
      { ...short, recipient: { id: 'mailto:kim@example.org' } },
      [['draft.recipient', '/recipient/id']],
    ],
    [
      'an address as the DID',
      { ...short, recipient: { did: 'MAILTO:kim@example.org' } },
      [['draft.recipient', '/recipient/did']],
    ],
    [
      'an account as the recipient',
      { ...short, recipient: 'acct:kim@example.org' },
      [['draft.recipient', '/recipient']],
    ],
    [
      'an address as the id of the subject',
      { ...short, recipient: undefined, credentialSubject: { id: 'mailto:kim@example.org' } },
      [['draft.recipient', '/credentialSubject/id']],
    ],
    ['an id that is no URI', { ...short, recipient: { id: 'kim' } }, [['draft.recipient', '/recipient/id']]],
    [
      'an identifier that is no text',
      { ...short, recipient: { userName: 5 } },
      [['draft.recipient', '/recipient/userName']],
    ],
    [
      'a URL without scheme',
      withAchievement({ alignment: { targetName: 'x', targetUrl: 'www.example.org' } }),
      [['url.form', '/achievement/alignment/targetUrl']],
    ],
    [
      'a short form inside a list',
      withAchievement({ related: ['urn:x:1', 'welder'] }),
      [['id.uri', '/achievement/related/1']],
    ],
    ['a value after a null in a list', { ...short, evidence: [null, { id: 'x' }] }, [['id.uri', '/evidence/1/id']]],
    [
      'a term outside the enumeration',
      withAchievement({ achievementType: 'Medal' }),
      [['schema.enumeration', '/achievement/achievementType']],
    ],
    [
      'a sloppy extension term',
      withAchievement({ achievementType: 'ext:a b' }),
      [['enumeration.extension-term', '/achievement/achievementType']],
    ],
    [
      'a property on a closed class',
      withAchievement({ image: { id: 'urn:x:1', alt: 'x' } }),
      [['draft.unknown-property', '/achievement/image/alt']],
    ],
    [
      'a property on a closed class, with own contexts',
      { ...withAchievement({ image: { id: 'urn:x:1', alt: 'x' } }), '@context': 'urn:x:2' },
      [['draft.unknown-property', '/achievement/image/alt']],
    ],
    [
      'a level that no rubric has',
      { ...short, credentialSubject: { result: { achievedLevel: 'urn:x:1' } } },
      [['result.level-known', '/credentialSubject/result/achievedLevel']],
    ],
    [
      'a hash that is none',
      { ...short, credentialSubject: { identifier: { hashed: true, identityHash: 'x', identityType: 'name' } } },
      [['subject.identity-hash', '/credentialSubject/identifier/identityHash']],
    ],
    [
      'a text for a class that has no short form',
      withAchievement({ alignment: 'welding' }),
      [['schema.object', '/achievement/alignment']],
    ],
    ['a relative id', { ...short, id: 'badge' }, [['id.uri', '/id']]],
    [
      'a broken endorsement',
      { ...short, endorsement: { ...endorsement, id: undefined } },
      [['schema.required', '/endorsement/id']],
    ],
  ]

  test.each(wrong)('%s', (_, draft, expected) => {
    const error = errorOf(() => createCredential(draft as BadgeDraft, withoutId(draft)))
    expect(error.code).toBe('ERR_DRAFT_INVALID')
    expect(error.problems?.map(({ rule, pointer }) => [rule, pointer])).toEqual(expected)
    for (const each of error.problems ?? []) expect(each.fix).toMatch(/\S/)
  })

  test.each([
    ['achievment', 'achievement'],
    ['Achievement', 'achievement'],
    ['issuedOn', 'validFrom'],
    ['recepient', 'recipient'],
  ])('%s: did you mean %s', (slip, meant) => {
    const [problem] = errorOf(() => createCredential({ ...short, [slip]: 'x' }, fixed)).problems ?? []
    expect(problem?.fix).toContain(`"${meant}"`)
  })

  test('no message holds an address', () => {
    const draft = { ...short, recipient: { email: 'kim@example.org ' }, evidence: 5 }
    const error = errorOf(() => createCredential(draft as never, fixed))
    expect(JSON.stringify([error.message, error.problems])).not.toContain('kim@')
  })

  test('what others have signed is passed on, and only told of', () => {
    const warnings: string[] = []
    const onWarning = ({ rule, pointer }: ModelFinding) => warnings.push(`${rule} ${pointer}`)
    const loose = { ...endorsement, proof: endorsement.proof && [endorsement.proof].flat()[0] } as typeof endorsement
    const draft = { ...short, endorsement: loose, credentialStatus: entry }
    expect(createCredential(draft, { ...fixed, onWarning }).endorsement).toEqual([loose])
    expect(warnings).toEqual(['schema.required /credentialStatus/id'])
  })

  test.each([
    { now: 'yesterday' },
    { now: new Date('x') },
    { now: new Date(Date.UTC(12030, 0)) },
    { id: '' },
    { salt: 5 },
    { issuerId: null },
    { recipientPrivacy: 'secret' },
  ])('a wrong option is refused: %j', async (option) => {
    expect(await codeOf(() => createCredential(short, option as never))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('createCredential is pure', () => {
  test('equal drafts and options give equal badges, and inputs may be frozen', () => {
    const frozen = deepFreeze(structuredClone(fullDraft))
    const before = JSON.stringify(frozen)
    const badge = createCredential(frozen, deepFreeze({ ...fixed }))
    expect(badge).toEqual(createCredential(fullDraft, fixed))
    expect(JSON.stringify(frozen)).toBe(before)
  })

  test('the badge is the caller’s own: changing it changes no input', () => {
    const draft = structuredClone(fullDraft)
    const badge = createCredential(draft, fixed)
    for (const each of [badge.endorsement?.[0], badge.issuer, badge.credentialSubject.achievement]) {
      if (each !== undefined) each.name = 'changed'
    }
    expect(draft).toEqual(fullDraft)
  })

  test('the clock is asked only when no time is given', () => {
    const before = Date.now()
    const { validFrom } = createCredential(short)
    expect(Math.abs(Date.parse(validFrom) - before)).toBeLessThan(60_000)
    expect(createCredential(short, { now: new Date('2020-01-01T00:00:00Z') }).validFrom).toBe('2020-01-01T00:00:00Z')
  })
})

function withAchievement(part: object): BadgeDraft {
  return { ...short, achievement: { ...short.achievement, ...part } }
}

/** The option `id` is stronger than the draft's, so it must be away where the draft's is tested. */
function withoutId(draft: unknown) {
  const { id: _, ...rest } = fixed
  return typeof draft === 'object' && draft !== null && 'id' in draft ? rest : fixed
}

function errorOf(run: () => unknown): BadgeError {
  try {
    run()
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
