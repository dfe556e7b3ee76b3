import { proofsOf } from '../../badge/index.js'
import { asArray } from '../../internal/json.js'
import type { JsonObject } from '../../types/json.js'

/**
 * Why the chain that ends in this proof is none, or `null`: a name that no other proof has or that several have, or
 * proofs that wait for each other.
 */
export function chainProblem(document: JsonObject, proof: JsonObject): string | null {
  const names = namesOf(proof)
  if (names === null) return 'The earlier proofs must be named by text.'
  const proofs = proofsOf(document)
  for (const name of names) {
    const named = proofs.filter(({ id }) => id === name)
    if (named.length === 0) return 'The document has no proof of that name.'
    if (named.length > 1) return 'Several proofs have that name.'
  }
  return leadsBack(proofs, proof, names) ? 'The chain of proofs leads back to its beginning.' : null
}

/** The names in `previousProof`, or `null` when they are not names. */
function namesOf({ previousProof }: JsonObject): readonly string[] | null {
  const names = asArray(previousProof)
  return names.every((name) => typeof name === 'string') ? names : null
}

/** Whether a proof comes before itself. Each proof is visited once, so this ends. */
function leadsBack(proofs: readonly JsonObject[], start: JsonObject, names: readonly string[]): boolean {
  const seen = new Set<string>()
  const waiting = [...names]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === start.id) return true
    if (seen.has(name)) continue
    seen.add(name)
    const before = proofs.find(({ id }) => id === name)
    waiting.push(...((before && namesOf(before)) ?? []))
  }
  return false
}
