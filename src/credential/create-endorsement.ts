import { CREDENTIALS_V2, OPEN_BADGES } from '../internal/context-urls.js'
import { defined } from '../internal/defined.js'
import { isJsonObject } from '../internal/json.js'
import { freshUrn } from '../internal/uuid.js'
import type { EndorsementCredential, UnsignedCredential } from '../types/credential.js'
import type { EndorsementDraft } from '../types/draft.js'
import type { JsonObject } from '../types/json.js'
import type { CreateOptions } from './create.js'
import { endorsementOptions } from './create-rules.js'
import type { Assembly } from './draft-assemble.js'
import { assembleOther } from './draft-assemble-other.js'
import { buildChecked, readOptions } from './draft-finish.js'
import { readDraft } from './draft-read.js'

/** Published by 1EdTech for the class EndorsementCredential. */
const SCHEMA = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json'

/**
 * Turns a short draft into an `EndorsementCredential` (data model 2.0): the claim of somebody else that a badge, an
 * achievement or an issuer is worth something. Sign it with `signCredential`, and it goes into `endorsement` of what it
 * endorses; signed with `signCredentialAsJwt`, into `endorsementJwt`. `verifyCredential` verifies it there.
 *
 * Pure, like `createCredential`: with `now` and `id` the result is always the same.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential
 * @throws BadgeError `ERR_DRAFT_INVALID` with all `problems`, `ERR_ARGUMENT_INVALID` for a wrong option
 *
 * @example
 * import { createEndorsement, generateKeyPair, issueBadge, signCredential, verifyCredential } from 'badgewright'
 *
 * const [issuer, guild] = [await generateKeyPair(), await generateKeyPair()]
 * const achievement = {
 *   id: 'https://acme.example/achievements/welder-1',
 *   name: 'Welder I',
 *   description: 'Welds.',
 *   criteria: 'Weld a seam.',
 * }
 * const endorsement = await signCredential(
 *   createEndorsement({
 *     issuer: { id: guild.did, name: 'Guild of Welders' },
 *     endorsed: achievement,
 *     comment: 'Our members hire on the strength of it.',
 *   }),
 *   guild,
 * )
 * const badge = await issueBadge({
 *   issuer: { name: 'Acme' },
 *   achievement: { ...achievement, endorsement },
 *   recipient: { email: 'kim@example.org' },
 * }, issuer)
 * const { checks } = await verifyCredential(badge)
 * console.log(checks.find(({ id }) => id === 'endorsement.each')?.status) // passed
 */
export function createEndorsement(
  draft: EndorsementDraft,
  options: Omit<CreateOptions, 'salt' | 'recipientPrivacy' | 'resources'> = {},
): UnsignedCredential<EndorsementCredential> {
  const now = readOptions(options, endorsementOptions)
  const source = readDraft(draft, options.timeZone)
  return buildChecked(
    (assembly) => assembleEndorsement(source, now, options, assembly),
    options,
  ) as unknown as UnsignedCredential<EndorsementCredential>
}

function assembleEndorsement(source: JsonObject, now: string, options: CreateOptions, assembly: Assembly): JsonObject {
  const { endorsed, comment, ...members } = source
  const { places } = assembly
  const id = isJsonObject(endorsed) ? endorsed.id : endorsed
  const about = isJsonObject(endorsed) && typeof endorsed.name === 'string' ? ` of ${endorsed.name}` : ''
  places.moved('/credentialSubject', '/endorsed')
  places.moved('/credentialSubject/id', isJsonObject(endorsed) ? '/endorsed/id' : '/endorsed')
  places.moved('/credentialSubject/endorsementComment', '/comment')
  return assembleOther(
    {
      ...members,
      id: options.id ?? members.id ?? freshUrn(),
      name: members.name ?? `Endorsement${about}`,
      validFrom: members.validFrom ?? now,
    },
    {
      name: 'EndorsementCredential',
      contexts: [CREDENTIALS_V2, OPEN_BADGES],
      schema: SCHEMA,
      known: ['endorsed', 'comment'],
      subject: {
        ...defined({ id, endorsementComment: comment }),
      },
      elsewhere: new Map([
        ['/credentialSubject', '/endorsed'],
        ['/credentialSubject/id', isJsonObject(endorsed) ? '/endorsed/id' : '/endorsed'],
        ['/credentialSubject/endorsementComment', '/comment'],
      ]),
    },
    options,
    assembly,
  )
}
