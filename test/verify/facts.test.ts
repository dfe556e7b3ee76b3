import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { credentialKinds, kindTable } from '../../src/badge/kinds/index.js'
import { rules } from '../../src/credential/findings.js'
import { createClr, createCredential, createEndorsement } from '../../src/credential/index.js'
import { createPresentation, signCredential, signPresentation } from '../../src/proof/index.js'
import type { ClrCredential, EndorsementCredential, OpenBadgeCredential } from '../../src/types/credential.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { VerificationFacts } from '../../src/types/verification.js'
import { verifyCredential, verifyPresentation } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors } from '../support/vectors.js'

const now = '2026-02-01T00:00:00Z'
const key = await testKey(7)
const stranger = await testKey(9)

const unsigned = (): JsonObject =>
  JSON.parse(
    JSON.stringify(
      createCredential(
        {
          issuer: { id: key.did, name: 'Acme' },
          achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
          recipient: { did: 'did:example:kim' },
          validFrom: '2026-01-01T00:00:00Z',
          validUntil: '2026-12-31T00:00:00Z',
        },
        { now: '2026-01-01T00:00:00Z' },
      ),
    ),
  ) as JsonObject

/** Signs whatever it is, as an issuer who looks at nothing does. */
const signAnything = async (document: JsonObject): Promise<JsonObject> =>
  JSON.parse(
    JSON.stringify(
      await signCredential(document as never, key, {
        created: '2026-01-01T00:00:00Z',
        dangerouslySkipModelCheck: true,
      }),
    ),
  ) as JsonObject

const at = (document: JsonObject, ...path: readonly string[]): JsonObject =>
  path.reduce((value, name) => value[name] as JsonObject, document)

type Change = (badge: JsonObject) => void
const T = true
const F = false
const facts = (authentic: boolean | null, inForce: boolean | null, conforms: boolean | null): VerificationFacts => ({
  authentic,
  inForce,
  conforms,
})

