import { BadgeError, isBadgeError } from '../errors.js'
import { startsWithBytes } from '../internal/bytes.js'
import { base64Encode, multibaseDecode } from '../internal/encoding.js'
import { jcs } from '../internal/jcs.js'
import { isJsonObject, parseJson } from '../internal/json.js'
import { decodeMultikey, importPublicKeyPem } from '../keys/index.js'
import type { JsonObject } from '../types/json.js'

/**
 * Kinds of did:key that `key-did-resolver` does not know, by the multicodec in front of the key: RSA in PKCS #1, and a
 * whole JWK in its canonical form, as European wallets have it.
 *
 * @see https://github.com/multiformats/multicodec/blob/master/table.csv
 */
const kinds: readonly { readonly prefix: Uint8Array; readonly read: (key: Uint8Array) => Promise<JsonObject> }[] = [
  { prefix: Uint8Array.of(0x85, 0x24), read: readPkcs1 },
  { prefix: Uint8Array.of(0xd1, 0xd6, 0x03), read: readJwk },
]

/**
 * The DID document of a did:key of these kinds; `undefined` for every other DID.
 *
 * @throws BadgeError `ERR_DID_INVALID`, and what reading the key throws (`ERR_KEY_INVALID`, `ERR_KEY_UNSUPPORTED`)
 */
export async function didKeyDocument(did: string): Promise<JsonObject | undefined> {
  const multibase = did.slice('did:key:'.length)
  const bytes = did.startsWith('did:key:z') ? decoded(multibase) : undefined
  if (bytes !== undefined) assertMulticodec(bytes, multibase)
  const kind = bytes && kinds.find(({ prefix }) => startsWithBytes(bytes, prefix))
  if (bytes === undefined || kind === undefined) return undefined
  const publicKeyJwk = await kind.read(bytes.subarray(kind.prefix.length))
  const id = `${did}#${multibase}`
  return {
    id: did,
    verificationMethod: [{ id, type: 'JsonWebKey', controller: did, publicKeyJwk }],
    assertionMethod: [id],
    authentication: [id],
  }
}

/**
 * One key has one did:key: the code in front of it is a varint in its shortest form (unsigned-varint §"Practical
 * maximum"), and the key has the length that its kind has. Some resolvers take others.
 */
function assertMulticodec(bytes: Uint8Array, multibase: string): void {
  const last = bytes.findIndex((byte) => byte < 0x80)
  if (last < 0 || last > 8 || (last > 0 && bytes[last] === 0)) {
    throw new BadgeError('ERR_DID_INVALID', 'The did:key begins with no code of a kind of key in its shortest form.')
  }
  try {
    decodeMultikey(multibase)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_KEY_INVALID')) return
    throw new BadgeError('ERR_DID_INVALID', `The did:key is malformed. ${error.message}`)
  }
}

function decoded(multibase: string): Uint8Array | undefined {
  try {
    return multibaseDecode(multibase)
  } catch {
    return undefined
  }
}

async function readPkcs1(key: Uint8Array): Promise<JsonObject> {
  const pem = `-----BEGIN RSA PUBLIC KEY-----\n${base64Encode(key)}\n-----END RSA PUBLIC KEY-----`
  return { ...(await importPublicKeyPem(pem)).publicKeyJwk }
}

/** RFC 8785, so that one key has one DID. */
async function readJwk(key: Uint8Array): Promise<JsonObject> {
  const text = new TextDecoder().decode(key)
  const jwk = parseJson(text)
  if (!isJsonObject(jwk) || jcs(jwk) !== text) {
    throw new BadgeError('ERR_DID_INVALID', 'The did:key does not hold a JWK in its canonical form.')
  }
  return jwk
}
