import { describe, expect, it } from 'vitest'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const now = '2026-06-01T00:00:00Z'
const key = await testKey()
const sample = sampleBadge(key.did)
const X = 'https://x.example/awards'
type Suite = 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'Ed25519Signature2020'

const copy = (value: object): JsonObject => JSON.parse(JSON.stringify(value))
const sign = async (badge: object, suite: Suite = 'eddsa-rdfc-2022') =>
  copy(await signCredential(badge, key, { now, created: now, suite }))
const verify = (badge: object) => verifyCredential(badge, { now })
const subjectOf = (badge: JsonObject): JsonObject => badge.credentialSubject as JsonObject
const withContext = (badge: JsonObject, context: JsonValue): JsonObject => ({
  ...copy(badge),
  '@context': [...(badge['@context'] as JsonValue[]), context],
})
const map = (...container: string[]): JsonObject => ({ awards: { '@id': X, '@container': container } })

/** What somebody adds to a badge that another signed; the first has a context for it. */
const added: Record<string, readonly [context: JsonObject, member: JsonObject]> = {
  null: [{ doctorOfMedicine: X }, { doctorOfMedicine: null }],
  'an empty list': [{ doctorOfMedicine: X }, { doctorOfMedicine: [] }],
  'a list of nulls': [{ doctorOfMedicine: X }, { doctorOfMedicine: [null] }],
  'lists of nothing': [{ doctorOfMedicine: X }, { doctorOfMedicine: [[], [null]] }],
  'the IRI of no term': [{}, { 'https://x.example/Doctor of Medicine': null }],
  'a compact IRI': [{ x: 'https://x.example/' }, { 'x:Doctor': [] }],
  'a vocabulary': [{ '@vocab': 'https://x.example/' }, { doctorOfMedicine: null }],
  'null under @list': [{ doctors: { '@id': X, '@container': '@list' } }, { doctors: null }],
  'the word of a type': [{}, { Profile: null }],
  'a key of an index': [map('@index'), { awards: { 'Doctor of Medicine': [] } }],
  'a key of an index, null': [map('@index'), { awards: { 'Doctor of Medicine': null } }],
  'a key of an index of nulls': [map('@index'), { awards: { 'Doctor of Medicine': [null] } }],
  'a key of an index by property': [
    { awards: { '@id': X, '@container': '@index', '@index': 'https://x.example/key' } },
    { awards: { Doctor: [] } },
  ],
  'a key of a graph': [map('@graph', '@index'), { awards: { Doctor: [] } }],
  'a key that is an id': [map('@id'), { awards: { 'urn:x:doctor': [] } }],
  'a key that is a type': [map('@type'), { awards: { 'https://x.example/Doctor': [] } }],
  'a key that is a language': [map('@language'), { awards: { Doctor: [] } }],
  'a known language': [map('@language'), { awards: { en: null } }],
  'a key with a name of the standards': [map('@index'), { awards: { evidence: [] } }],
}

describe('Data Integrity §2.4: what gives no statement is not part of what is signed', () => {
  const places: Record<string, (badge: JsonObject) => JsonObject> = {
    credential: (badge) => badge,
    issuer: (badge) => badge.issuer as JsonObject,
    subject: subjectOf,
    achievement: (badge) => subjectOf(badge).achievement as JsonObject,
  }
  it.each(Object.keys(added).flatMap((what) => Object.keys(places).map((place) => [what, place] as const)))(
    '%s in the %s',
    async (what, place) => {
      const [context, member] = added[what] ?? [{}, {}]
      const badge = await sign(sample)
      const changed = withContext(badge, context)
      Object.assign(places[place]?.(changed) ?? {}, copy(member))
      const result = await verify(changed)
      expect([result.outcome, result.facts.authentic]).toEqual(['failed', false])
      expect(result.checks.find(({ id }) => id === 'model.terms')?.status).toBe('failed')
      expect((await verify(withContext(badge, context))).outcome).toBe('verified')
    },
  )

  it.each(['eddsa-rdfc-2022', 'Ed25519Signature2020'] as const)('is refused when signing by %s', async (suite) => {
    const badge = withContext(copy(sample), map('@index'))
    subjectOf(badge).awards = { Doctor: ['https://x.example/1'] }
    await expect(sign(badge, suite)).rejects.toMatchObject({ code: 'ERR_TERM_UNSIGNED' })
  })

  it('JSON is signed as it is, keys and nulls included', async () => {
    const badge = withContext(copy(sample), { ...map('@index'), other: `${X}/other` })
    Object.assign(subjectOf(badge), { awards: { Doctor: ['x'] }, other: null })
    const signed = await sign(badge, 'eddsa-jcs-2022')
    expect((await verify(signed)).outcome).toBe('verified')
    const changed = copy(signed)
    subjectOf(changed).awards = { Professor: ['x'] }
    expect((await verify(changed)).outcome).toBe('failed')
  })

  it.each(['evidence', 'endorsement', 'termsOfUse'])('%s may be an empty list, with a warning', async (term) => {
    const { [term]: _, ...badge } = sample
    const result = await verify({ ...(await sign(badge)), [term]: [] })
    expect(result.outcome).toBe('verified')
    expect(result.warnings.map(({ pointer }) => pointer)).toContain(`/${term}`)
  })
})

describe('JSON-LD 1.1 §4.6.1: keys of an index are in no statement', () => {
  it('the keys are exchanged', async () => {
    const badge = withContext(copy(sample), map('@index'))
    subjectOf(badge).awards = { passed: 'Theory', failed: 'Practice' }
    await expect(sign(badge)).rejects.toMatchObject({ code: 'ERR_TERM_UNSIGNED' })
    const signed = copy(await signCredential(badge, key, { now, created: now, dangerouslySkipModelCheck: true }))
    const result = await verify(signed)
    expect([result.outcome, result.problems[0]?.code]).toEqual(['failed', 'ERR_TERM_UNSIGNED'])
  })

  const sound: Record<string, readonly [JsonObject, JsonValue, JsonValue]> = {
    'an index by property': [
      {
        key: 'https://x.example/key',
        title: 'https://x.example/title',
        awards: { '@id': X, '@container': '@index', '@index': 'key' },
      },
      { passed: { title: 'Theory' }, failed: { title: 'Practice' } },
      { failed: { title: 'Theory' }, passed: { title: 'Practice' } },
    ],
    ids: [
      { title: 'https://x.example/title', awards: { '@id': X, '@container': '@id' } },
      { 'urn:x:1': { title: 'Theory' }, 'urn:x:2': { title: 'Practice' } },
      { 'urn:x:2': { title: 'Theory' }, 'urn:x:1': { title: 'Practice' } },
    ],
    languages: [map('@language'), { en: 'Theory', fr: 'Théorie' }, { fr: 'Theory', en: 'Théorie' }],
    'a list, which may be empty': [{ awards: { '@id': X, '@container': '@list' } }, [], ['Theory']],
    'JSON, which may hold anything': [
      { awards: { '@id': X, '@type': '@json' } },
      { a: null, b: [] },
      { a: [], b: null },
    ],
  }
  it.each(Object.keys(sound))('%s', async (name) => {
    const [context, value, other] = sound[name] ?? [{}, null, null]
    const badge = withContext(copy(sample), context)
    subjectOf(badge).awards = value
    const signed = await sign(badge)
    expect((await verify(signed)).outcome).toBe('verified')
    subjectOf(signed).awards = other
    expect((await verify(signed)).outcome).toBe('failed')
  })
})
