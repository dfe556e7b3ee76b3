import { addProof, signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import type { Operation } from './patch.js'
import { table } from './tables.js'

/** What is done to a chain, and the code that must be the first among the problems; the first two are sound. */
const { first, second, cases } = table<{
  readonly first: string
  readonly second: string
  readonly cases: readonly { readonly name: string; readonly patch: readonly Operation[]; readonly code?: string }[]
}>('chains')

export const chainCases = cases

/** A credential with a chain: the issuer's proof, and one after it by the same party or by another. */
export async function chained(credential: JsonObject, issuer: KeyPair, other: KeyPair, now: Date): Promise<JsonObject> {
  const signed = await signCredential(credential, issuer, { proofId: first, now })
  const chain = await addProof(signed, other, { previousProof: first, proofId: second, now })
  return structuredClone(chain) as unknown as JsonObject
}
