import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateKeyPair } from '../../../src/keys/index.js'
import { verifyCredential } from '../../../src/verify/index.js'
import { sampleBadge } from '../../support/badge.js'
import { claimsOf, compactJws } from '../../support/jwt.js'

const now = '2026-02-03T04:05:06Z'

test('whatever is done to the text of a JWT, what verifies is what was signed', async () => {
  const key = await generateKeyPair({ type: 'P-256' })
  const badge = sampleBadge(key.did)
  const sound = await compactJws({ alg: 'ES256', typ: 'JWT', kid: key.id }, { ...badge, ...claimsOf(badge) }, key)
  expect((await verifyCredential(sound, { now })).outcome).toBe('verified')
  const characters = fc.constantFrom(...'AQgwEZaz09-_.=~ {"')
  const edits = fc.array(
    fc.record({ at: fc.nat(sound.length), remove: fc.nat(3), insert: fc.string({ unit: characters, maxLength: 3 }) }),
    { minLength: 1, maxLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const mutated = list.reduce(
        (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
        sound,
      )
      const result = await verifyCredential(mutated, { now })
      expect(result.verified).toBe(mutated.trim() === sound)
      expect(result.problems.map(({ code }) => code)).not.toContain('ERR_INTERNAL')
    }),
    { seed: 8, numRuns: 500 },
  )
})
