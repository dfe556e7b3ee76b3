import { concatBytes, equalBytes, hexDecode, hexEncode } from '../internal/bytes.js'
import { documentLimits } from '../internal/document-limits.js'
import { base64Decode, base64Encode, base64urlDecode } from '../internal/encoding.js'
import { checkValue, needed } from '../internal/options.js'
import type { KeyType, PublicKeyJwk, VerificationKey } from '../types/keys.js'
import { platformBackend } from './backend.js'
import { guarded, guardedAsync, keyInvalid, keyUnread, keyUnsupported } from './fail.js'
import { importPublicKey } from './import-public-key.js'
import { jwkOfMultikey, readPublicJwk, readSecretJwk } from './jwk.js'
import type { SecretKeyJwk } from './key-types.js'
import { algorithms } from './pkcs8.js'

// The platform reads and writes what is in a PEM text. What comes before it here, it does not do alike everywhere:
// WebCrypto must be told the algorithm; Node takes bytes behind a key and lengths that are not DER; Node 20, Bun and
// Chromium refuse an Ed25519 key that has its public part with it (RFC 8410 §10.3), and older browsers all of Ed25519.

const PUBLIC = /^\s*-----BEGIN (RSA )?PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END (?:RSA )?PUBLIC KEY-----\s*$/
/** What may well hold a public key, such as a certificate. */
const OTHER =
  /^\s*-----BEGIN (?:(?:X509 |TRUSTED )?CERTIFICATE|EC PUBLIC KEY|SSH2 PUBLIC KEY|PGP PUBLIC KEY BLOCK)-----/
const SECRET = /^\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/

const malformed = () => keyInvalid('The key in the PEM text is malformed, or not one that this runtime reads.')

/**
 * Reads a public key from PEM text, as the issuers of Open Badges 2.0 publish it (`publicKeyPem`): SubjectPublicKeyInfo
 * (`BEGIN PUBLIC KEY`) of RSA, P-256, P-384 and Ed25519 keys, or PKCS #1 (`BEGIN RSA PUBLIC KEY`). What is refused is
 * the same as for `importPublicKey`.
 *
 * @throws BadgeError `ERR_KEY_INVALID` for malformed text, `ERR_KEY_UNSUPPORTED` for another kind of key
 * @see https://www.rfc-editor.org/rfc/rfc7468#section-13
 *
 * @example
 * import { importPublicKeyPem } from 'badgewright/keys'
 *
 * const pem = `-----BEGIN PUBLIC KEY-----
 * MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
 * -----END PUBLIC KEY-----`
 * console.log((await importPublicKeyPem(pem)).type) // Ed25519
 */
export async function importPublicKeyPem(pem: string): Promise<VerificationKey> {
  checkValue('pem', pem, needed('text'))
  const [, pkcs1, body] = (pem.length <= documentLimits.keyText && PUBLIC.exec(pem)) || []
  if (body === undefined && OTHER.test(pem))
    throw keyUnread('PEM text of this kind is not read; a key is ("BEGIN PUBLIC KEY").')
  if (body === undefined) throw keyInvalid('The text is not one public key in PEM ("BEGIN PUBLIC KEY").')
  const bytes = bytesOf(body)
  return importPublicKey({ ...(await readSpki(pkcs1 === undefined ? bytes : spkiOf(bytes))) })
}

/** What a secret key in PEM holds: a pair, or an Ed25519 seed with the public key that the text may have beside it. */
export type SecretPem =
  | { readonly jwk: SecretKeyJwk }
  | { readonly seed: Uint8Array; readonly publicBytes: Uint8Array | undefined }

/** RFC 7468 §10, RFC 5958 §2. That the public part belongs to the secret is for the caller to check. */
export async function readSecretPem(text: string): Promise<SecretPem> {
  const [, body] = SECRET.exec(text) ?? []
  if (body === undefined) {
    throw keyUnsupported(
      'The PEM text is not one unencrypted PKCS #8 key ("BEGIN PRIVATE KEY"). Convert it with "openssl pkcs8 -topk8 -nocrypt".',
    )
  }
  const bytes = bytesOf(body)
  const [, version, info = ''] = /^0201(..)(.*)$/.exec(contentOf(bytes)) ?? []
  if (version !== '00' && version !== '01') throw keyUnsupported('This version of PKCS #8 is not known.')
  const { type, rest } = algorithmOf(info)
  if (type === 'Ed25519') return readEd25519(rest)
  return { jwk: readSecretJwk(await guardedAsync(() => platformBackend().readPkcs8(type, bytes), malformed)) }
}

