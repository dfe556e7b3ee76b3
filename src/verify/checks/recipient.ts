import { matchIdentity } from '../../credential/index.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { withFoldedDomain, withFoldedLocalPart } from '../../internal/mailbox.js'
import { problem } from '../../internal/problems.js'
import { isUri } from '../../internal/url.js'
import type { JsonObject } from '../../types/json.js'
import { type CheckDefinition, type Finding, passed, skipped } from '../core/check.js'
import type { VerifyOptions } from '../core/options.js'

/** How an identifier of a badge matched: as it is, or only with the capitals of the local part of an address folded. */
type RecipientMatch = 'same' | 'folded'

/** Open Badges 3.0 §9.3: the credential was issued to the recipient that the verifier knows. */
export const subjectRecipient: CheckDefinition = {
  id: 'subject.recipient',
  needs: ['input.parse'],
  required: (run) => run.options.recipient !== undefined,
  run({ document, options }) {
    const { recipient } = options
    if (recipient === undefined) return skipped('No recipient was given to look for.')
    const subject = document.credentialSubject
    const match = isJsonObject(subject) ? matchOf(subject, recipient, options.recipientMatch === 'exact') : undefined
    if (match !== undefined) return issuedTo(match)
    const detail = 'The credential was not issued to the recipient given.'
    return {
      status: 'failed',
      summary: detail,
      problems: [problem('ERR_RECIPIENT_MISMATCH', detail, '/credentialSubject')],
    }
  },
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

/**
 * Like `matchIdentity`, for an e-mail address: as given, with its domain folded, and with all of it folded. A
 * plain address is folded on both sides; of a hashed one, only what was hashed can be found.
 */
function matchMailbox(identity: JsonObject, address: string): RecipientMatch | undefined {
  const domain = withFoldedDomain(address)
  const folded = withFoldedLocalPart(address)
  if (matchIdentity(identity, address) || matchIdentity(identity, domain)) return 'same'
  if (matchIdentity(identity, folded)) return 'folded'
  const { hashed, identityHash: written } = identity
  if (hashed !== false || typeof written !== 'string') return undefined
  if (withFoldedDomain(written) === domain) return 'same'
  return withFoldedLocalPart(written) === folded ? 'folded' : undefined
}

/** A name identifies nobody, so a plain string is never compared with one. */
export function guessType(value: string): string | undefined {
  return /^[^@\s]+@[^@\s]+$/.test(value) ? 'emailAddress' : undefined
}
