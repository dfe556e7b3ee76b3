import { utf8Encode } from '../internal/bytes.js'
import { base64urlDecode, base64urlEncode } from '../internal/encoding.js'
import { asArray } from '../internal/json.js'
import { checkValue, needed } from '../internal/options.js'
import { sha256 } from '../internal/sha256.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { PublicKeyJwk } from '../types/keys.js'
import { bigIntOf, compressPoint, decompressPoint, isEd25519Point, isOnCurve, isScalar } from './curves.js'
import { guarded, keyInvalid, keyUnread, keyUnsupported } from './fail.js'
import { jwkAlgorithms, keyTypeOf, publicPartOf, rsaBits, type SecretKeyJwk } from './key-types.js'
import { decodeMultikey, encodeMultikey, type MultikeyBytes } from './multikey.js'

/** RFC 7518 §6: the members of which each gives a private or symmetric key away. */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/** The longest member of a JWK: an RSA modulus of 8192 bits. */
const MAX_MEMBER = Math.ceil((rsaBits.max / 8) * (4 / 3))

/**
 * The key of a public JWK, checked and reduced to the members that make it: known type and curve, exact lengths,
 * a point of the curve, a usable RSA modulus; `alg`, `use` and `key_ops` must allow what we do with it.
 */
export function readPublicJwk(jwk: JsonObject): PublicKeyJwk {
  if (SECRET_MEMBERS.some((member) => Object.hasOwn(jwk, member))) {
    throw keyInvalid('A public JWK must not hold private members. The key is compromised if this was published.')
  }
  return readPublicMembers(jwk, 'verify')
}

/** The key of a private JWK; its public members must be there and match. */
export function readSecretJwk(jwk: JsonObject): SecretKeyJwk {
  const key = readPublicMembers(jwk, 'sign')
  if (key.kty === 'RSA') return readSecretRsa(key, jwk)
  const bytes = memberBytes(jwk, 'd')
  if (key.kty === 'EC' ? !isScalar(key.crv, bytes) : bytes.length !== 32) {
    throw keyInvalid(`"d" of the JWK is not a private ${key.crv} key.`)
  }
  return { ...key, d: base64urlEncode(bytes) }
}

function readPublicMembers(jwk: JsonObject, operation: 'sign' | 'verify'): PublicKeyJwk {
  const key = readKey(jwk)
  const type = keyTypeOf(key)
  if (jwk.alg !== undefined && !jwkAlgorithms[type].some((name) => name === jwk.alg)) {
    throw keyUnsupported(`A ${type} key is used with ${jwkAlgorithms[type].join(' or ')} only; its "alg" differs.`)
  }
  if (jwk.use !== undefined && jwk.use !== 'sig') throw keyUnsupported('"use" of the JWK is not "sig".')
  if (jwk.key_ops !== undefined && !asArray<JsonValue>(jwk.key_ops).includes(operation)) {
    throw keyUnsupported(`"key_ops" of the JWK does not list "${operation}".`)
  }
  return key
}

function readKey(jwk: JsonObject): PublicKeyJwk {
  const { kty, crv } = jwk
  if (kty === 'OKP' && crv === 'Ed25519') return ed25519Jwk(memberBytes(jwk, 'x'))
  if (kty === 'EC' && (crv === 'P-256' || crv === 'P-384')) {
    const [x, y] = [memberBytes(jwk, 'x'), memberBytes(jwk, 'y')]
    if (!isOnCurve(crv, x, y)) throw keyInvalid(`The JWK is not a point of the curve ${crv}.`)
    return { crv, kty, x: base64urlEncode(x), y: base64urlEncode(y) }
  }
  if (kty === 'RSA') return rsaJwk(memberBytes(jwk, 'n'), memberBytes(jwk, 'e'))
  const named = [kty, crv]
    .filter((name) => typeof name === 'string')
    .join(' ')
    .slice(0, 60)
  throw keyUnread(`The JWK is of another type than Ed25519, P-256, P-384 and RSA: ${named}.`)
}

function ed25519Jwk(bytes: Uint8Array): PublicKeyJwk {
  if (!isEd25519Point(bytes)) throw keyInvalid('The bytes are not an Ed25519 public key.')
  return { crv: 'Ed25519', kty: 'OKP', x: base64urlEncode(bytes) }
}

function rsaJwk(n: Uint8Array, e: Uint8Array): PublicKeyJwk {
  const [modulus, exponent] = [integerOf(n, 'n'), integerOf(e, 'e')]
  const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24
  if (bits < rsaBits.min || bits > rsaBits.max) {
    throw keyUnsupported(`RSA keys need ${rsaBits.min} to ${rsaBits.max} bits; this has ${bits}.`)
  }
  // WebCrypto and OpenSSL agree on exponents up to 32 bits; larger ones only make verifying slow.
  if ((modulus & 1n) === 0n || (exponent & 1n) === 0n || exponent < 3n || exponent >= 2n ** 32n) {
    throw keyInvalid('The JWK is not an RSA public key: modulus and exponent are odd, the exponent from 3 to 2^32.')
  }
  return { e: base64urlEncode(e), kty: 'RSA', n: base64urlEncode(n) }
}

