import { BadgeError } from '../errors.js'
import { pointerGet } from '../internal/pointer.js'
import { deriveCredential } from '../proof/index.js'
import type { SignedCredential } from '../types/credential.js'
import type { JsonValue } from '../types/json.js'
import type { LoaderOptions } from '../types/loader.js'

/** What a learner can choose to show, in their words, and where it stands. */
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
  const unknown = show.find((field) => !Object.hasOwn(fields, field))
  if (unknown !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A capsule shows some of ${capsuleFields.join(', ')}.`)
  }
  const selectivePointers = show
    .flatMap((field) => fields[field] as readonly string[])
    .filter((pointer) => pointerGet(base as JsonValue, pointer) !== undefined)
  return deriveCredential(base, { ...options, selectivePointers })
}
