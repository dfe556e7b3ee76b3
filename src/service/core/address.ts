import { hmacSha256Text } from '../../internal/hmac-sha256.js'
import { mailboxKey } from '../../internal/mailbox.js'

export { normalizeAddress } from '../../internal/mail-address.js'

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
