import { asArray } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** Members of a badge, none of which makes it something else. */
const MEMBERS: ReadonlySet<string> = new Set([
  ...['@context', 'id', 'type', 'name', 'description', 'image', 'awardedDate', 'issuer', 'credentialSubject'],
  ...['validFrom', 'validUntil', 'issuanceDate', 'expirationDate', 'evidence', 'proof', 'credentialSchema'],
  ...['credentialStatus', 'refreshService', 'termsOfUse', 'endorsement', 'endorsementJwt', 'relatedResource'],
])

/** Types of a credential, of which it has one, */
const CREDENTIAL: readonly JsonValue[] = ['VerifiableCredential', 'OpenBadgeCredential', 'AchievementCredential']
/** and what it may be beside: the endorsements in a badge are looked at like the badge. */
const TYPES: readonly JsonValue[] = [...CREDENTIAL, 'EndorsementCredential']

/**
 * Whether a document has nothing by which `otherDocument` knows anything else: the members and types of a badge
 * or an endorsement and no further ones. Of all that has, it decides.
 */
export function isPlainBadge(document: JsonObject): boolean {
  const types = asArray<JsonValue>(document.type)
  return (
    document['@context'] !== undefined &&
    types.some((type) => CREDENTIAL.includes(type)) &&
    types.every((type) => TYPES.includes(type)) &&
    Object.keys(document).every((name) => MEMBERS.has(name))
  )
}
