import { asArray, isJsonObject } from '../../internal/json.js'
import { hostOf, isUrlWithin } from '../../internal/url-scope.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** Whether two addresses have the same host and port. */
export function isSameHost(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  const host = hostOf(one)
  return host !== undefined && host === hostOf(other)
}

/**
 * Open Badges 2.0, Profile.verification: whether a document lies where its issuer has such documents, which is below
 * `startsWith` and on one of the hosts of `allowedOrigins`, or else on the host of the issuer itself. What is there and
 * cannot be understood allows nothing.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#VerificationObject
 */
export function isInScope(address: JsonValue | undefined, { id, verification }: JsonObject): boolean {
  // A list of one says what it holds, and each of several counts.
  const rules = asArray<JsonValue>(verification).filter(isJsonObject)
  return (rules.length === 0 ? [{}] : rules).every((rule) => isAllowed(address, id, rule))
}

function isAllowed(
  address: JsonValue | undefined,
  id: JsonValue | undefined,
  { allowedOrigins, startsWith }: JsonObject,
): boolean {
  const [origins, starts] = [asArray<JsonValue>(allowedOrigins), asArray<JsonValue>(startsWith)]
  if (hostOf(address) === undefined) return false
  if (starts.length > 0 && !starts.some((start) => isUrlWithin(address, start))) return false
  if (origins.length > 0) return origins.some((origin) => isOrigin(address, origin))
  return starts.length > 0 || isSameHost(address, id)
}

/** An origin is written as its host (RFC 3986 §3.2.2), by some with a scheme before it, which counts then. */
function isOrigin(address: JsonValue | undefined, origin: JsonValue): boolean {
  if (typeof origin !== 'string') return false
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(origin)) return isUrlWithin(address, origin)
  return /^[^/?#@\\\s]+$/.test(origin) && isSameHost(address, `https://${origin}`)
}
