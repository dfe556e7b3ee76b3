import { BadgeError } from '../errors.js'
import { formatDateTime, isRfc3339, parseDateTime } from '../internal/time.js'
import type { UnsignedCredential } from '../types/credential.js'
import type { BadgeDraft } from '../types/draft.js'
import type { ModelFinding } from '../types/model.js'
import { checkDataModel } from './check.js'
import { assemble } from './draft-assemble.js'
import { places } from './draft-places.js'
import { readDraft, refused } from './draft-read.js'
import { collector } from './findings.js'
import type { RecipientPrivacy } from './recipient.js'

/** What `createCredential` takes beside the draft. With `now`, `id` and `salt` given, the result is always the same. */
export interface CreateOptions {
  /** The time that `validFrom` and `awardedDate` default to. Default: the clock. */
  readonly now?: Date | string
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
  /** Is told of what is allowed but not advisable. */
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
  const now = readOptions(options)
  const source = readDraft(draft)
  const found = collector()
  const advice = collector()
  const place = places()
  const built = assemble(source, now, options, { places: place, report: found.report, warn: advice.report })
  const checked = checkDataModel(built)
  const problems = distinct(found.found)
  const inDraft = (each: ModelFinding): ModelFinding => ({
    ...each,
    pointer: each.rule === 'subject.identified' ? '/recipient' : place.toDraft(each.pointer),
  })
  for (const each of [...checked.problems, ...checked.warnings.filter((warning) => !isAdvice(warning))]) {
    const moved = inDraft(each)
    if (!problems.some(({ pointer }) => covers(pointer, moved.pointer))) problems.push(moved)
  }
  if (problems.length > 0) throw refused(problems)
  for (const warning of [...advice.found, ...checked.warnings.map(inDraft)]) options.onWarning?.(warning)
  return built as UnsignedCredential
}

/** One finding for a place is enough: the first, which is the draft's own where there is one. */
const covers = (known: string, pointer: string): boolean =>
  known === pointer || (pointer === '/recipient' && known.startsWith('/recipient/'))

const distinct = (findings: readonly ModelFinding[]): ModelFinding[] =>
  findings.filter((each, i) => findings.findIndex(({ pointer }) => pointer === each.pointer) === i)

/**
 * A warning of the check is a problem of the draft, with two exceptions: endorsements are somebody else's, and a status
 * entry without `id` is as VCDM 2.0 has it.
 */
const isAdvice = ({ pointer }: ModelFinding): boolean =>
  /\/endorsement\//.test(pointer) || pointer === '/credentialStatus/id'

function readOptions({ now = new Date(), id, salt, recipientPrivacy = 'hashed', issuerId }: CreateOptions): string {
  const wrong = (name: string, what: string) => new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` must be ${what}.`)
  for (const [name, value] of Object.entries({ id, salt, issuerId })) {
    if (value !== undefined && (typeof value !== 'string' || value === '')) throw wrong(name, 'text that is not empty')
  }
  if (!['hashed', 'plain', 'none'].includes(recipientPrivacy)) {
    throw wrong('recipientPrivacy', "'hashed', 'plain' or 'none'")
  }
  const time = now instanceof Date ? now.getTime() : parseDateTime(String(now))
  const text = time === null || Number.isNaN(time) ? '' : formatDateTime(new Date(time))
  if (!isRfc3339(text)) throw wrong('now', 'a Date or a date and time with a time zone, in a year of four digits')
  return text
}
