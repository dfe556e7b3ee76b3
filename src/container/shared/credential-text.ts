import { assertPublishable, isBadgeJws } from '../../badge/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { fileLimits } from '../../internal/file-limits.js'
import { copyJson, isJsonObject, parseJson } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/**
 * The text of a credential as it goes into a file: a compact JWS without blanks around it, JSON text as it is, an object
 * as `JSON.stringify` writes it.
 *
 * @param unwritable - characters that the file cannot carry, with the `g` flag
 * @throws BadgeError `ERR_BAKE_CREDENTIAL`, `ERR_PROOF_IS_BASE`, `ERR_JSON_*`, `ERR_LIMIT_EXCEEDED`
 */
export function credentialText(credential: object | string, unwritable?: RegExp): string {
  if (typeof credential !== 'string') {
    const text = JSON.stringify(publishable(copyJson(credential)))
    return unwritable === undefined ? text : text.replace(unwritable, jsonEscape)
  }
  // A JWS has no blanks; a line end behind it comes from a text file.
  const token = credential.length > fileLimits.jsonBytes ? '' : credential.trim()
  if (isBadgeJws(token)) return token
  publishable(parseCredential(credential))
  if (unwritable !== undefined && credential.search(unwritable) >= 0) {
    throw new BadgeError(
      'ERR_BAKE_CREDENTIAL',
      'The JSON text holds a character that this format cannot carry; escape it, or pass the credential as an object.',
    )
  }
  return credential
}

function parseCredential(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch (cause) {
    if (!isBadgeError(cause, 'ERR_JSON_INVALID')) throw cause
    throw new BadgeError('ERR_BAKE_CREDENTIAL', 'The text to bake is neither JSON nor a compact JWS.', { cause })
  }
}

function publishable(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) {
    throw new BadgeError('ERR_BAKE_CREDENTIAL', 'The JSON to bake is not an object, so it is not a credential.')
  }
  assertPublishable(value)
  return value
}

const jsonEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
