import { concatBytes, hexDecode } from '../internal/bytes.js'
import type { KeyType } from '../types/keys.js'
import type { MultikeyType } from './key-types.js'

/** Algorithm identifiers as DER writes them, in hex: RFC 8410 §3, RFC 5480 §2.1.1, RFC 8017 appendix A.1. */
export const algorithms: Readonly<Record<KeyType, string>> = {
  Ed25519: '300506032b6570',
  'P-256': '301306072a8648ce3d020106082a8648ce3d030107',
  'P-384': '301006072a8648ce3d020106052b81040022',
  RSA: '300d06092a864886f70d0101010500',
}

/** What PKCS #8 has before a bare secret: RFC 8410 §7, and RFC 5915 §3 without the public key. */
const prefixes: Readonly<Record<MultikeyType, string>> = {
  Ed25519: `302e020100${algorithms.Ed25519}04220420`,
  'P-256': `3041020100${algorithms['P-256']}042730250201010420`,
  'P-384': `304e020100${algorithms['P-384']}043730350201010430`,
}

/** PKCS #8 of an Ed25519 seed or of a scalar of the curve. */
export const pkcs8Of = (type: MultikeyType, secret: Uint8Array): Uint8Array =>
  concatBytes(hexDecode(prefixes[type]), secret)
