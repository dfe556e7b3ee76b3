/**
 * The long differential run: signed credentials of ten suites and JWT algorithms, two in five altered after signing,
 * verified by this library and by the reference libraries.
 *
 *     npm run differential -- --seed 1 --count 20000
 *
 * Prints counts by form, what differs for a known reason, and every case that differs without one. Exit code 1 if there
 * is one.
 */
import { parseArgs } from 'node:util'
import { makeCase, makeKeys } from './cases.js'
import { compare, explain } from './compare.js'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '20000' } },
  })
  const seed = Number(values.seed)
  const count = Number(values.count)
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 1) {
    console.error('Usage: differential [--seed <integer>] [--count <positive integer>]')
    return 2
  }
  const keys = await makeKeys()
  const table: Record<
    string,
    { cases: number; altered: number; 'both sound': number; 'both not': number; explained: number }
  > = {}
  const reasons = new Map<string, number>()
  let defects = 0
  for (let i = 0; i < count; i++) {
    const given = await makeCase(seed + i, keys)
    const comparison = await compare(given)
    const reason = explain(comparison, given)
    table[given.form.name] ??= { cases: 0, altered: 0, 'both sound': 0, 'both not': 0, explained: 0 }
    const row = table[given.form.name] as (typeof table)[string]
    row.cases += 1
    if (given.altered !== undefined) row.altered += 1
    if (reason === undefined) row[comparison.theirs ? 'both sound' : 'both not'] += 1
    else if (reason !== null) {
      row.explained += 1
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    } else {
      defects += 1
      const { ours, theirs, reason: theirReason, codes } = comparison
      console.log(`DIFFERENT: seed ${given.seed}, ${given.form.name}, ${given.altered ?? 'as signed'}:`)
      console.log(`  here ${ours} ${codes.join(' ')}, there ${theirs ? 'sound' : `not sound: ${theirReason}`}`)
      if (defects <= 20) console.log(`  ${typeof given.input === 'string' ? given.input : JSON.stringify(given.input)}`)
    }
  }
  console.table(table)
  for (const [reason, times] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${times} × ${reason}`)
  console.log(`${count} cases, ${defects} without an explanation`)
  return defects > 0 ? 1 : 0
}

main().then((code) => {
  process.exitCode = code
})
