import { BadgeError, type BadgeErrorCode, isBadgeError } from '../errors.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { limits } from '../internal/limits.js'
import { isUri } from '../internal/url.js'
import { decodeMultikey } from '../keys/index.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { PublicKeyDocument, VerificationKey } from '../types/keys.js'
import type { DocumentLoader } from '../types/loader.js'
import { isDid, resolveDid } from './did.js'
import { normalizeMethod } from './public-key.js'

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
  /** The relationships under which the controller's document lists the key; `null` where there is none to ask. */
  readonly relationships: readonly string[] | null
  /** As the method says it, unchecked. */
  readonly revoked?: JsonValue
  /** As the method says it, unchecked. */
  readonly expires?: JsonValue
}

/** Controlled Identifiers 1.0 §2.3. */
const RELATIONSHIPS = [
  'authentication',
  'assertionMethod',
  'keyAgreement',
  'capabilityInvocation',
  'capabilityDelegation',
] as const

const COULD_NOT_TELL: ReadonlySet<BadgeErrorCode> = new Set([
  'ERR_CONTEXT_UNAVAILABLE',
  'ERR_DOCUMENT_UNAVAILABLE',
  'ERR_FETCH_FAILED',
  'ERR_FETCH_REFUSED',
  'ERR_DID_METHOD_UNSUPPORTED',
  'ERR_DID_UNRESOLVED',
])

/** Whether an error means "could not tell" rather than "no": something was out of reach, not wrong. */
export const isOutOfReach = (error: unknown): error is BadgeError =>
  isBadgeError(error) && COULD_NOT_TELL.has(error.code)

/**
 * Finds the key that a proof names: in the document of a did:key, did:jwk or did:web, in an `https` key or controller
 * document, in the JWKS of the issuer's authority, or, as 1EdTech's material has it, in the fragment of the URL
 * itself (`https://issuer.example/x#z6Mk…`). The last is self-asserted unless a document lists the key.
 *
 * @throws BadgeError what is out of reach ({@link isOutOfReach}: "could not tell"), or `ERR_DID_INVALID`,
 * `ERR_KEY_NOT_FOUND`, `ERR_KEY_INVALID`, `ERR_KEY_UNSUPPORTED` ("no")
 */
export async function resolveVerificationMethod(
  id: string,
  options: { readonly documentLoader: DocumentLoader },
): Promise<ResolvedMethod> {
  const load = options.documentLoader
  if (id.length > limits.methodIdLength) throw notFound('The verification method has too long a name.')
  if (!isUri(id)) throw notFound('The verification method is not named by a URL.')
  const [subject, fragment] = splitFragment(id)
  if (isDid(id)) return fromDid(id, subject, fragment, load)
  if (fragment !== undefined && isMultikeyText(fragment)) return fromFragment(id, subject, fragment, load)
  return fromDocument(id, subject, await loadMethodDocument(id, subject, load), load)
}

export function splitFragment(id: string): [subject: string, fragment?: string] {
  const hash = id.indexOf('#')
  return hash === -1 ? [id] : [id.slice(0, hash), id.slice(hash + 1)]
}

async function fromDid(
  id: string,
  did: string,
  fragment: string | undefined,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  const document = await resolveDid(did, load)
  // A bare did:key names its only signing key; other methods must say which.
  const wanted = fragment === undefined && did.startsWith('did:key:') ? firstAssertionMethod(document) : id
  const method = findMethod(document, did, wanted)
  if (method === undefined) throw notFound('The DID document does not hold the key that the proof names.')
  return describe(method, wanted, 'did', document, did, load)
}

function firstAssertionMethod(document: JsonObject): string {
  const [first] = asArray(document.assertionMethod)
  if (typeof first !== 'string') throw notFound('The DID document lists no key for making assertions.')
  return first
}

async function fromFragment(
  id: string,
  subject: string,
  multibase: string,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  const document = await reach(() => load(subject, 'document'))
  if (isJsonObject(document) && document.verificationMethod !== undefined) {
    return fromDocument(id, subject, document, load)
  }
  const { document: key, key: imported } = await normalizeMethod(
    { type: 'Multikey', publicKeyMultibase: multibase },
    { id, controller: subject },
  )
  const listed = isJsonObject(document) && document.publicKeyMultibase === multibase
  const vouched = listed || (await jwksLists(subject, imported, load))
  return {
    id,
    controller: subject,
    document: key,
    key: imported,
    origin: 'fragment',
    selfAsserted: !vouched,
    relationships: null,
  }
}

