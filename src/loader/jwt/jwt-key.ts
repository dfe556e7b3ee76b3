import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { isUri } from '../../internal/url.js'
import { importPublicKey, jwkThumbprint } from '../../keys/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { VerificationKey } from '../../types/keys.js'
import type { DocumentLoader } from '../../types/loader.js'
import { absolute, findMethod, type KeyLimits, limitsOf } from '../controller-document.js'
import { isJwkDocument } from '../jwk-set.js'
import { controllerDocument, jwksOfAuthority, speaksOfKeys, type Word, wordOf } from '../provenance.js'
import { isOutOfReach, type ResolvedMethod, resolveVerificationMethod } from '../resolve-method.js'

/** How the header of a JWT names its key. */
export interface JwtKeyNames {
  readonly kid?: string
  readonly jwk?: JsonObject
}

/** The key of a JWT and what is known about it. */
export interface JwtKey extends KeyLimits {
  readonly key: VerificationKey
  /**
   * Whose it is: the `issuer`'s, by a document of the issuer or of its authority; `another`'s; or `unknown`, when
   * nothing but the JWT says that it is the issuer's.
   */
  readonly owner: 'issuer' | 'another' | 'unknown'
  /** The relationships under which the controller's document lists the key; `null` where there is none to ask. */
  readonly relationships: readonly string[] | null
}

/**
 * Finds the key that a JWT names. `kid` is the URL of a verification method, a JWK, or a JWK set; one that is not a URL, or
 * whose URL is out of reach, is looked for among the keys that the issuer and its authority publish. A `jwk` is the
 * issuer's when it is among them; with neither, it is the only one that the issuer has. With `kid` and `jwk`, both must be the same key, since readers differ in which they
 * take.
 *
 * @throws BadgeError what is out of reach (`isOutOfReach`: "could not tell"), or `ERR_KEY_NOT_FOUND`,
 * `ERR_KEY_INVALID`, `ERR_KEY_UNSUPPORTED`, `ERR_DID_INVALID`, `ERR_JWT_HEADER` ("no")
 * @see https://www.imsglobal.org/spec/ob/v3p0/#dereference
 */
export async function findJwtKey(
  { kid, jwk }: JwtKeyNames,
  issuer: string | undefined,
  load: DocumentLoader,
): Promise<JwtKey> {
  const own = jwk === undefined ? undefined : await importPublicKey(jwk)
  const named = kid === undefined ? undefined : await attempt(() => keyByName(kid, issuer, load))
  if (named !== undefined && !isBadgeError(named)) {
    if (own !== undefined && jwkThumbprint(own.publicKeyJwk) !== jwkThumbprint(named.key.publicKeyJwk)) {
      throw new BadgeError('ERR_JWT_HEADER', 'The headers "kid" and "jwk" of the JWT are different keys.')
    }
    return named
  }
  if (own === undefined && named === undefined) return onlyKey(issuer, load)
  if (own === undefined) throw named ?? notFound('The JWT names no key.')
  // A name that nobody has heard of is not a reason to distrust the key beside it; a URL that leads to no key is.
  if (named !== undefined && !isOutOfReach(named) && isUri(kid ?? '')) throw named
  return ofIssuer(own, issuer, load)
}

/**
 * The key of a JWT that names none, as VC-JOSE-COSE §4 allows: the one that the issuer lists for making assertions, or
 * the one of its authority. Among several, nothing says which is meant.
 */
async function onlyKey(issuer: string | undefined, load: DocumentLoader): Promise<JwtKey> {
  const { document, jwks } = issuer === undefined ? {} : await publishedBy(issuer, load)
  if (issuer === undefined || (document === undefined && jwks === undefined)) {
    throw new BadgeError(
      'ERR_DOCUMENT_UNAVAILABLE',
      'The JWT names no key, and the keys of the issuer are not supplied; pass them in `documents` or enable `fetch`.',
    )
  }
  const methods = asArray<JsonValue>(document?.assertionMethod).map((each) => (isJsonObject(each) ? each.id : each))
  const keys = [document?.keys, jwks?.keys].flatMap((set) => [...asArray<JsonValue>(set)]).filter(isJsonObject)
  const [first, ...others] = methods.length > 0 ? methods : keys
  if (first === undefined || others.length > 0) throw notFound('The JWT does not say which key of the issuer it is.')
  return typeof first === 'string'
    ? keyByName(first, issuer, load)
    : ofIssuer(await importPublicKey(first as JsonObject), issuer, load)
}

