import { issuerIdOf, issuerIdOfKey } from '../../../badge/index.js'
import { asArray, isJsonObject } from '../../../internal/json.js'
import { justRead } from '../../../internal/just-read.js'
import type { BadgeService } from '../../../service/index.js'
import type { JsonObject, JsonValue } from '../../../types/json.js'
import type { VerificationResult } from '../../../types/verification.js'
import { hasDidDocument, ownDidDocument } from '../issuer.js'
import type { Site } from '../visit.js'

/** Id of the status list at this URL, if it is one of ours. */
function ownListId(service: BadgeService, url: JsonValue | undefined): string | undefined {
  const prefix = `${service.baseUrl}/status/`
  if (typeof url !== 'string' || !url.startsWith(prefix)) return undefined
  try {
    return decodeURIComponent(url.slice(prefix.length))
  } catch {
    return undefined
  }
}

/** The documents we publish that verifying one of our badges takes, in their newest state. */
export async function ownDocuments(site: Asked, credential: JsonObject): Promise<Record<string, JsonValue>> {
  const documents: Record<string, JsonValue> = {}
  for (const one of await sitesFor(site, credential)) Object.assign(documents, await documentsOf(one, credential))
  return documents
}

/** This site, and that of the issuer of the credential, where it is another of the same server. */
async function sitesFor(site: Asked, credential: JsonObject): Promise<readonly Asked[]> {
  const issuerId = issuerIdOf(credential)
  // The badges of this site are its own, and nobody else is looked up for them.
  if (issuerIdOfKey(site.service.options.signer) === issuerId) return [site]
  const all = [...(site.main === undefined ? [] : [site.main]), ...(await site.allIssuers()).values()]
  return [site, ...all.filter(({ service }) => issuerIdOfKey(service.options.signer) === issuerId)]
}

/** The keys that are published here for the issuer of a credential: what decides about its signature, besides itself. */
export const publishedKeys = async (site: Asked, credential: JsonObject): Promise<readonly unknown[]> =>
  Promise.all(
    (await sitesFor(site, credential)).map((one) => (hasDidDocument(one) ? one.service.keys.list() : undefined)),
  )

type Asked = Pick<Site, 'options' | 'service' | 'allIssuers' | 'main'>

async function documentsOf(
  site: Pick<Site, 'options' | 'service'>,
  credential: JsonObject,
): Promise<Record<string, JsonValue>> {
  const documents: Record<string, JsonValue> = {}
  const did = await ownDidDocument(site)
  const { didWebUrl } = await import('../../../loader/index.js')
  if (did !== undefined) documents[didWebUrl(String(did.id))] = did
  for (const entry of asArray<JsonValue>(credential.credentialStatus).filter(isJsonObject).slice(0, 4)) {
    const url = entry.statusListCredential
    const listId = ownListId(site.service, url)
    const list = listId === undefined ? null : await site.service.status.publish(listId, { newest: true })
    // Made when it last changed, and as new as it can be: how old it is says nothing.
    if (list !== null) documents[String(url)] = justRead(list.credential) as unknown as JsonValue
  }
  return documents
}

/** Verifies one of our badges as anybody else would, with what we publish at this moment. */
export async function verifyOwn(site: Site, credential: JsonObject): Promise<VerificationResult> {
  const { verifyCredential } = await import('../../../verify/index.js')
  return verifyCredential(credential, { documents: await ownDocuments(site, credential), now: site.now() })
}
