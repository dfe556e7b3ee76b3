/**
 * How many third-party cases agree, by source:
 *
 *     npm run conformance
 *
 * Exit code 1 for a disagreement that `fixtures/disagreements.json` does not explain, or for a row there that explains
 * none; 0, with the reason, where the vectors are not beside the checkout.
 */
import { hasVectors, noVectorsReason } from '../support/vectors.js'
import { type Compared, compareAll, count, describeCase, readDisagreements } from './compare.js'
import { sources } from './sources.js'

async function main(): Promise<number> {
  if (!hasVectors) {
    console.log(noVectorsReason)
    return 0
  }
  const disagreements = readDisagreements()
  const table: Record<string, ReturnType<typeof count>> = {}
  const all: Compared[] = []
  for (const source of sources) {
    const compared = await compareAll(source, disagreements)
    table[source.name] = count(source, compared)
    all.push(...compared)
  }
  console.table(table)
  for (const { file, about, ours, theirs, clause, why } of disagreements) {
    console.log(
      `${file}${about === undefined ? '' : ` (${about})`}: ours ${ours}, theirs ${theirs}\n  ${clause}\n  ${why}`,
    )
  }
  const unexplained = all.filter(({ result }) => result === 'unexplained')
  for (const each of unexplained) console.log(`UNEXPLAINED ${describeCase(each)}`)
  const unused = disagreements.filter((row) => !all.some(({ disagreement }) => disagreement === row))
  for (const { file } of unused) console.log(`NO LONGER NEEDED in fixtures/disagreements.json: ${file}`)
  const sum = (key: 'cases' | 'agree' | 'explained' | 'skipped') =>
    Object.values(table).reduce((total, row) => total + row[key], 0)
  console.log(
    `${sum('cases')} cases: ${sum('agree')} agree, ${sum('explained')} disagreements explained, ${unexplained.length} unexplained, ${sum('skipped')} skipped`,
  )
  return unexplained.length + unused.length > 0 ? 1 : 0
}

main().then((code) => {
  process.exitCode = code
})
