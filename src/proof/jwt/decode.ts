import { CREDENTIALS_V1 } from '../../internal/context-urls.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { formatDateTime } from '../../internal/time.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { JwtFormat } from '../../types/jwt.js'
import { type CompactJws, parseCompactJws } from './compact.js'
import { formatOf } from './header.js'
import { isPresentationJws } from './presentation-type.js'

/** A JWT with the credential that it claims to carry. Nothing in it is verified. */
export interface DecodedJwt {
  readonly jws: CompactJws
  readonly format: JwtFormat
  /** Whether it says that it is a presentation, which its payload does not show in every form. */
  readonly isPresentation: boolean
  /** The claims that are about the JWT, registered names of RFC 7519 and others beside the credential. */
  readonly claims: JsonObject
  /** The credential exactly as it is in the payload: what its embedded proofs were made over. */
  readonly secured: JsonObject
  /** The credential with the values that the data model takes from the claims. */
  readonly credential: JsonObject
}

/**
 * Claims of RFC 7519 §4.1, RFC 7800 §3.1 and OpenID Connect Core §2 that are in the payload among the members of the
 * credential. They are not part of it: `jti` is not even a term of its contexts.
 */
export const CLAIM_NAMES: readonly string[] = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'cnf', 'nonce']

/** The seconds of the years 1 to 9999, which a time with four digits for the year can write. */
const NUMERIC_DATES = { from: -62_135_596_800, to: 253_402_300_799 }

/**
 * Takes the credential out of a JWT: for data model 2.0 the payload is the credential, for 1.1 it is the `vc` claim.
 *
 * @param declared - the format that a media type around the JWT names; it counts where the JWT has no `typ`
 * @throws BadgeError as `parseCompactJws`
 * @see https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof
 */
export function decodeJwt(text: string, declared: JwtFormat = 'vc-jwt'): DecodedJwt {
  const jws = parseCompactJws(text)
  const format = jws.header.typ === undefined ? declared : formatOf(jws.header)
  const { secured, claims } = split(jws.payload)
  return {
    jws,
    format,
    isPresentation: isPresentationJws(jws),
    claims,
    secured,
    credential: withClaims(secured, claims, format),
  }
}

function split(payload: JsonObject): { secured: JsonObject; claims: JsonObject } {
  const { vc, ...around } = payload
  if (isJsonObject(vc)) return { secured: vc, claims: around }
  const isClaim = ([name]: [string, unknown]): boolean => CLAIM_NAMES.includes(name)
  const members = Object.entries(payload)
  return {
    secured: Object.fromEntries(members.filter((member) => !isClaim(member))),
    claims: Object.fromEntries(members.filter(isClaim)),
  }
}

/**
 * Open Badges 3.0 §8.2.6: `exp` is `validUntil`. VCDM 1.1 §6.3.1: whatever the `vc` claim leaves out is taken from
 * the claims around it.
 */
function withClaims(secured: JsonObject, claims: JsonObject, format: JwtFormat): JsonObject {
  if (format === 'vc+jwt') return secured
  const { iss, jti, sub } = claims
  const [nbf, exp] = [dateTimeOf(claims.nbf), dateTimeOf(claims.exp)]
  const { credentialSubject } = secured
  if (!isVersion1(secured)) return { ...defined({ validUntil: exp }), ...secured }
  return {
    ...defined({ id: jti, issuer: iss, issuanceDate: nbf, expirationDate: exp }),
    ...secured,
    ...(isJsonObject(credentialSubject)
      ? { credentialSubject: { ...defined({ id: sub }), ...credentialSubject } }
      : {}),
  }
}

const defined = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** Whether the credential is one of data model 1.1, by its first context. */
export const isVersion1 = (credential: JsonObject): boolean =>
  asArray<JsonValue>(credential['@context'])[0] === CREDENTIALS_V1

/** Whether a claim is a NumericDate (RFC 7519 §2) that a calendar can show: seconds, not milliseconds. */
export const isNumericDate = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && value >= NUMERIC_DATES.from && value <= NUMERIC_DATES.to

const dateTimeOf = (value: JsonValue | undefined): string | undefined =>
  isNumericDate(value) ? formatDateTime(new Date(value * 1000)) : undefined

/** Names of the beginning and end of validity in the data model of the credential. */
export const validityMembers = (credential: JsonObject): { from: string; until: string } =>
  isVersion1(credential)
    ? { from: 'issuanceDate', until: 'expirationDate' }
    : { from: 'validFrom', until: 'validUntil' }

/** The subject's id, where there is one subject with an id. */
export function subjectIdOf({ credentialSubject }: JsonObject): string | undefined {
  const [subject, ...others] = asArray<JsonValue>(credentialSubject)
  return others.length === 0 && isJsonObject(subject) && typeof subject.id === 'string' ? subject.id : undefined
}
