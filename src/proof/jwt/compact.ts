import { isBadgeJws } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Encode } from '../../internal/bytes.js'
import { documentLimits } from '../../internal/document-limits.js'
import { base64urlDecode } from '../../internal/encoding.js'
import { isJsonObject } from '../../internal/json.js'
import { parseJsonText } from '../../internal/json-text.js'
import type { JsonObject } from '../../types/json.js'

/** A JWT taken apart. Nothing in it is verified. */
export interface CompactJws {
  readonly header: JsonObject
  readonly payload: JsonObject
  /** What was signed: the first two parts as they were written. */
  readonly signingInput: Uint8Array
  readonly signature: Uint8Array
}

/** SD-JWT (RFC 9901): a JWS, then disclosures, each after a tilde. */
const isSdJwt = (text: string): boolean => text.includes('~') && isBadgeJws(text.split('~', 1)[0] ?? '')

/**
 * Takes a compact JWS apart. Sizes are capped before any work; each part must be base64url in its one canonical form,
 * so that no two texts are the same JWT, and header and payload must be JSON objects that name nothing twice.
 *
 * @throws BadgeError `ERR_LIMIT_EXCEEDED`, `ERR_JWT_MALFORMED`, `ERR_SUITE_UNSUPPORTED` (SD-JWT), `ERR_JSON_INVALID`,
 * `ERR_JSON_DUPLICATE_KEY` and the other codes of JSON
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-3.1
 */
export function parseCompactJws(text: string): CompactJws {
  if (text.length > documentLimits.jwtText) {
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `A JWT may have at most ${documentLimits.jwtText} characters; this has more.`,
    )
  }
  const [header = '', payload = '', signature = '', ...more] = text.split('.', 6)
  if (isSdJwt(text)) {
    throw new BadgeError('ERR_SUITE_UNSUPPORTED', 'SD-JWT is not read: ask for the credential as a plain JWT.')
  }
  if (more.length === 2) throw malformed('The JWT is encrypted; decrypt it first.')
  if (more.length > 0 || !text.includes('.', header.length + 1)) throw malformed('A JWT has three parts.')
  if (header.length > documentLimits.jwtHeader) {
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `The header of a JWT may have at most ${documentLimits.jwtHeader} characters.`,
    )
  }
  return {
    header: jsonObject(header, 'header'),
    payload: jsonObject(payload, 'payload'),
    signingInput: utf8Encode(`${header}.${payload}`),
    signature: bytesOf(signature, 'signature'),
  }
}

function jsonObject(part: string, name: string): JsonObject {
  const value = parseJsonText(bytesOf(part, name))
  if (!isJsonObject(value)) throw malformed(`The ${name} of the JWT is not a JSON object.`)
  return value
}

function bytesOf(part: string, name: string): Uint8Array {
  try {
    return base64urlDecode(part)
  } catch (cause) {
    throw new BadgeError('ERR_JWT_MALFORMED', `The ${name} of the JWT is not canonical base64url.`, { cause })
  }
}

const malformed = (message: string): BadgeError => new BadgeError('ERR_JWT_MALFORMED', message)
