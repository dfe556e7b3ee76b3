import { describe, expect, test } from 'vitest'
import { createFuzzer, type Fate, kinds } from './mutate-inputs.js'

/** The short share of `npm run fuzz:mutations`. */
const COUNT = 200

describe('badges that were changed at random', { timeout: 120_000 }, () => {
  test.each(kinds)('%s: no crash, no hang, and none verified that says something else', async (kind) => {
    const fuzzer = await createFuzzer()
    const fates: Record<Fate, number[]> = {
      verified: [],
      refused: [],
      crashed: [],
      hung: [],
      'verified, but not what was signed': [],
    }
    for (let seed = 1; seed <= COUNT; seed++) fates[await fuzzer.fateOf(fuzzer.input(kind, seed))].push(seed)
    const { verified, refused, ...defects } = fates
    expect(defects).toEqual({ crashed: [], hung: [], 'verified, but not what was signed': [] })
    // Both must come about, or the run proves nothing.
    expect(Math.min(verified.length, refused.length)).toBeGreaterThan(0)
  })
})
