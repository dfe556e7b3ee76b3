import type { UnsignedCredential } from '../types/credential.js'
import type { BadgeDraft } from '../types/draft.js'
import type { ModelFinding } from '../types/model.js'
import type { Instant } from '../types/time.js'
import { badgeOptions } from './create-rules.js'
import { assemble } from './draft-assemble.js'
import { buildChecked, readOptions } from './draft-finish.js'
import { readDraft } from './draft-read.js'
import { withDigests } from './draft-resources.js'
import type { RecipientPrivacy } from './recipient.js'

/** What `createCredential` takes beside the draft. With `now`, `id` and `salt` given, the result is always the same. */
export interface CreateOptions {
  /** The time that `validFrom` and `awardedDate` default to. Default: the clock. */
  readonly now?: Instant
  /** Id of the credential; stronger than the draft's. Default: a fresh `urn:uuid:`. */
  readonly id?: string
  /** Salt of hashed identifiers. Default: 128 fresh random bits for each. */
  readonly salt?: string
  /**
   * `hashed` (default): identifiers can be compared, not read; names stay readable. `plain`: everything readable.
   * `none`: nothing of the recipient, only an id that says nothing.
   */
  readonly recipientPrivacy?: RecipientPrivacy
  /** Id of an issuer that has none in the draft, such as the DID of the signing key. */
  readonly issuerId?: string
  /**
   * Time zone of the issuer, a name of the IANA database such as `Europe/Berlin`. A day (`2026-12-31`) begins and, as an
   * end of validity, ends there, and a `Date` and `now` are written in its offset. A text with an offset stays as it is.
   * Default `UTC`.
   */
  readonly timeZone?: string
  /**
   * The bytes of pictures and evidence, by the URL under which the badge names them. Their digests are signed with the
   * badge, as `relatedResource`; `verifyCredential` then reports a badge that was pasted into other artwork. Give the
   * picture as it is before a badge is baked into it.
   */
  readonly resources?: Readonly<Record<string, Uint8Array>>
  /** Called with what is allowed but not advisable. */
  readonly onWarning?: (warning: ModelFinding) => void
}

/**
 * Turns a short draft into an Open Badges 3.0 credential, ready to be signed.
 *
 * Strings stand for objects where one property matters (`criteria: 'Passed the exam.'`, `image: 'https://…'`), types
 * are filled in, lists are made of single values. `name` comes from the achievement, `validFrom` is now, `awardedDate`
 * is `validFrom`, and an e-mail address is hashed with a fresh salt. An achievement without `id` gets one that follows
 * from the issuer's id and its own content, so all badges of one achievement share it, and it changes when the
 * achievement does. The 1EdTech extensions context is there exactly when one of its types is used.
 *
 * Pure: the draft is never touched, and with `now`, `id` and `salt` the result is always the same. It is a plain
 * object that you may edit before signing.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential
 *
 * @throws BadgeError `ERR_DRAFT_INVALID` with all `problems` at once, each with `pointer` (RFC 6901, into the draft),
 * `rule`, `detail`, `spec` and `fix`; `ERR_ARGUMENT_INVALID` for a wrong option.
 *
 * @example
 * import { createCredential } from 'badgewright/credential'
 *
 * const credential = createCredential({
 *   issuer: { id: 'https://university.example', name: 'Example University' },
 *   achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the welding exam.' },
 *   recipient: { email: 'kim@example.org', name: 'Kim Lee' },
 * })
 */
export function createCredential(draft: BadgeDraft, options: CreateOptions = {}): UnsignedCredential {
  const now = readOptions(options, badgeOptions)
  const source = readDraft(draft, options.timeZone)
  const { resources } = options
  return buildChecked(
    (assembly) => withDigests(assemble(source, now, options, assembly), resources),
    options,
  ) as UnsignedCredential
}
