import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { sha256 } from '../../internal/sha256.js'

/** A new value for the cookie that forms are tied to. */
export const newFormKey = (): string => base64urlEncode(randomBytes(24))

/** What a form must carry to have come from a page that this visitor was shown. */
export const formToken = (key: string): string => base64urlEncode(sha256(`badgewright form ${key}`))

/** Compares in a time that does not depend on how much is equal. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [sha256(a), sha256(b)]
  let difference = 0
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0)
  return difference === 0
}

/**
 * Whether the browser says that another site made this request. Pages with tokens have no referrer, so that their forms
 * come with `Origin: null`: then the form's own token decides.
 */
export function isCrossSite(request: Request, origin: string): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return true
  const from = request.headers.get('origin')
  return from !== null && from !== 'null' && from !== origin
}