async function keyByName(name: string, issuer: string | undefined, load: DocumentLoader): Promise<JwtKey> {
  if (name.length > documentLimits.methodIdLength) throw notFound('The "kid" of the JWT is too long.')
  const kid = issuer === undefined ? name : absolute(name, issuer)
  const options = { documentLoader: load }
  const method = isUri(kid) ? await attempt(() => resolveVerificationMethod(kid, options)) : undefined
  if (method !== undefined && !isBadgeError(method)) return ofMethod(method, issuer, load)
  if (method !== undefined && !isOutOfReach(method)) throw method
  const published = issuer === undefined ? undefined : await publishedKey(issuer, kid, load)
  if (isJsonObject(published)) return ofIssuer(await importPublicKey(published), issuer, load)
  if (method !== undefined) throw method
  if (published === null) throw notFound('No document of the issuer holds the key that the JWT names.')
  throw new BadgeError(
    'ERR_DOCUMENT_UNAVAILABLE',
    'The JWT names its key by no URL, and the keys of the issuer are not supplied; pass its JWKS in `documents` or enable `fetch`.',
  )
}

/**
 * A key that a URL led to. A bare JWK does not say whose it is, and a host serves what others put there too (uploads,
 * pages of users, buckets of a cloud): wherever it lies, it is the issuer's only when the issuer's document or the JWKS
 * of its authority lists it (Open Badges 3.0 implementation guide, "Key provenance").
 */
async function ofMethod(method: ResolvedMethod, issuer: string | undefined, load: DocumentLoader): Promise<JwtKey> {
  const { id, key, controller, selfAsserted, relationships, ownerless } = method
  const found = { key, relationships, ...limitsOf([method]) }
  if (issuer === undefined) return { ...found, owner: 'another' }
  if (controller === issuer) return { ...found, owner: selfAsserted ? 'unknown' : 'issuer' }
  const word = await wordOn(issuer, { id, key }, load)
  if (word === 'not-listed' || (word === 'silent' && !ownerless)) return { ...found, owner: 'another' }
  if (word === 'silent') return { ...found, owner: 'unknown' }
  return { key, owner: 'issuer', relationships: word.relationships, ...limitsOf([word, method]) }
}

/** A key that the JWT itself or the issuer's authority brings along: self-asserted, unless the issuer lists it. */
async function ofIssuer(key: VerificationKey, issuer: string | undefined, load: DocumentLoader): Promise<JwtKey> {
  const word = issuer === undefined ? 'silent' : await wordOn(issuer, { id: '', key }, load)
  if (word === 'silent') return { key, owner: 'unknown', relationships: null }
  return word === 'not-listed' ? { key, owner: 'another', relationships: null } : { key, owner: 'issuer', ...word }
}

/** What the issuer says; documents that contradict themselves vouch for nothing. */
async function wordOn(
  issuer: string,
  about: { id: string; key: VerificationKey },
  load: DocumentLoader,
): Promise<Word> {
  const word = await attempt(() => wordOf(issuer, about, load))
  return isBadgeError(word) ? 'not-listed' : word
}

/**
 * The method or JWK that the issuer publishes under a name: its id, the fragment of its id, its `kid`, or its
 * thumbprint. `null` when the issuer publishes keys, and this is none of them; `undefined` when nothing is at hand.
 */
async function publishedKey(
  issuer: string,
  name: string,
  load: DocumentLoader,
): Promise<JsonObject | null | undefined> {
  const { document, jwks } = await publishedBy(issuer, load)
  if (document === undefined && jwks === undefined) return undefined
  const methods = asArray<JsonValue>(document?.verificationMethod).filter(isJsonObject)
  const keys = [document?.keys, jwks?.keys].flatMap((set) => [...asArray<JsonValue>(set)]).filter(isJsonObject)
  return (
    (document && findMethod(document, issuer, `${issuer}#${name}`)) ??
    methods.slice(0, documentLimits.issuerKeys).find(({ publicKeyJwk }) => isCalled(publicKeyJwk, name)) ??
    keys.slice(0, documentLimits.issuerKeys).find((jwk) => isCalled(jwk, name)) ??
    null
  )
}

/** The documents in which an issuer lists keys, as far as they are at hand. A profile says nothing of keys. */
async function publishedBy(
  issuer: string,
  load: DocumentLoader,
): Promise<{ readonly document?: JsonObject; readonly jwks?: JsonObject }> {
  const document = await controllerDocument(issuer, load)
  const jwks = await jwksOfAuthority(issuer, load)
  const listsKeys = document !== undefined && (speaksOfKeys(document, issuer) || isJwkDocument(document))
  return { ...(listsKeys ? { document } : {}), ...defined({ jwks }) }
}

function isCalled(jwk: JsonValue | undefined, name: string): boolean {
  if (!isJsonObject(jwk)) return false
  if (jwk.kid === name) return true
  try {
    return jwkThumbprint(jwk) === name
  } catch {
    return false
  }
}

async function attempt<T>(run: () => Promise<T>): Promise<T | BadgeError> {
  try {
    return await run()
  } catch (error) {
    if (isBadgeError(error)) return error
    return new BadgeError('ERR_DOCUMENT_UNAVAILABLE', 'The document loader failed to answer.', { cause: error })
  }
}

const notFound = (message: string): BadgeError => new BadgeError('ERR_KEY_NOT_FOUND', message)
