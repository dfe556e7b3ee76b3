import { isBadgeError } from '../errors.js'
import { jwkThumbprint } from '../keys/index.js'
import { isComputedDid, loaderFor, resolveVerificationMethod } from '../loader/index.js'

/**
 * The thumbprint (RFC 7638) of the one key that a did:key or did:jwk consists of, by the DID or the id of its method; `undefined`
 * for other names, which may change their keys. Nothing is fetched.
 */
export async function keyOfDid(name: string): Promise<string | undefined> {
  if (!isComputedDid(name.split('#', 1)[0] ?? '')) return undefined
  try {
    const { key } = await resolveVerificationMethod(name, { documentLoader: loaderFor({}) })
    return jwkThumbprint({ ...key.publicKeyJwk })
  } catch (error) {
    if (isBadgeError(error)) return undefined
    throw error
  }
}
