import type { KeyType, PublicKeyJwk } from '../types/keys.js'

/** The key types that have a Multikey form here. */
export type MultikeyType = Exclude<KeyType, 'RSA'>

export interface MultikeyFormat {
  /** Multicodec code of the public key, as varint bytes. */
  readonly publicPrefix: Uint8Array
  /** Multicodec code of the secret key, as varint bytes. */
  readonly secretPrefix: Uint8Array
  readonly publicBytes: number
  readonly secretBytes: number
}

/** Controlled Identifiers 1.0 §2.2.2 (Multikey) and the multicodec table it points to. */
export const multikeyFormats: Readonly<Record<MultikeyType, MultikeyFormat>> = {
  Ed25519: {
    publicPrefix: Uint8Array.of(0xed, 0x01),
    secretPrefix: Uint8Array.of(0x80, 0x26),
    publicBytes: 32,
    secretBytes: 32,
  },
  'P-256': {
    publicPrefix: Uint8Array.of(0x80, 0x24),
    secretPrefix: Uint8Array.of(0x86, 0x26),
    publicBytes: 33,
    secretBytes: 32,
  },
  'P-384': {
    publicPrefix: Uint8Array.of(0x81, 0x24),
    secretPrefix: Uint8Array.of(0x87, 0x26),
    publicBytes: 49,
    secretBytes: 48,
  },
}

export const multikeyTypes = Object.keys(multikeyFormats) as MultikeyType[]

/**
 * The `alg` values that a JWK of each type may name; the first is the one we write.
 * RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2.
 */
export const jwkAlgorithms: Readonly<Record<KeyType, readonly [string, ...string[]]>> = {
  Ed25519: ['EdDSA', 'Ed25519'],
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  RSA: ['RS256'],
}

/** RFC 7518 §3.3 asks for 2048 bits or more; beyond 8192 a signature check is costly enough to be an attack. */
export const rsaBits = { min: 2048, max: 8192 } as const

/** A private key as JSON Web Key; every import ends in this form and every export starts from it. */
export type SecretKeyJwk =
  | { kty: 'OKP'; crv: 'Ed25519'; x: string; d: string }
  | { kty: 'EC'; crv: 'P-256' | 'P-384'; x: string; y: string; d: string }
  | { kty: 'RSA'; n: string; e: string; d: string; p: string; q: string; dp: string; dq: string; qi: string }

export const keyTypeOf = (jwk: PublicKeyJwk | SecretKeyJwk): KeyType => (jwk.kty === 'RSA' ? 'RSA' : jwk.crv)

/** The public members alone, in the order that RFC 7638 asks for: the JSON text of it is what a thumbprint hashes. */
export function publicPartOf(jwk: PublicKeyJwk | SecretKeyJwk): PublicKeyJwk {
  if (jwk.kty === 'RSA') return { e: jwk.e, kty: jwk.kty, n: jwk.n }
  if (jwk.kty === 'OKP') return { crv: jwk.crv, kty: jwk.kty, x: jwk.x }
  return { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
}
