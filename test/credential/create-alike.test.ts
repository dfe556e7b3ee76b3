import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CreateOptions, createCredential } from '../../src/credential/index.js'
import { createAlike } from '../../src/credential/lint/index.js'
import { isBadgeError } from '../../src/errors.js'
import type { BadgeDraft } from '../../src/types/draft.js'

const seed = 20_261_201
const issuer = { id: 'https://university.example', name: 'Example University' }
const welder = { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the welding exam.' }

/** Parts that drafts share, so that one badge can be like the one before. */
const parts: Readonly<Record<string, readonly unknown[]>> = {
  achievement: [
    welder,
    { ...welder, tag: ['steel'], alignment: [{ targetName: 'Welding', targetUrl: 'https://skills.example/w' }] },
    { ...welder, criteria: '' },
    { name: 'Nameless' },
  ],
  issuer: [issuer, { name: 'By its key' }],
  credentialSubject: [
    undefined,
    undefined,
    { result: [{ value: '4.0' }] },
    { creditsEarned: 5 },
    { id: 'did:example:kim' },
    { identifier: [{ type: 'IdentityObject', hashed: false, identityHash: 'K-1', identityType: 'sourcedId' }] },
  ],
  evidence: [undefined, undefined, [{ id: 'https://university.example/e/1' }], [{ narrative: 'Seen.' }]],
  validFrom: [undefined, undefined, '2026-01-31', '2026-01-31T12:00:00+01:00'],
  validUntil: [undefined, undefined, '2030-12-31', '2020-12-31', 'soon'],
  id: [undefined, undefined, undefined, 'urn:uuid:8a0ad1c6-0f33-4b4a-ae35-cf8ec4de2c52'],
  '@context': [undefined, undefined, ['https://university.example/context.json']],
  unheardOf: [undefined, undefined, undefined, undefined, 1],
}

const addresses = [
  'kim@example.org',
  'lee@example.org',
  'Kim.Lee@Example.org',
  'mailto:kim@example.org',
  'kim@EXAMPLE.org',
  'kim',
  '"kim lee"@example.org',
  '',
  'kim@münchen.example',
]
const names = [
  undefined,
  'Kim Lee',
  'Zoë O’Neill',
  'عمر',
  '李小龍',
  ' Kim',
  '',
  '\u202eKim',
  'Kim <b>',
  'K'.repeat(400),
]
const recipients = [
  ...addresses.flatMap((email) => names.map((name) => (name === undefined ? { email } : { email, name }))),
  'kim@example.org',
  { did: 'did:example:kim' },
  { email: 'kim@example.org', studentId: '7' },
  { email: 'kim@example.org', unheardOf: '7' },
  null,
]

const draftOf = (values: Readonly<Record<string, unknown>>): BadgeDraft =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as unknown as BadgeDraft

/** Mostly the first value of each part, with which a badge is made; more than one wrong part shows nothing new. */
const anyDraft = fc.record(
  Object.fromEntries(
    Object.entries(parts).map(([name, [first, ...others]]) => [
      name,
      fc.oneof({ weight: 20, arbitrary: fc.constant(first) }, { weight: 2, arbitrary: fc.constantFrom(...others) }),
    ]),
  ),
)
const anyRecipient = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      email: fc.constantFrom('a@x.example', 'b@x.example'),
      name: fc.constantFrom('Kim', 'Lee Ann'),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(...recipients) },
)
const anyOptions: fc.Arbitrary<CreateOptions> = fc.record(
  {
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
    recipientPrivacy: fc.constantFrom('hashed', 'plain', 'none'),
    issuerId: fc.constantFrom('https://university.example', 'did:key:z6Mk'),
  },
  { requiredKeys: [] },
)

const times = ['2026-12-01T08:00:00Z', '2026-12-01T08:00:00.900Z', '2026-12-01T08:00:01Z'].map((time) => new Date(time))

/** What was made, or what was found. */
function outcomeOf(make: () => unknown): unknown {
  try {
    return { made: make() }
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return { code: error.code, problems: error.problems }
  }
}

describe('badges that are made one after the other', () => {
  test('are what createCredential makes of each, whatever the one before was', () => {
    let taken = 0
    fc.assert(
      fc.property(
        anyDraft,
        anyDraft,
        anyOptions,
        fc.array(fc.tuple(anyRecipient, fc.constantFrom(...times), fc.boolean()), { minLength: 2, maxLength: 6 }),
        (one, other, options, rows) => {
          const create = createAlike()
          let before: unknown
          for (const [recipient, now, isOther] of rows) {
            const draft = draftOf({ ...(isOther && rows.length > 4 ? other : one), recipient })
            const whole = { ...options, now, salt: 'salt' }
            const quick = outcomeOf(() => create(draft, whole)) as { made?: { id: string; issuer: unknown } }
            const id = quick.made === undefined ? {} : { id: quick.made.id }
            const reference = outcomeOf(() => createCredential(draft, { ...whole, ...id }))
            // As text, since the order of members counts too.
            expect(JSON.stringify(quick)).toBe(JSON.stringify(reference))
            if (quick.made !== undefined && quick.made.issuer === before) taken += 1
            before = quick.made?.issuer
          }
        },
      ),
      { seed, numRuns: 400 },
    )
    // Most of them would be made the long way for ever, if the quick one were never taken.
    expect(taken).toBeGreaterThan(100)
  })

  test('have an id and salts of their own, and are frozen', () => {
    const create = createAlike()
    const now = new Date('2026-12-01T08:00:00Z')
    const make = (email: string) =>
      create({ issuer, achievement: welder, recipient: { email } }, { now }) as unknown as {
        id: string
        credentialSubject: { identifier: { salt: string }[]; achievement: object }
      }
    const [one, two] = [make('kim@example.org'), make('lee@example.org')]
    expect(one.id).not.toBe(two.id)
    expect(one.credentialSubject.identifier[0]?.salt).not.toBe(two.credentialSubject.identifier[0]?.salt)
    for (const { credentialSubject } of [one, two]) expect(Object.isFrozen(credentialSubject.achievement)).toBe(true)
  })

  test('a badge of another second says its own time', () => {
    const create = createAlike()
    const at = (time: string) =>
      create({ issuer, achievement: welder, recipient: { email: 'a@x.example' } }, { now: new Date(time) })
    expect([at('2026-12-01T08:00:00Z').validFrom, at('2026-12-01T08:00:01Z').validFrom]).toEqual([
      '2026-12-01T08:00:00Z',
      '2026-12-01T08:00:01Z',
    ])
  })
})