describe('facts: three answers apart', () => {
  it.each<[string, Change, VerificationFacts]>([
    ['a sound badge', () => {}, facts(T, T, T)],
    ['no id of the subject', (badge) => delete at(badge, 'credentialSubject').id, facts(T, T, F)],
    [
      'a picture as text',
      (badge) => (at(badge, 'credentialSubject', 'achievement').image = 'https://acme.example/a.png'),
      facts(T, T, F),
    ],
    [
      'a picture of the issuer as text',
      (badge) => (at(badge, 'issuer').image = 'https://acme.example/a.png'),
      facts(T, T, F),
    ],
    [
      'an achievement type that does not exist',
      (badge) => (at(badge, 'credentialSubject', 'achievement').achievementType = 'Bootcamp'),
      facts(T, T, F),
    ],
    ['no criteria', (badge) => delete at(badge, 'credentialSubject', 'achievement').criteria, facts(T, T, F)],
    [
      'no name of the achievement',
      (badge) => delete at(badge, 'credentialSubject', 'achievement').name,
      facts(F, T, F),
    ],
    ['no type of the issuer', (badge) => delete at(badge, 'issuer').type, facts(T, T, F)],
    ['expired', (badge) => (badge.validUntil = '2026-01-15T00:00:00Z'), facts(T, F, T)],
    ['not valid yet', (badge) => (badge.validFrom = '2026-02-15T00:00:00Z'), facts(T, F, T)],
    [
      'expired, and a picture as text',
      (badge) => {
        badge.validUntil = '2026-01-15T00:00:00Z'
        at(badge, 'credentialSubject', 'achievement').image = 'https://acme.example/a.png'
      },
      facts(T, F, F),
    ],
    ['a beginning that is missing', (badge) => delete badge.validFrom, facts(F, T, F)],
    [
      'an end before the beginning',
      (badge) => {
        badge.validFrom = '2026-01-15T00:00:00Z'
        badge.validUntil = '2026-01-10T00:00:00Z'
      },
      facts(F, F, F),
    ],
    ['no achievement', (badge) => delete at(badge, 'credentialSubject').achievement, facts(F, T, F)],
    [
      'a status list that nobody has',
      (badge) =>
        (badge.credentialStatus = {
          id: 'https://acme.example/status/1#3',
          type: 'BitstringStatusListEntry',
          statusPurpose: 'revocation',
          statusListIndex: '3',
          statusListCredential: 'https://acme.example/status/1',
        }),
      facts(T, null, T),
    ],
  ])('%s', async (_, change, expected) => {
    const badge = unsigned()
    change(badge)
    const result = await verifyCredential(await signAnything(badge), { now })
    expect([result.facts, result.verified]).toEqual([
      expected,
      expected.authentic === T && expected.inForce === T && expected.conforms === T,
    ])
  })

  it.each<[string, (signed: JsonObject) => JsonValue, VerificationFacts]>([
    ['altered after signing', (signed) => ({ ...signed, name: 'Welder II' }), facts(F, T, T)],
    ['without a proof', ({ proof: _, ...rest }) => rest, facts(F, T, T)],
    [
      'in the name of somebody else',
      (signed) => ({ ...signed, issuer: { ...at(signed, 'issuer'), id: stranger.did } }),
      facts(F, T, T),
    ],
    [
      'a context that is not at hand',
      (signed) => ({ ...signed, '@context': [...(signed['@context'] as string[]), 'https://acme.example/context'] }),
      facts(null, T, null),
    ],
    ['not JSON', () => '{"type":', facts(F, null, F)],
  ])('%s', async (_, change, expected) => {
    const result = await verifyCredential(change(await signAnything(unsigned())), { now })
    expect([result.facts, result.verified]).toEqual([expected, false])
  })

  it('what else a caller asks for is no fact: all three hold, and it is not verified', async () => {
    const result = await verifyCredential(await signAnything(unsigned()), { now, recipient: 'did:example:lee' })
    expect([result.facts, result.outcome]).toEqual([facts(T, T, T), 'failed'])
  })

  it('a hundred faults of form do not crowd out one of meaning', async () => {
    const badge = unsigned()
    at(badge, 'credentialSubject').result = Array.from({ length: 3000 }, () => ({ type: ['Result'], status: 'Nope' }))
    delete at(badge, 'credentialSubject').achievement
    const { facts: found } = await verifyCredential(await signAnything(badge), { now })
    expect(found.authentic).toBe(false)
  })

  it('every rule of the model says what it guards', () => {
    const drafts = Object.entries(rules).filter(([, rule]) => !('guards' in rule))
    expect(drafts.map(([id]) => id).filter((id) => !id.startsWith('draft.'))).toEqual([])
  })
})

