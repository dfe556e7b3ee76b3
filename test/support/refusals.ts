import { isBadgeError } from '../../src/errors.js'

/** Rule and place of every problem that a refused draft has; empty where it was taken. */
export function refusalsOf(run: () => unknown): (readonly [rule: string | undefined, pointer: string])[] {
  try {
    run()
  } catch (error) {
    if (!isBadgeError(error, 'ERR_DRAFT_INVALID')) throw error
    return (error.problems ?? []).map(({ rule, pointer }) => [rule, pointer] as const)
  }
  return []
}
