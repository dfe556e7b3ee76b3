import type { KeyType } from '../../types/keys.js'
import type { Surroundings } from '../core/surroundings.js'
import { type ServeConfig, usage } from './config.js'
import { plannedType } from './issuers.js'

/** The type of the server's own key: that of the one that is there, or of the one that will be made. */
export async function ownKeyType(
  { signing, data }: Pick<ServeConfig, 'signing' | 'data'>,
  around: Surroundings,
): Promise<KeyType> {
  const type = await plannedType(data, signing, 'The key of the server', around)
  if (signing.key === 'RSA') {
    throw usage(
      '"key" is Ed25519, P-256 or P-384: an RSA key makes no embedded proofs, and badges and their status lists have some.',
    )
  }
  return type
}
