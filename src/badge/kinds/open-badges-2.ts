import { asArray } from '../../internal/json.js'
import type { JsonObject } from '../../types/json.js'

/** The context of Open Badges 2.0. */
export const OPEN_BADGES_2 = 'https://w3id.org/openbadges/v2'

const OWN_CONTEXT = /^https?:\/\/w3id\.org\/openbadges\//

/** Whether a document says that it is one of Open Badges 2.0: an assertion, or something else with its context. */
export function isOpenBadge2(document: JsonObject): boolean {
  const types = asArray(document.type)
  if (types.includes('VerifiableCredential') || isOpenBadge1(document)) return false
  return types.includes('Assertion') || asArray(document['@context']).includes(OPEN_BADGES_2)
}

/** Whether a document is an assertion of Open Badges 0.5, 1.0 or 1.1, which have other members. */
export function isOpenBadge1(document: JsonObject): boolean {
  const contexts = asArray(document['@context'])
  const own = contexts.filter((context) => typeof context === 'string' && OWN_CONTEXT.test(context))
  if (own.includes('https://w3id.org/openbadges/v1')) return true
  return own.length === 0 && document.type === undefined && document.badge !== undefined && 'recipient' in document
}
