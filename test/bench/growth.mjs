// How work grows with the size of one badge: time for each of its results.
import { signCredential, verifyCredential } from '../../dist/index.js'
import { generateKeyPair } from '../../dist/keys.js'
import { badgeWithResults, NOW } from './credentials.mjs'
import { median } from './timing.mjs'

export async function measureGrowth({ seed, rounds }) {
  const key = await generateKeyPair({ seed: new Uint8Array(32).fill(seed % 256) })
  const rows = []
  for (const results of [10, 100, 1000, 10_000]) {
    const times = { sign: [], verify: [] }
    const runs = results >= 1000 ? 1 : 1000 / results
    for (let round = -1; round < rounds; round++) {
      const badges = Array.from({ length: runs }, (_, i) =>
        badgeWithResults(key, seed + 1000 * (round + 1) + i, results),
      )
      const signed = []
      let started = performance.now()
      for (const badge of badges) signed.push(await signCredential(badge, key, { now: NOW }))
      if (round >= 0) times.sign.push((performance.now() - started) / runs)
      started = performance.now()
      for (const badge of signed) {
        if (!(await verifyCredential(badge, { now: NOW })).verified) throw new Error('It does not verify.')
      }
      if (round >= 0) times.verify.push((performance.now() - started) / runs)
    }
    const [sign, verify] = [median(times.sign), median(times.verify)]
    const perResult = { sign: (1000 * sign) / results, verify: (1000 * verify) / results }
    rows.push({ results, milliseconds: { sign, verify }, microsecondsPerResult: perResult })
  }
  return rows
}
