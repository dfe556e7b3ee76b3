import { BITSTRING_STATUS_LIST } from '../../internal/context-urls.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { formatDateTime } from '../../internal/time.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { modelOf } from './configurations.js'

/**
 * A badge as a wallet gets it: the same badge (its id, what identifies the learner, when it was awarded), about the wallet's DID,
 * from now on, with a status of its own. It is to be signed again.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#org.1edtech.ob.v3p0.achievementcredential.class
 */
export function boundTo(badge: JsonObject, did: string, now: Date, status: JsonObject): JsonObject {
  const { proof: _, ...credential } = badge
  const isOld = modelOf(credential) === '1.1'
  const begin = isOld ? 'issuanceDate' : 'validFrom'
  const [first, ...more] = asArray<JsonValue>(credential.credentialSubject as JsonValue)
  const subject: JsonObject = { ...(isJsonObject(first) ? first : {}), id: did }
  return {
    ...credential,
    ...(isOld ? { '@context': withStatusContext(credential['@context']) } : {}),
    // `validFrom` says which of two copies is the newer one; when the badge was awarded is kept beside it.
    awardedDate: credential.awardedDate ?? credential[begin] ?? formatDateTime(now),
    [begin]: laterOf(credential[begin], now),
    credentialSubject: more.length === 0 ? subject : [subject, ...more],
    credentialStatus: status,
  }
}

/** The context of VCDM 1.1 does not know the entry. */
function withStatusContext(context: JsonValue | undefined): JsonValue[] {
  const given = [...asArray<JsonValue>(context as JsonValue)]
  return given.includes(BITSTRING_STATUS_LIST) ? given : [...given, BITSTRING_STATUS_LIST]
}

/** Newer than what was there, and never before a beginning that is still to come. */
function laterOf(before: JsonValue | undefined, now: Date): string {
  const at = typeof before === 'string' ? Date.parse(before) : Number.NaN
  return formatDateTime(at > now.getTime() ? new Date(at) : now)
}
