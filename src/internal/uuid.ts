import type { JsonValue } from '../types/json.js'
import { hexEncode, utf8Encode } from './bytes.js'
import { randomBytes } from './random.js'
import { sha256 } from './sha256.js'

/** A random UUID (RFC 9562, version 4) as a URN. */
export const freshUrn = (): string => urn(randomBytes(16), 4)

/** A UUID that follows from the values given (RFC 9562, version 8: SHA-256 cut to length) as a URN. */
export const derivedUrn = (...values: readonly JsonValue[]): string =>
  urn(sha256(utf8Encode(JSON.stringify(values))).slice(0, 16), 8)

function urn(bytes: Uint8Array, version: number): string {
  const hex = hexEncode(bytes)
  // The 13th digit is the version; the 17th holds the variant in its two upper bits.
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    version + hex.slice(13, 16),
    variant + hex.slice(17, 20),
    hex.slice(20),
  ]
  return `urn:uuid:${parts.join('-')}`
}
