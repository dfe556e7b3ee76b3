import { defined } from '../internal/defined.js'
import { base58Decode } from '../internal/encoding.js'
import { isBytes } from '../internal/is-bytes.js'
import { copyJson, isJsonObject } from '../internal/json.js'
import { isUri } from '../internal/url.js'
import type { JsonObject } from '../types/json.js'
import type { KeyPair, PublicKeyDocument, PublicKeyJwk, VerificationKey } from '../types/keys.js'
import { platformBackend } from './backend.js'
import { argumentInvalid, guarded, guardedAsync, keyInvalid, keyUnread, keyUnsupported } from './fail.js'
import { jwkOfMultibase, jwkOfMultikey, multibaseOfJwk, readPublicJwk } from './jwk.js'
import { absoluteId, documentUri } from './key-id.js'
import { keyTypeOf, publicPartOf } from './key-types.js'

/** A public key that was checked, with what its document says about its names. */
interface PublicKey {
  readonly jwk: PublicKeyJwk
  readonly id?: string
  readonly controller?: string
}

/** A document that publishes a key: whatever `toJSON()` of a key pair gives, or a document from elsewhere. */
export type PublicKeyInput = KeyPair | PublicKeyDocument

/** How each type of verification method writes its key. */
const methodTypes: Readonly<Record<string, (document: JsonObject) => PublicKeyJwk>> = {
  Multikey: (document) => fromMultibase(document),
  // So spelled in 1EdTech's validator, hence also in badges.
  MultiKey: (document) => fromMultibase(document),
  Ed25519VerificationKey2020: (document) => onlyEd25519(fromMultibase(document)),
  Ed25519VerificationKey2018: (document) => fromBase58(document),
  JsonWebKey: (document) => fromJwk(document),
  JsonWebKey2020: (document) => fromJwk(document),
}

const KEY_MEMBERS = ['publicKeyMultibase', 'publicKeyJwk', 'publicKeyBase58', 'publicKeyHex', 'publicKeyPem'] as const
const SECRET_MEMBER = /^(secret|private)Key/

/**
 * Reads a public key from a verification method (`Multikey`, `Ed25519VerificationKey2020`,
 * `Ed25519VerificationKey2018`, `JsonWebKey`, `JsonWebKey2020`) or a bare JWK, checks it, and gives what checks
 * signatures with it. Whether the controller really lists the key, and for what, is not looked at.
 *
 * Refused are keys that no signature should be checked with: points that are not of the curve, Ed25519 points of small
 * order, RSA keys under 2048 bits, JWKs for another algorithm or use, and documents that hold a secret too.
 *
 * @throws BadgeError `ERR_KEY_INVALID` for a malformed key, `ERR_KEY_UNSUPPORTED` for another kind of key
 *
 * @example
 * import { generateKeyPair, importPublicKey } from 'badgewright/keys'
 *
 * const pair = await generateKeyPair()
 * const data = new TextEncoder().encode('badge')
 * const signature = await pair.sign({ data })
 * const key = await importPublicKey(pair.toJSON())
 * console.log(await key.verify({ data, signature })) // true
 */
export async function importPublicKey(document: JsonObject): Promise<VerificationKey> {
  const { jwk, id, controller } = readPublicKey(document)
  const type = keyTypeOf(jwk)
  const verifyBytes = await guardedAsync(
    () => platformBackend().verifier(jwk),
    () => keyUnsupported(`This runtime cannot use the ${type} key.`),
  )
  const publicKeyMultibase = multibaseOfJwk(jwk)
  return Object.freeze({
    type,
    ...defined({ id, controller, publicKeyMultibase }),
    publicKeyJwk: Object.freeze(jwk),
    async verify({ data, signature }: { data: Uint8Array; signature: Uint8Array }) {
      if (!isBytes(data) || !isBytes(signature)) throw argumentInvalid('Data and signature are Uint8Arrays.')
      return guardedAsync(
        () => verifyBytes(data, signature),
        () => keyUnsupported(`This runtime cannot check ${type} signatures.`),
      )
    },
  })
}

/** Reads and checks a public key without asking the platform. */
export function readPublicKey(input: unknown): PublicKey {
  const document = guarded(
    () => copyJson(hasToJson(input) ? input.toJSON() : input, { depth: 16 }),
    () => keyInvalid('The key document is not plain JSON.'),
  )
  if (!isJsonObject(document)) throw keyInvalid('A key document is a JSON object.')
  if (document.kty !== undefined) return readBareJwk(document)
  const { type } = document
  const read = typeof type === 'string' && Object.hasOwn(methodTypes, type) ? methodTypes[type] : undefined
  if (read === undefined) {
    const named = typeof type === 'string' ? ` (${type.slice(0, 60)})` : ''
    throw keyUnread(`The verification method is of a type that is not read here${named}.`)
  }
  if (Object.keys(document).some((member) => SECRET_MEMBER.test(member))) {
    throw keyInvalid('The document holds a secret key too. The key is compromised if this was published.')
  }
  // CID 1.0 §2.2: one key, one representation; two could be different keys.
  if (KEY_MEMBERS.filter((member) => document[member] !== undefined).length > 1) {
    throw keyInvalid('The verification method writes its key in two ways.')
  }
  if (document.publicKeyHex !== undefined) throw keyUnread('Keys that are written in hex are not read here.')
  const controller = documentUri('controller', document.controller)
  const id = absoluteId(documentUri('id', document.id), controller)
  return publicKey(publicPartOf(read(document)), id, controller)
}

const hasToJson = (value: unknown): value is KeyPair =>
  typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function'

function readBareJwk(document: JsonObject): PublicKey {
  const { kid } = document
  const id = typeof kid === 'string' && isUri(kid) ? documentUri('id', kid) : undefined
  return publicKey(publicPartOf(readPublicJwk(document)), id, undefined)
}

const publicKey = (jwk: PublicKeyJwk, id: string | undefined, controller: string | undefined): PublicKey => ({
  jwk,
  ...defined({ id, controller }),
})

const fromMultibase = (document: JsonObject): PublicKeyJwk => jwkOfMultibase(document.publicKeyMultibase as string)

function onlyEd25519(jwk: PublicKeyJwk): PublicKeyJwk {
  if (jwk.kty !== 'OKP') throw keyInvalid('An Ed25519VerificationKey2020 holds an Ed25519 key.')
  return jwk
}

function fromJwk(document: JsonObject): PublicKeyJwk {
  const { publicKeyJwk } = document
  if (!isJsonObject(publicKeyJwk)) throw keyInvalid('"publicKeyJwk" is missing or no object.')
  return readPublicJwk(publicKeyJwk)
}

function fromBase58(document: JsonObject): PublicKeyJwk {
  const { publicKeyBase58 } = document
  // 32 bytes are at most 44 characters; decoding takes quadratic time.
  if (typeof publicKeyBase58 !== 'string' || publicKeyBase58.length > 64) {
    throw keyInvalid('"publicKeyBase58" is missing or too long.')
  }
  const bytes = guarded(
    () => base58Decode(publicKeyBase58),
    () => keyInvalid('"publicKeyBase58" is not base58 text.'),
  )
  return jwkOfMultikey({ type: 'Ed25519', bytes })
}
