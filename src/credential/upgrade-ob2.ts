import { BadgeError } from '../errors.js'
import { asArray, copyJson, isJsonObject } from '../internal/json.js'
import { checkOptions, checkValue, needed } from '../internal/options.js'
import { isUri } from '../internal/url.js'
import type { BadgeDraft, ProfileDraft } from '../types/draft.js'
import type { JsonObject, JsonValue } from '../types/json.js'

const VOCABULARY = 'https://w3id.org/openbadges#'
const VERSION = 'Open Badges v2p0'

/** Types of recipients that Open Badges 2.0 names, as 3.0 calls them; both are open lists. */
const identityTypes: Readonly<Record<string, string>> = {
  email: 'emailAddress',
  url: 'ext:url',
  telephone: 'ext:telephone',
}
const LANGUAGE = /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/

/**
 * Turns a badge of Open Badges 2.0 into a draft of Open Badges 3.0 that names the original: the assertion as evidence,
 * its badge class as `related`, its issuer's profile as `otherIdentifier`. Nothing is signed, and the original stays as
 * it is. Hashed recipients stay hashed, with their salt.
 *
 * Pass what `verifyCredential` gives back, in which badge class and issuer are in place of their addresses, and only
 * when it is verified. Sign the new badge only as the same issuer: others convert nothing but their own copy.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/impl/#migrating-from-open-badges-2-0
 * @throws BadgeError `ERR_ARGUMENT_INVALID` when badge class or issuer are only addresses
 *
 * @example
 * import { createCredential, upgradeOpenBadge2 } from 'badgewright'
 *
 * const original = {
 *   type: 'Assertion',
 *   id: 'https://acme.example/assertions/7',
 *   recipient: { type: 'email', hashed: false, identity: 'kim@example.org' },
 *   issuedOn: '2020-05-01T00:00:00Z',
 *   badge: {
 *     type: 'BadgeClass',
 *     id: 'https://acme.example/welder.json',
 *     name: 'Welder I',
 *     description: 'Welds.',
 *     image: 'https://acme.example/welder.png',
 *     criteria: 'https://acme.example/welder',
 *     issuer: { type: 'Profile', id: 'https://acme.example/issuer.json', name: 'Acme' },
 *   },
 * }
 * const credential = createCredential(upgradeOpenBadge2(original))
 * console.log(credential.evidence?.[0]?.id) // https://acme.example/assertions/7
 */
export function upgradeOpenBadge2(
  assertion: object,
  options: {
    /** Who issues the new badge. Default: the issuer of the original, under its own id. */
    readonly issuer?: ProfileDraft
  } = {},
): BadgeDraft {
  checkValue('assertion', assertion, needed('object'))
  checkOptions(options, { issuer: 'object' })
  const original = copyJson(assertion)
  const badge = isJsonObject(original) ? original.badge : undefined
  const issuer = isJsonObject(badge) ? badge.issuer : undefined
  if (!isJsonObject(original) || !isJsonObject(badge) || !isJsonObject(issuer)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      'The badge class and its issuer must be in the assertion; `verifyCredential` puts them there.',
      { pointer: isJsonObject(badge) ? '/badge/issuer' : '/badge' },
    )
  }
  const { issuedOn, expires, narrative } = original
  const draft = {
    issuer: profileOf(issuer, options.issuer),
    achievement: achievementOf(badge, issuer),
    credentialSubject: {
      ...recipientOf(original.recipient),
      ...defined({ narrative, image: imageOf(original.image) }),
    },
    ...defined({ validFrom: issuedOn, awardedDate: issuedOn, validUntil: expires }),
    evidence: [linkTo(original), ...asArray<JsonValue>(original.evidence).map(evidenceOf)],
  }
  return draft as unknown as BadgeDraft
}

const defined = (members: Record<string, JsonValue | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null))

const idOf = (value: JsonValue | undefined): string | undefined => {
  const id = isJsonObject(value) ? value.id : value
  return typeof id === 'string' && isUri(id) ? id : undefined
}

function profileOf(original: JsonObject, given: ProfileDraft | undefined): JsonObject {
  const { id, name, url, email, description, image, telephone } = original
  const link = idOf(id)
  const own = given === undefined ? {} : (copyJson(given) as JsonObject)
  return {
    ...defined({ id, name, url, email, description, image: imageOf(image), phone: telephone }),
    ...own,
    otherIdentifier: [
      ...asArray<JsonValue>(own.otherIdentifier),
      ...(link === undefined ? [] : [{ identifier: link, identifierType: 'identifier' }]),
    ],
  }
}

function achievementOf(badge: JsonObject, issuer: JsonObject): JsonObject {
  const { name, description, criteria, image, tags, alignment, '@language': language } = badge
  const id = idOf(badge.id)
  const creator = idOf(issuer.id)
  return {
    type: [`${VOCABULARY}BadgeClass`],
    ...defined({
      name,
      description,
      criteria: criteriaOf(criteria),
      image: imageOf(image),
      creator: creator === undefined ? undefined : defined({ id: creator, name: issuer.name }),
    }),
    ...(tags === undefined ? {} : { tag: [...asArray<JsonValue>(tags)] }),
    ...(alignment === undefined
      ? {}
      : { alignment: asArray<JsonValue>(alignment).filter(isJsonObject).map(alignmentOf) }),
    ...(typeof language === 'string' && LANGUAGE.test(language) ? { inLanguage: language } : {}),
    ...(id === undefined ? {} : { related: [{ type: [`${VOCABULARY}BadgeClass`], id, version: VERSION }] }),
  }
}

const alignmentOf = ({
  targetName,
  targetUrl,
  targetCode,
  targetDescription,
  targetFramework,
}: JsonObject): JsonObject => defined({ targetName, targetUrl, targetCode, targetDescription, targetFramework })

function criteriaOf(criteria: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(criteria)) return criteria
  const { id, narrative } = criteria
  return defined({ id: idOf(id), narrative })
}

function imageOf(image: JsonValue | undefined): JsonValue | undefined {
  const [first] = asArray<JsonValue>(image)
  const id = idOf(first)
  if (id === undefined) return undefined
  return isJsonObject(first) ? defined({ id, caption: first.caption }) : { id }
}

function evidenceOf(evidence: JsonValue): JsonValue {
  if (!isJsonObject(evidence)) return evidence
  const { id, name, description, narrative, genre, audience } = evidence
  return defined({ id: idOf(id), name, description, narrative, genre, audience })
}

/** Open Badges 3.0 implementation guide, migrating: the original is evidence. */
const linkTo = ({ id }: JsonObject): JsonObject =>
  defined({
    type: [`${VOCABULARY}Assertion`],
    id: idOf(id),
    name: 'Open Badges 2.0 assertion',
    description: 'The badge that this one was made of.',
  })

function recipientOf(recipient: JsonValue | undefined): JsonObject {
  if (!isJsonObject(recipient)) return {}
  const { type, identity, hashed, salt } = recipient
  if (type === 'url' && hashed === false && typeof identity === 'string' && isUri(identity)) return { id: identity }
  const identityType = identityTypes[String(type)] ?? 'identifier'
  return { identifier: [defined({ hashed: hashed === true, identityHash: identity, identityType, salt })] }
}
