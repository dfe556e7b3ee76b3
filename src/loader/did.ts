import { BadgeError, isBadgeError } from '../errors.js'
import { concatBytes, utf8Decode } from '../internal/bytes.js'
import { documentLimits } from '../internal/document-limits.js'
import { base64urlDecode, base64urlEncode } from '../internal/encoding.js'
import { asArray, copyJson, isJsonObject, parseJson } from '../internal/json.js'
import { canParseUrl } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'
import { didKeyDocument } from './did-key.js'

/**
 * Resolves a DID to its DID document: did:key and did:jwk by computation, did:web through the loader, and any DID
 * that the loader's `documents` holds under its own name.
 *
 * @throws BadgeError `ERR_DID_INVALID` when the DID or its document is malformed, `ERR_DID_METHOD_UNSUPPORTED` for
 * other methods, and what the loader throws when it cannot answer
 */
export async function resolveDid(did: string, load: DocumentLoader): Promise<JsonObject> {
  if (did.length > documentLimits.methodIdLength) throw invalid('The DID is too long.')
  const unusual = await didKeyDocument(did)
  if (unusual !== undefined) return unusual
  const { Resolver } = await import('did-resolver')
  const { getResolver } = await import('key-did-resolver')
  const resolver = new Resolver({
    ...getResolver(),
    jwk: (url) => resolution(() => didJwkDocument(url)),
    web: (url) => resolution(() => loadDidDocument(didWebUrl(url), url, load)),
  })
  const given = isComputedDid(did) ? undefined : await suppliedDocument(did, load)
  if (given !== undefined) return checkedDocument(given, did)
  const { didDocument, didResolutionMetadata } = await resolver.resolve(did)
  if (isBadgeError(didResolutionMetadata.cause)) throw didResolutionMetadata.cause
  if (didResolutionMetadata.error === 'unsupportedDidMethod') {
    throw new BadgeError(
      'ERR_DID_METHOD_UNSUPPORTED',
      `No resolver is available for ${didMethod(did)}; pass the DID document in \`documents\`.`,
    )
  }
  if (didDocument === null) throw invalid('The DID is malformed.')
  return withWholeCoordinates(checkedDocument(copyJson(didDocument), did), did)
}

/** Bytes of a coordinate, RFC 7518 §6.2.1.2. */
const coordinateBytes: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48 }

/**
 * `key-did-resolver` drops the zero bytes that a coordinate begins with, and one point in 128 has such a coordinate
 * on either axis. What it computes is whole here; what people write is read by the letter.
 */
function withWholeCoordinates(document: JsonObject, did: string): JsonObject {
  if (didMethod(did) !== 'did:key') return document
  for (const method of asArray(document.verificationMethod).filter(isJsonObject)) {
    const jwk = method.publicKeyJwk
    const length = isJsonObject(jwk) ? coordinateBytes[String(jwk.crv)] : undefined
    if (!isJsonObject(jwk) || length === undefined) continue
    for (const axis of ['x', 'y']) jwk[axis] = whole(jwk[axis], length)
  }
  return document
}

function whole(coordinate: JsonValue | undefined, length: number): string {
  const bytes = base64urlDecode(String(coordinate))
  return base64urlEncode(concatBytes(new Uint8Array(Math.max(0, length - bytes.length)), bytes))
}

export const isDid = (id: string): boolean => id.startsWith('did:')

/** Whether the DID is the key itself, so that no document can say otherwise. */
export const isComputedDid = (did: string): boolean => COMPUTED.has(didMethod(did))

const COMPUTED: ReadonlySet<string> = new Set(['did:key', 'did:jwk'])

/** `did:` and the name of the method; of a text that is not a DID, what precedes its second colon. */
function didMethod(did: string): string {
  const end = did.indexOf(':', did.indexOf(':') + 1)
  return end === -1 ? did : did.slice(0, end)
}

type Resolution = {
  didResolutionMetadata: Record<string, unknown>
  // biome-ignore lint/suspicious/noExplicitAny: did-resolver's own type; what comes back is checked below
  didDocument: any
  didDocumentMetadata: object
}

