import { describe, expect, test } from 'vitest'
import { checkDataModel, createCredential } from '../../src/credential/index.js'
import { fixDraft } from '../../src/fix-draft.js'
import { deepFreeze } from '../../src/internal/json.js'
import { pointerSet } from '../../src/internal/pointer.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { fixed, fullDraft } from './full-draft.js'

const V1 = 'https://www.w3.org/2018/credentials/v1'
const V2 = 'https://www.w3.org/ns/credentials/v2'
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const badge = createCredential(fullDraft, fixed) as JsonObject

/** The badge with something broken. */
const broken = (pointer: string, value: JsonValue | undefined): JsonObject => {
  const copy = structuredClone(badge)
  pointerSet(copy, pointer, value as JsonValue)
  return JSON.parse(JSON.stringify(copy))
}

const cases: readonly (readonly [string, JsonObject, readonly unknown[]])[] = [
  [
    'the extensions context is missing',
    broken('/@context', [V2, OB]),
    [{ op: 'add', path: '/@context/-', value: EXTENSIONS }],
  ],
  [
    'the contexts are out of order',
    broken('/@context', [OB, EXTENSIONS, V2]),
    [{ op: 'replace', path: '/@context', value: [V2, OB, EXTENSIONS] }],
  ],
  [
    'there is one context only',
    broken('/@context', V2),
    [
      { op: 'replace', path: '/@context', value: [V2, OB] },
      { op: 'add', path: '/@context/-', value: EXTENSIONS },
    ],
  ],
  [
    'there is no context',
    broken('/@context', undefined),
    [
      { op: 'add', path: '/@context', value: [V2, OB] },
      { op: 'add', path: '/@context/-', value: EXTENSIONS },
    ],
  ],
  [
    'a day as a time',
    broken('/validFrom', '2026-01-31'),
    [{ op: 'replace', path: '/validFrom', value: '2026-01-31T00:00:00Z' }],
  ],
  [
    'a blank in the time',
    broken('/validFrom', '2026-01-31 12:30Z'),
    [{ op: 'replace', path: '/validFrom', value: '2026-01-31T12:30:00Z' }],
  ],
  [
    'a zone without colon',
    broken('/validFrom', '2026-01-31T12:00:00.5+0130'),
    [{ op: 'replace', path: '/validFrom', value: '2026-01-31T12:00:00.5+01:30' }],
  ],
  [
    'a zone of hours alone',
    broken('/validFrom', '2026-01-31T12:00:00-05'),
    [{ op: 'replace', path: '/validFrom', value: '2026-01-31T12:00:00-05:00' }],
  ],
  [
    'text where criteria are due',
    broken('/credentialSubject/achievement/criteria', 'Weld.'),
    [{ op: 'replace', path: '/credentialSubject/achievement/criteria', value: { narrative: 'Weld.' } }],
  ],
  [
    'a URL where a picture is due',
    broken('/image', 'https://u.example/x.png'),
    [{ op: 'replace', path: '/image', value: { id: 'https://u.example/x.png', type: 'Image' } }],
  ],
  [
    'a bare issuer',
    broken('/issuer', 'https://u.example'),
    [{ op: 'replace', path: '/issuer', value: { id: 'https://u.example', type: ['Profile'] } }],
  ],
  [
    'a type is missing',
    broken('/credentialSubject/type', undefined),
    [{ op: 'add', path: '/credentialSubject/type', value: ['AchievementSubject'] }],
  ],
  [
    'the type of a picture is missing',
    broken('/image/type', undefined),
    [{ op: 'add', path: '/image/type', value: 'Image' }],
  ],
  [
    'a type of several is missing',
    broken('/type', ['VerifiableCredential', 'x:y']),
    [{ op: 'replace', path: '/type', value: ['OpenBadgeCredential', 'VerifiableCredential', 'x:y'] }],
  ],
  [
    'one value alone',
    broken('/credentialSubject/achievement/tag', 'steel'),
    [{ op: 'replace', path: '/credentialSubject/achievement/tag', value: ['steel'] }],
  ],
  [
    'an empty list',
    broken('/credentialSubject/achievement/tag', []),
    [{ op: 'remove', path: '/credentialSubject/achievement/tag' }],
  ],
  ['null', broken('/description', null), [{ op: 'remove', path: '/description' }]],
  [
    'a number as text',
    broken('/credentialSubject/creditsEarned', '3.5'),
    [{ op: 'replace', path: '/credentialSubject/creditsEarned', value: 3.5 }],
  ],
  [
    'text as a number',
    broken('/credentialSubject/achievement/version', 2),
    [{ op: 'replace', path: '/credentialSubject/achievement/version', value: '2' }],
  ],
  [
    'true as text',
    broken('/credentialSubject/identifier/0/hashed', 'true'),
    [{ op: 'replace', path: '/credentialSubject/identifier/0/hashed', value: true }],
  ],
  [
    'email as an identifier type',
    broken('/credentialSubject/identifier/0/identityType', 'email'),
    [{ op: 'replace', path: '/credentialSubject/identifier/0/identityType', value: 'emailAddress' }],
  ],
  [
    'another spelling of a term',
    broken('/credentialSubject/achievement/achievementType', 'micro-credential'),
    [{ op: 'replace', path: '/credentialSubject/achievement/achievementType', value: 'MicroCredential' }],
  ],
]

