import { type BadgeErrorCode, isBadgeError } from '../errors.js'
import { isKeyUnread } from '../keys/unread/index.js'
import type { JsonValue } from '../types/json.js'

const COULD_NOT_TELL: ReadonlySet<BadgeErrorCode> = new Set([
  'ERR_CONTEXT_UNAVAILABLE',
  'ERR_DOCUMENT_UNAVAILABLE',
  'ERR_DOCUMENT_GONE',
  'ERR_FETCH_FAILED',
  'ERR_FETCH_REFUSED',
  'ERR_DID_METHOD_UNSUPPORTED',
  'ERR_DID_UNRESOLVED',
])

/** Whether an error means "could not tell" rather than "no": something was out of reach or in an unread form, not wrong. */
export const isOutOfReach = (error: unknown): boolean =>
  isBadgeError(error) && (COULD_NOT_TELL.has(error.code) || isKeyUnread(error))

/** What the loader answers, or `undefined` when that is out of reach. */
export async function reach(load: () => Promise<{ document: JsonValue }>): Promise<JsonValue | undefined> {
  try {
    return (await load()).document
  } catch (error) {
    if (isOutOfReach(error)) return undefined
    throw error
  }
}
