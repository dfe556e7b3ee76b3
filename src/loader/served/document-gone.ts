import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'

/** RFC 9110 §15.5.11: anyone who owns the address took away what lay there, and says so. */
export const documentGone = (address: string): BadgeError =>
  new BadgeError('ERR_DOCUMENT_GONE', `What lay at ${shown(address)} is gone.`)

/** Addresses in messages: without credentials, query and fragment, and short. */
export function shown(address: string): string {
  const plain = address
    .slice(0, 2 * documentLimits.fetchUrl)
    .replace(/[?#].*$/s, '')
    .replace(/^(\s*[a-z]+:[\\/]*)[^\\/]*@/i, '$1')
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain
}
