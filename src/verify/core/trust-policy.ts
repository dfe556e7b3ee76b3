import { partyId } from '../../badge/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { isHttpUrl, isUri } from '../../internal/url.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { TrustPolicy } from './options.js'

/** What a registry says: ids of issuers, and addresses of further registries. */
interface RegistryContent {
  readonly issuers: readonly string[]
  readonly registries: readonly string[]
}

/** What asking a policy about an issuer came to. */
export interface TrustAnswer {
  readonly trusted: boolean
  /** The registry that lists the issuer, where it is one that has an address. */
  readonly registry?: string
  /** Registries that could not be asked. */
  readonly unread: readonly BadgeError[]
}

/** Asks the policy's own list first, then its registries in order, the first of which that lists the issuer counts. */
export async function askPolicy(policy: TrustPolicy, issuer: string, load: DocumentLoader): Promise<TrustAnswer> {
  const id = partyId(issuer)
  if ((policy.issuers ?? []).some((each) => partyId(each) === id)) return { trusted: true, unread: [] }
  const unread: BadgeError[] = []
  const queue: { readonly source: string | JsonValue; readonly deep: boolean }[] = (policy.registries ?? []).map(
    (source) => ({ source: source as string | JsonValue, deep: false }),
  )
  for (const [i, { source, deep }] of queue.entries()) {
    if (i >= documentLimits.registries) {
      unread.push(new BadgeError('ERR_LIMIT_EXCEEDED', `At most ${documentLimits.registries} registries are asked.`))
      break
    }
    try {
      const { issuers, registries } = readRegistry(
        typeof source === 'string' ? await loadRegistry(source, load) : source,
      )
      if (issuers.some((each) => partyId(each) === id)) {
        return { trusted: true, ...(typeof source === 'string' ? { registry: source } : {}), unread }
      }
      if (!deep) queue.push(...registries.map((each) => ({ source: each, deep: true })))
    } catch (error) {
      if (!isBadgeError(error)) throw error
      unread.push(error)
    }
  }
  return { trusted: false, unread }
}

async function loadRegistry(address: string, load: DocumentLoader): Promise<JsonValue> {
  return (await load(address, 'document')).document
}

/**
 * A trust policy out of a document: a list of issuer ids; an object with such a list as `issuers`, and addresses of
 * registries as `registries`; or a registry itself, as the Digital Credentials Consortium publishes them (`registry`:
 * an object from DID to who it is), or its list of registries (objects with `url`).
 *
 * @param value - parsed JSON, for example of a file
 * @throws BadgeError `ERR_REGISTRY_INVALID` for what is none of these
 *
 * @example
 * import { parseTrustPolicy, verifyCredential } from 'badgewright/verify'
 *
 * const trust = parseTrustPolicy({ registry: { 'did:web:university.example': { name: 'Example University' } } })
 * const result = await verifyCredential('{ "type": "some badge" }', { trust })
 * console.log(result.trusted) // false
 */
export function parseTrustPolicy(value: unknown): TrustPolicy {
  const { issuers, registries } = readRegistry(value as JsonValue)
  return { issuers, registries }
}

function readRegistry(value: JsonValue): RegistryContent {
  const found: { issuers: string[]; registries: string[] } = { issuers: [], registries: [] }
  if (Array.isArray(value)) readList(value, found)
  else if (isJsonObject(value)) {
    const lists = LISTS.map((name) => value[name]).filter((list) => list !== undefined)
    if (lists.length === 0 && value.registries === undefined) throw malformed()
    for (const list of lists) {
      if (Array.isArray(list)) readList(list, found)
      else if (isJsonObject(list)) found.issuers.push(...Object.keys(list))
      else throw malformed()
    }
    for (const registry of asArray<JsonValue>(value.registries)) {
      const url = isJsonObject(registry) ? registry.url : registry
      if (typeof url !== 'string' || !isHttpUrl(url)) throw malformed()
      found.registries.push(url)
    }
  } else throw malformed()
  if (found.issuers.length > documentLimits.registryIssuers) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A registry may list at most ${documentLimits.registryIssuers} issuers.`)
  }
  return found
}

/** Members under which registries in use have their issuers. */
const LISTS = ['issuers', 'registry', 'entries', 'trustedIssuers'] as const

function readList(list: readonly JsonValue[], found: { issuers: string[]; registries: string[] }): void {
  for (const item of list) {
    const id = isJsonObject(item) ? idOf(item) : item
    if (typeof id === 'string' && isUri(id.trim())) found.issuers.push(id)
    else if (isJsonObject(item) && typeof item.url === 'string' && isHttpUrl(item.url)) found.registries.push(item.url)
    else if (!isJsonObject(item) || item.type !== 'oidf') throw malformed()
  }
}

const idOf = ({ id, did, issuer }: JsonObject): JsonValue | undefined => id ?? did ?? issuer

const malformed = (): BadgeError =>
  new BadgeError('ERR_REGISTRY_INVALID', 'It is neither a list of issuer ids nor an issuer registry of a known form.')
