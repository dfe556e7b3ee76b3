import type { VerificationResult } from '../../src/types/verification.js'
import { type Attack, attacks, needsNetwork, resultOf } from '../attacks/attacks.js'
import { servedResultOf } from '../attacks/with-server.js'
import { row, sorted, type Table, verdict, wordsOf } from './rows.js'

/** Each attack: what is said of it. Those that are verified elsewhere come with their results. */
export async function attackRows(known: Readonly<Record<string, VerificationResult>>): Promise<Table> {
  // Those that wait for a server wait together, and nothing keeps the processor from them meanwhile.
  const rows = await Promise.all(
    attacks.filter(needsNetwork).map(async (attack) => rowOf(attack, await served(attack))),
  )
  const words: unknown[] = []
  for (const attack of attacks) {
    if (needsNetwork(attack)) continue
    const result = known[attack.name] ?? (await resultOf(attack))
    rows.push(rowOf(attack, result))
    words.push(result.checks)
  }
  // What is said of a server has its port in it, and what went first, the connection or the patience.
  return { rows: sorted(rows), words: wordsOf(...words) }
}

const rowOf = ({ name }: Attack, result: VerificationResult): string => row(name, ...verdict(result))

const served = async (attack: Attack): Promise<VerificationResult> => (await servedResultOf(attack)).result
