import { isBadgeError } from '../../src/errors.js'

/** The code of the BadgeError that a call throws or rejects with; any other outcome is spelled out. */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    return isBadgeError(error) ? error.code : `not a BadgeError: ${String(error)}`
  }
  return 'no error'
}
