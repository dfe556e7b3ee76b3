import { matchIdentity } from '../../credential/index.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { isUri } from '../../internal/url.js'
import type { JsonObject } from '../../types/json.js'
import { type CheckDefinition, passed, skipped } from '../core/check.js'
import type { VerifyOptions } from '../core/options.js'

/** Open Badges 3.0 §9.3: the credential was issued to the recipient that the verifier knows. */
export const subjectRecipient: CheckDefinition = {
  id: 'subject.recipient',
  needs: ['input.parse'],
  required: (run) => run.options.recipient !== undefined,
  run({ document, options }) {
    const { recipient } = options
    if (recipient === undefined) return skipped('No recipient was given to look for.')
    const subject = document.credentialSubject
    if (isJsonObject(subject) && matches(subject, recipient)) return passed('Issued to the recipient given.')
    const detail = 'The credential was not issued to the recipient given.'
    return {
      status: 'failed',
      summary: detail,
      problems: [problem('ERR_RECIPIENT_MISMATCH', detail, '/credentialSubject')],
    }
  },
}

function matches(subject: JsonObject, recipient: NonNullable<VerifyOptions['recipient']>): boolean {
  const known = typeof recipient === 'string' ? { value: recipient, type: guessType(recipient) } : recipient
  if (known.type === 'id' || isUri(known.value)) {
    if (subject.id === known.value) return true
  }
  // RFC 6068: the same address, as the id of the subject.
  if (known.type === 'emailAddress' && subject.id === `mailto:${known.value}`) return true
  return asArray(subject.identifier)
    .filter(isJsonObject)
    .filter((identity) =>
      known.type === undefined ? identity.identityType !== 'name' : identity.identityType === known.type,
    )
    .some((identity) => matchIdentity(identity, known.value.replace(/^mailto:/i, '')))
}

/** A name identifies nobody, so a plain string is never compared with one. */
function guessType(value: string): string | undefined {
  return /^[^@\s]+@[^@\s]+$/.test(value) ? 'emailAddress' : undefined
}
