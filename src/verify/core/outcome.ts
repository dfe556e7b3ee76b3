import { readInstant } from '../../internal/time.js'
import type { Instant } from '../../types/time.js'
import type { Check, Outcome } from '../../types/verification.js'

/**
 * Any required failure fails; else anything required that is not decided, or was skipped while it waited for
 * something undecided, is indeterminate.
 */
export function decide(checks: readonly Check[]): Outcome {
  let outcome: Outcome = 'verified'
  for (const { required, status } of checks) {
    if (!required) continue
    if (status === 'failed') return 'failed'
    if (status !== 'passed') outcome = 'indeterminate'
  }
  return outcome
}

export const clock = (now: Instant = new Date()): Date => readInstant('now', now)
