/**
 * The long form of `test/e2e/chaos.test.ts`.
 *
 *     npm run chaos -- --seed 1 --rows 2000 --claims 200
 *
 * `--pool` gives the storage a pool of the caller's, which loses answers to commits. Prints what came out, and what must not
 * be; exit code 1 if there is anything of that. `--planted` plants faults instead, one after the other, and fails for each that
 * is not found.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runChaos, summaryOf } from './chaos.js'
import { type Mutant, mutants } from './mutants.js'
import { whyNotHere } from './server.js'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      rows: { type: 'string', default: '2000' },
      claims: { type: 'string', default: '200' },
      pool: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
    },
  })
  const [seed, rows, claims] = [Number(values.seed), Number(values.rows), Number(values.claims)]
  const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0
  if (!Number.isSafeInteger(seed) || !isCount(rows) || !isCount(claims) || claims > rows) {
    console.error(
      'Usage: chaos [--seed <integer>] [--rows <count>] [--claims <count, at most rows>] [--pool] [--planted]',
    )
    return 2
  }
  const reason = whyNotHere()
  if (reason !== undefined) {
    console.error(`No PostgreSQL can be started: ${reason}.`)
    return 2
  }
  const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))
  if (values.planted) return planted(worker, seed)
  const result = await runChaos(worker, { seed, rows, claims, ownPool: values.pool })
  console.log(summaryOf(result))
  for (const breach of result.breaches) console.log(`BREACH: ${breach}`)
  return result.breaches.length > 0 ? 1 : 0
}

/** Runs with each fault in turn; 1 if one is not found. */
async function planted(worker: string, seed: number): Promise<number> {
  let missed = 0
  for (const name of Object.keys(mutants) as Mutant[]) {
    const plan = { seed, rows: 200, claims: 100, ownPool: true, mutant: name }
    const { breaches, seconds } = await runChaos(worker, plan)
    if (breaches.length === 0) missed += 1
    const found =
      breaches.length === 0 ? 'NOT FOUND' : `${breaches.length} breaches, the first: ${breaches[0]?.slice(0, 120)}`
    console.log(`${name} (${mutants[name]}): ${found}; ${seconds} s`)
  }
  return missed > 0 ? 1 : 0
}

main().then((code) => {
  process.exitCode = code
})
