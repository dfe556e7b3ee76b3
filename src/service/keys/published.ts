import { defined } from '../../internal/defined.js'
import type { PublicKeyInput } from '../../keys/index.js'
import type { JsonObject } from '../../types/json.js'
import type { PublicKeyDocument } from '../../types/keys.js'
import type { ServiceContext } from '../core/context.js'
import type { IssuerKey } from '../core/records/index.js'
import { publicDocumentOf, readKeys } from '../core/signing.js'
import type { KeySteps } from './types.js'

/** Read afresh: what is published must not lag behind what signs. */
export async function listKeys(context: ServiceContext): ReturnType<KeySteps['list']> {
  const { issuerId, signer } = context
  const record = (await readKeys(context))?.value
  if (record === undefined) {
    const own = { id: signer.id, state: 'signing' as const, ...defined({ document: publicDocumentOf(signer) }) }
    return { issuerId, signing: signer.id, keys: [own] }
  }
  const { signing } = record
  const keys = record.keys.map(({ document, publishedAt, signsSince, signedUntil }) => ({
    document,
    id: document.id,
    state: stateOf({ id: document.id, signing, signsSince }),
    publishedAt,
    ...defined({ signedUntil }),
  }))
  return { issuerId, signing, keys }
}

function stateOf(key: { id: string; signing: string; signsSince: string | undefined }): 'next' | 'signing' | 'earlier' {
  if (key.id === key.signing) return 'signing'
  return key.signsSince === undefined ? 'next' : 'earlier'
}

/** The issuer's document with these keys, under the URL where verifiers ask for it; a did:key is its own document. */
export async function issuerDocuments(
  issuerId: string,
  keys: readonly Pick<IssuerKey, 'document'>[],
): Promise<Record<string, JsonObject>> {
  const [{ createDidDocument }, { didWebUrl, isComputedDid }] = await Promise.all([
    import('../../keys/index.js'),
    import('../../loader/index.js'),
  ])
  if (isComputedDid(issuerId)) return {}
  const document = createDidDocument({ did: issuerId, keys: keys.map((key) => key.document) })
  return { [issuerId.startsWith('did:web:') ? didWebUrl(issuerId) : issuerId]: document }
}

/**
 * Public keys in the form in which they are published.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for one of another issuer, or given twice; `ERR_KEY_INVALID`
 */
export async function asPublished(issuerId: string, keys: readonly PublicKeyInput[]): Promise<PublicKeyDocument[]> {
  const { createDidDocument } = await import('../../keys/index.js')
  return createDidDocument({ did: issuerId, keys }).verificationMethod
}
