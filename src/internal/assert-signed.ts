import { BadgeError } from '../errors.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { asArray, isJsonObject } from './json.js'

/**
 * Refuses what nobody has signed, such as a draft: Open Badges 3.0 §5 hands out credentials with their proof. Whether
 * the proof is any good is for a verification to say.
 */
export function assertSigned(document: JsonObject): void {
  const proofs = asArray<JsonValue>(document.proof)
  if (proofs.length > 0 && proofs.every(isJsonObject)) return
  const isEnveloped = asArray<JsonValue>(document.type).includes('EnvelopedVerifiableCredential')
  if (isEnveloped && typeof document.id === 'string' && document.id.startsWith('data:')) return
  const advice = 'The credential has no proof, so nobody could verify it; issue or sign it first.'
  throw new BadgeError('ERR_PROOF_MISSING', advice, { pointer: '/proof' })
}
