import { checkValue, needed } from '../../internal/options.js'
import { sha256Hex } from '../../internal/sha256.js'
import { sameText } from '../web/csrf.js'

/**
 * The hash of a token for the API, for `apiTokenHashes`: the handler never needs the token itself. Make tokens of at
 * least 256 random bits.
 *
 * @example
 * import { hashApiToken } from 'badgewright/http'
 *
 * console.log(hashApiToken('a token of 43 random characters or more').length) // 64
 */
export function hashApiToken(token: string): string {
  checkValue('token', token, needed('some text'))
  return sha256Hex(token)
}

/**
 * The hash of the token in `Authorization: Bearer …` (RFC 6750), if it is one that may write; `undefined` otherwise. All
 * hashes are compared, each whole.
 */
export function bearerTokenHash(request: Request, hashes: readonly string[]): string | undefined {
  const token = /^Bearer +([A-Za-z0-9._~+/-]{16,512}=*) *$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token === undefined) return undefined
  const hash = hashApiToken(token)
  return hashes.filter((known) => sameText(known.toLowerCase(), hash)).length > 0 ? hash : undefined
}
