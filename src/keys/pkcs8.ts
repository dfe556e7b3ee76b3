import { concatBytes, equalBytes, hexEncode } from '../internal/bytes.js'
import { base64Decode, base64Encode, base64urlDecode, base64urlEncode } from '../internal/encoding.js'
import { type DerReader, der, derInteger, derReader, readDerInteger, tag } from './der.js'
import { guarded, keyInvalid, keyUnsupported } from './fail.js'
import { readSecretJwk } from './jwk.js'
import type { MultikeyType, SecretKeyJwk } from './key-types.js'

/** Object identifiers as their DER content: RFC 8410 §3, RFC 5480 §2.1.1, RFC 8017 appendix C. */
export const oid = {
  ed25519: Uint8Array.of(0x2b, 0x65, 0x70),
  ecPublicKey: Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01),
  'P-256': Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07),
  'P-384': Uint8Array.of(0x2b, 0x81, 0x04, 0x00, 0x22),
  rsa: Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01),
} as const

/** What a PKCS #8 file holds: a whole key, or a secret whose public part may be missing. */
export type Pkcs8Content =
  | { readonly jwk: SecretKeyJwk }
  | { readonly type: MultikeyType; readonly secret: Uint8Array; readonly publicBytes?: Uint8Array }

const PEM = /^\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/

export function readPem(text: string): Pkcs8Content {
  const match = PEM.exec(text)
  if (match === null) {
    throw keyUnsupported(
      'The PEM text is not one unencrypted PKCS #8 key ("BEGIN PRIVATE KEY"). Convert it with "openssl pkcs8 -topk8 -nocrypt".',
    )
  }
  const [, body = ''] = match
  const bytes = guarded(
    () => base64Decode(body.replace(/\s+/g, '')),
    () => keyInvalid('The PEM text is not base64.'),
  )
  return readPkcs8(bytes)
}

/** RFC 5958 §2. Attributes are skipped; a public key, where there is one, is compared by the caller. */
function readPkcs8(bytes: Uint8Array): Pkcs8Content {
  const outer = derReader(bytes)
  const info = derReader(outer.read(tag.sequence))
  outer.end()
  const version = hexEncode(info.read(tag.integer))
  if (version !== '00' && version !== '01') throw keyUnsupported('This version of PKCS #8 is not known.')
  const algorithm = derReader(info.read(tag.sequence))
  const key = derReader(info.read(tag.octetString))
  info.optional(tag.context0)
  const attached = info.optional(tag.primitive1)
  info.end()
  const content = readKey(algorithm, key)
  if ('jwk' in content || attached === undefined) return content
  return withPublicKey(content.type, content.secret, attached, content.publicBytes)
}

function readKey(algorithm: DerReader, key: DerReader): Pkcs8Content {
  const id = algorithm.read(tag.objectIdentifier)
  if (equalBytes(id, oid.ed25519)) {
    algorithm.end()
    const secret = key.read(tag.octetString)
    key.end()
    if (secret.length !== 32) throw keyInvalid('An Ed25519 seed has 32 bytes.')
    return { type: 'Ed25519', secret }
  }
  if (equalBytes(id, oid.rsa)) {
    algorithm.read(tag.null)
    algorithm.end()
    return { jwk: readRsa(key) }
  }
  if (!equalBytes(id, oid.ecPublicKey)) throw keyUnsupported('The PEM key is neither Ed25519 nor EC nor RSA.')
  const curve = algorithm.read(tag.objectIdentifier)
  algorithm.end()
  if (equalBytes(curve, oid['P-256'])) return readEc('P-256', curve, key)
  if (equalBytes(curve, oid['P-384'])) return readEc('P-384', curve, key)
  throw keyUnsupported('The PEM key is of another curve than P-256 and P-384.')
}

/** RFC 5915 §3. */
function readEc(type: 'P-256' | 'P-384', curve: Uint8Array, key: DerReader): Pkcs8Content {
  const body = derReader(key.read(tag.sequence))
  key.end()
  const version = hexEncode(body.read(tag.integer))
  const secret = body.read(tag.octetString)
  const parameters = body.optional(tag.context0)
  const attached = body.optional(tag.context1)
  body.end()
  const sameCurve = parameters === undefined || equalBytes(derReader(parameters).read(tag.objectIdentifier), curve)
  if (version !== '01' || !sameCurve) throw keyInvalid('The EC private key contradicts itself.')
  if (attached === undefined) return { type, secret }
  const wrapped = derReader(attached)
  const bits = wrapped.read(tag.bitString)
  wrapped.end()
  return withPublicKey(type, secret, bits, undefined)
}

/** Takes a BIT STRING in; two public keys in one file must be the same. */
function withPublicKey(
  type: MultikeyType,
  secret: Uint8Array,
  bits: Uint8Array,
  known: Uint8Array | undefined,
): Pkcs8Content {
  const publicBytes = bits.subarray(1)
  if (bits[0] !== 0 || (known !== undefined && !equalBytes(known, publicBytes))) {
    throw keyInvalid('The public key in the PEM text is malformed.')
  }
  return { type, secret, publicBytes }
}

/** RFC 8017 appendix A.1.2, two primes. */
function readRsa(key: DerReader): SecretKeyJwk {
  const body = derReader(key.read(tag.sequence))
  key.end()
  if (hexEncode(body.read(tag.integer)) !== '00')
    throw keyUnsupported('RSA keys of more than two primes are not supported.')
  const next = (): string => base64urlEncode(readDerInteger(body))
  const jwk = { kty: 'RSA', n: next(), e: next(), d: next(), p: next(), q: next(), dp: next(), dq: next(), qi: next() }
  body.end()
  return readSecretJwk(jwk)
}

export const writePem = (jwk: SecretKeyJwk): string => pemOf(writePkcs8(jwk))

/** RFC 7468 §10. */
export function pemOf(pkcs8: Uint8Array): string {
  const lines = base64Encode(pkcs8).match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}

function writePkcs8(jwk: SecretKeyJwk): Uint8Array {
  if (jwk.kty === 'RSA') {
    const numbers = [jwk.n, jwk.e, jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi]
    const body = numbers.map((number) => derInteger(base64urlDecode(number)))
    return privateKeyInfo([oid.rsa, null], der(tag.sequence, derInteger(Uint8Array.of(0)), ...body))
  }
  const secret = base64urlDecode(jwk.d)
  if (jwk.kty === 'OKP') return writePkcs8Secret(jwk.crv, secret)
  const point = concatBytes(Uint8Array.of(4), base64urlDecode(jwk.x), base64urlDecode(jwk.y))
  return writePkcs8Secret(jwk.crv, secret, point)
}

/** PKCS #8 of a secret; for EC the uncompressed point may be left out. */
export function writePkcs8Secret(type: MultikeyType, secret: Uint8Array, point?: Uint8Array): Uint8Array {
  const octets = der(tag.octetString, secret)
  if (type === 'Ed25519') return privateKeyInfo([oid.ed25519], octets)
  const attached = point === undefined ? [] : [der(tag.context1, der(tag.bitString, Uint8Array.of(0), point))]
  const body = der(tag.sequence, derInteger(Uint8Array.of(1)), octets, ...attached)
  return privateKeyInfo([oid.ecPublicKey, oid[type]], body)
}

function privateKeyInfo(algorithm: readonly (Uint8Array | null)[], key: Uint8Array): Uint8Array {
  const ids = algorithm.map((id) => (id === null ? der(tag.null) : der(tag.objectIdentifier, id)))
  return der(tag.sequence, derInteger(Uint8Array.of(0)), der(tag.sequence, ...ids), der(tag.octetString, key))
}