const RSA_SECRETS = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const

/** RFC 7518 §6.3.2, all members of the two-prime form; they are held against each other, since no platform does. */
function readSecretRsa(key: PublicKeyJwk & { kty: 'RSA' }, jwk: JsonObject): SecretKeyJwk {
  if (jwk.oth !== undefined) throw keyUnsupported('RSA keys of more than two primes are not supported.')
  const numbers = Object.fromEntries(RSA_SECRETS.map((name) => [name, secretInteger(jwk, name)]))
  const secret = numbers as Record<(typeof RSA_SECRETS)[number], string>
  const { d, p, q, dp, dq, qi } = mapValues(secret, (text) => bigIntOf(base64urlDecode(text)))
  const [n, e] = [bigIntOf(base64urlDecode(key.n)), bigIntOf(base64urlDecode(key.e))]
  const fits =
    p > 1n &&
    q > 1n &&
    p * q === n &&
    (d * e) % (p - 1n) === 1n &&
    (d * e) % (q - 1n) === 1n &&
    dp === d % (p - 1n) &&
    dq === d % (q - 1n) &&
    (qi * q) % p === 1n
  if (!fits) throw keyInvalid('The private and public members of the RSA key do not belong together.')
  return { ...key, ...secret }
}

const mapValues = <Name extends string, A, B>(record: Record<Name, A>, map: (value: A) => B): Record<Name, B> =>
  Object.fromEntries(Object.entries<A>(record).map(([name, value]) => [name, map(value)])) as Record<Name, B>

/** Private JWKs are written with sign octets and padding by several tools; both are dropped, as nobody else reads them. */
function secretInteger(jwk: JsonObject, name: string): string {
  const text = jwk[name]
  const bytes = memberBytes({ [name]: typeof text === 'string' ? text.replace(/={1,2}$/, '') : text }, name)
  const start = bytes.findIndex((byte) => byte !== 0)
  if (start < 0) throw keyInvalid(`"${name}" of the JWK is not a positive number.`)
  return base64urlEncode(bytes.subarray(start))
}

function integerOf(bytes: Uint8Array, name: string): bigint {
  if (bytes.length === 0 || bytes[0] === 0) {
    throw keyInvalid(`"${name}" of the JWK is not a number in its shortest form.`)
  }
  return bigIntOf(bytes)
}

function memberBytes(jwk: JsonObject, name: string): Uint8Array {
  const text = jwk[name]
  if (typeof text !== 'string' || text.length > MAX_MEMBER) {
    throw keyInvalid(`"${name}" of the JWK is missing or is not base64url text of a sensible length.`)
  }
  return guarded(
    () => base64urlDecode(text),
    () => keyInvalid(`"${name}" of the JWK is not base64url text without padding.`),
  )
}

/** The JWK of Multikey bytes; the point is checked. */
export function jwkOfMultikey({ type, bytes }: MultikeyBytes): PublicKeyJwk {
  if (type === 'Ed25519') return ed25519Jwk(bytes)
  const point = decompressPoint(type, bytes)
  if (point === null) throw keyInvalid(`The bytes are not a compressed point of the curve ${type}.`)
  return { crv: type, kty: 'EC', x: base64urlEncode(point.x), y: base64urlEncode(point.y) }
}

export const jwkOfMultibase = (text: string): PublicKeyJwk => jwkOfMultikey(decodeMultikey(text))

/** The Multikey text of a JWK that was checked, or `undefined` for RSA. */
export function multibaseOfJwk(jwk: PublicKeyJwk | SecretKeyJwk): string | undefined {
  if (jwk.kty === 'RSA') return undefined
  const x = base64urlDecode(jwk.x)
  return encodeMultikey({ type: jwk.crv, bytes: jwk.kty === 'OKP' ? x : compressPoint(x, base64urlDecode(jwk.y)) })
}

/**
 * The thumbprint of a public key: base64url of the SHA-256 of its required members in canonical form.
 * A private JWK has the thumbprint of its public part.
 *
 * @param jwk - a JWK of type Ed25519, P-256, P-384 or RSA
 * @returns 43 characters
 * @throws BadgeError `ERR_KEY_INVALID` or `ERR_KEY_UNSUPPORTED` when it is not such a key
 * @see https://www.rfc-editor.org/rfc/rfc7638
 *
 * @example
 * import { jwkThumbprint } from 'badgewright/keys'
 *
 * const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
 * console.log(jwkThumbprint(jwk)) // kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
 */
export function jwkThumbprint(jwk: JsonObject): string {
  checkValue('jwk', jwk, needed('object'))
  return base64urlEncode(sha256(utf8Encode(JSON.stringify(publicPartOf(readKey(jwk))))))
}

/** `did:jwk` of a public key: https://github.com/quartzjer/did-jwk/blob/main/spec.md */
export const didJwkFrom = (jwk: PublicKeyJwk): string =>
  `did:jwk:${base64urlEncode(utf8Encode(JSON.stringify(publicPartOf(jwk))))}`
