import { equalBytes } from '../internal/bytes.js'
import { documentLimits } from '../internal/document-limits.js'
import { base64urlDecode, base64urlEncode } from '../internal/encoding.js'
import { isBytes } from '../internal/is-bytes.js'
import { copyJson, isJsonObject, parseJson } from '../internal/json.js'
import { keyTypes } from '../internal/key-types.js'
import { checkOptions } from '../internal/options.js'
import { isUri } from '../internal/url.js'
import type { JsonObject } from '../types/json.js'
import type { KeyPair, KeyType, PublicKeyJwk } from '../types/keys.js'
import { isScalar } from './curves.js'
import { argumentInvalid, guarded, keyInvalid, keyUnsupported } from './fail.js'
import { jwkOfMultibase, jwkOfMultikey, readPublicJwk, readSecretJwk } from './jwk.js'
import { documentUri, keyNames, optionalUri } from './key-id.js'
import { keyPairOf } from './key-pair.js'
import { keyTypeOf, type MultikeyType, publicPartOf, type SecretKeyJwk } from './key-types.js'
import { decodeSecretMultikey } from './multikey.js'
import { readSecretPem } from './pem.js'
import { assertPair, completeSecret } from './secret.js'

/** A secret as read, and what its document says about its names. */
interface Found {
  readonly jwk: SecretKeyJwk
  readonly id?: string | undefined
  readonly controller?: string | undefined
}

/**
 * Reads a key pair that `exportSecret`, `badgewright keygen` or another tool wrote. The form is recognised by its content:
 *
 * - Multikey JSON `{ id, controller, type, publicKeyMultibase, secretKeyMultibase }`, as object or text; without
 *   `type`, or as `Ed25519VerificationKey2020`, or with `privateKeyMultibase`, too
 * - a private JWK, or a `JsonWebKey` document with `publicKeyJwk` and `secretKeyJwk` (or `privateKeyJwk`)
 * - PKCS #8 PEM (`-----BEGIN PRIVATE KEY-----`)
 * - the multibase text of a secret key alone
 * - a `Uint8Array` with the 32-byte seed of an Ed25519 key
 *
 * The public part, where there is one, must belong to the secret part. Names come from `options`, then from the
 * document (for a JWK its `kid`, where that is a URI), and are the key's did:key or did:jwk otherwise.
 * No error says anything about the secret, and none has a `cause`.
 *
 * @throws BadgeError `ERR_KEY_INVALID` for what is malformed, out of range or does not match, `ERR_KEY_UNSUPPORTED` for
 *   other curves, short RSA keys and encrypted PEM, `ERR_ARGUMENT_INVALID` for arguments of the wrong kind
 *
 * @example
 * import { generateKeyPair, importKeyPair } from 'badgewright/keys'
 *
 * const stored = await (await generateKeyPair()).exportSecret('pem')
 * const key = await importKeyPair(stored, { controller: 'did:web:example.org' })
 * console.log(key.verificationMethod)
 */
export async function importKeyPair(
  secret: JsonObject | string | Uint8Array,
  options: {
    /** The type that is expected; a key of another type is refused. */
    readonly type?: KeyType
    /** The verification method, instead of the one in the document or the did:key. */
    readonly id?: string
    /** The controller, instead of the one in the document or the did:key. */
    readonly controller?: string
  } = {},
): Promise<KeyPair> {
  checkOptions(options, { type: keyTypes, id: 'text', controller: 'text' })
  const id = optionalUri('id', options.id)
  const controller = optionalUri('controller', options.controller)
  const found = await readSecret(secret)
  const type = keyTypeOf(found.jwk)
  if (options.type !== undefined && options.type !== type) {
    throw keyInvalid(`The key is of type ${type}, not ${options.type}.`)
  }
  await assertPair(found.jwk)
  // A caller who gives one name re-homes the key, so the document's other name must not linger.
  const given = id === undefined && controller === undefined ? found : { id, controller }
  return keyPairOf(found.jwk, keyNames(found.jwk, given))
}

async function readSecret(secret: unknown): Promise<Found> {
  if (isBytes(secret)) return readSeed(secret)
  if (typeof secret === 'string') return readText(secret)
  const copied = guarded(
    () => copyJson(secret, { depth: 16 }),
    () => keyInvalid('The key document is not plain JSON.'),
  )
  if (!isJsonObject(copied)) throw argumentInvalid('A key is a JSON object, a text or the bytes of a seed.')
  return readDocument(copied)
}

async function readSeed(seed: Uint8Array): Promise<Found> {
  if (seed.length !== 32) throw keyInvalid('The seed of an Ed25519 key has 32 bytes. Give a file as text.')
  return { jwk: await completeSecret('Ed25519', seed) }
}

