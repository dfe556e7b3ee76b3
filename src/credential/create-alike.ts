import { defined } from '../internal/defined.js'
import { asArray, deepFreeze, isJsonObject } from '../internal/json.js'
import { instantOf } from '../internal/time.js'
import { formatInZone, UTC } from '../internal/time-zone.js'
import { freshUrn } from '../internal/uuid.js'
import type { UnsignedCredential } from '../types/credential.js'
import type { BadgeDraft } from '../types/draft.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { type CreateOptions, createCredential } from './create.js'
import { buildObject } from './draft-build.js'
import type { Places } from './draft-places.js'
import type { Report } from './findings.js'
import { rememberFrozen } from './lint-rules.js'
import { subjectIdentity } from './recipient.js'

/** Makes a badge as `createCredential` does; what it gives is frozen. */
export type CreateAlike = (draft: BadgeDraft, options: CreateOptions) => UnsignedCredential

/** The badge that was made last, and what it was made from. */
interface Made {
  readonly draft: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, unknown>>
  /** The time that it was made at, as badges say it. */
  readonly second: string
  readonly credential: JsonObject
}

/**
 * For badges that are made one after the other and differ in nothing but whom they are for: a badge like the one before,
 * made within the same second, takes all but its id and the recipient from that one, since the rest would be built and
 * checked to the same end. Whatever is not surely so is made by `createCredential`, which is the reference: a recipient
 * who is more than an address and a plain name, other members, other options.
 *
 * The parts of a draft are the caller's, who changes nothing in them while badges are made.
 */
export function createAlike(): CreateAlike {
  let last: Made | undefined
  return (draft, options) => {
    const second = secondOf(options)
    const quick = last !== undefined && isLike(last, draft, options, second) ? another(last, draft, options) : undefined
    if (quick !== undefined) return quick
    const credential = deepFreeze(createCredential(draft, options)) as unknown as JsonObject
    rememberFrozen(credential)
    last =
      second === undefined || !canServe(draft, options)
        ? undefined
        : { draft: { ...draft }, options: { ...options }, second, credential }
    return credential as unknown as UnsignedCredential
  }
}

/** The second that a badge is made in, as it will say it. */
function secondOf({ now, timeZone = UTC }: CreateOptions): string | undefined {
  const time = now === undefined ? null : instantOf(now)
  return time === null ? undefined : formatInZone(time, timeZone)
}

/** Whether another badge can follow it: its id is a fresh one, and its recipient the only thing said of a person. */
function canServe(
  draft: BadgeDraft,
  { id, recipientPrivacy = 'hashed', resources, onWarning }: CreateOptions,
): boolean {
  const { id: own, credentialSubject: subject } = draft as { id?: unknown; credentialSubject?: unknown }
  const namesNobody =
    subject === undefined ||
    (isJsonObject(subject as JsonValue) &&
      !Object.hasOwn(subject as object, 'id') &&
      !Object.hasOwn(subject as object, 'identifier'))
  return (
    [id, own, resources, onWarning].every((each) => each === undefined) &&
    recipientPrivacy === 'hashed' &&
    namesNobody &&
    isPlain(draft.recipient)
  )
}

/** Letters and what is between them in names: nothing that a rule of the model could stumble over. */
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .'’-]{0,100}$/u
const PLAIN_ADDRESS = /^[\w.+-]{1,64}@[a-z\d-]+(\.[a-z\d-]+)+$/

function isPlain(recipient: BadgeDraft['recipient'] | undefined): recipient is { email: string; name?: string } {
  if (typeof recipient !== 'object' || recipient === null) return false
  const { email, name, ...others } = recipient as Readonly<Record<string, unknown>>
  return (
    Object.keys(others).length === 0 &&
    typeof email === 'string' &&
    PLAIN_ADDRESS.test(email) &&
    (name === undefined || (typeof name === 'string' && PLAIN_NAME.test(name)))
  )
}

function isLike(last: Made, draft: BadgeDraft, options: CreateOptions, second: string | undefined): boolean {
  return (
    last.second === second &&
    isPlain(draft.recipient) &&
    isSame(last.draft, draft as unknown as Made['draft'], 'recipient') &&
    isSame(last.options, options as Made['options'], 'now')
  )
}

/** Whether two objects have the same members, all but one of the very same value. */
function isSame(one: Made['draft'], other: Made['draft'], but: string): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && (name === but || one[name] === other[name]))
  )
}

function another({ credential }: Made, draft: BadgeDraft, { salt }: CreateOptions): UnsignedCredential | undefined {
  const id = freshUrn()
  let isSound = true
  const report = (): void => {
    isSound = false
  }
  const { identifier } = subjectIdentity(
    draft.recipient as unknown as JsonValue,
    {},
    { privacy: 'hashed', credentialId: id, places: nowhere, report, ...defined({ salt }) },
  )
  const subject = { ...(credential.credentialSubject as JsonObject), identifier: built(identifier, report) }
  if (!isSound) return undefined
  const made = Object.freeze({ ...credential, id, credentialSubject: deepFreeze(subject) }) as JsonObject
  rememberFrozen(made)
  return made as unknown as UnsignedCredential
}

/** The identifiers with their members in the order of the model. */
const built = (identifiers: JsonValue | undefined, report: Report): JsonValue[] =>
  asArray<JsonValue>(identifiers).map((each) =>
    buildObject(each, 'IdentityObject', '', '', {
      places: nowhere,
      report,
      extended: false,
      issuerId: '',
      timeZone: UTC,
      elsewhere: new Map(),
    }),
  )

const nowhere: Places = { moved: () => {}, expanded: () => {}, toDraft: (out: string) => out }
