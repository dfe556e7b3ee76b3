import { isSameParty, issuerIdOf } from '../../badge/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { isHttpUrl, isUri } from '../../internal/url.js'
import { isSameUrl } from '../../internal/url-scope.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import { agrees } from './agree.js'

/** One of the documents that a badge of Open Badges 2.0 consists of. */
export interface Part {
  /** Its content, unless it could not be had. */
  readonly value?: JsonObject
  readonly error?: BadgeError
  /** Whether it came from its own address; otherwise it stood in the document that refers to it. */
  readonly fromHome: boolean
  /** Whether the address that refers to it led to a document with another id. */
  readonly moved: boolean
}

/** A badge with everything it refers to. */
export interface OpenedBadge {
  /** The hosted copy where it says what was handed in says, else what was handed in. */
  readonly assertion: JsonObject
  /** The assertion at its own address; only for hosted badges. */
  readonly hosted?: Part
  /** Whether that is another badge, or says something else. */
  readonly differs?: true
  readonly badge: Part
  /** Whether the badge class at its own address is of another issuer than the one in the assertion. */
  readonly claimed?: boolean
  readonly issuer: Part
  /** The assertion with badge class and issuer in place of their addresses. */
  readonly document: JsonObject
}

/** Whether the assertion says that it is verified by a look at its own address. */
export const isHosted = ({ verification }: JsonObject): boolean =>
  isJsonObject(verification) && hasType(verification, 'hosted', 'HostedBadge')

/** Whether the assertion says that it is verified by a signature. */
export const isSigned = ({ verification }: JsonObject): boolean =>
  isJsonObject(verification) && hasType(verification, 'signed', 'SignedBadge')

export const hasType = ({ type }: JsonObject, ...names: readonly string[]): boolean =>
  (Array.isArray(type) ? type : [type]).some((each) => typeof each === 'string' && names.includes(each))

/** Fetches what a badge refers to. Never throws: what is missing is an error of its part. */
export async function openBadge(given: JsonObject, load: DocumentLoader): Promise<OpenedBadge> {
  const hosted = isHosted(given) ? revokedIfGone(given, await home(given.id, load)) : undefined
  if (hosted?.value === undefined) return { ...(await assemble(given, load)), ...(hosted && { hosted }) }
  // Of a revoked badge there may be no more than that.
  const { id, revoked, revocationReason } = hosted.value
  const copy = revoked === true && id === given.id ? { ...given, revoked, revocationReason } : hosted.value
  const opened = await assemble(copy, load)
  const same = agrees(given, hosted.value) || revoked === true || agrees(given, opened.document)
  if (id === given.id && same) return { ...opened, hosted }
  return { ...(await assemble(given, load)), hosted, differs: true }
}

/** Open Badges 2.0, "Revoking Hosted Assertions": an address that is gone says that the badge is revoked. */
const revokedIfGone = ({ id = null }: JsonObject, hosted: Part): Part =>
  hosted.error?.code === 'ERR_DOCUMENT_GONE' && !hosted.moved
    ? { value: { id, revoked: true }, fromHome: true, moved: false }
    : hosted

async function assemble(assertion: JsonObject, load: DocumentLoader): Promise<Omit<OpenedBadge, 'hosted'>> {
  const badge = await partOf(assertion.badge, load, false)
  const issuer = badge.value === undefined ? badge : await partOf(badge.value.issuer, load, true)
  const document = {
    ...assertion,
    ...defined({ badge: badge.value && { ...badge.value, ...defined({ issuer: issuer.value }) } }),
  }
  const claimed = badge.value !== undefined && !badge.fromHome && (await isClaimed(badge.value, load))
  return { assertion, badge, issuer, document, ...(claimed && { claimed }) }
}

/** Whether an inline badge class has a home of its own that names another issuer. */
async function isClaimed({ id, issuer }: JsonObject, load: DocumentLoader): Promise<boolean> {
  if (typeof id !== 'string' || !isHttpUrl(id)) return false
  const { value } = await attempt(id, load)
  const [own, said] = [issuerIdOf({ issuer: value?.issuer }), issuerIdOf({ issuer })]
  return value !== undefined && own !== undefined && !isSameParty(own, said) && !isSameUrl(own, said)
}

/**
 * What a member refers to: an address, or an object that is there. An object counts as it is, since anyone who
 * vouches for the document around it vouches for it too; with `atHome` its own address is asked first, which alone can
 * say what the issuer says of itself.
 */
async function partOf(reference: JsonValue | undefined, load: DocumentLoader, atHome: boolean): Promise<Part> {
  if (typeof reference === 'string') return home(reference, load)
  if (!isJsonObject(reference)) return missing('ERR_MODEL_INVALID', 'The badge does not say what it is, or whose.')
  const embedded = { value: reference, fromHome: false, moved: false }
  if (!atHome || typeof reference.id !== 'string') return embedded
  const found = await home(reference.id, load)
  return found.value === undefined ? { ...embedded, ...(found.error && { error: found.error }) } : found
}

/** The document at an address. One that calls itself otherwise is asked for under its own name, once. */
export async function home(address: JsonValue | undefined, load: DocumentLoader): Promise<Part> {
  if (typeof address !== 'string' || !isHttpUrl(address)) {
    return missing('ERR_DOCUMENT_UNAVAILABLE', 'What is named by no http address cannot be looked up.')
  }
  const found = await attempt(address, load)
  const id = found.value?.id
  if (found.value === undefined || id === address) return found
  // An issuer may have a name that leads nowhere (Open Badges 2.0, Profile.id); whose it is, nobody knows then.
  if (typeof id === 'string' && isUri(id) && !isHttpUrl(id)) return { ...found, fromHome: false, moved: true }
  if (typeof id !== 'string' || !isHttpUrl(id)) {
    return missing('ERR_MODEL_INVALID', `The document at ${address.slice(0, 200)} does not say its own address.`)
  }
  const own = await attempt(id, load)
  if (own.value !== undefined && own.value.id !== id) {
    return missing('ERR_MODEL_INVALID', `The document at ${id.slice(0, 200)} is another one.`)
  }
  return { ...own, moved: true }
}

async function attempt(address: string, load: DocumentLoader): Promise<Part> {
  try {
    const { document } = await load(address, 'document')
    if (isJsonObject(document)) return { value: document, fromHome: true, moved: false }
    return missing('ERR_JSON_INVALID', `What lies at ${address.slice(0, 200)} is not a JSON object.`)
  } catch (error) {
    if (isBadgeError(error)) return { error, fromHome: false, moved: false }
    return missing('ERR_DOCUMENT_UNAVAILABLE', 'The document loader failed to answer.')
  }
}

const missing = (
  code: 'ERR_MODEL_INVALID' | 'ERR_DOCUMENT_UNAVAILABLE' | 'ERR_JSON_INVALID',
  message: string,
): Part => ({
  error: new BadgeError(code, message),
  fromHome: false,
  moved: false,
})