async function readText(text: string): Promise<Found> {
  if (text.length > documentLimits.keyText) throw keyInvalid(`A key has at most ${documentLimits.keyText} characters.`)
  const trimmed = text.trim()
  if (trimmed.startsWith('-----BEGIN ')) return readPemText(trimmed)
  if (!trimmed.startsWith('{')) return { jwk: await readMultibase(trimmed) }
  const parsed = guarded(
    () => parseJson(trimmed, { depth: 16 }),
    () => keyInvalid('The key text is not JSON.'),
  )
  return readDocument(parsed as JsonObject)
}

async function readPemText(text: string): Promise<Found> {
  const content = await readSecretPem(text)
  if ('jwk' in content) return content
  const { seed, publicBytes } = content
  const publicPart = publicBytes && jwkOfMultikey({ type: 'Ed25519', bytes: publicBytes })
  return { jwk: await withPublicPart('Ed25519', seed, publicPart) }
}

async function readMultibase(text: unknown, publicPart?: PublicKeyJwk): Promise<SecretKeyJwk> {
  const { type, bytes } = decodeSecretMultikey(text as string)
  if (bytes.length !== 64) return withPublicPart(type, bytes, publicPart)
  const jwk = await withPublicPart(type, bytes.slice(0, 32), publicPart)
  if (jwk.kty !== 'OKP' || !equalBytes(base64urlDecode(jwk.x), bytes.subarray(32))) {
    throw keyInvalid('The public half of the secret key does not belong to its seed.')
  }
  return jwk
}

/** A secret with its public part, which is derived where it is not given. That the two match is checked later. */
async function withPublicPart(
  type: MultikeyType,
  secret: Uint8Array,
  publicPart: PublicKeyJwk | undefined,
): Promise<SecretKeyJwk> {
  if (type !== 'Ed25519' && !isScalar(type, secret)) throw keyInvalid(`The secret is out of range for ${type}.`)
  if (publicPart === undefined) return completeSecret(type, secret)
  if (keyTypeOf(publicPart) !== type) throw keyInvalid('Public and secret part are keys of different types.')
  return { ...publicPart, d: base64urlEncode(secret) } as SecretKeyJwk
}

const MULTIBASE_TYPES: readonly unknown[] = [undefined, 'Multikey', 'Ed25519VerificationKey2020']
const JWK_TYPES: readonly unknown[] = [undefined, 'JsonWebKey', 'JsonWebKey2020']

async function readDocument(document: JsonObject): Promise<Found> {
  if (document.kty !== undefined) return readJwkDocument(document)
  const names = { id: documentUri('id', document.id), controller: documentUri('controller', document.controller) }
  const secrets = ['secretKeyMultibase', 'privateKeyMultibase', 'secretKeyJwk', 'privateKeyJwk'].filter(
    (member) => document[member] !== undefined,
  )
  const [member] = secrets
  if (member === undefined || secrets.length > 1) {
    throw keyInvalid('A key document has one secret part: secretKeyMultibase, secretKeyJwk, or a private JWK itself.')
  }
  const secret = document[member]
  const isJwk = member.endsWith('Jwk')
  if (!(isJwk ? JWK_TYPES : MULTIBASE_TYPES).includes(document.type)) {
    throw keyUnsupported('The key document is of a type that is not read here.')
  }
  if (isJwk) return { ...names, jwk: readJwkPair(document, secret) }
  const { publicKeyMultibase } = document
  const publicPart = publicKeyMultibase === undefined ? undefined : jwkOfMultibase(publicKeyMultibase as string)
  const jwk = await readMultibase(secret, publicPart)
  if (document.type === 'Ed25519VerificationKey2020' && jwk.kty !== 'OKP') {
    throw keyInvalid('An Ed25519VerificationKey2020 holds an Ed25519 key.')
  }
  return { ...names, jwk }
}

/** A private JWK; its `kid` is the verification method where it is a URI. */
function readJwkDocument(jwk: JsonObject): Found {
  const { kid } = jwk
  const id = typeof kid === 'string' && isUri(kid) ? documentUri('id', kid) : undefined
  return { jwk: readSecretJwk(jwk), id }
}

function readJwkPair(document: JsonObject, secret: unknown): SecretKeyJwk {
  if (!isJsonObject(secret)) throw keyInvalid('The secret JWK is an object.')
  const jwk = readSecretJwk(secret)
  const { publicKeyJwk } = document
  if (publicKeyJwk === undefined) return jwk
  if (!isJsonObject(publicKeyJwk)) throw keyInvalid('"publicKeyJwk" is an object.')
  if (JSON.stringify(publicPartOf(readPublicJwk(publicKeyJwk))) !== JSON.stringify(publicPartOf(jwk))) {
    throw keyInvalid('Public and secret part of the key document are different keys.')
  }
  return jwk
}
