import { verifyCredential } from '../../src/verify/index.js'
import { type Attack, attacks, inputOf, needsNetwork, optionsOf } from '../attacks/attacks.js'
import { runWithServer } from '../attacks/with-server.js'
import { row, sorted, verdict } from './rows.js'

/** Each attack: what is said of it. */
export async function attackRows(): Promise<readonly string[]> {
  const verdictOf = async (attack: Attack) =>
    row(attack.name, ...verdict(needsNetwork(attack) ? (await runWithServer(attack)).result : await verified(attack)))
  // Those that wait for a server wait together, and nothing keeps the processor from them meanwhile.
  const rows = await Promise.all(attacks.filter(needsNetwork).map(verdictOf))
  for (const attack of attacks) if (!needsNetwork(attack)) rows.push(await verdictOf(attack))
  return sorted(rows)
}

const verified = (attack: Attack) => verifyCredential(inputOf(attack), optionsOf(attack))
