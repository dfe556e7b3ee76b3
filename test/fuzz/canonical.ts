/**
 * The long differential run: the fast path against `jsonld` and `rdf-canonize` on generated documents.
 *
 *     npm run fuzz -- --seed 1 --count 50000
 *
 * `--count` is the number of valid credentials; each other kind gets a quarter of it. Prints what came out, and every
 * document on which the two differ. Exit code 1 if there is one, if a valid credential was refused for more than blank
 * nodes that are too much alike, or if more than one in a hundred was left to the reference.
 */
import { parseArgs } from 'node:util'
import { createFastCanonicalizer } from '../../src/rdf/fast/index.js'
import { allContexts } from '../rdf/support/contexts.js'
import { compare, newTally } from '../rdf/support/reference.js'
import { type GeneratorName, generate, generators } from '../rdf/support/sources.js'
import { remoteContexts } from '../rdf/support/tiny.js'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '50000' } },
  })
  const seed = Number(values.seed)
  const count = Number(values.count)
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 1) {
    console.error('Usage: canonical [--seed <integer>] [--count <positive integer>]')
    return 2
  }
  const contexts = new Map([...allContexts(), ...remoteContexts])
  const fast = createFastCanonicalizer()
  let failed = false
  for (const kind of Object.keys(generators) as GeneratorName[]) {
    const total = kind === 'valid' ? count : Math.ceil(count / 4)
    const tally = newTally()
    const reasons = new Map<string, number>()
    const started = performance.now()
    for (let i = 0; i < total; i++) {
      const document = generate(kind, seed + i, contexts)
      const comparison = await compare(fast, document, contexts)
      tally[comparison.outcome] += 1
      if (comparison.outcome === 'not covered') {
        reasons.set(comparison.why, (reasons.get(comparison.why) ?? 0) + 1)
      } else if (comparison.outcome === 'different') {
        console.log(`DIFFERENT: ${kind}, seed ${seed + i}: ${JSON.stringify(document)}`)
      }
    }
    failed ||= tally.different > 0
    if (kind === 'valid') failed ||= tally['not covered'] > total / 100 || tally['both refuse'] > total / 100
    const rate = Math.round(total / ((performance.now() - started) / 1000))
    const share = ((100 * tally['not covered']) / total).toFixed(2)
    console.log(`${kind}: ${total} documents from seed ${seed}, ${rate} a second, ${share} % left to the reference`)
    console.table(tally)
    for (const [reason, times] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${times} × ${reason}`)
  }
  return failed ? 1 : 0
}

main().then((code) => {
  process.exitCode = code
})
