import { describe, expect, test } from 'vitest'
import { addProof, createPresentation, signCredential, signPresentation } from '../../src/proof/index.js'
import type { SignOptions } from '../../src/types/proof.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = '2026-02-03T04:05:06Z'
const later = '2026-02-03T04:05:07Z'
const key = await testKey()
const badge = sampleBadge(key.did)

describe('nothing is signed for a time to come (Data Integrity 1.0 §2.1)', () => {
  test.each<[string, (options: SignOptions) => Promise<object>]>([
    ['a credential', (options) => signCredential(badge, key, options)],
    ['a presentation', (options) => signPresentation(createPresentation({ holder: key.did }), key, options)],
    ['a further proof', async (options) => addProof(await signCredential(badge, key, { now }), key, options)],
  ])('%s', async (_, sign) => {
    expect(await codeOf(() => sign({ now, created: later }))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => sign({ now, created: now }))).toBe('no error')
    // A date without a `now` is held against the clock.
    expect(await codeOf(() => sign({ created: '2999-01-01T00:00:00Z' }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('what is signed verifies at the moment of signing', async () => {
    const signed = await signCredential(badge, key, { now, created: now })
    expect((await verifyCredential(signed, { now })).outcome).toBe('verified')
  })
})
