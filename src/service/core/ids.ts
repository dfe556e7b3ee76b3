import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id that sorts by time: 48 bits of milliseconds, then 80 random bits, 26 characters. Nobody can guess one from
 * another.
 */
export function newId(now: number): string {
  let text = ''
  for (let rest = now, i = 0; i < 10; i++) {
    text = ALPHABET.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  for (const byte of randomBytes(16)) text += ALPHABET.charAt(byte % 32)
  return text
}

/** Whether a value has the form of {@link newId}: anything else is the id of no record. */
export const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-z]{26}$/.test(value)

/** 256 random bits as text. */
export const newNonce = (): string => base64urlEncode(randomBytes(32))

/** What events and tokens are about: a record, or an address by its hash. */
export type SubjectKind =
  | 'badge'
  | 'batch'
  | 'credential'
  | 'person'
  | 'staff'
  | 'token'
  | 'application'
  | 'display'
  | 'share'
  | 'address'
  | 'issuer'
  | 'batch'
  | 'form'
  | 'mailbox'
  | 'message'
  | 'brand'
  | 'saved-badge'
  | 'skills'
  | 'report'

/** A subject as events and tokens name it, such as `badge:01j…`. */
export const subjectOf = (kind: SubjectKind, id: string): string => `${kind}:${id}`

/** The id in a subject of this kind; `undefined` for one of another kind. */
export const idIn = (kind: SubjectKind, subject: string): string | undefined =>
  subject.startsWith(`${kind}:`) ? subject.slice(kind.length + 1) : undefined
