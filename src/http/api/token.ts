import type { Principal } from '../../catalogue/index.js'
import { checkValue, needed } from '../../internal/options.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { BadgeService, Role } from '../../service/index.js'
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

/** A token of the configuration: its hash, and what it may do. */
export type KnownToken = string | { readonly hash: string; readonly role: Role }

type TokenPrincipal = Extract<Principal, { readonly kind: 'token' }>

/**
 * Whose token is in `Authorization: Bearer …` (RFC 6750): one of the configuration, or one that was made here; `undefined`
 * if none is, or it works no longer. All hashes are compared, each whole.
 */
export async function bearerOf(
  request: Request,
  known: readonly KnownToken[],
  service: BadgeService,
): Promise<TokenPrincipal | undefined> {
  const token = /^Bearer +([A-Za-z0-9._~+/-]{16,512}=*) *$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token === undefined) return undefined
  const hash = hashApiToken(token)
  const matching = known.map(withRole).filter((one) => sameText(one.hash.toLowerCase(), hash))
  const [found] = matching
  if (found !== undefined) return { kind: 'token', tokenId: hash.slice(0, TOKEN_ID), grants: [{ role: found.role }] }
  const made = await service.staff.lookToken(token)
  return made === null ? undefined : { kind: 'token', tokenId: made.id, grants: made.grants }
}

/** So much of the hash names a token in the log: enough to find it, and nothing that it could be used by. */
const TOKEN_ID = 16

/** One without a role may do everything, as the operator's. */
const withRole = (known: KnownToken) => (typeof known === 'string' ? { hash: known, role: 'owner' as const } : known)
