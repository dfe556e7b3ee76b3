import type { KeyType } from '../../types/keys.js'

/**
 * The signature algorithms that are accepted, each with the only type of key that may be used with it: the header of
 * a JWT is the forger's, so that it must never choose how a key is used. RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2.
 */
export const keyTypeOfAlgorithm: ReadonlyMap<unknown, KeyType> = new Map<string, KeyType>([
  ['RS256', 'RSA'],
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['EdDSA', 'Ed25519'],
  ['Ed25519', 'Ed25519'],
])

/** The algorithm that is written for each type of key. */
export const algorithmOfKeyType: Readonly<Record<KeyType, string>> = {
  RSA: 'RS256',
  'P-256': 'ES256',
  'P-384': 'ES384',
  Ed25519: 'EdDSA',
}

/** What 1EdTech's validator takes (`ExternalProofProbe`); Open Badges 3.0 §8.2 has RS256 as the minimum. */
export const certifiedAlgorithms: readonly string[] = ['RS256', 'ES256']

/**
 * Sound algorithms that are not supported: nothing can be said of their signatures. Whatever else is unknown (`none`
 * and the HMACs among it) secures nothing.
 */
export const unsupportedAlgorithms: ReadonlySet<unknown> = new Set([
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES512',
  'ES256K',
  'Ed448',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
])
