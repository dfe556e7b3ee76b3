import { BadgeError } from '../errors.js'
import type { Instant } from '../types/time.js'
import { instantOf } from './time.js'

/**
 * A proof that says it was made later than now verifies nowhere until then, not even here, and would be a way to sign for a time
 * at which the key may no longer be allowed to. There is no grace: a verifier has none either.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`; what is not a time, signing refuses
 */
export function assertCreated(created: Instant | undefined, now: Date): void {
  const at = created === undefined ? null : instantOf(created)
  if (at === null || at <= now) return
  throw new BadgeError(
    'ERR_ARGUMENT_INVALID',
    `\`created\` is later than now, which is ${now.toISOString()} here: nothing is signed for a time to come.`,
    { pointer: '/proof/created' },
  )
}
