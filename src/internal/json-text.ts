import { BadgeError, isBadgeError } from '../errors.js'
import type { JsonValue } from '../types/json.js'
import { type JsonLimits, NOT_JSON, parseJson } from './json.js'
import { findJsonFault } from './json-fault.js'

/** Like {@link parseJson}, for text that a person handed in: the error says where it is not JSON, and probably why. */
export function parseJsonText(input: string | Uint8Array, caps: JsonLimits = {}): JsonValue {
  try {
    return parseJson(input, caps)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_JSON_INVALID') || error.message !== NOT_JSON) throw error
    const fault = findJsonFault(typeof input === 'string' ? input : new TextDecoder().decode(input))
    if (fault === undefined) throw error
    throw new BadgeError('ERR_JSON_INVALID', `${NOT_JSON} Line ${fault.line}, column ${fault.column}: ${fault.what}.`)
  }
}
