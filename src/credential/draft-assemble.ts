import { issuerIdOf } from '../badge/index.js'
import {
  CLR_PATTERN,
  CREDENTIALS_V1,
  CREDENTIALS_V2,
  OPEN_BADGES,
  OPEN_BADGES_EXTENSIONS,
  OPEN_BADGES_PATTERN,
} from '../internal/context-urls.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { UTC } from '../internal/time-zone.js'
import { freshUrn } from '../internal/uuid.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { CreateOptions } from './create.js'
import { buildObject, reportUnknown } from './draft-build.js'
import type { Places } from './draft-places.js'
import { extensionTypes, extensionTypesIn } from './extensions.js'
import type { Report } from './findings.js'
import { model } from './model.js'
import { subjectIdentity } from './recipient.js'

/** Where assembling puts what it finds and what it remembers. */
export interface Assembly {
  readonly places: Places
  readonly report: Report
  readonly warn: Report
}

/** Published by 1EdTech for the class AchievementCredential; the family that takes single values and arrays. */
const OPEN_BADGES_SCHEMA =
  'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json'

const { AchievementCredential: badge, AchievementSubject: subjectClass } = model['2.0']

/** The credential as far as the draft allows. What is wrong in it is left for the check of the model to find. */
export function assemble(source: JsonObject, now: string, options: CreateOptions, assembly: Assembly): JsonObject {
  const { '@context': contexts, achievement, recipient, proof, relatedResource, ...members } = source
  const extended = asArray<JsonValue>(contexts).some((context) => !isStandard(context))
  if (proof !== undefined) assembly.report('draft.signed', '/proof', 'A draft has no proof.')
  if (!extended) dropUnknown(members, assembly.report)

  const elsewhere = new Map<string, string>()
  const draftSubject = isJsonObject(source.credentialSubject) ? source.credentialSubject : {}
  const given = readAchievement(achievement, draftSubject.achievement, elsewhere, assembly.report)
  const issuer = readIssuer(source.issuer, options.issuerId, assembly)
  const id = options.id ?? source.id ?? freshUrn()
  const identity = subjectIdentity(recipient, draftSubject, {
    ...assembly,
    privacy: options.recipientPrivacy ?? 'hashed',
    salt: options.salt,
    credentialId: id,
  })
  const { id: _id, identifier: _identifier, achievement: _achievement, ...claims } = draftSubject
  if (isMissing(source.name)) elsewhere.set('/name', `${elsewhere.get(ACHIEVEMENT) ?? ACHIEVEMENT}/name`)
  if (isMissing(source.awardedDate)) elsewhere.set('/awardedDate', '/validFrom')

  for (const [out, at] of elsewhere) assembly.places.moved(out, at)

  const build = {
    ...assembly,
    extended,
    elsewhere,
    issuerId: issuerIdOf({ issuer }) ?? '',
    timeZone: options.timeZone ?? UTC,
  }
  const body = buildObject(
    {
      ...members,
      id,
      name: source.name ?? (isJsonObject(given) ? given.name : undefined),
      issuer,
      validFrom: source.validFrom ?? now,
      awardedDate: source.awardedDate ?? source.validFrom ?? now,
      credentialSubject: subjectOf(source.credentialSubject, { ...identity, ...claims, achievement: given }),
      credentialSchema: withOwnSchema(source.credentialSchema),
    },
    'AchievementCredential',
    '',
    '',
    build,
  ) as JsonObject
  return {
    '@context': contextsOf([CREDENTIALS_V2, OPEN_BADGES], contexts, body, assembly),
    ...body,
    ...(isMissing(relatedResource) ? {} : { relatedResource: [...asArray<JsonValue>(relatedResource)] }),
  }
}

const ACHIEVEMENT = '/credentialSubject/achievement'

const isMissing = (value: JsonValue | undefined): value is null | undefined => value === undefined || value === null

