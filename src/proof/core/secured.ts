import { proofsOf } from '../../badge/index.js'
import { asArray } from '../../internal/json.js'
import type { JsonObject } from '../../types/json.js'

/**
 * What a proof secures: the document without its proofs, except those that the proof names as `previousProof`, in the
 * order in which the document has them.
 *
 * @see https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains
 */
export function unsecured(document: JsonObject, proof: JsonObject = {}): JsonObject {
  const { proof: _, ...rest } = document
  if (proof.previousProof === undefined) return rest
  const ids = asArray(proof.previousProof)
  return { ...rest, proof: proofsOf(document).filter(({ id }) => id !== undefined && ids.includes(id)) }
}

/** The proof as it is signed over JSON. */
export function withoutValue({ proofValue: _, ...members }: JsonObject): JsonObject {
  return members
}

/**
 * The proof as it is signed over RDF. Its contexts are the document's, never its own: a proof must not bring terms
 * (vc-di-eddsa §3.2.5 step 5).
 */
export function proofConfigurationOf(document: JsonObject, proof: JsonObject): JsonObject {
  const { '@context': _, ...members } = withoutValue(proof)
  const context = document['@context']
  return context === undefined ? members : { '@context': context, ...members }
}
