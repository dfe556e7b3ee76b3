import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { instantOf } from '../../internal/time.js'
import type { SignOptions } from '../../types/proof.js'
import type { ServiceContext } from '../core/context.js'

/**
 * A proof that says it was made later than now verifies nowhere until then, and would be a way to sign for a time at which the
 * key may no longer be allowed to.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`; what is not a time, signing refuses
 */
export function assertCreated(context: ServiceContext, created: SignOptions['created']): void {
  const at = created === undefined ? null : instantOf(created)
  if (at === null || at.getTime() <= context.now() + limits.serverClockSeconds * 1000) return
  throw new BadgeError('ERR_ARGUMENT_INVALID', '`created` is in the future: nothing is signed for a time to come.', {
    pointer: '/proof/created',
  })
}
