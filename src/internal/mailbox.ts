import { canParseUrl } from './url.js'

/** Lower case of ASCII letters alone: U+212A is not a k, and no letter grows a dot. */
export const foldAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/**
 * An e-mail address with its domain as DNS compares it (RFC 5321 §2.4, RFC 5890): in ASCII lower case, labels of other
 * scripts as A-labels (`xn--…`). The local part is as it was; so is text that is not an address.
 */
export function withFoldedDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0
    ? address
    : `${address.slice(0, at + 1)}${address
        .slice(at + 1)
        .split('.')
        .map(label)
        .join('.')}`
}

/** The same with the local part in ASCII lower case too, as practically every server takes it. */
export function withFoldedLocalPart(address: string): string {
  const folded = withFoldedDomain(address)
  const at = folded.lastIndexOf('@')
  return at < 0 ? folded : foldAscii(folded.slice(0, at)) + folded.slice(at)
}

/** Of ASCII only letters, digits and hyphens: anything else would end the host name in a URL, or be decoded there. */
const LABEL = /^[a-z0-9\u0080-\uffff-]+$/

function label(text: string): string {
  const folded = foldAscii(text)
  // What would turn into other letters on the way is another name, and stays as it was written.
  if (!/[\u0080-\uffff]/.test(folded) || !LABEL.test(folded) || folded !== folded.normalize('NFKC')) return folded
  const url = `http://${folded}.example`
  const [ascii = '', ...rest] = canParseUrl(url) ? new URL(url).hostname.split('.') : []
  // Some letters are dots to DNS, and what is behind one of them is another name again.
  return ascii.startsWith('xn--') && rest.length === 1 ? ascii : folded
}

/**
 * What an address leads to: another spelling of the same mailbox gives the same text. Letter case does not count, and the domain is
 * as resolvers read it (UTS #46): `münchen.example` is `xn--mnchen-3ya.example`, and wide letters and dots of another script are
 * plain ones. For finding records; a proof about an address is held against {@link withFoldedDomain}, which takes less for equal.
 */
export function mailboxKey(address: string): string {
  const lower = address.toLowerCase()
  const at = lower.lastIndexOf('@')
  return at < 0 ? lower : `${lower.slice(0, at + 1)}${hostOf(lower.slice(at + 1))}`
}

/** Whether two addresses lead to the same mailbox. */
export const isSameMailbox = (a: string, b: string): boolean => mailboxKey(a) === mailboxKey(b)

function hostOf(domain: string): string {
  // What would end the host name in a URL, or be decoded there, does not belong to a domain.
  if (!/[\u0080-\uffff]/.test(domain) || /[\s/?#@:%\\[\]<>^|]/.test(domain)) return domain
  const url = `http://${domain}/`
  return canParseUrl(url) ? new URL(url).hostname : domain
}
