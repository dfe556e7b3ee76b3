import { BadgeError } from '../../errors.js'
import { hmacSha256Text } from '../../internal/hmac-sha256.js'
import { limits } from '../../internal/limits.js'
import { mailboxKey } from '../../internal/mailbox.js'

const ADDRESS = /^[^\s@<>"(),:;[\]\\\p{C}]+@[^\s@<>"(),:;[\]\\\p{C}]+$/u

/**
 * The address as it is stored: trimmed, in Unicode normal form C, the domain in lower case. Throws `ERR_ADDRESS_INVALID`
 * for anything else, quoted local parts and address literals included.
 */
export function normalizeAddress(text: unknown): string {
  const address = typeof text === 'string' && text.length <= 1000 ? text.trim().normalize('NFC') : ''
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  if (
    !ADDRESS.test(address) ||
    address.length > limits.address ||
    at > limits.addressLocalPart ||
    domain.split('.').some((label) => label === '' || label.startsWith('-') || label.endsWith('-'))
  ) {
    throw new BadgeError('ERR_ADDRESS_INVALID', 'An e-mail address is needed: a name, @ and a domain.')
  }
  return `${address.slice(0, at)}@${domain}`
}

/** Equal for spellings that in practice reach the same mailbox everywhere ({@link mailboxKey}). */
export const hashAddress = (pepper: Uint8Array, address: string): string =>
  hmacSha256Text(pepper, mailboxKey(address), 'hex').slice(0, 40)

const segmenter = (): Intl.Segmenter => new Intl.Segmenter('en', { granularity: 'grapheme' })
const first = (text: string): string => segmenter().segment(text)[Symbol.iterator]().next().value?.segment ?? ''

/** `a•••@e•••.org`: enough to recognise your own, too little to write to. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const dot = domain.lastIndexOf('.')
  return `${first(address.slice(0, at))}•••@${first(domain)}•••${dot < 0 ? '' : domain.slice(dot)}`
}
