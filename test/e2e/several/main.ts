/**
 * The long form of `test/e2e/several.test.ts`.
 *
 *     npm run several -- --seed 1 --rows 20000 --claims 5000 --revocations 500
 *     npm run several -- --measure --rows 4000
 *
 * Four processes issue, mail, claim and revoke on a PostgreSQL of the run's own, and one of them is killed every two seconds.
 * Prints what must not be, if there is anything; exit code 1 then. `--measure` kills nobody, and compares what a row takes with
 * four processes and with one.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Mutant, mutants } from '../chaos/mutants.js'
import { whyNotHere } from '../chaos/server.js'
import type { SeveralPlan } from './plan.js'
import { runSeveral, type SeveralResult } from './several.js'

/** The most that a row with four processes may take of processor time, as a share of that with one. */
const MOST = 1.15
const MOST_CONFLICTS = 2

const summaryOf = ({ plan, killed, seconds, nodeMsPerRow, postgresMsPerRow, conflicts }: SeveralResult): string =>
  [
    `seed ${plan.seed}, ${plan.processes} processes: ${plan.rows} rows, ${plan.claims} claims, ${plan.revocations} revocations in ${seconds} s`,
    plan.killEveryMs > 0
      ? `${killed} processes killed`
      : `a row: ${nodeMsPerRow.toFixed(2)} ms of Node and ${postgresMsPerRow.toFixed(2)} ms of PostgreSQL; ${conflicts.toFixed(1)} conflicts in 100 rows`,
  ].join('\n')

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      rows: { type: 'string', default: '20000' },
      claims: { type: 'string' },
      revocations: { type: 'string' },
      processes: { type: 'string', default: '4' },
      planted: { type: 'string' },
      measure: { type: 'boolean', default: false },
    },
  })
  const [seed, rows, processes] = [Number(values.seed), Number(values.rows), Number(values.processes)]
  const claims = Number(values.claims ?? Math.floor(rows / 4))
  const revocations = Number(values.revocations ?? Math.floor(rows / 40))
  if (![seed, rows, processes, claims, revocations].every((n) => Number.isSafeInteger(n) && n >= 0) || processes < 1) {
    console.error('Usage: several [--seed N] [--rows N] [--claims N] [--revocations N] [--processes N] [--measure]')
    return 2
  }
  const reason = whyNotHere()
  if (reason !== undefined) {
    console.error(`No PostgreSQL can be started: ${reason}.`)
    return 2
  }
  const mutant = values.planted as Mutant | undefined
  if (mutant !== undefined && !Object.hasOwn(mutants, mutant)) {
    console.error(`--planted is one of: ${Object.keys(mutants).join(', ')}`)
    return 2
  }
  const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))
  const plan: SeveralPlan = {
    seed,
    rows,
    claims,
    revocations,
    processes,
    killEveryMs: values.measure ? 0 : 2000,
    ...(mutant && { mutant }),
  }
  const one = values.measure ? await runSeveral(worker, { ...plan, processes: 1 }) : undefined
  const result = await runSeveral(worker, plan)
  const breaches = [...(one?.breaches ?? []), ...result.breaches]
  if (one !== undefined) {
    console.log(summaryOf(one))
    const rowOf = ({ nodeMsPerRow, postgresMsPerRow }: SeveralResult): number => nodeMsPerRow + postgresMsPerRow
    const times = rowOf(result) / rowOf(one)
    console.log(`with ${processes} processes a row takes ${times.toFixed(2)} times what it takes with one`)
    if (times > MOST) breaches.push(`more than ${MOST} times`)
    if (result.conflicts > MOST_CONFLICTS) breaches.push(`${result.conflicts.toFixed(1)} conflicts in 100 rows`)
  }
  console.log(summaryOf(result))
  for (const breach of breaches) console.log(`BREACH: ${breach}`)
  return breaches.length > 0 ? 1 : 0
}

main().then((code) => {
  process.exitCode = code
})
