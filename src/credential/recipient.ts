import { isBlank } from '../internal/blank.js'
import { defined } from '../internal/defined.js'
import { base64urlEncode } from '../internal/encoding.js'
import { identifierTypes } from '../internal/enumerations.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { withFoldedDomain, withFoldedLocalPart } from '../internal/mailbox.js'
import { pointerJoin } from '../internal/pointer.js'
import { randomBytes } from '../internal/random.js'
import { isUri } from '../internal/url.js'
import { derivedUrn } from '../internal/uuid.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { reportUnknown } from './draft-build.js'
import type { Places } from './draft-places.js'
import type { Report } from './findings.js'
import { hashIdentity } from './identity.js'

/**
 * How much a badge says about its recipient: `hashed` (identifiers can be compared but not read), `plain`, or `none`
 * (nothing, beyond a random id).
 */
export type RecipientPrivacy = 'hashed' | 'plain' | 'none'

/** What writing the recipient down needs. */
export interface RecipientOptions {
  readonly privacy: RecipientPrivacy
  /** The same for all identifiers; without it each gets 128 fresh bits. */
  readonly salt?: string | undefined
  /** Id of the credential, from which the anonymous id follows. */
  readonly credentialId: JsonValue
  readonly places: Places
  readonly report: Report
}

/** `id` and `identifier` of the subject, from `recipient` and what the draft's own `credentialSubject` has of them. */
export function subjectIdentity(
  recipient: JsonValue | undefined,
  subject: JsonObject,
  options: RecipientOptions,
): { id?: JsonValue; identifier?: JsonValue } {
  if (options.privacy === 'none') return { id: derivedUrn('subject', options.credentialId) }
  const own = {
    ...defined({ id: subject.id, identifier: subject.identifier }),
  }
  if (!Array.isArray(subject.identifier)) {
    options.places.moved('/credentialSubject/identifier/0', '/credentialSubject/identifier')
  }
  if (typeof own.id === 'string') reportReadable(own.id, '/credentialSubject/id', options)
  if (recipient === undefined || recipient === null) return own
  const { id, identifier } = readRecipient(recipient, options)
  if (id !== undefined && own.id !== undefined && own.id !== id) {
    options.report('draft.conflict', '/credentialSubject/id', 'The recipient has another id already.')
  }
  if (id !== undefined) options.places.expanded('/credentialSubject/id', '/recipient')
  const identifiers = [...asArray<JsonValue>(own.identifier), ...identifier]
  return {
    ...own,
    ...defined({ id }),
    ...(identifiers.length === 0 ? {} : { identifier: identifiers }),
  }
}

interface Identity {
  readonly id?: string
  readonly identifier: readonly JsonObject[]
}

/**
 * One bare address, as mail programs show it: no name, brackets or characters that nobody sees, since anyone who compares
 * hashes must know the very same spelling.
 */
const EMAIL = /^[^\s@<>()[\]\\,;:"\p{C}]+@(?!\.)[^\s@<>()[\]\\,;:"/?\p{C}]+(?<!\.)$/u

const withoutScheme = (address: string): string => address.replace(/^mailto:/i, '')

function readRecipient(recipient: JsonValue, options: RecipientOptions): Identity {
  if (typeof recipient === 'string') {
    const address = withoutScheme(recipient)
    if (EMAIL.test(address)) {
      return { identifier: addressObjects(address, options) }
    }
    if (isUri(recipient)) {
      reportReadable(recipient, '/recipient', options)
      return { id: recipient, identifier: [] }
    }
  } else if (isJsonObject(recipient)) return readMembers(recipient, options)
  options.report('draft.recipient', '/recipient', 'The recipient must be an e-mail address, a URI, or an object.')
  return { identifier: [] }
}

/** URIs that are the address of a person, for everybody to read. */
const ADDRESS = /^(mailto|acct|tel|sms|xmpp|sips?):/i

function reportReadable(id: string, at: string, { privacy, report }: RecipientOptions): void {
  if (privacy === 'plain' || !ADDRESS.test(id)) return
  report('draft.recipient', at, 'An id is never hashed, and this one gives an address away.', {
    fix: 'Give the address as recipient: { email: "…" }, which is hashed, or set recipientPrivacy to "plain".',
  })
}

const idNames = ['id', 'did']
const isIdentifierType = (key: string): boolean =>
  (identifierTypes as readonly string[]).includes(key) || key.startsWith('ext:')

function readMembers(recipient: JsonObject, options: RecipientOptions): Identity {
  const { report } = options
  const ids: string[] = []
  const identifier: JsonObject[] = []
  for (const [key, value] of Object.entries(recipient)) {
    const at = pointerJoin('/recipient', key)
    if (value === undefined || value === null) continue
    const type = key === 'email' ? 'emailAddress' : key
    if (!idNames.includes(key) && !isIdentifierType(type)) {
      reportUnknown(key, [...idNames, 'email', ...identifierTypes], at, report)
    } else if (typeof value !== 'string' || isBlank(value)) {
      report('draft.recipient', at, 'An identifier must be text that is not empty.')
    } else if (idNames.includes(key)) {
      reportReadable(value, at, options)
      if (isUri(value)) ids.push(value)
      else report('draft.recipient', at, 'The id of a recipient must be a DID or another absolute URI.')
    } else if (type === 'emailAddress') {
      const address = withoutScheme(value)
      if (EMAIL.test(address)) identifier.push(...addressObjects(address, options))
      else report('draft.recipient', at, 'This is not an e-mail address, or there is something around it.')
    } else identifier.push(identityObject(type, value, options))
  }
  if (new Set(ids).size > 1) report('draft.conflict', '/recipient/did', 'The recipient has two ids.')
  return ids[0] === undefined ? { identifier } : { id: ids[0], identifier }
}

/**
 * An address, its domain as everybody folds it. One that has capitals in its local part is hashed in small letters too,
 * since those who compare may know it so and cannot see how it was written.
 */
function addressObjects(address: string, options: RecipientOptions): JsonObject[] {
  const written = withFoldedDomain(address)
  const folded = withFoldedLocalPart(address)
  const spellings = options.privacy === 'hashed' && folded !== written ? [written, folded] : [written]
  return spellings.map((spelling) => identityObject('emailAddress', spelling, options))
}

/** A name is never hashed: wallets and pages show it. */
function identityObject(type: string, value: string, { privacy, salt: given }: RecipientOptions): JsonObject {
  const common = { type: 'IdentityObject', identityType: type }
  if (privacy === 'plain' || type === 'name') return { ...common, hashed: false, identityHash: value }
  const salt = given ?? base64urlEncode(randomBytes(16))
  return { ...common, hashed: true, identityHash: hashIdentity(value, salt), salt }
}
