import { type BadgeErrorCode, isBadgeError } from '../errors.js'
import { jcs } from '../internal/jcs.js'
import type { JsonValue } from '../types/json.js'

/** Throws unless both are the same JSON, members in any order. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [found, wanted] = [actual, expected].map((value) =>
    value === undefined ? 'undefined' : jcs(JSON.parse(JSON.stringify(value)) as JsonValue),
  )
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`)
}

/** Throws unless the promise rejects with this code. */
export async function expectCode(what: string, promise: Promise<unknown>, code: BadgeErrorCode): Promise<void> {
  try {
    await promise
  } catch (error) {
    if (isBadgeError(error, code)) return
    throw new Error(`${what}: expected ${code}, found ${String(error)}`, { cause: error })
  }
  throw new Error(`${what}: expected ${code}, and it did not fail`)
}