/** RFC 8410 §7: the seed; then attributes, which are skipped, and the public key. */
function readEd25519(content: string): SecretPem {
  const parts = /^04220420(.{64})(?:a0(?:81)?(..)((?:..)*?))?(?:812100(.{64}))?$/.exec(content)
  const [, seed, length = '00', attributes = '', publicKey] = parts ?? []
  if (seed === undefined || attributes.length !== 2 * Number.parseInt(length, 16)) throw malformed()
  return { seed: hexDecode(seed), publicBytes: publicKey === undefined ? undefined : hexDecode(publicKey) }
}

/** RFC 7468 §10. */
export async function writeSecretPem(jwk: SecretKeyJwk): Promise<string> {
  const pkcs8 = await guardedAsync(
    () => platformBackend().writePkcs8(jwk),
    () => keyUnsupported('This runtime cannot write the key as PKCS #8; take the format jwk.'),
  )
  const lines = base64Encode(pkcs8).match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}

/** RFC 5280 §4.1. Only what the platform would write itself is taken, so that one key has one form. */
async function readSpki(bytes: Uint8Array): Promise<PublicKeyJwk> {
  const { type, rest } = algorithmOf(contentOf(bytes))
  if (type === 'Ed25519') {
    const [, key] = /^032100(.{64})$/.exec(rest) ?? []
    if (key === undefined) throw malformed()
    return jwkOfMultikey({ type, bytes: hexDecode(key) })
  }
  if (type !== 'RSA' && rest.slice(6, 8) !== '04') throw keyUnread('The point of the EC key is compressed.')
  const { jwk, written } = await guardedAsync(() => platformBackend().readSpki(type, bytes), malformed)
  if (!equalBytes(written, bytes)) throw malformed()
  return readPublicJwk(jwk)
}

const bytesOf = (body: string): Uint8Array =>
  guarded(
    () => base64Decode(body.replace(/\s+/g, '')),
    () => keyInvalid('The PEM text is not base64.'),
  )

/** What is in the one SEQUENCE that the bytes are, in hex. Its length has its shortest form, and nothing follows it. */
function contentOf(bytes: Uint8Array): string {
  const [tag, first = 0, second = 0, third = 0] = bytes
  const [start, length] =
    first < 0x80
      ? [2, first]
      : first === 0x81 && second >= 0x80
        ? [3, second]
        : first === 0x82 && second > 0
          ? [4, second * 256 + third]
          : [0, 0]
  if (tag !== 0x30 || start === 0 || start + length !== bytes.length) throw malformed()
  return hexEncode(bytes.subarray(start))
}

/** The type of key that an algorithm identifier is of, and what comes after it. */
function algorithmOf(content: string): { readonly type: KeyType; readonly rest: string } {
  for (const type of Object.keys(algorithms) as KeyType[]) {
    if (content.startsWith(algorithms[type])) return { type, rest: content.slice(algorithms[type].length) }
  }
  throw content.startsWith('30') ? keyUnread('The PEM key is not an Ed25519, P-256, P-384 or RSA key.') : malformed()
}

/** Whether PEM text holds this public key, in any of the forms that {@link importPublicKeyPem} reads. */
export function isPemOf(pem: string, jwk: PublicKeyJwk): boolean {
  const [, pkcs1, body] = (pem.length <= documentLimits.keyText && PUBLIC.exec(pem)) || []
  if (body === undefined) return false
  const text = body.replace(/\s+/g, '')
  return pkcs1 === undefined ? text === base64Encode(spkiOfJwk(jwk)) : isRsa(jwk) && text === base64Encode(rsaOf(jwk))
}

const isRsa = (jwk: PublicKeyJwk): jwk is Extract<PublicKeyJwk, { readonly kty: 'RSA' }> => jwk.kty === 'RSA'

/** The one form of a key as SubjectPublicKeyInfo that is read. */
function spkiOfJwk(jwk: PublicKeyJwk): Uint8Array {
  if (isRsa(jwk)) return spkiOf(rsaOf(jwk))
  const point =
    jwk.kty === 'EC'
      ? concatBytes(Uint8Array.of(4), base64urlDecode(jwk.x), base64urlDecode(jwk.y))
      : base64urlDecode(jwk.x)
  return der(0x30, hexDecode(algorithms[jwk.crv]), der(0x03, Uint8Array.of(0), point))
}

/** RFC 8017 appendix A.1.1. An INTEGER has a zero byte before a first bit that is set. */
function rsaOf({ n, e }: { readonly n: string; readonly e: string }): Uint8Array {
  const integers = [n, e].map((text) => {
    const bytes = base64urlDecode(text)
    return der(0x02, (bytes[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), bytes) : bytes)
  })
  return der(0x30, ...integers)
}

/** SubjectPublicKeyInfo around the PKCS #1 form of an RSA key. */
const spkiOf = (pkcs1: Uint8Array): Uint8Array =>
  der(0x30, hexDecode(algorithms.RSA), der(0x03, Uint8Array.of(0), pkcs1))

function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents)
  const { length } = content
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return concatBytes(Uint8Array.of(tag, ...header), content)
}