/** The JWKS at the issuer's authority: Open Badges 3.0 implementation guide, "Key provenance". */
async function jwksLists(subject: string, key: VerificationKey, load: DocumentLoader): Promise<boolean> {
  if (!/^https:\/\//i.test(subject) || !URL.canParse(subject)) return false
  const jwks = await reach(() => load(new URL('/.well-known/jwks.json', subject).href, 'document'))
  if (!isJsonObject(jwks)) return false
  const material = Object.entries(key.publicKeyJwk)
  return asArray(jwks.keys).some(
    (jwk) =>
      isJsonObject(jwk) &&
      material.every(([member, value]) => jwk[member] === value) &&
      (jwk.iss === undefined || jwk.iss === subject),
  )
}

/** What the loader answers, or `undefined` when that is out of reach. */
export async function reach(load: () => Promise<{ document: JsonValue }>): Promise<JsonValue | undefined> {
  try {
    return (await load()).document
  } catch (error) {
    if (isOutOfReach(error)) return undefined
    throw error
  }
}

async function loadMethodDocument(id: string, subject: string, load: DocumentLoader): Promise<JsonObject> {
  const exact = id === subject ? undefined : await reach(() => load(id, 'document'))
  const document = exact ?? (await load(subject, 'document')).document
  if (!isJsonObject(document)) throw notFound('The document that the proof names is not a key document.')
  return document
}

/** A key document, or a controller document that holds the key. */
async function fromDocument(
  id: string,
  subject: string,
  document: JsonObject,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  if (document.verificationMethod === undefined) {
    if (typeof document.id !== 'string' || absolute(document.id, subject) !== id) {
      throw notFound('The document that the proof names is not that key.')
    }
    return describe(document, id, 'document', undefined, subject, load)
  }
  const owner = document.id
  if (owner !== undefined && owner !== subject) throw notFound('The controller document is about somebody else.')
  const method = findMethod(document, subject, id)
  if (method === undefined) throw notFound('The controller document does not hold the key that the proof names.')
  return describe(method, id, 'document', document, subject, load)
}

/**
 * @param holder - the document that the method was found in, when it is a controller's document
 * @param subject - whom that document is about
 */
async function describe(
  method: JsonObject,
  id: string,
  origin: MethodOrigin,
  holder: JsonObject | undefined,
  subject: string,
  load: DocumentLoader,
): Promise<ResolvedMethod> {
  const { controller = subject } = method
  if (typeof controller !== 'string') throw new BadgeError('ERR_KEY_INVALID', 'A key must name one controller.')
  const { document, key } = await normalizeMethod(method, { id, controller })
  // A method may claim any controller; only the controller's own document can confirm it.
  const authority = holder !== undefined && controller === subject ? holder : await controllerDocument(controller, load)
  return {
    id,
    controller,
    document,
    key,
    origin,
    selfAsserted: authority === undefined,
    relationships: authority === undefined ? null : relationshipsOf(authority, controller, id),
    ...(method.revoked === undefined ? {} : { revoked: method.revoked }),
    ...(method.expires === undefined ? {} : { expires: method.expires }),
  }
}

export async function controllerDocument(controller: string, load: DocumentLoader): Promise<JsonObject | undefined> {
  try {
    const document = isDid(controller)
      ? await resolveDid(controller, load)
      : (await load(controller, 'document')).document
    return isJsonObject(document) && (document.id === undefined || document.id === controller) ? document : undefined
  } catch (error) {
    if (isOutOfReach(error)) return undefined
    throw error
  }
}

/** The method with this id, listed under `verificationMethod` or embedded in a relationship. */
function findMethod(document: JsonObject, subject: string, id: string): JsonObject | undefined {
  const places = ['verificationMethod', ...RELATIONSHIPS].flatMap((member) => [...asArray(document[member])])
  return places.filter(isJsonObject).find((method) => idIs(method.id, subject, id))
}

function relationshipsOf(document: JsonObject, subject: string, id: string): readonly string[] {
  return RELATIONSHIPS.filter((relationship) =>
    asArray(document[relationship]).some((entry) => idIs(isJsonObject(entry) ? entry.id : entry, subject, id)),
  )
}

const idIs = (value: JsonValue | undefined, subject: string, id: string): boolean =>
  typeof value === 'string' && absolute(value, subject) === id

/** DID Core §3.2.2: an id that starts with `#` is relative to the document. */
export const absolute = (id: string, subject: string): string => (id.startsWith('#') ? subject + id : id)

/**
 * Whether the issuer's own document, when it can be had, lists this method for making assertions, although the
 * method belongs to another document.
 */
export async function issuerLists(issuer: string, methodId: string, load: DocumentLoader): Promise<boolean> {
  const document = await controllerDocument(issuer, load).catch((error: unknown) => {
    if (isBadgeError(error)) return undefined
    throw error
  })
  return document !== undefined && relationshipsOf(document, issuer, methodId).includes('assertionMethod')
}

export function isMultikeyText(fragment: string): boolean {
  try {
    decodeMultikey(fragment)
    return true
  } catch {
    return false
  }
}

const notFound = (message: string): BadgeError => new BadgeError('ERR_KEY_NOT_FOUND', message)