/** A subject that is not an object stays what it is, so that the check reports it. */
const subjectOf = (draft: JsonValue | undefined, subject: JsonObject): JsonValue =>
  isMissing(draft) || isJsonObject(draft) ? subject : draft

/** Takes out of the draft's own members those that nothing is known of, and says which were probably meant. */
function dropUnknown(members: JsonObject, report: Report): void {
  const names = [...Object.keys(badge.properties), 'achievement', 'recipient', 'relatedResource']
  for (const key of Object.keys(members)) {
    if (names.includes(key)) continue
    delete members[key]
    const at = pointerJoin('', key)
    if (Object.hasOwn(subjectClass.properties, key)) {
      const fix = `Move it into "credentialSubject".`
      report('draft.unknown-property', at, 'This is a property of the subject, not of the credential.', { fix })
    } else reportUnknown(key, names, at, report)
  }
}

function readAchievement(
  achievement: JsonValue | undefined,
  inSubject: JsonValue | undefined,
  elsewhere: Map<string, string>,
  report: Report,
): JsonValue | undefined {
  if (isMissing(achievement) && !isMissing(inSubject)) return inSubject
  if (!isMissing(inSubject)) report('draft.conflict', ACHIEVEMENT, 'The draft has two achievements.')
  elsewhere.set(ACHIEVEMENT, '/achievement')
  return achievement
}

export function readIssuer(
  issuer: JsonValue | undefined,
  issuerId: string | undefined,
  { report, warn }: Assembly,
): JsonValue | undefined {
  if (!isJsonObject(issuer) || !isMissing(issuer.id)) return issuer
  if (issuerId === undefined) {
    report('draft.issuer-id', '/issuer/id', 'The issuer has no "id", so nobody could tell whose badge it is.')
    return issuer
  }
  // A name in the DNS says more than a key does, whatever it resolves to.
  if (!/^(did:web|https?):/.test(issuerId)) {
    const detail = 'The issuer is named by its key alone. That suits trials; anybody can make such a key.'
    warn('draft.issuer-id', '/issuer/id', detail)
  }
  return { ...issuer, id: issuerId }
}

/** OB 3.0, class CredentialSchema: where schemas are named, that of Open Badges is one of them. */
export function withOwnSchema(value: JsonValue | undefined, own = OPEN_BADGES_SCHEMA): JsonValue | undefined {
  const schemas = asArray<JsonValue>(value)
  const isOwn = (schema: JsonValue) => {
    const id = isJsonObject(schema) ? schema.id : schema
    return typeof id === 'string' && /^https:\/\/purl\.imsglobal\.org\/spec\/(ob\/v3p0|clr\/v2p0)\/schema\//.test(id)
  }
  if (schemas.length === 0 || schemas.some(isOwn)) return value
  return [...schemas, { id: own, type: extensionTypes.credentialSchema }]
}

/** Contexts that a draft need not name, because a new badge gets the right one of each by itself. */
export const isStandard = (context: JsonValue): boolean =>
  context === CREDENTIALS_V1 ||
  context === CREDENTIALS_V2 ||
  context === OPEN_BADGES_EXTENSIONS ||
  (typeof context === 'string' && (OPEN_BADGES_PATTERN.test(context) || CLR_PATTERN.test(context)))

/** The contexts that such a credential has, that of the extensions where it is needed, and those of the draft. */
export function contextsOf(
  base: readonly string[],
  own: JsonValue | undefined,
  body: JsonObject,
  { places, report }: Assembly,
): JsonValue[] {
  const contexts: JsonValue[] = [...base]
  if (extensionTypesIn(body).length > 0) contexts.push(OPEN_BADGES_EXTENSIONS)
  asArray<JsonValue>(own).forEach((context, i) => {
    const at = Array.isArray(own) ? pointerJoin('/@context', i) : '/@context'
    if (context === CREDENTIALS_V1) report('draft.context', at, 'New badges are not made with data model 1.1.')
    if (isStandard(context)) return
    places.moved(pointerJoin('/@context', contexts.length), at)
    contexts.push(context)
  })
  return contexts
}
