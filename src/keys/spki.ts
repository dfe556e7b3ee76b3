import { equalBytes } from '../internal/bytes.js'
import { base64Decode, base64urlEncode } from '../internal/encoding.js'
import { limits } from '../internal/limits.js'
import type { PublicKeyJwk, VerificationKey } from '../types/keys.js'
import { type DerReader, derReader, readDerInteger, tag } from './der.js'
import { guarded, keyInvalid, keyUnsupported } from './fail.js'
import { importPublicKey } from './import-public-key.js'
import { readPublicJwk } from './jwk.js'
import { oid } from './pkcs8.js'

const PEM = /^\s*-----BEGIN (RSA )?PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END (?:RSA )?PUBLIC KEY-----\s*$/

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
  const [, pkcs1, body = ''] = (pem.length <= limits.keyText && PEM.exec(pem)) || []
  if (body === '') throw keyInvalid('The text is not one public key in PEM ("BEGIN PUBLIC KEY").')
  const bytes = guarded(
    () => base64Decode(body.replace(/\s+/g, '')),
    () => keyInvalid('The PEM text is not base64.'),
  )
  return importPublicKey({ ...(pkcs1 === undefined ? readSpki(bytes) : readRsa(bytes)) })
}

/** RFC 5280 §4.1. */
function readSpki(bytes: Uint8Array): PublicKeyJwk {
  const outer = derReader(bytes)
  const info = derReader(outer.read(tag.sequence))
  outer.end()
  const algorithm = derReader(info.read(tag.sequence))
  const bits = info.read(tag.bitString)
  info.end()
  if (bits[0] !== 0) throw keyInvalid('The key in the PEM text is malformed.')
  return readKey(algorithm, bits.subarray(1))
}

function readKey(algorithm: DerReader, key: Uint8Array): PublicKeyJwk {
  const id = algorithm.read(tag.objectIdentifier)
  if (equalBytes(id, oid.rsa)) {
    algorithm.optional(tag.null)
    algorithm.end()
    return readRsa(key)
  }
  if (equalBytes(id, oid.ed25519)) {
    algorithm.end()
    return readPublicJwk({ kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(key) })
  }
  if (!equalBytes(id, oid.ecPublicKey)) throw keyUnsupported('The PEM key is neither Ed25519 nor EC nor RSA.')
  const curve = algorithm.read(tag.objectIdentifier)
  algorithm.end()
  for (const crv of ['P-256', 'P-384'] as const) {
    const half = (key.length - 1) / 2
    if (!equalBytes(curve, oid[crv])) continue
    if (key[0] !== 4) throw keyUnsupported('The point of the EC key is compressed.')
    const [x, y] = [key.subarray(1, 1 + half), key.subarray(1 + half)]
    return readPublicJwk({ kty: 'EC', crv, x: base64urlEncode(x), y: base64urlEncode(y) })
  }
  throw keyUnsupported('The PEM key is of another curve than P-256 and P-384.')
}

/** RFC 8017 appendix A.1.1. */
function readRsa(bytes: Uint8Array): PublicKeyJwk {
  const outer = derReader(bytes)
  const body = derReader(outer.read(tag.sequence))
  outer.end()
  const [n, e] = [readDerInteger(body), readDerInteger(body)]
  body.end()
  return readPublicJwk({ kty: 'RSA', n: base64urlEncode(n), e: base64urlEncode(e) })
}
