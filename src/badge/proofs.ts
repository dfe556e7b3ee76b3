import { BadgeError } from '../errors.js'
import { asArray, isJsonObject } from '../internal/json.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** The proofs that a document carries. */
export const proofsOf = ({ proof }: { readonly proof?: unknown }): readonly JsonObject[] =>
  asArray(proof).filter(isJsonObject)

/** vc-di-ecdsa §3.5.2: CBOR tag 0x5d00, in base64url after its multibase letter. */
export const BASE_PROOF_START = 'u2V0A'

/** Whether a proof value is a base proof of `ecdsa-sd-2023`, which is for the learner only. */
export const isBaseProofValue = (value: JsonValue | undefined): boolean =>
  typeof value === 'string' && value.startsWith(BASE_PROOF_START)

/** Whether a base proof is among the proofs of a document, under whatever name. */
export const hasBaseProof = (document: { readonly proof?: unknown }): boolean =>
  proofsOf(document).some(({ proofValue }) => isBaseProofValue(proofValue))

/**
 * Refuses a credential with a base proof, also beside other proofs: what is published goes from hand to hand, and a base
 * proof lets anyone who has it show everything that the learner would leave out.
 *
 * @throws BadgeError `ERR_PROOF_IS_BASE`
 */
export function assertPublishable(document: { readonly proof?: unknown }, pointer = '/proof'): void {
  if (!hasBaseProof(document)) return
  const advice = 'A base proof is never published; derive what you want to show with deriveCredential or createCapsule.'
  throw new BadgeError('ERR_PROOF_IS_BASE', advice, { pointer })
}

/**
 * Refuses what nobody has signed, such as a draft: Open Badges 3.0 §5 hands out credentials with their proof. Whether
 * the proof is any good is for a verification to say.
 *
 * @throws BadgeError `ERR_PROOF_MISSING`
 */
export function assertSigned(document: JsonObject): void {
  const proofs = asArray<JsonValue>(document.proof)
  if (proofs.length > 0 && proofs.every(isJsonObject)) return
  const isEnveloped = asArray<JsonValue>(document.type).includes('EnvelopedVerifiableCredential')
  if (isEnveloped && typeof document.id === 'string' && document.id.startsWith('data:')) return
  const advice = 'The credential has no proof, so nobody could verify it; issue or sign it first.'
  throw new BadgeError('ERR_PROOF_MISSING', advice, { pointer: '/proof' })
}

/**
 * Writes down the proof of a signed document: one proof is an object, several are a list (VC Data Integrity §2.1, and VC-API). Either is
 * the same document, and no proof covers which it is. In place: a copy would be of another shape than the documents that are read, and
 * what the engine has compiled for these would go with them at each collection.
 */
export function writeOneProofPlain(document: JsonObject): void {
  if (Array.isArray(document.proof) && document.proof.length === 1) document.proof = document.proof[0] as JsonValue
}
