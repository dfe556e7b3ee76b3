import { base64urlDecode } from '../../internal/encoding.js'
import type { KeyPair, PublicKeyDocument } from '../../types/keys.js'
import { derive, type ServiceContext } from '../core/context.js'

/**
 * The key that signs requests, which is not the one that signs badges: a request is signed for anybody who asks. It follows
 * from the secret of the service, so that all processes have it and a backup brings it back; where the secret is changed, the
 * next requests are signed by another one.
 *
 * None where wallets would not find it: the document of a did:web has to be the one that this site serves.
 */
export async function requestKey(context: ServiceContext): Promise<KeyPair | undefined> {
  const { issuerId, baseUrl } = context
  if (!issuerId.startsWith('did:web:')) return undefined
  const [{ importKeyPair }, { didWebUrl }] = await Promise.all([
    import('../../keys/index.js'),
    import('../../loader/index.js'),
  ])
  const served = [`${baseUrl}/did.json`, `${new URL(baseUrl).origin}/.well-known/did.json`]
  if (!served.includes(didWebUrl(issuerId))) return undefined
  const seed = base64urlDecode(await derive(context, 'key of requests for badges'))
  return importKeyPair(seed, { controller: issuerId })
}

/** As a JWK, since it signs nothing but JWTs: there are wallets that read keys of a did:web in no other form. */
export async function publishedRequestKey(context: ServiceContext): Promise<PublicKeyDocument | null> {
  const key = await requestKey(context)
  if (key === undefined) return null
  const { importPublicKey } = await import('../../keys/index.js')
  const { publicKeyJwk } = await importPublicKey(key.toJSON())
  return { id: key.id, controller: key.controller, type: 'JsonWebKey', publicKeyJwk }
}
