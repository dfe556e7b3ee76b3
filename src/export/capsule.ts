import { BadgeError } from '../errors.js'
import { asArray, copyJson, isJsonObject } from '../internal/json.js'
import { loaderRules } from '../internal/option-tables.js'
import { checkOptions, checkValue, needed } from '../internal/options.js'
import { pointerGet } from '../internal/pointer.js'
import type { OpenBadgeCredential, SignedCredential } from '../types/credential.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { LoaderOptions } from '../types/loader.js'

/** What a learner can choose to show, in their words, and where it is. */
const fields = {
  identifier: ['/credentialSubject/identifier'],
  narrative: ['/credentialSubject/narrative'],
  results: ['/credentialSubject/result', '/credentialSubject/achievement/resultDescription'],
  credits: ['/credentialSubject/creditsEarned', '/credentialSubject/achievement/creditsAvailable'],
  period: ['/credentialSubject/activityStartDate', '/credentialSubject/activityEndDate', '/credentialSubject/term'],
  role: ['/credentialSubject/role'],
  licence: ['/credentialSubject/licenseNumber'],
  evidence: ['/evidence'],
  awarded: ['/awardedDate'],
  picture: ['/credentialSubject/achievement/image', '/image'],
  skills: ['/credentialSubject/achievement/alignment', '/credentialSubject/achievement/tag'],
  kind: ['/credentialSubject/achievement/achievementType', '/credentialSubject/achievement/fieldOfStudy'],
  endorsements: ['/endorsement', '/endorsementJwt'],
} as const

/** A part of a badge that may be shown or hidden. */
export type CapsuleField = keyof typeof fields

/** Every such part, in the order in which a page may offer them. */
export const capsuleFields = Object.keys(fields) as readonly CapsuleField[]

/**
 * A copy of a badge for a share link that shows only chosen parts. What is hidden is truly absent, and the copy still
 * verifies: it needs a badge with a base proof (`ecdsa-sd-2023`, a P-256 issuer key), which itself is never published.
 * What Open Badges requires, the times of validity and the status always stay. Parts that the badge lacks are passed
 * over.
 *
 * @param base - the learner's badge with its base proof
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a part that is none of {@link capsuleFields}, and what
 * `deriveCredential` throws
 * @see https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023
 *
 * @example
 * import { generateKeyPair, issueBadge } from 'badgewright'
 * import { createCapsule } from 'badgewright/export'
 *
 * const base = await issueBadge({
 *   issuer: { name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { id: 'did:example:kim' },
 *   credentialSubject: { narrative: 'Kim learned fast.' },
 *   evidence: ['https://acme.example/seam'],
 * }, await generateKeyPair({ type: 'P-256' }), { suite: 'ecdsa-sd-2023' })
 * const shown = await createCapsule(base, ['evidence'])
 * console.log(shown.evidence !== undefined, shown.credentialSubject.narrative) // true undefined
 */
export async function createCapsule(
  base: object,
  show: readonly CapsuleField[],
  options: LoaderOptions = {},
): Promise<SignedCredential> {
  checkValue('base', base, needed('object'))
  assertFields(show)
  checkOptions(options, loaderRules)
  const selectivePointers = show
    .flatMap((field) => fields[field] as readonly string[])
    .filter((pointer) => pointerGet(base as JsonValue, pointer) !== undefined)
  const { deriveCredential } = await import('../proof/index.js')
  return deriveCredential(base, { ...options, selectivePointers })
}

/**
 * The same choice without a proof, for a page that shows a badge whose signature covers all of it: what is hidden is
 * absent, and so is the signature, which could not be verified without it. To be shown, never handed out as a badge.
 *
 * @param credential - any badge; it stays as it is
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a part that is none of {@link capsuleFields}
 *
 * @example
 * import { createCredential } from 'badgewright'
 * import { redactCredential } from 'badgewright/export'
 *
 * const badge = createCredential({
 *   issuer: { id: 'https://acme.example', name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { email: 'kim@example.org' },
 *   evidence: ['https://acme.example/seam'],
 * })
 * const shown = redactCredential(badge, ['evidence'])
 * console.log(shown.evidence !== undefined, shown.credentialSubject.identifier) // true undefined
 */
export function redactCredential(credential: object, show: readonly CapsuleField[]): OpenBadgeCredential {
  checkValue('credential', credential, needed('object'))
  assertFields(show)
  const shown = show.flatMap((field) => fields[field] as readonly string[])
  // A subject's id is an address now and then.
  const kept = [...ALWAYS, ...shown, ...(show.includes('identifier') ? ['/credentialSubject/id'] : [])]
  const hidden = Object.values(fields)
    .flat()
    .filter((pointer) => !kept.includes(pointer))
  const copy = copyJson(credential) as JsonObject
  keepOnly(copy, '', kept)
  for (const subject of objectsIn(copy.credentialSubject)) {
    keepOnly(subject, '/credentialSubject', kept)
    for (const achievement of objectsIn(subject.achievement)) {
      for (const pointer of hidden) {
        const [, name] = /^\/credentialSubject\/achievement\/(\w+)$/.exec(pointer) ?? []
        if (name !== undefined) delete achievement[name]
      }
    }
  }
  return copy as unknown as OpenBadgeCredential
}

/** What every copy shows. Members that nobody has heard of are hidden, as a derived copy hides them. */
const ALWAYS: readonly string[] = [
  ...['@context', 'id', 'type', 'name', 'description', 'issuer', 'validFrom', 'validUntil', 'credentialStatus'],
  ...['credentialSchema', 'refreshService', 'termsOfUse', 'issuanceDate', 'expirationDate', 'credentialSubject'],
  ...['credentialSubject/type', 'credentialSubject/achievement'],
].map((path) => `/${path}`)

function keepOnly(object: JsonObject, path: string, pointers: readonly string[]): void {
  for (const name of Object.keys(object)) if (!pointers.includes(`${path}/${name}`)) delete object[name]
}

const objectsIn = (value: JsonValue | undefined): JsonObject[] => asArray<JsonValue>(value).filter(isJsonObject)

/** Which parts a badge has, so that a page offers no others. */
export function capsuleFieldsOf(credential: object): CapsuleField[] {
  checkValue('credential', credential, needed('object'))
  return capsuleFields.filter((field) =>
    fields[field].some((pointer) => pointerGet(credential as JsonValue, pointer) !== undefined),
  )
}

function assertFields(show: readonly CapsuleField[]): void {
  if (Array.isArray(show) && show.every((field) => Object.hasOwn(fields, field))) return
  throw new BadgeError('ERR_ARGUMENT_INVALID', `A capsule shows some of ${capsuleFields.join(', ')}.`)
}
