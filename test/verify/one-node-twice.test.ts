import { describe, expect, it } from 'vitest'
import { signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const now = '2026-06-01T00:00:00Z'
const key = await testKey()
const copy = (value: object): JsonObject => JSON.parse(JSON.stringify(value))
const achievementOf = (badge: JsonObject): JsonObject =>
  (badge.credentialSubject as JsonObject).achievement as JsonObject
const sign = async (badge: object, options: object = {}) =>
  copy(await signCredential(badge, key, { now, created: now, ...options }))

/** A badge whose issuer made the achievement, and is described there once more. */
function twice(creator: JsonValue, issuer: JsonObject = {}): JsonObject {
  const badge = copy(sampleBadge(key.did))
  Object.assign(badge.issuer as JsonObject, issuer)
  achievementOf(badge).creator = creator
  return badge
}
const profile = (members: JsonObject): JsonObject => ({ id: key.did, type: ['Profile'], ...members })
const { name = '' } = sampleBadge(key.did).issuer as JsonObject

describe('JSON-LD API §7.2: objects of one id are one node, whose members belong to no place', () => {
  const doubtful: Record<string, JsonObject> = {
    'two names': twice(profile({ name: 'Ministry of Education' })),
    'a name in two languages': twice(profile({ name: 'Acme Welding' })),
    'two descriptions': twice(profile({ description: 'A.' }), { description: 'B.' }),
    'two pages': twice(profile({ url: 'https://ministry.example/' })),
    'two pictures': twice(profile({ image: { id: 'https://b.example/b.png', type: 'Image' } }), {
      image: { id: 'https://a.example/a.png', type: 'Image' },
    }),
  }
  it.each(Object.keys(doubtful))('%s', async (what) => {
    const badge = doubtful[what] ?? {}
    await expect(sign(badge)).rejects.toMatchObject({ code: 'ERR_TERM_AMBIGUOUS' })
    const signed = await sign(badge, { dangerouslySkipModelCheck: true })
    const result = await verifyCredential(signed, { now })
    expect([result.outcome, result.verified, result.facts.authentic]).toEqual(['indeterminate', false, null])
    expect(result.problems.map(({ code }) => code)).toEqual(['ERR_TERM_AMBIGUOUS'])
    expect(result.checks.find(({ id }) => id === 'proof.signature')?.status).toBe('passed')
    const altered = await verifyCredential({ ...signed, validFrom: '2026-01-02T00:00:00Z' }, { now })
    expect([altered.outcome, altered.facts.authentic]).toEqual(['failed', false])
  })

  const sound: Record<string, JsonObject> = {
    'the same name': twice(profile({ name })),
    'a name in one of the two': twice(profile({})),
    'a member in one of the two': twice(profile({ name, description: 'Welds.' })),
  }
  it.each(Object.keys(sound))('%s verifies', async (what) => {
    expect((await verifyCredential(await sign(sound[what] ?? {}), { now })).outcome).toBe('verified')
  })

  it('a JWT and canonical JSON sign the text, where everything has its place', async () => {
    const badge = doubtful['two names'] ?? {}
    const signed = [await sign(badge, { suite: 'eddsa-jcs-2022' }), await signCredentialAsJwt(badge, key)]
    for (const one of signed) expect((await verifyCredential(one, { now })).outcome).toBe('verified')
  })
})
