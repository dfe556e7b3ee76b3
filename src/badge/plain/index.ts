import { asArray } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** Members of a badge, none of which makes it something else. */
const MEMBERS: ReadonlySet<string> = new Set([
  ...['@context', 'id', 'type', 'name', 'description', 'image', 'awardedDate', 'issuer', 'credentialSubject'],
  ...['validFrom', 'validUntil', 'issuanceDate', 'expirationDate', 'evidence', 'proof', 'credentialSchema'],
  ...['credentialStatus', 'refreshService', 'termsOfUse', 'endorsement', 'endorsementJwt', 'relatedResource'],
])

const TYPES: readonly JsonValue[] = ['VerifiableCredential', 'OpenBadgeCredential', 'AchievementCredential']

/**
 * Whether a document has nothing by which `otherDocument` knows anything else: the members and types of a badge
 * and no further ones. Of all that has, it decides.
 */
export function isPlainBadge(document: JsonObject): boolean {
  const types = asArray<JsonValue>(document.type)
  return (
    document['@context'] !== undefined &&
    types.length > 0 &&
    types.every((type) => TYPES.includes(type)) &&
    Object.keys(document).every((name) => MEMBERS.has(name))
  )
}
