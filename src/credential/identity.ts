import { withFoldedDomain, withFoldedLocalPart } from '../internal/mailbox.js'
import { md5Hex } from '../internal/md5.js'
import { checkValue, needed } from '../internal/options.js'
import { sha256Hex } from '../internal/sha256.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** Open Badges 3.0, IdentityHash: one of two algorithms and the hash in hexadecimal, of either case. */
export const HASH_FORM = /^(?:(sha256)\$([0-9a-f]{64})|(md5)\$([0-9a-f]{32}))$/i

/**
 * The `identityHash` of an identifier: SHA-256 over the identifier with the salt appended.
 *
 * The identifier is hashed as it is: anyone who compares must know the very same spelling, capitals included.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#identityhash
 *
 * @param value - the identifier, such as an e-mail address
 * @param salt - appended before hashing; it is beside the hash in the badge
 * @returns `sha256$` and 64 hexadecimal digits
 *
 * @example
 * import { hashIdentity } from 'badgewright/credential'
 *
 * hashIdentity('a@example.com', 'Kosher')
 * // 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399'
 */
export function hashIdentity(value: string, salt = ''): string {
  checkValue('value', value, needed('text'))
  checkValue('salt', salt, 'text')
  return `sha256$${sha256Hex(value + salt)}`
}

/**
 * Whether an `IdentityObject` of a badge stands for a value that you know.
 *
 * Hashed with SHA-256 or MD5, salted or not, in capitals or not; a plain one is compared as it is. `identityType` is
 * not looked at: choose the objects of the type that your value has. Never throws; a malformed object matches nothing.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#verify-identifier
 *
 * @example
 * import { matchIdentity } from 'badgewright/credential'
 *
 * const identity = {
 *   type: 'IdentityObject',
 *   hashed: true,
 *   identityHash: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
 *   identityType: 'emailAddress',
 *   salt: 'Kosher',
 * }
 * matchIdentity(identity, 'a@example.com') // true
 */
export function matchIdentity(identity: JsonObject, knownValue: string): boolean {
  checkValue('identity', identity, needed('object'))
  checkValue('knownValue', knownValue, needed('text'))
  const { hashed, identityHash, salt = '' } = identity
  if (typeof identityHash !== 'string') return false
  // With `hashed: false` a salt may be there; it means nothing.
  if (hashed !== true) return hashed === false && identityHash === knownValue
  const form = HASH_FORM.exec(identityHash)
  if (form === null || typeof salt !== 'string') return false
  const [, sha256, sha256Digits, , md5Digits] = form
  return sha256 === undefined
    ? md5Hex(knownValue + salt) === md5Digits?.toLowerCase()
    : sha256Hex(knownValue + salt) === sha256Digits?.toLowerCase()
}

/** Whether two `IdentityObject`s say the same, however its hash is spelled; no salt is an empty one. */
export function isSameIdentity(one: JsonObject, other: JsonObject): boolean {
  const { hashed, identityType } = other
  return (
    one.hashed === hashed &&
    one.identityType === identityType &&
    saltOf(one) === saltOf(other) &&
    hashOf(one) === hashOf(other)
  )
}

const saltOf = ({ salt = '' }: JsonObject): JsonValue => salt

/** The identifier, a hash in small letters. */
const hashOf = ({ hashed, identityHash }: JsonObject): JsonValue | undefined =>
  hashed === true && typeof identityHash === 'string' && HASH_FORM.test(identityHash)
    ? identityHash.toLowerCase()
    : identityHash

/** How an identifier of a badge matched: as it is, or only with the capitals of the local part of an address folded. */
export type RecipientMatch = 'same' | 'folded'

/**
 * Like {@link matchIdentity}, for an e-mail address: as given, with its domain folded, and with all of it folded. A
 * plain address is folded on both sides; of a hashed one, only what was hashed can be found.
 */
export function matchMailbox(identity: JsonObject, address: string): RecipientMatch | undefined {
  const domain = withFoldedDomain(address)
  const folded = withFoldedLocalPart(address)
  if (matchIdentity(identity, address) || matchIdentity(identity, domain)) return 'same'
  if (matchIdentity(identity, folded)) return 'folded'
  const { hashed, identityHash: written } = identity
  if (hashed !== false || typeof written !== 'string') return undefined
  if (withFoldedDomain(written) === domain) return 'same'
  return withFoldedLocalPart(written) === folded ? 'folded' : undefined
}
