import { asArray, isJsonObject } from '../internal/json.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { VerificationKey } from '../types/keys.js'
import { isJwkOf, type KeyLimits } from './controller-document.js'

/** Whether a document is a JWK or a set of them. */
export const isJwkDocument = (document: JsonObject): boolean =>
  typeof document.kty === 'string' || Array.isArray(document.keys)

const keysOf = (document: JsonObject): JsonObject[] =>
  typeof document.kty === 'string' ? [document] : asArray(document.keys).filter(isJsonObject)

/**
 * The JWK that a URL names in what lies there: the one whose `kid` is the URL or its fragment; a lone key when the URL
 * asks for no other.
 */
export function jwkNamed(document: JsonObject, id: string, fragment: string | undefined): JsonObject | undefined {
  const keys = keysOf(document)
  const named = keys.find(({ kid }) => kid === id || (fragment !== undefined && kid === fragment))
  if (named !== undefined || keys.length !== 1) return named
  const [only] = keys
  return fragment === undefined || only?.kid === undefined ? only : undefined
}

/** The JWK of a set that is this key, unless it says that it belongs to another issuer. */
export const jwkOf = (document: JsonObject, key: VerificationKey, issuer: string): JsonObject | undefined =>
  keysOf(document).find((jwk) => isJwkOf(jwk, key) && (jwk.iss === undefined || jwk.iss === issuer))

/** What a JWK says against itself (OpenID Federation 1.0 §8.7, in the IANA registry of JWK parameters). */
export function jwkLimits({ exp, revoked }: JsonObject): KeyLimits {
  return {
    ...(revoked === undefined ? {} : { revoked: revokedAt(revoked) }),
    ...(exp === undefined ? {} : { expires: instant(exp) }),
  }
}

const revokedAt = (revoked: JsonValue): JsonValue =>
  isJsonObject(revoked) ? instant(revoked.revoked_at ?? null) : revoked

/** A NumericDate (RFC 7519 §2) as date and time; anything else as it is. */
function instant(value: JsonValue): JsonValue {
  const milliseconds = typeof value === 'number' ? value * 1000 : Number.NaN
  return Math.abs(milliseconds) < 8.64e15 ? new Date(milliseconds).toISOString() : value
}
