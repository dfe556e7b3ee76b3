import { BadgeError, isBadgeError } from '../errors.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { limits } from '../internal/limits.js'
import { isUri } from '../internal/url.js'
import { importPublicKey, jwkThumbprint } from '../keys/index.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { VerificationKey } from '../types/keys.js'
import type { DocumentLoader } from '../types/loader.js'
import { isDid } from './did.js'
import {
  absolute,
  controllerDocument,
  isMultikeyText,
  isOutOfReach,
  issuerLists,
  type ResolvedMethod,
  reach,
  resolveVerificationMethod,
  splitFragment,
} from './resolve-method.js'

/** How the header of a JWT names its key. */
export interface JwtKeyNames {
  readonly kid?: string
  readonly jwk?: JsonObject
}

/** The key of a JWT and what is known about it. */
export interface JwtKey {
  readonly key: VerificationKey
  /**
   * Whose it is: the `issuer`'s, by a document of the issuer or of its authority; `another`'s; or `unknown`, when
   * nothing but the JWT says that it is the issuer's.
   */
  readonly owner: 'issuer' | 'another' | 'unknown'
  /** The relationships under which the controller's document lists the key; `null` where there is none to ask. */
  readonly relationships: readonly string[] | null
  readonly revoked?: JsonValue
  readonly expires?: JsonValue
}

/**
 * Finds the key that a JWT names. `kid` is a DID URL, or an `https` URL with a JWK, a JWK set, or a controller document
 * behind it; a `kid` that is no URL, or whose URL is out of reach, is looked for among the keys of the issuer, as is a
 * `jwk`: in the issuer's own document, then in `/.well-known/jwks.json` of its authority. With `kid` and `jwk`, both
 * must be the same key, since readers differ in which they take.
 *
 * @throws BadgeError what is out of reach (`isOutOfReach`: "could not tell"), or `ERR_KEY_NOT_FOUND`,
 * `ERR_KEY_INVALID`, `ERR_KEY_UNSUPPORTED`, `ERR_DID_INVALID`, `ERR_JWT_HEADER` ("no")
 * @see https://www.imsglobal.org/spec/ob/v3p0/#dereferencing-the-public-key
 */
export async function findJwtKey(
  { kid, jwk }: JwtKeyNames,
  issuer: string | undefined,
  load: DocumentLoader,
): Promise<JwtKey> {
  const own = jwk === undefined ? undefined : await importPublicKey(jwk)
  const named = kid === undefined ? undefined : await attempt(() => keyByName(kid, issuer, load))
  if (named !== undefined && !isBadgeError(named)) {
    if (own !== undefined && thumbprint(own) !== thumbprint(named.key)) {
      throw new BadgeError('ERR_JWT_HEADER', 'The headers "kid" and "jwk" of the JWT are different keys.')
    }
    return named
  }
  if (own === undefined) throw named ?? notFound('The JWT names no key.')
  // A name that nobody has heard of is no reason to distrust the key beside it; a URL that leads to nothing is.
  if (named !== undefined && !isOutOfReach(named) && isUri(kid ?? '')) throw named
  return ownedKey(own, issuer, load)
}

async function keyByName(name: string, issuer: string | undefined, load: DocumentLoader): Promise<JwtKey> {
  if (name.length > limits.methodIdLength) throw notFound('The "kid" of the JWT is too long.')
  const kid = issuer === undefined ? name : absolute(name, issuer)
  const found = isUri(kid) ? await attempt(() => dereference(kid, issuer, load)) : undefined
  if (found !== undefined && !(isBadgeError(found) && isOutOfReach(found))) {
    if (isBadgeError(found)) throw found
    return found
  }
  const listed = await searchIssuer(issuer, (candidate) => candidate.names.includes(kid), load)
  if (listed.key !== undefined) return listed.key
  if (found !== undefined) throw found
  if (listed.reached) throw notFound('No document of the issuer holds the key that the JWT names.')
  throw new BadgeError(
    'ERR_DOCUMENT_UNAVAILABLE',
    'The JWT names its key by no URL, and no document of the issuer is supplied; pass its JWKS in `documents` or enable `fetch`.',
  )
}

