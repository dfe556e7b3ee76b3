import { BadgeError } from '../errors.js'
import { limits } from './limits.js'

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
