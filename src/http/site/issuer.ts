import { issuerIdOfKey } from '../../badge/index.js'
import { JSON_WEB_KEY } from '../../internal/context-urls.js'
import { createDidDocument, createJwks, type PublicKeyInput } from '../../keys/index.js'
import type { BadgeService } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import type { Site } from './visit.js'

/** The keys of an issuer, as the service lists them. */
type ListedKeys = Awaited<ReturnType<BadgeService['keys']['list']>>

/**
 * The issuer's public keys: those of the service, the earlier ones whose badges still verify included, and those that the
 * host gives. Empty if none is known here (a signer in a KMS, and no `issuerKeys`).
 */
export function issuerKeys({ options }: Pick<Site, 'options'>, { keys }: ListedKeys): readonly PublicKeyInput[] {
  const own = keys.flatMap(({ document }) => (document === undefined ? [] : [document]))
  const given = options.issuerKeys
  // Before the first rotation the host says which keys there are; afterwards it may know less than the service.
  if (given !== undefined && keys.length < 2) return given
  const known = new Set(own.map(({ id }) => id))
  return [...own, ...(given ?? []).filter(({ id }) => id === undefined || !known.has(String(id)))]
}

/** The issuer's DID document, where its id is a `did:web`; other DIDs are documents in themselves. */
export async function ownDidDocument(
  site: Pick<Site, 'options' | 'service'>,
  listed?: ListedKeys,
): Promise<JsonObject | undefined> {
  if (!hasDidDocument(site)) return undefined
  const keys = issuerKeys(site, listed ?? (await site.service.keys.list()))
  if (keys.length === 0) return undefined
  const document = createDidDocument({ did: issuerIdOfKey(site.service.options.signer), keys })
  // It signs what wallets are asked, and no badge: for `authentication` alone.
  const asking = site.service.issuerName === undefined ? await site.service.presenting.key() : null
  if (asking === null) return document
  return {
    ...document,
    '@context': [...new Set([...document['@context'], JSON_WEB_KEY])],
    verificationMethod: [...document.verificationMethod, asking],
    authentication: [...document.authentication, asking.id],
  }
}

/** Whether the keys of this issuer are looked up here; other DIDs are documents in themselves. */
export const hasDidDocument = ({ service }: Pick<Site, 'service'>): boolean =>
  issuerIdOfKey(service.options.signer).startsWith('did:web:')

export const ownJwks = (site: Pick<Site, 'options'>, listed: ListedKeys): JsonObject =>
  createJwks(issuerKeys(site, listed))

/** The issuer of drafts that name none. */
export const ownIssuer = ({ options, service, brand }: Pick<Site, 'options' | 'service' | 'brand'>) => ({
  id: issuerIdOfKey(service.options.signer),
  name: options.issuerProfile?.name ?? brand?.name ?? options.siteName ?? new URL(service.baseUrl).host,
  ...options.issuerProfile,
})
