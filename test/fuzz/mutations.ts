/**
 * The long run over mutated badges: as JSON (values and text), JWT, PNG and SVG.
 *
 *     npm run fuzz:mutations -- --seed 1 --count 100000
 *
 * Prints what came out by kind, and the seed of every input that crashed, hung, or was verified although it says
 * something else than what was signed. Exit code 1 if there is one.
 */
import { parseArgs } from 'node:util'
import { createFuzzer, type Fate, kinds } from './mutate-inputs.js'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '100000' } },
  })
  const seed = Number(values.seed)
  const count = Number(values.count)
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < kinds.length) {
    console.error(`Usage: mutations [--seed <integer>] [--count <integer from ${kinds.length} on>]`)
    return 2
  }
  const fuzzer = await createFuzzer()
  const table: Record<string, Partial<Record<Fate, number>>> = {}
  let failed = false
  for (const kind of kinds) {
    const tally: Partial<Record<Fate, number>> = {}
    table[kind] = tally
    for (let i = 0; i < Math.ceil(count / kinds.length); i++) {
      const fate = await fuzzer.fateOf(fuzzer.input(kind, seed + i))
      tally[fate] = (tally[fate] ?? 0) + 1
      if (fate === 'verified' || fate === 'refused') continue
      failed = true
      console.log(`${fate.toUpperCase()}: ${kind}, seed ${seed + i}`)
    }
  }
  console.table(table)
  return failed ? 1 : 0
}

main().then((code) => {
  process.exitCode = code
})
