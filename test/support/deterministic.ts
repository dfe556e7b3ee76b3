import { p256, p384 } from '@noble/curves/nist.js'
import { base58Decode } from '../../src/internal/encoding.js'
import { decodeMultikey } from '../../src/keys/index.js'
import type { Signer } from '../../src/types/keys.js'

/** ECDSA as RFC 6979 has it: the same signature every time, as in published examples. The platform draws at random. */
export function deterministicSigner(publicKeyMultibase: string, secretKeyMultibase: string, id: string): Signer {
  const { type } = decodeMultikey(publicKeyMultibase)
  // Two bytes name the kind of key.
  const secret = base58Decode(secretKeyMultibase.slice(1)).subarray(2)
  const curve = type === 'P-384' ? p384 : p256
  return { id, type, sign: async ({ data }) => curve.sign(data, secret, { lowS: false }) }
}
