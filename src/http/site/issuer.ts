import { issuerIdOfKey } from '../../badge/index.js'
import { createDidDocument, createJwks, type PublicKeyInput } from '../../keys/index.js'
import type { JsonObject } from '../../types/json.js'
import type { Site } from './visit.js'

/** The issuer's public keys; empty if they are not known here (a signer in a KMS, and no `issuerKeys`). */
export function issuerKeys({ options, service }: Pick<Site, 'options' | 'service'>): readonly PublicKeyInput[] {
  if (options.issuerKeys !== undefined) return options.issuerKeys
  const { signer } = service.options
  return 'toJSON' in signer ? [signer as PublicKeyInput] : []
}

/** The issuer's DID document, where its id is a `did:web`; other DIDs are documents in themselves. */
export function ownDidDocument(site: Pick<Site, 'options' | 'service'>): JsonObject | undefined {
  const did = issuerIdOfKey(site.service.options.signer)
  const keys = issuerKeys(site)
  return did.startsWith('did:web:') && keys.length > 0 ? createDidDocument({ did, keys }) : undefined
}

export function ownJwks(site: Pick<Site, 'options' | 'service'>): JsonObject {
  return createJwks(issuerKeys(site))
}

/** The issuer of drafts that name none. */
export const ownIssuer = ({ options, service }: Pick<Site, 'options' | 'service'>) => ({
  id: issuerIdOfKey(service.options.signer),
  name: options.issuerProfile?.name ?? options.siteName ?? new URL(service.baseUrl).host,
  ...options.issuerProfile,
})