async function dereference(kid: string, issuer: string | undefined, load: DocumentLoader): Promise<JwtKey> {
  const [subject, fragment] = splitFragment(kid)
  if (!isDid(kid) && !(fragment !== undefined && isMultikeyText(fragment))) {
    const exact = fragment === undefined ? undefined : await reach(() => load(kid, 'document'))
    const document = exact ?? (await load(subject, 'document')).document
    const jwk = isJsonObject(document) ? jwkOf(document, kid, fragment) : undefined
    if (jwk !== undefined) return fromJwk(jwk, kid, issuer, load)
  }
  const method = await resolveVerificationMethod(kid, { documentLoader: load })
  return { ...standing(method), owner: await ownerOf(method, issuer, load) }
}

/** The JWK that a URL means: the document itself, or the one of the set that bears its name. */
function jwkOf(document: JsonObject, kid: string, fragment: string | undefined): JsonObject | undefined {
  if (document.kty !== undefined) return document
  if (!Array.isArray(document.keys)) return undefined
  const keys = jwksOf(document)
  const named = keys.filter((jwk) => namesOfJwk(jwk).some((name) => name === kid || name === fragment))
  const [only] = named.length > 0 ? named : keys.filter((jwk) => jwk.kid === undefined)
  if (only === undefined || named.length > 1 || (named.length === 0 && keys.length > 1)) {
    throw notFound('The JWK set does not hold the key that the JWT names, or holds it twice.')
  }
  return only
}

/**
 * A bare JWK does not say whose it is. Behind a URL of the issuer's own origin it is the issuer's, as Open Badges 2.0
 * §4 (hosted verification) already had it, unless its `iss` says otherwise.
 */
async function fromJwk(
  jwk: JsonObject,
  kid: string,
  issuer: string | undefined,
  load: DocumentLoader,
): Promise<JwtKey> {
  const key = await importPublicKey(jwk)
  if (isOfIssuer(jwk, issuer) && sameOrigin(kid, issuer)) return { ...standingOfJwk(jwk), key, owner: 'issuer' }
  const listed = await searchIssuer(issuer, (candidate) => candidate.thumbprint === thumbprint(key), load)
  if (listed.key !== undefined) return listed.key
  const owner = listed.reached || !isOfIssuer(jwk, issuer) ? 'another' : 'unknown'
  return { ...standingOfJwk(jwk), key, owner }
}

async function ownerOf(
  method: ResolvedMethod,
  issuer: string | undefined,
  load: DocumentLoader,
): Promise<JwtKey['owner']> {
  if (issuer === undefined) return 'another'
  if (method.controller === issuer) {
    const served = method.origin === 'document' && sameOrigin(method.id, issuer)
    return !method.selfAsserted || served ? 'issuer' : 'unknown'
  }
  if (await issuerLists(issuer, method.id, load)) return 'issuer'
  const wanted = thumbprint(method.key)
  const { key } = await searchIssuer(issuer, (candidate) => candidate.thumbprint === wanted, load)
  return key === undefined ? 'another' : 'issuer'
}

/** A key that the JWT itself brings along: self-asserted, unless the issuer lists it. */
async function ownedKey(key: VerificationKey, issuer: string | undefined, load: DocumentLoader): Promise<JwtKey> {
  const wanted = thumbprint(key)
  const listed = await searchIssuer(issuer, (candidate) => candidate.thumbprint === wanted, load)
  return listed.key ?? { key, owner: listed.denied ? 'another' : 'unknown', relationships: null }
}

interface Candidate {
  readonly names: readonly string[]
  readonly thumbprint: string | undefined
}

interface Search {
  readonly key?: JwtKey
  /** A document that should list the issuer's keys was there. */
  readonly reached: boolean
  /** The issuer's own document lists keys, and this is none of them. */
  readonly denied: boolean
}

/** Looks through the keys of the issuer's own document, then through the JWKS of its authority. */
async function searchIssuer(
  issuer: string | undefined,
  wanted: (candidate: Candidate) => boolean,
  load: DocumentLoader,
): Promise<Search> {
  if (issuer === undefined) return { reached: false, denied: false }
  const document = await attempt(() => controllerDocument(issuer, load))
  const methods = isBadgeError(document) ? [] : methodsOf(document)
  for (const method of methods) {
    const candidate = await candidateOf(method, issuer)
    if (!wanted(candidate)) continue
    const resolved = await resolveVerificationMethod(candidate.id, { documentLoader: load })
    return { key: { ...standing(resolved), owner: 'issuer' }, reached: true, denied: false }
  }
  const url = jwksUrl(issuer)
  const jwks = url === undefined ? undefined : await attempt(() => reach(() => load(url, 'document')))
  const keys = isBadgeError(jwks) || !isJsonObject(jwks) ? [] : jwksOf(jwks)
  for (const jwk of keys.filter((each) => isOfIssuer(each, issuer))) {
    if (!wanted({ names: namesOfJwk(jwk), thumbprint: thumbprintOf(jwk) })) continue
    const key = await importPublicKey(jwk)
    return { key: { ...standingOfJwk(jwk), key, owner: 'issuer' }, reached: true, denied: false }
  }
  return { reached: methods.length + keys.length > 0, denied: methods.length > 0 }
}

