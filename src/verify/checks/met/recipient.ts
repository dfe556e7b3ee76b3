import { matchIdentity } from '../../../credential/index.js'
import { matchMailbox, type RecipientMatch } from '../../../credential/mailbox/index.js'
import { asArray, isJsonObject } from '../../../internal/json.js'
import { problem } from '../../../internal/problems.js'
import { isUri } from '../../../internal/url.js'
import type { JsonObject } from '../../../types/json.js'
import { type Finding, passed } from '../../core/check.js'
import type { VerifyOptions } from '../../core/options.js'

/** The work of `subject.recipient`, where one was given. */
export function compareRecipient(
  document: JsonObject,
  recipient: NonNullable<VerifyOptions['recipient']>,
  isExact: boolean,
): Finding {
  const subject = document.credentialSubject
  const match = isJsonObject(subject) ? matchOf(subject, recipient, isExact) : undefined
  if (match !== undefined) return issuedTo(match)
  const detail = 'The credential was not issued to the recipient given.'
  return {
    status: 'failed',
    summary: detail,
    problems: [problem('ERR_RECIPIENT_MISMATCH', detail, '/credentialSubject')],
  }
}

/** What a match comes to: one by small letters alone may be another person's mailbox, if hardly ever. */
export function issuedTo(match: RecipientMatch): Finding {
  const summary = 'Issued to the recipient given.'
  if (match === 'same') return passed(summary)
  const detail = 'The address matches only without regard to capitals in front of the @.'
  return passed(summary, [problem('ERR_RECIPIENT_FOLDED', detail, '/credentialSubject')])
}

function matchOf(
  subject: JsonObject,
  recipient: NonNullable<VerifyOptions['recipient']>,
  isExact: boolean,
): RecipientMatch | undefined {
  const known = typeof recipient === 'string' ? { value: recipient, type: guessType(recipient) } : recipient
  if (known.type === 'id' || isUri(known.value)) {
    if (subject.id === known.value) return 'same'
  }
  const value = known.value.replace(/^mailto:/i, '')
  const isAddress = known.type === 'emailAddress' || /^mailto:/i.test(known.value)
  const compare = (identity: JsonObject) => matchValue(identity, value, isAddress && !isExact)
  const found = asArray(subject.identifier)
    .filter(isJsonObject)
    .filter((identity) =>
      known.type === undefined ? identity.identityType !== 'name' : identity.identityType === known.type,
    )
    .map(compare)
  // RFC 6068: the same address, as the id of the subject.
  const own = isAddress && typeof subject.id === 'string' ? /^mailto:(.*)$/is.exec(subject.id)?.[1] : undefined
  if (own !== undefined) found.push(compare({ hashed: false, identityHash: own }))
  return found.includes('same') ? 'same' : found.find((match) => match !== undefined)
}

/** An identifier held against a value; as an address, letter case does not count where mail does not count it. */
export function matchValue(identity: JsonObject, value: string, isAddress: boolean): RecipientMatch | undefined {
  if (isAddress) return matchMailbox(identity, value)
  return matchIdentity(identity, value) ? 'same' : undefined
}

/** A name identifies nobody, so a plain string is never compared with one. */
export function guessType(value: string): string | undefined {
  return /^[^@\s]+@[^@\s]+$/.test(value) ? 'emailAddress' : undefined
}
