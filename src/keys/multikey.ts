import { concatBytes, startsWithBytes } from '../internal/bytes.js'
import { multibaseDecode, multibaseEncode } from '../internal/encoding.js'
import { checkShape, needed } from '../internal/options.js'
import { guarded, keyInvalid, keyUnread, keyUnsupported } from './fail.js'
import { type MultikeyType, multikeyFormats, multikeyTypes } from './key-types.js'

/** The bytes of a key and what kind of key they are. */
export type MultikeyBytes = ReturnType<typeof decodeMultikey>

/**
 * Writes a public key as Multikey text (`z6Mk…`, `zDna…`, `z82L…`).
 *
 * @param key - `bytes` is 32 bytes for Ed25519, the compressed point for P-256 (33 bytes) and P-384 (49 bytes)
 * @throws BadgeError `ERR_KEY_INVALID` when the number of bytes is wrong, `ERR_KEY_UNSUPPORTED` for another type
 * @see https://www.w3.org/TR/cid-1.0/#Multikey
 *
 * @example
 * import { decodeMultikey, encodeMultikey } from 'badgewright/keys'
 *
 * const key = decodeMultikey('z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2')
 * console.log(key.type, encodeMultikey(key))
 */
export function encodeMultikey(key: {
  readonly type: 'Ed25519' | 'P-256' | 'P-384'
  readonly bytes: Uint8Array
}): string {
  checkShape('key', key, { type: needed('text'), bytes: needed('bytes') })
  const type: string = key.type
  if (!isMultikeyType(type)) {
    throw keyUnsupported('Only Ed25519, P-256 and P-384 keys have a Multikey form here; use a JWK for others.')
  }
  const { publicPrefix, publicBytes } = multikeyFormats[type]
  if (key.bytes.length !== publicBytes) {
    throw keyInvalid(`A public ${type} key has ${publicBytes} bytes; this has ${key.bytes.length}.`)
  }
  return multibaseEncode(concatBytes(publicPrefix, key.bytes))
}

const isMultikeyType = (type: string): type is MultikeyType => Object.hasOwn(multikeyFormats, type)

/**
 * Reads the Multikey text of a public key. Length and kind are checked; that the bytes are a point of the curve is
 * checked by `importPublicKey`.
 *
 * @param multibase - base58btc (`z…`) or base64url (`u…`) text
 * @throws BadgeError `ERR_KEY_INVALID` when it is malformed or a secret key, `ERR_KEY_UNSUPPORTED` for other key types
 * @see https://www.w3.org/TR/cid-1.0/#Multikey
 *
 * @example
 * import { decodeMultikey } from 'badgewright/keys'
 *
 * console.log(decodeMultikey('z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2').type) // Ed25519
 */
export function decodeMultikey(multibase: string): {
  readonly type: 'Ed25519' | 'P-256' | 'P-384'
  /** 32 bytes for Ed25519; the compressed point for P-256 (33) and P-384 (49). */
  readonly bytes: Uint8Array
} {
  const bytes = decodeMultibase(multibase)
  for (const type of multikeyTypes) {
    const { publicPrefix, secretPrefix, publicBytes } = multikeyFormats[type]
    if (startsWithBytes(bytes, secretPrefix)) {
      throw keyInvalid('This is a secret key where a public one is expected. Do not publish it.')
    }
    if (startsWithBytes(bytes, publicPrefix)) {
      const key = bytes.subarray(publicPrefix.length)
      if (key.length !== publicBytes) {
        throw keyInvalid(`A public ${type} key has ${publicBytes} bytes; this has ${key.length}.`)
      }
      return { type, bytes: key }
    }
  }
  throw keyUnread('The multibase text is not a public key of type Ed25519, P-256 or P-384.')
}

/** Kind and payload of a `secretKeyMultibase`. Ed25519 may carry 64 bytes, seed and public key, as older tools write. */
export function decodeSecretMultikey(multibase: string): MultikeyBytes {
  const bytes = decodeMultibase(multibase)
  for (const type of multikeyTypes) {
    const { secretPrefix, secretBytes } = multikeyFormats[type]
    if (!startsWithBytes(bytes, secretPrefix)) continue
    const key = bytes.subarray(secretPrefix.length)
    if (key.length !== secretBytes && !(type === 'Ed25519' && key.length === 64)) {
      throw keyInvalid(`A secret ${type} key of this length does not exist.`)
    }
    return { type, bytes: key }
  }
  throw keyUnsupported('The multibase text is not a secret key of type Ed25519, P-256 or P-384.')
}

export const encodeSecretMultikey = (type: MultikeyType, secret: Uint8Array): string =>
  multibaseEncode(concatBytes(multikeyFormats[type].secretPrefix, secret))

function decodeMultibase(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw keyInvalid('A multibase key is a text that starts with z or u.')
  return guarded(
    () => multibaseDecode(text),
    () => keyInvalid('The key is not multibase text in base58btc (z…) or base64url (u…).'),
  )
}

/**
 * The `did:key` of a public key.
 *
 * @param publicKeyMultibase - Multikey text of an Ed25519, P-256 or P-384 key
 * @throws BadgeError as {@link decodeMultikey}
 * @see https://w3c-ccg.github.io/did-key-spec/
 *
 * @example
 * import { didKeyFrom } from 'badgewright/keys'
 *
 * console.log(didKeyFrom('z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2'))
 */
export const didKeyFrom = (publicKeyMultibase: string): string =>
  `did:key:${encodeMultikey(decodeMultikey(publicKeyMultibase))}`