const methodsOf = (document: JsonObject | undefined): readonly JsonObject[] =>
  asArray<JsonValue>(document?.verificationMethod).filter(isJsonObject).slice(0, limits.issuerKeys)

const jwksOf = (document: JsonObject): readonly JsonObject[] =>
  asArray<JsonValue>(document.keys).filter(isJsonObject).slice(0, limits.issuerKeys)

async function candidateOf(method: JsonObject, issuer: string): Promise<Candidate & { readonly id: string }> {
  const id = typeof method.id === 'string' ? absolute(method.id, issuer) : ''
  const key = await attempt(() => importPublicKey(method))
  const jwk = isBadgeError(key) ? {} : key.publicKeyJwk
  const kid = isJsonObject(method.publicKeyJwk) ? { kid: method.publicKeyJwk.kid } : {}
  return {
    id,
    names: [id, splitFragment(id)[1] ?? id, ...namesOfJwk({ ...jwk, ...kid })],
    thumbprint: thumbprintOf(jwk),
  }
}

/** A key may be called by its `kid` or by its thumbprint. */
function namesOfJwk(jwk: JsonObject): readonly string[] {
  return [jwk.kid, thumbprintOf(jwk)].filter((name) => typeof name === 'string')
}

const thumbprint = ({ publicKeyJwk }: VerificationKey): string => jwkThumbprint(publicKeyJwk)

function thumbprintOf(jwk: JsonObject): string | undefined {
  try {
    return jwkThumbprint(jwk)
  } catch {
    return undefined
  }
}

const standing = ({ key, relationships, revoked, expires }: ResolvedMethod): Omit<JwtKey, 'owner'> => ({
  key,
  relationships,
  ...(revoked === undefined ? {} : { revoked }),
  ...(expires === undefined ? {} : { expires }),
})

/** OpenID Federation 1.0 §8.7.2: members of a JWK that say how long it counts. */
function standingOfJwk({ exp, revoked }: JsonObject): Pick<JwtKey, 'relationships' | 'revoked' | 'expires'> {
  const expires = typeof exp === 'number' && Math.abs(exp) < 8.64e12 ? new Date(exp * 1000).toISOString() : exp
  return {
    relationships: null,
    ...(revoked === undefined ? {} : { revoked }),
    ...(expires === undefined ? {} : { expires }),
  }
}

/** Open Badges implementation guide, "Key provenance": a JWK with `iss` is that issuer's alone. */
const isOfIssuer = ({ iss }: JsonObject, issuer: string | undefined): boolean => iss === undefined || iss === issuer

/** Where the issuer's authority publishes its keys: the host of an `https` issuer or of a did:web. */
function jwksUrl(issuer: string): string | undefined {
  const [, webHost] = /^did:web:([a-z0-9.-]+(?:%3a\d{1,5})?)(?::|$)/i.exec(issuer) ?? []
  if (webHost !== undefined) return `https://${webHost.replace(/%3a/i, ':')}/.well-known/jwks.json`
  return originOf(issuer) === undefined ? undefined : new URL('/.well-known/jwks.json', issuer).href
}

const originOf = (url: string): string | undefined =>
  /^https:\/\//i.test(url) && URL.canParse(url) ? new URL(url).origin : undefined

const sameOrigin = (url: string, issuer: string | undefined): boolean =>
  originOf(url) !== undefined && originOf(url) === originOf(issuer ?? '')

async function attempt<T>(run: () => Promise<T>): Promise<T | BadgeError> {
  try {
    return await run()
  } catch (error) {
    if (isBadgeError(error)) return error
    return new BadgeError('ERR_DOCUMENT_UNAVAILABLE', 'The document loader failed to answer.', { cause: error })
  }
}

const notFound = (message: string): BadgeError => new BadgeError('ERR_KEY_NOT_FOUND', message)
