import { readInstant } from '../../internal/time.js'
import type { Instant } from '../../types/time.js'
import type { Check, Outcome, Problem } from '../../types/verification.js'

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

/** The first problem that keeps something from being verified, and not one of a check that decides nothing. */
export function reasonOf({
  checks,
  problems,
}: {
  readonly checks: readonly Check[]
  readonly problems: readonly Problem[]
}): Problem | undefined {
  const aside = new Set(checks.flatMap((check) => (check.required ? [] : check.problems)))
  return problems.find((found) => !aside.has(found))
}

export const clock = (now: Instant = new Date()): Date => readInstant('now', now)
