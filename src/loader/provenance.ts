import { isBadgeError } from '../errors.js'
import { isJsonObject } from '../internal/json.js'
import { canParseUrl } from '../internal/url.js'
import type { JsonObject } from '../types/json.js'
import type { VerificationKey } from '../types/keys.js'
import type { DocumentLoader } from '../types/loader.js'
import {
  absolute,
  findMethod,
  holdsKey,
  holdsUnreadKey,
  isControllerDocument,
  isInForce,
  isOwn,
  type KeyLimits,
  limitsOf,
  methodsWithKey,
  relationshipsOf,
} from './controller-document.js'
import { didWebUrl, isDid, resolveDid } from './did.js'
import { isJwkDocument, jwkLimits, jwkOf } from './jwk-set.js'
import { reach } from './reach.js'

/** What a controller says of one of its keys. */
export interface Listing extends KeyLimits {
  /** The relationships under which it is listed; `null` where the document has none. */
  readonly relationships: readonly string[] | null
}

/**
 * What the documents of a controller say of a key: they list it; they list keys, and this is none of them
 * (`not-listed`); or they say nothing of keys or are out of reach (`silent`).
 */
export type Word = Listing | 'not-listed' | 'silent'

/** A key by its name (empty for one that has none), by itself, or both. */
export interface KeyInQuestion {
  readonly id: string
  readonly key?: VerificationKey
}

/**
 * Asks the controller's own document, and then the JWKS of its authority, whether they list a key.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/impl/#key-provenance
 * @throws BadgeError what says "no": a document that is malformed, or that has another key under this name
 */
export async function wordOf(controller: string, question: KeyInQuestion, load: DocumentLoader): Promise<Word> {
  const document = await controllerDocument(controller, load)
  const listing = document === undefined ? undefined : listingIn(document, controller, question)
  if (listing !== undefined) return listing
  const { key } = question
  const jwk = key === undefined ? undefined : await jwkOfAuthority(controller, key, load)
  if (jwk !== undefined) return { relationships: null, ...jwkLimits(jwk) }
  if (document === undefined || !speaksOfKeys(document, controller)) return 'silent'
  return key !== undefined && holdsUnreadKey(document, controller) ? 'silent' : 'not-listed'
}

/** The document of a DID, or what lies at a URL. */
export async function controllerDocument(controller: string, load: DocumentLoader): Promise<JsonObject | undefined> {
  const document = await reach(async () =>
    isDid(controller) ? { document: await resolveDid(controller, load) } : load(controller, 'document'),
  )
  return isJsonObject(document) ? document : undefined
}

/** A DID document is there for its keys, even when it has none; a document about somebody else says nothing. */
export const speaksOfKeys = (document: JsonObject, controller: string): boolean =>
  isDid(controller) || (isControllerDocument(document) && isAbout(document, controller))

const isAbout = ({ id }: JsonObject, controller: string): boolean => id === undefined || id === controller

function listingIn(document: JsonObject, controller: string, question: KeyInQuestion): Listing | undefined {
  const { id, key } = question
  if (isControllerDocument(document)) return listedMethod(document, controller, question)
  if (key === undefined) return undefined
  if (isJwkDocument(document)) {
    const jwk = jwkOf(document, key, controller)
    return jwk && { relationships: null, ...jwkLimits(jwk) }
  }
  // What lies at the controller's own address may be the key itself.
  const names = [undefined, controller, id]
  const name = typeof document.id === 'string' ? absolute(document.id, controller) : undefined
  return names.includes(name) && holdsKey(document, key) ? { relationships: null, ...limitsOf([document]) } : undefined
}

function listedMethod(document: JsonObject, controller: string, { id, key }: KeyInQuestion): Listing | undefined {
  if (!isAbout(document, controller)) return undefined
  const named = id === '' ? undefined : findMethod(document, controller, id)
  const same = key === undefined ? [] : methodsWithKey(document, controller, key)
  // A name that the document gives to another key, or to a key of somebody else, says nothing about this one.
  const misnamed = named !== undefined && (!isOwn(named, controller) || (key !== undefined && !holdsKey(named, key)))
  const ids = new Set(same.map((method) => nameOf(method, controller)))
  if (!misnamed) ids.add(id)
  ids.delete('')
  const relationships = relationshipsOf(document, controller, ids)
  const described = [...same, ...(named === undefined || misnamed ? [] : [named])]
  return relationships.length > 0 || described.length > 0 ? { relationships, ...limitsOf(described) } : undefined
}

const nameOf = ({ id }: JsonObject, controller: string): string =>
  typeof id === 'string' ? absolute(id, controller) : ''

/** The key in the JWKS at the controller's authority: Open Badges 3.0 implementation guide, "Key provenance". */
async function jwkOfAuthority(
  controller: string,
  key: VerificationKey,
  load: DocumentLoader,
): Promise<JsonObject | undefined> {
  const jwks = await jwksOfAuthority(controller, load)
  return jwks === undefined ? undefined : jwkOf(jwks, key, controller)
}

/** The JWKS at the authority of an `https` URL or a did:web, when it can be had. */
export async function jwksOfAuthority(controller: string, load: DocumentLoader): Promise<JsonObject | undefined> {
  const base = controller.startsWith('did:web:') ? didWebUrl(controller) : controller
  if (!/^https:\/\//i.test(base) || !canParseUrl(base)) return undefined
  const jwks = await reach(() => load(new URL('/.well-known/jwks.json', base).href, 'document'))
  return isJsonObject(jwks) ? jwks : undefined
}

/**
 * Whether the issuer's own document or the JWKS of its authority lists a method for making assertions, although the
 * method may belong to another document. With `key`, the very key counts, under whatever name the issuer lists it (the
 * `jwk` of a JWT header, for example, which has none), and only as long as it is in force.
 *
 * @param methodId - the verification method's id, or an empty text for a key without one
 * @returns `undefined` when nobody can tell: the documents are out of reach, or say nothing of keys
 */
export async function issuerLists(
  issuer: string,
  methodId: string,
  load: DocumentLoader,
  about: {
    readonly key?: VerificationKey
    readonly now?: Date
    /** What the method must be listed for. */
    readonly relationship?: 'assertionMethod' | 'authentication'
  } = {},
): Promise<boolean | undefined> {
  const { key, now, relationship = 'assertionMethod' } = about
  try {
    const word = await wordOf(issuer, { id: methodId, ...(key && { key }) }, load)
    if (word === 'silent') return undefined
    if (word === 'not-listed' || (now !== undefined && !isInForce(word, now))) return false
    return word.relationships?.includes(relationship) ?? true
  } catch (error) {
    if (isBadgeError(error)) return false
    throw error
  }
}