describe('kind and accept', () => {
  const made: Record<string, JsonObject> = {}
  const contexts = hasVectors ? vectorContexts() : {}
  beforeAll(async () => {
    const badge = await signAnything(unsigned())
    const endorsement = createEndorsement(
      { issuer: { id: key.did, name: 'Acme' }, endorsed: String(badge.id), comment: 'Good.' },
      { now: '2026-01-01T00:00:00Z' },
    )
    Object.assign(made, {
      badge,
      endorsement: await signAnything(JSON.parse(JSON.stringify(endorsement)) as JsonObject),
      credential: await signAnything({
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential'],
        issuer: key.did,
        credentialSubject: { id: 'did:example:kim' },
      }),
      presentation: JSON.parse(
        JSON.stringify(await signPresentation(createPresentation({ credential: badge, holder: key.did }), key)),
      ),
    })
    if (!hasVectors) return
    const record = createClr(
      { issuer: { id: key.did, name: 'Acme' }, name: 'Record', recipient: 'did:example:kim', credential: [badge] },
      { now: '2026-01-01T00:00:00Z' },
    )
    const signed = await signCredential(record, key, { contexts, created: '2026-01-01T00:00:00Z' })
    made.clr = JSON.parse(JSON.stringify(signed)) as JsonObject
  })
  const kinds = ['badge', 'endorsement', 'credential', ...(hasVectors ? ['clr'] : [])] as const

  it.each(kinds)('%s: accepted where it is asked for, and refused by one check where another kind is', async (kind) => {
    const options = { now, contexts }
    const own = await verifyCredential(made[kind], { ...options, accept: credentialKinds })
    expect([own.problems, own.kind, own.outcome]).toEqual([[], kind, 'verified'])
    const other = await verifyCredential(made[kind], { ...options, accept: kind === 'badge' ? 'clr' : 'badge' })
    expect(other.problems.map(({ code, pointer }) => [code, pointer])).toEqual([['ERR_KIND_UNEXPECTED', '/type']])
    expect([other.kind, other.outcome, other.facts]).toEqual([kind, 'failed', facts(T, T, T)])
  })

  it('a presentation is told, and not held against the rules of credentials', async () => {
    const result = await verifyCredential(made.presentation, { now, accept: credentialKinds })
    expect(result.problems.map(({ code }) => code)).toEqual(['ERR_KIND_UNEXPECTED'])
    expect([result.kind, result.facts]).toEqual(['presentation', facts(null, null, null)])
  })

  it.each<[string, readonly string[]]>([
    ['a badge and an endorsement', ['VerifiableCredential', 'OpenBadgeCredential', 'EndorsementCredential']],
    ['a badge and a presentation', ['VerifiableCredential', 'OpenBadgeCredential', 'VerifiablePresentation']],
    ['a presentation and a credential', ['VerifiablePresentation', 'VerifiableCredential']],
    [
      'a badge, and an endorsement by its IRI',
      [
        'VerifiableCredential',
        'OpenBadgeCredential',
        'https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementCredential',
      ],
    ],
  ])('%s at once fail', async (_, type) => {
    const both = await signAnything({ ...unsigned(), type: [...type] })
    const result = await verifyCredential(both, { now, accept: credentialKinds })
    const check = result.checks.find(({ id }) => id === 'input.kind')
    expect([check?.status, check?.problems[0]?.code, result.kind]).toEqual(['failed', 'ERR_KIND_AMBIGUOUS', undefined])
    expect([result.outcome, result.facts.authentic]).toEqual(['failed', false])
  })

  it('both names of a badge are one kind', async () => {
    const type = ['VerifiableCredential', 'OpenBadgeCredential', 'AchievementCredential']
    expect((await verifyCredential(await signAnything({ ...unsigned(), type }), { now })).outcome).toBe('verified')
  })

  it.each([['badges'], ['presentation'], [[]], [['badge', 'all']], [7]])(
    '%j is not accepted as `accept`',
    async (accept) => {
      expect(await codeOf(() => verifyCredential(made.badge, { accept: accept as never }))).toBe('ERR_ARGUMENT_INVALID')
    },
  )

  it('a presentation has the facts of what is in it', async () => {
    const options = { now, challenge: 'c' }
    const sign = async (badge: JsonObject) =>
      signPresentation(createPresentation({ credential: badge, holder: key.did }), key, {
        challenge: 'c',
        created: now,
      })
    const sound = await verifyPresentation(await sign(made.badge as JsonObject), options)
    expect([sound.kind, sound.facts, sound.outcome]).toEqual(['presentation', facts(T, T, T), 'verified'])
    const old = await signAnything({ ...unsigned(), validUntil: '2026-01-15T00:00:00Z' })
    expect((await verifyPresentation(await sign(old), options)).facts).toEqual(facts(T, F, T))
    const plain = await verifyPresentation(await sign(made.credential as JsonObject), {
      ...options,
      accept: 'credential',
    })
    expect(plain.outcome).toBe('verified')
    expect((await verifyPresentation(await sign(made.credential as JsonObject), options)).outcome).toBe('failed')
  })

  it('narrows the type', async () => {
    const result = await verifyCredential(made.badge, { now })
    if (result.verified) {
      expectTypeOf(result.kind).toEqualTypeOf<'badge'>()
      expectTypeOf(result.credential).toEqualTypeOf<OpenBadgeCredential>()
    }
    const several = await verifyCredential(made.badge, { now, accept: ['badge', 'clr', 'endorsement'] })
    expect(several.verified).toBe(true)
    if (!several.verified) return
    if (several.kind === 'clr') expectTypeOf(several.credential).toEqualTypeOf<ClrCredential>()
    else if (several.kind === 'endorsement') expectTypeOf(several.credential).toEqualTypeOf<EndorsementCredential>()
    else expectTypeOf(several.credential).toEqualTypeOf<OpenBadgeCredential>()
  })

  it('no type belongs to two kinds', () => {
    const types = Object.values(kindTable).flatMap((row) => row.types)
    expect(types).toEqual([...new Set(types)])
  })
})
