import { isJsonObject } from '../../internal/json.js'
import { pointerGet } from '../../internal/pointer.js'
import type { JsonObject } from '../../types/json.js'

/**
 * What a learner can never leave out: what Open Badges 3.0 Appendix B requires (ids, types and contexts always stay
 * anyhow), and what would mislead if it were missing: times of validity (VCDM 2.0 §4.9), status (§4.10), schema (§4.11),
 * refresh service (§5.4) and terms of use (§5.5). `docs/vc-api.md` names each with its reason.
 */
export const ALWAYS = [
  '/name',
  '/issuer',
  '/validFrom',
  '/validUntil',
  '/issuanceDate',
  '/expirationDate',
  '/credentialStatus',
  '/credentialSchema',
  '/refreshService',
  '/termsOfUse',
  '/credentialSubject/id',
  '/credentialSubject/type',
  '/credentialSubject/achievement/criteria',
  '/credentialSubject/achievement/description',
  '/credentialSubject/achievement/name',
] as const

/** Pointers to all of that in a credential, and to what the issuer adds. No pointer goes into a list. */
export function mandatoryPointersOf(credential: JsonObject, further: readonly string[] = []): readonly string[] {
  const { credentialSubject } = credential
  // Open Badges 3.0 §B.1.2: a subject without an id is known by its identifiers.
  const nameless = isJsonObject(credentialSubject) && credentialSubject.id === undefined
  const wanted = [...ALWAYS, ...(nameless ? ['/credentialSubject/identifier'] : [])]
  const there = wanted.filter((pointer) => pointerGet(credential, pointer) !== undefined)
  return [...new Set([...there, ...further])]
}
