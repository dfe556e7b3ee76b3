import { issuerIdOfKey } from '../../badge/index.js'
import { createDidDocument, createJwks, type PublicKeyInput } from '../../keys/index.js'
import type { JsonObject } from '../../types/json.js'
import type { Site } from './visit.js'

/**
 * The issuer's public keys: those of the service, the earlier ones whose badges still verify included, and those that the
 * host gives. Empty if none is known here (a signer in a KMS, and no `issuerKeys`).
 */
export async function issuerKeys({
  options,
  service,
}: Pick<Site, 'options' | 'service'>): Promise<readonly PublicKeyInput[]> {
  const { keys } = await service.keys.list()
  const own = keys.flatMap(({ document }) => (document === undefined ? [] : [document]))
  const given = options.issuerKeys
  // Before the first rotation the host says which keys there are; afterwards it may know less than the service.
  if (given !== undefined && keys.length < 2) return given
  const known = new Set(own.map(({ id }) => id))
  return [...own, ...(given ?? []).filter(({ id }) => id === undefined || !known.has(String(id)))]
}

/** The issuer's DID document, where its id is a `did:web`; other DIDs are documents in themselves. */
export async function ownDidDocument(site: Pick<Site, 'options' | 'service'>): Promise<JsonObject | undefined> {
  const did = issuerIdOfKey(site.service.options.signer)
  if (!did.startsWith('did:web:')) return undefined
  const keys = await issuerKeys(site)
  return keys.length > 0 ? createDidDocument({ did, keys }) : undefined
}

export const ownJwks = async (site: Pick<Site, 'options' | 'service'>): Promise<JsonObject> =>
  createJwks(await issuerKeys(site))

/** The issuer of drafts that name none. */
export const ownIssuer = ({ options, service }: Pick<Site, 'options' | 'service'>) => ({
  id: issuerIdOfKey(service.options.signer),
  name: options.issuerProfile?.name ?? options.siteName ?? new URL(service.baseUrl).host,
  ...options.issuerProfile,
})
