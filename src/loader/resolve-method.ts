import { BadgeError, isBadgeError } from '../errors.js'
import { createCache } from '../internal/cache.js'
import { documentLimits } from '../internal/document-limits.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { sharedCache } from '../internal/shared-caches.js'
import { isUri } from '../internal/url.js'
import { decodeMultikey } from '../keys/index.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { PublicKeyDocument, VerificationKey } from '../types/keys.js'
import type { DocumentLoader } from '../types/loader.js'
import { absolute, findMethod, isControllerDocument, isOwn, limitsOf, relationshipsOf } from './controller-document.js'
import { isComputedDid, isDid, resolveDid } from './did.js'
import { isJwkDocument, jwkLimits, jwkNamed } from './jwk-set.js'
import { type Word, wordOf } from './provenance.js'
import { normalizeMethod } from './public-key.js'

export { isOutOfReach } from './reach.js'

/** Where a key was found: a DID document, an `https` document, or nowhere but in its own name. */
type MethodOrigin = 'did' | 'document' | 'fragment'

/** A verification method and what is known about it. */
export interface ResolvedMethod {
  /** The id as the proof names it, made absolute. */
  readonly id: string
  /** Who controls the key: confirmed by the controller's own document, unless `selfAsserted`. */
  readonly controller: string
  /** The key as Multikey or JsonWebKey with its context. */
  readonly document: PublicKeyDocument
  readonly key: VerificationKey
  readonly origin: MethodOrigin
  /** Nothing but the key itself, or the badge, says that the controller is the one it names. */
  readonly selfAsserted: boolean
  /**
   * Nothing says whose the key is: a JWK without an owner, of which `controller` is the address where it lies, or a
   * did:key or did:jwk, which is a key and nobody's name. Whether it is the issuer's, only a document of the issuer can
   * say ({@link issuerLists}).
   */
  readonly ownerless: boolean
  /** The relationships under which the controller's document lists the key; `null` where there is none to ask. */
  readonly relationships: readonly string[] | null
  /** As the method says it, unchecked. */
  readonly revoked?: JsonValue
  /** As the method says it, unchecked. */
  readonly expires?: JsonValue
}

/**
 * Finds the key that a proof names: in the document of a did:key, did:jwk or did:web, in an `https` key or controller
 * document, JWK or JWKS, or, as 1EdTech's material has it, in the fragment of the URL itself
 * (`https://issuer.example/x#z6Mk…`). The last is self-asserted unless the controller's document or the JWKS of its
 * authority lists the key.
 *
 * @throws BadgeError what is out of reach ({@link isOutOfReach}: "could not tell"), or `ERR_DID_INVALID`,
 * `ERR_KEY_NOT_FOUND`, `ERR_KEY_INVALID`, `ERR_KEY_UNSUPPORTED` ("no")
 */
export async function resolveVerificationMethod(
  id: string,
  options: { readonly documentLoader: DocumentLoader },
): Promise<ResolvedMethod> {
  const load = options.documentLoader
  if (id.length > documentLimits.methodIdLength) throw notFound('The verification method has too long a name.')
  if (!isUri(id)) throw notFound('The verification method is not named by a URL.')
  const [subject, fragment] = splitFragment(id)
  if (isDid(id))
    return isComputedDid(subject) ? fromComputedDid(id, subject, fragment, load) : fromDid(id, subject, fragment, load)
  if (fragment !== undefined && isMultikeyText(fragment)) return fromFragment(id, subject, fragment, load)
  const document = await loadMethodDocument(id, subject, load)
  if (isControllerDocument(document)) return fromControllerDocument(id, subject, document, load)
  return isJwkDocument(document) ? fromJwk(id, document, load) : fromKeyDocument(id, subject, document, load)
}

export function splitFragment(id: string): [subject: string, fragment?: string] {
  const hash = id.indexOf('#')
  return hash === -1 ? [id] : [id.slice(0, hash), id.slice(hash + 1)]
}

/** The DID says all there is about its keys, so that the same name always means the same. */
async function fromComputedDid(
  id: string,
  did: string,
  fragment: string | undefined,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  const known = computed().get(id)
  if (known !== undefined) return known
  const method = Object.freeze(await fromDid(id, did, fragment, load))
  // A did:jwk that names another controller is confirmed, or not, by somebody else's documents.
  if (method.controller === did) computed().set(id, method)
  return method
}

const computed = sharedCache('didMethods', createCache<ResolvedMethod>)

async function fromDid(
  id: string,
  did: string,
  fragment: string | undefined,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  const document = await resolveDid(did, load)
  // A DID that is the key itself names it without a fragment too; other methods must say which.
  const wanted = fragment === undefined && isComputedDid(did) ? firstAssertionMethod(document) : id
  const method = findMethod(document, did, wanted)
  if (method === undefined)
    throw notFound(`The DID document does not hold the key that the proof names${shown(wanted)}.`)
  return describe(method, { id: wanted, origin: 'did', holder: document, subject: did }, load)
}