describe('fixDraft, credentials', () => {
  test.each(cases)('%s', (_name, document, patch) => {
    const frozen = deepFreeze(document)
    const proposal = fixDraft(frozen)
    expect(proposal.patch).toEqual(patch)
    expect(proposal.remaining).toEqual([])
    expect(checkDataModel(proposal.fixed)).toEqual({ valid: true, problems: [], warnings: [] })
  })

  test('dates of data model 1.1 in a badge of 2.0', () => {
    const { validFrom, validUntil, ...rest } = badge
    const { patch, fixed: mended } = fixDraft({ ...rest, issuanceDate: validFrom, expirationDate: validUntil })
    expect(patch).toEqual([
      { op: 'move', from: '/issuanceDate', path: '/validFrom' },
      { op: 'move', from: '/expirationDate', path: '/validUntil' },
    ])
    expect(checkDataModel(mended).valid).toBe(true)
  })

  test.each<[string, JsonObject, string]>([
    ['a time without a zone', broken('/validFrom', '2026-01-31T12:00:00'), '/validFrom'],
    ['a date that is none', broken('/validFrom', '2026-02-31'), '/validFrom'],
    [
      'no name of the achievement',
      broken('/credentialSubject/achievement/name', undefined),
      '/credentialSubject/achievement/name',
    ],
    [
      'a term that nothing is like',
      broken('/credentialSubject/achievement/achievementType', 'Sticker'),
      '/credentialSubject/achievement/achievementType',
    ],
    ['a member too many', broken('/image/width', 5), '/image/width'],
    ['an id that is none', broken('/id', 'x'), '/id'],
  ])('%s needs a decision', (_name, document, pointer) => {
    const { patch, remaining } = fixDraft(document)
    expect([patch, remaining.map((each) => each.pointer)]).toEqual([[], [pointer]])
  })

  test('a sound badge needs nothing, a signed one says so', () => {
    expect(fixDraft(badge)).toEqual({ patch: [], fixed: badge, remaining: [], signed: false })
    expect(fixDraft({ ...broken('/validFrom', '2026-01-31'), proof: [{ type: 'x' }] })).toMatchObject({
      signed: true,
      patch: [{}],
    })
  })

  test('data model 1.1 keeps its first context', () => {
    const document = { '@context': [OB, V1], type: ['VerifiableCredential', 'OpenBadgeCredential'] }
    expect(fixDraft(document).patch[0]).toEqual({ op: 'replace', path: '/@context', value: [V1, OB] })
  })
})

describe('fixDraft, drafts', () => {
  const draft = {
    issuer: { id: 'https://u.example', name: 'University' },
    achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
    recipient: { email: 'kim@example.org' },
  }
  test.each<[string, JsonObject, readonly unknown[]]>([
    [
      'a misspelt member',
      { ...draft, achievement: { name: 'x', description: 'y', critera: 'z' } },
      [{ op: 'move', from: '/achievement/critera', path: '/achievement/criteria' }],
    ],
    [
      'a date in another form',
      { ...draft, validUntil: '2030-01-31 12:00Z' },
      [{ op: 'replace', path: '/validUntil', value: '2030-01-31T12:00:00Z' }],
    ],
    ['a proof', { ...draft, proof: {} }, [{ op: 'remove', path: '/proof' }]],
    ['nothing', draft, []],
  ])('%s', (_name, input, patch) => {
    const proposal = fixDraft(input)
    expect([proposal.patch, proposal.remaining]).toEqual([patch, []])
    expect(() => createCredential(proposal.fixed as never, fixed)).not.toThrow()
  })

  test('what needs a decision is left', () => {
    const { issuer: _, ...rest } = draft
    expect(fixDraft(rest).remaining.length).toBeGreaterThan(0)
  })
})