/** did-resolver returns problems as metadata; ours travel there whole. */
async function resolution(make: () => JsonObject | Promise<JsonObject>): Promise<Resolution> {
  try {
    return { didResolutionMetadata: {}, didDocument: await make(), didDocumentMetadata: {} }
  } catch (cause) {
    return { didResolutionMetadata: { error: 'notFound', cause }, didDocument: null, didDocumentMetadata: {} }
  }
}

/** A DID cannot be fetched, so that only `documents` answers for it. */
async function suppliedDocument(did: string, load: DocumentLoader): Promise<unknown> {
  try {
    return (await load(did, 'document')).document
  } catch (error) {
    if (isBadgeError(error, 'ERR_DOCUMENT_UNAVAILABLE') || isBadgeError(error, 'ERR_FETCH_REFUSED')) return undefined
    throw error
  }
}

async function loadDidDocument(url: string, did: string, load: DocumentLoader): Promise<JsonObject> {
  return checkedDocument((await load(url, 'document')).document, did)
}

function checkedDocument(document: unknown, did: string): JsonObject {
  if (typeof document === 'string') {
    // A page that says that nothing is there, or an error: the document is out of reach, not malformed.
    throw new BadgeError(
      'ERR_DID_UNRESOLVED',
      `What is at the address of ${did} is text (HTML?), not a DID document in JSON.`,
    )
  }
  if (!isJsonObject(document)) throw invalid('The DID document is not a JSON object.')
  if (document.id !== did) {
    const about = typeof document.id === 'string' ? document.id.slice(0, 200) : 'nobody'
    throw invalid(`The DID document is about ${about}, the badge names ${did}.`)
  }
  return document
}

/**
 * Where the document of a did:web lies. The method says nothing against redirects: anyone who may answer for the host may
 * send us on, the rules for addresses hold on every hop, and the document must still be about this DID.
 *
 * @see https://w3c-ccg.github.io/did-method-web/#read-resolve
 */
export function didWebUrl(did: string): string {
  const [host = '', ...path] = did.slice('did:web:'.length).split(':')
  const origin = `https://${host.replace(/%3a/i, ':')}`
  if (!/^[a-z0-9.-]+(%3a\d{1,5})?$/i.test(host) || !canParseUrl(origin)) throw invalid('A did:web must name a host.')
  // In every form that URL parsers take for an address: `2130706433`, `0x7f.1`.
  if (/^[\d.]+$/.test(new URL(origin).hostname)) throw invalid('A did:web must name a host, not an address.')
  if (path.some((segment) => !/^(?:[a-z0-9_.-]|%[0-9a-f]{2})+$/i.test(segment) || isDotSegment(segment))) {
    throw invalid('A did:web has a malformed path.')
  }
  const file = path.length === 0 ? '.well-known/did.json' : `${path.join('/')}/did.json`
  return `${origin}/${file}`
}

/** Segments that a URL parser would resolve away, so that the path would lead somewhere else. */
const isDotSegment = (segment: string): boolean => /^(?:\.|%2e){1,2}$/i.test(segment)

/** @see https://github.com/quartzjer/did-jwk/blob/main/spec.md */
function didJwkDocument(did: string): JsonObject {
  const jwk = parseJwk(did.slice('did:jwk:'.length))
  const id = `${did}#0`
  const relationships = jwk.use === 'enc' ? { keyAgreement: [id] } : { assertionMethod: [id], authentication: [id] }
  return {
    id: did,
    verificationMethod: [{ id, type: 'JsonWebKey', controller: did, publicKeyJwk: jwk }],
    ...relationships,
  }
}

function parseJwk(encoded: string): JsonObject {
  try {
    const jwk = parseJson(utf8Decode(base64urlDecode(encoded)))
    if (isJsonObject(jwk)) return jwk
  } catch (cause) {
    throw new BadgeError('ERR_DID_INVALID', 'The did:jwk does not hold a JWK.', { cause })
  }
  throw invalid('The did:jwk does not hold a JWK.')
}

const invalid = (message: string): BadgeError => new BadgeError('ERR_DID_INVALID', message)