/** The name of a key as a message may show it. */
const shown = (id: string): string => `, ${JSON.stringify(id.slice(0, 200))}`

function firstAssertionMethod(document: JsonObject): string {
  const [first] = asArray(document.assertionMethod)
  if (typeof first !== 'string') throw notFound('The DID document lists no key for making assertions.')
  return first
}

async function fromFragment(
  id: string,
  controller: string,
  multibase: string,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  const { document, key } = await normalizeMethod(
    { type: 'Multikey', publicKeyMultibase: multibase },
    { id, controller },
  )
  const word = await wordOf(controller, { id, key }, load)
  if (word === 'not-listed') {
    throw notFound(`The controller document does not hold the key that the proof names${shown(id)}.`)
  }
  return { id, controller, document, key, origin: 'fragment', ownerless: false, ...standing(word) }
}

/** What a controller's word makes of a key that was found elsewhere. */
function standing(word: Word): Pick<ResolvedMethod, 'selfAsserted' | 'relationships' | 'revoked' | 'expires'> {
  if (word === 'silent') return { selfAsserted: true, relationships: null }
  return { selfAsserted: false, ...(word === 'not-listed' ? { relationships: [] } : word) }
}

async function loadMethodDocument(id: string, subject: string, load: DocumentLoader): Promise<JsonObject> {
  const { document } = await load(id, 'document').catch((error: unknown) => {
    // A loader may know the document by its bare address only.
    if (id === subject || !isBadgeError(error, 'ERR_DOCUMENT_UNAVAILABLE')) throw error
    return load(subject, 'document')
  })
  if (!isJsonObject(document)) throw notFound('The document that the proof names is not a key document.')
  return document
}

function fromControllerDocument(
  id: string,
  subject: string,
  holder: JsonObject,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  if (holder.id !== undefined && holder.id !== subject) {
    throw notFound('The controller document is about somebody else.')
  }
  const method = findMethod(holder, subject, id)
  if (method === undefined) {
    throw notFound(`The controller document does not hold the key that the proof names${shown(id)}.`)
  }
  return describe(method, { id, origin: 'document', holder, subject }, load)
}

function fromKeyDocument(
  id: string,
  subject: string,
  document: JsonObject,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  if (typeof document.id !== 'string' || absolute(document.id, subject) !== id) {
    throw notFound('The document that the proof names is not that key.')
  }
  return describe(document, { id, origin: 'document', subject }, load)
}

/** A JWK, alone or in a set: what Open Badges 3.0 §8.5 has at the `kid` of a JWT. */
async function fromJwk(id: string, document: JsonObject, load: DocumentLoader): Promise<ResolvedMethod> {
  const [subject, fragment] = splitFragment(id)
  const jwk = jwkNamed(document, id, fragment)
  if (jwk === undefined) throw notFound(`The JWKS does not hold the key that the proof names${shown(id)}.`)
  const { iss = subject } = jwk
  if (typeof iss !== 'string' || !isUri(iss)) throw new BadgeError('ERR_KEY_INVALID', '"iss" of the JWK is not a URL.')
  const method = { type: 'JsonWebKey', publicKeyJwk: jwk }
  const { document: normal, key } = await normalizeMethod(method, { id, controller: iss })
  const word: Word = iss === subject ? { relationships: null } : await wordOf(iss, { id, key }, load)
  const said = standing(word)
  return {
    ...{ id, controller: iss, document: normal, key, origin: 'document', ownerless: jwk.iss === undefined },
    ...said,
    ...limitsOf([said, jwkLimits(jwk)]),
  }
}

/** A method, and where it was found. */
interface Found {
  readonly id: string
  readonly origin: MethodOrigin
  /** The controller document that the method was found in, if it was one. */
  readonly holder?: JsonObject
  /** Whom the document is about, or the address where it lies. */
  readonly subject: string
}

async function describe(method: JsonObject, found: Found, load: DocumentLoader): Promise<ResolvedMethod> {
  const { id, origin, holder, subject } = found
  const { controller = subject } = method
  if (typeof controller !== 'string') throw new BadgeError('ERR_KEY_INVALID', 'A key must name one controller.')
  if (holder !== undefined && !isOwn(method, subject)) {
    throw new BadgeError(
      'ERR_KEY_INVALID',
      'The key is in one document and names the subject of another as its controller.',
    )
  }
  const { document, key } = await normalizeMethod(method, { id, controller })
  // A method may claim any controller; only the controller's own document can confirm it.
  const word: Word =
    controller === subject
      ? { relationships: holder === undefined ? null : relationshipsOf(holder, controller, new Set([id])) }
      : await wordOf(controller, { id, key }, load)
  const said = standing(word)
  const ownerless = isComputedDid(controller)
  return { id, controller, document, key, origin, ownerless, ...said, ...limitsOf([said, method]) }
}

function isMultikeyText(fragment: string): boolean {
  try {
    decodeMultikey(fragment)
    return true
  } catch {
    return false
  }
}

const notFound = (message: string): BadgeError => new BadgeError('ERR_KEY_NOT_FOUND', message)
