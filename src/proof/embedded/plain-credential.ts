import { issuerIdOf } from '../../badge/index.js'
import { CREDENTIALS_V1, CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { parseDateTime } from '../../internal/time.js'
import { isParsableUrl } from '../../internal/url.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/**
 * Whether a credential is certainly one that `vc.issue` accepts: the common shapes, told at once. Of anything else the
 * vendor's library is the judge.
 */
export function isPlainCredential(credential: JsonObject): boolean {
  const { '@context': context, type, credentialSubject } = credential
  const [model] = asArray<JsonValue>(context)
  const dates = datesOf.get(model)
  return (
    dates !== undefined &&
    asArray<JsonValue>(type).includes('VerifiableCredential') &&
    isUrl(issuerIdOf(credential)) &&
    every(credentialSubject, isSubject) &&
    credentialSubject !== undefined &&
    dates.every((name) => isDate(credential[name])) &&
    (credential.evidence === undefined || every(credential.evidence, isTyped)) &&
    (credential.credentialStatus === undefined || every(credential.credentialStatus, isTyped)) &&
    (credential.termsOfUse === undefined || every(credential.termsOfUse, isTyped)) &&
    (credential.proof === undefined || every(credential.proof, isTyped))
  )
}

/** The dates that each data model has; those of the other are left alone. */
const datesOf: ReadonlyMap<unknown, readonly string[]> = new Map([
  [CREDENTIALS_V1, ['issuanceDate', 'expirationDate']],
  [CREDENTIALS_V2, ['validFrom', 'validUntil']],
])

const isDate = (value: JsonValue | undefined): boolean =>
  value === undefined || (typeof value === 'string' && parseDateTime(value) !== null)

const isUrl = (value: JsonValue | undefined): boolean => typeof value === 'string' && isParsableUrl(value)

/** One or several, and at least one. */
const every = (value: JsonValue | undefined, test: (item: JsonValue) => boolean): boolean => {
  const items = asArray<JsonValue>(value)
  return items.length > 0 && items.every(test)
}

const isSubject = (value: JsonValue): boolean =>
  isJsonObject(value) && Object.keys(value).length > 0 && (value.id === undefined || isUrl(value.id))

const isTyped = (value: JsonValue): boolean =>
  isJsonObject(value) && hasType(value.type) && (value.id === undefined || isUrl(value.id))

const hasType = (type: JsonValue | undefined): boolean =>
  typeof type === 'string' ? type !== '' : Array.isArray(type) && type.length > 0
