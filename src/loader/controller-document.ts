import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { base58Encode, base64urlDecode, base64urlEncode, multibaseDecode } from '../internal/encoding.js'
import { jcs } from '../internal/jcs.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { parseDateTime } from '../internal/time.js'
import { isPemOf } from '../keys/unread/index.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { VerificationKey } from '../types/keys.js'
import { isComputedDid } from './did.js'

/** Controlled Identifiers 1.0 §2.3. */
const RELATIONSHIPS = [
  'authentication',
  'assertionMethod',
  'keyAgreement',
  'capabilityInvocation',
  'capabilityDelegation',
] as const

const PLACES = ['verificationMethod', ...RELATIONSHIPS] as const

/** Whether a document speaks about keys at all; an Open Badges profile does not. */
export const isControllerDocument = (document: JsonObject): boolean =>
  PLACES.some((member) => document[member] !== undefined)

/** DID Core §3.2.2: an id that starts with `#` is relative to the document. */
export const absolute = (id: string, subject: string): string => (id.startsWith('#') ? subject + id : id)

const idIs = (value: JsonValue | undefined, subject: string, id: string): boolean =>
  typeof value === 'string' && absolute(value, subject) === id

/**
 * Controlled Identifiers 1.0 §3.3: a method counts in the document of its controller alone. One that names somebody else
 * says nothing about whom the document is about. A key that is its own DID (did:key, did:jwk) and is described where it
 * is listed belongs to nobody else.
 */
export const isOwn = ({ id, controller }: JsonObject, subject: string): boolean =>
  controller === undefined ||
  controller === subject ||
  (typeof controller === 'string' &&
    isComputedDid(controller) &&
    typeof id === 'string' &&
    (id === controller || id.startsWith(`${controller}#`)))

/** All methods of the document, listed under `verificationMethod` or embedded in a relationship. */
const methodsOf = (document: JsonObject): JsonObject[] =>
  PLACES.flatMap((member) => [...asArray(document[member])]).filter(isJsonObject)

/**
 * The method with this id. Where the document describes it several times, what speaks against the key counts from
 * each of them.
 *
 * @throws BadgeError `ERR_KEY_INVALID` when two descriptions give different keys
 */
export function findMethod(document: JsonObject, subject: string, id: string): JsonObject | undefined {
  const found = methodsOf(document).filter((method) => idIs(method.id, subject, id))
  // What one of them says against the subject's own holds, wherever it is in the list.
  const first = found.find((method) => !isOwn(method, subject)) ?? found[0]
  if (first === undefined) return undefined
  if (found.some((method) => materialOf(method) !== materialOf(first))) {
    throw new BadgeError('ERR_KEY_INVALID', 'The document gives different keys under one name.')
  }
  return { ...first, ...limitsOf(found) }
}

const materialOf = ({
  publicKeyMultibase = null,
  publicKeyJwk = null,
  publicKeyBase58 = null,
  publicKeyPem = null,
  publicKeyHex = null,
}: JsonObject): string => jcs([publicKeyMultibase, publicKeyJwk, publicKeyBase58, publicKeyPem, publicKeyHex])

/** The relationships under which the document lists one of the ids. */
export const relationshipsOf = (document: JsonObject, subject: string, ids: ReadonlySet<string>): readonly string[] =>
  RELATIONSHIPS.filter((relationship) =>
    asArray(document[relationship]).some((entry) => {
      const id = isJsonObject(entry) ? entry.id : entry
      return typeof id === 'string' && ids.has(absolute(id, subject))
    }),
  )

/** The methods of the document that hold this very key, under whatever name. */
export const methodsWithKey = (document: JsonObject, subject: string, key: VerificationKey): JsonObject[] =>
  methodsOf(document).filter((method) => holdsKey(method, key) && isOwn(method, subject))

/** Whether a method or key document holds this key. Compared as text, so that ten thousand of them cost nothing. */
export function holdsKey(method: JsonObject, key: VerificationKey): boolean {
  const { publicKeyMultibase, publicKeyJwk, publicKeyBase58, publicKeyPem } = method
  if (typeof publicKeyMultibase === 'string') return isMultibaseOf(publicKeyMultibase, key)
  if (isJsonObject(publicKeyJwk)) return isJwkOf(publicKeyJwk, key)
  if (typeof publicKeyPem === 'string') return isPemOf(publicKeyPem, key.publicKeyJwk)
  return typeof publicKeyBase58 === 'string' && publicKeyBase58 === ed25519Base58(key)
}

/** In base58btc, as keys are named, or in base64url. */
const isMultibaseOf = (text: string, { publicKeyMultibase: known }: VerificationKey): boolean =>
  text === known ||
  (known !== undefined && text.startsWith('u') && text === `u${base64urlEncode(multibaseDecode(known))}`)

/**
 * Whether the document has a key of its own in a form that is not read, which may be any key: that another one is not
 * listed, nobody can tell then.
 */
export const holdsUnreadKey = (document: JsonObject, subject: string): boolean =>
  methodsOf(document).some(
    (method) =>
      isOwn(method, subject) &&
      !/KeyAgreement/.test(String(method.type)) &&
      (method.publicKeyHex !== undefined ||
        (method.publicKeyBase58 !== undefined && method.type !== 'Ed25519VerificationKey2018')),
  )

const ed25519Base58 = ({ publicKeyJwk: jwk }: VerificationKey): string | undefined =>
  jwk.kty === 'OKP' ? base58Encode(base64urlDecode(jwk.x)) : undefined

/** Whether a JWK is this key, and one for signatures. A set that gives private members away vouches for nothing. */
export const isJwkOf = (jwk: JsonObject, { publicKeyJwk }: VerificationKey): boolean =>
  Object.entries(publicKeyJwk).every(([member, value]) => jwk[member] === value) &&
  !Object.hasOwn(jwk, 'd') &&
  (jwk.use === undefined || jwk.use === 'sig')

/** What a document says against a key; as it says it, unchecked. */
export interface KeyLimits {
  readonly revoked?: JsonValue
  readonly expires?: JsonValue
}

/** The strictest of what several descriptions of one key say. */
export function limitsOf(descriptions: readonly (KeyLimits | JsonObject)[]): KeyLimits {
  const revoked = earliest(descriptions.map((description) => description.revoked))
  const expires = earliest(descriptions.map((description) => description.expires))
  return { ...defined({ revoked, expires }) }
}

/** The earliest time; what is not a time comes before all others, since it is held against the key. */
function earliest(values: readonly (JsonValue | undefined)[]): JsonValue | undefined {
  const said = values.filter((value) => value !== undefined)
  const time = (value: JsonValue) => (typeof value === 'string' ? parseDateTime(value) : null) ?? -Infinity
  return said.sort((a, b) => (time(a) < time(b) ? -1 : 1))[0]
}

/** Whether nothing that a document says speaks against the key at this time. */
export function isInForce({ revoked, expires }: KeyLimits, now: Date): boolean {
  const isAfter = (value: JsonValue) => typeof value === 'string' && (parseDateTime(value) ?? -Infinity) > now.getTime()
  return (revoked === undefined || isAfter(revoked)) && (expires === undefined || isAfter(expires))
}
