import { BadgeError } from '../../errors.js'
import { sharedCache } from '../../internal/shared-caches.js'
import { importPublicKey } from '../../keys/index.js'
import type { Signer, VerificationKey } from '../../types/keys.js'

const known = sharedCache('signerKeys', () => new WeakMap<Signer, Promise<VerificationKey>>())

/**
 * Refuses a signature that does not fit, of a signer whose public key is at hand: in its did:key, or as its
 * `publicKeyMultibase`. A KMS that signs with another key, or hashes twice, would otherwise be found out by the
 * learner. Key pairs of our own need no such look; of other signers nothing is known.
 */
export async function assertFits(key: Signer, data: Uint8Array, signature: Uint8Array): Promise<void> {
  if ('exportSecret' in key) return
  const multibase = key.publicKeyMultibase ?? didKey.exec(key.id)?.[1]
  if (typeof multibase !== 'string') return
  let publicKey = known().get(key)
  if (publicKey === undefined) {
    publicKey = importPublicKey({
      id: key.id,
      controller: key.controller ?? key.id,
      type: 'Multikey',
      publicKeyMultibase: multibase,
    })
    known().set(key, publicKey)
  }
  const { type, verify } = await publicKey
  if (type === key.type && (await verify({ data, signature }))) return
  throw new BadgeError('ERR_SIGN_FAILED', 'The signer returned a signature that does not fit its public key.')
}

const didKey = /^did:key:(z[^#]+)/
