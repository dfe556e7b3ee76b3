import { BadgeError } from '../../errors.js'
import { isFresh } from '../../internal/fresh.js'
import type { ServiceContext } from './context.js'
import type { Authentication } from './records/index.js'

/**
 * Refuses to change how one gets in, to an account or among the staff, in a session that was begun a while ago, which may be
 * in other hands (OWASP ASVS 5.0, 7.5.1). Where nothing is said, the host vouches. Throws `ERR_AUTHENTICATION_NEEDED`.
 */
export function assertFresh(context: ServiceContext, authenticated: Authentication | undefined): void {
  if (authenticated === undefined || isFresh(authenticated, context.now())) return
  throw new BadgeError('ERR_AUTHENTICATION_NEEDED', 'This changes how one gets in: sign in again first.')
}