describe('fixDraft never throws for JSON objects', () => {
  const odd: readonly JsonValue[] = [null, 5, '', 'x', [], {}, [null], [[]], { a: 1 }]
  test.each(Object.keys(badge))('whatever "%s" holds', (member) => {
    for (const value of odd)
      for (const at of [member, `${member}/0`]) {
        const copy = structuredClone(badge)
        try {
          pointerSet(copy, `/${at}`, value)
        } catch {
          continue
        }
        expect(fixDraft(copy).patch.length).toBeLessThan(200)
      }
  })

  test('a member __proto__ neither', () => {
    expect(() => fixDraft(JSON.parse('{"__proto__": {"x": 1}, "achievement": {}}'))).toThrow()
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})

describe('what has no JSON form is refused rather than emptied', () => {
  const cycle: Record<string, unknown> = {}
  cycle.o = cycle
  test.each<[string, object, string]>([
    ['half of a surrogate pair', { ...badge, description: '\ud83d' }, 'ERR_JSON_LONE_SURROGATE'],
    ['half of one in a name', { ...badge, '\udc00': 1 }, 'ERR_JSON_LONE_SURROGATE'],
    ['no document', [], 'ERR_JSON_INVALID'],
    ['a list of two', [badge, badge], 'ERR_JSON_INVALID'],
    ['a list of a text', ['x'], 'ERR_JSON_INVALID'],
    ['a cycle', cycle, 'ERR_LIMIT_EXCEEDED'],
    ['a function', { ...badge, name: () => 'x' }, 'ERR_JSON_INVALID'],
    ['a number that is none', { ...badge, credits: Number.NaN }, 'ERR_JSON_NUMBER_RANGE'],
  ])('%s', (_name, input, code) => {
    expect(() => fixDraft(input)).toThrow(expect.objectContaining({ code }))
  })

  test.each<[string, object, string]>([
    ['a list of one', [badge], '/0'],
    ['an object around it', { credential: badge }, '/credential'],
  ])('%s is taken off', (_name, input, from) => {
    expect(fixDraft(input)).toEqual({
      patch: [{ op: 'move', from, path: '' }],
      fixed: badge,
      remaining: [],
      signed: false,
    })
  })

  test('an object around it with something else in it is left, since that would be lost', () => {
    const { patch, fixed: left, remaining } = fixDraft({ credential: badge, note: 'mine' })
    expect(left).toMatchObject({ credential: badge, note: 'mine' })
    expect(patch.filter(({ path }) => path === '')).toEqual([])
    expect(remaining.length).toBeGreaterThan(0)
  })
})

describe('days are those of the issuer', () => {
  const dated = { ...broken('/validFrom', '2026-01-01'), validUntil: '2026-07-31' }
  const dates = (timeZone?: string) => {
    const { validFrom, validUntil } = fixDraft(dated, timeZone === undefined ? {} : { timeZone }).fixed
    return [validFrom, validUntil]
  }

  test('in the zone that is given, and in UTC without one', () => {
    expect(dates('Europe/Berlin')).toEqual(['2026-01-01T00:00:00+01:00', '2026-07-31T23:59:59+02:00'])
    expect(dates('America/Los_Angeles')).toEqual(['2026-01-01T00:00:00-08:00', '2026-07-31T23:59:59-07:00'])
    expect(dates()).toEqual(['2026-01-01T00:00:00Z', '2026-07-31T23:59:59Z'])
  })

  test('a time without an offset is mended where the zone is known', () => {
    const local = broken('/validFrom', '2026-06-30T14:00')
    const { remaining } = fixDraft(local)
    expect(remaining.map(({ pointer }) => pointer)).toEqual(['/validFrom'])
    const { fixed: mended, remaining: none } = fixDraft(local, { timeZone: 'Europe/Berlin' })
    expect([mended.validFrom, none]).toEqual(['2026-06-30T14:00:00+02:00', []])
  })

  test('an unknown zone or option is refused', () => {
    for (const options of [{ timeZone: 'Europe/Berlim' }, { timeZone: '+01:00' }, { zone: 'UTC' }]) {
      expect(() => fixDraft(dated, options as never)).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT_INVALID' }))
    }
  })
})
