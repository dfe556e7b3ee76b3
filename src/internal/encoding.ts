import { base58, base64, base64urlnopad } from '@scure/base'
import { documentLimits } from './document-limits.js'

/** Takes quadratic time, so callers hold a cap of their own; it refuses more than 2,048 bytes. */
export const base58Encode = (bytes: Uint8Array): string => base58.encode(bytes)
/** Refuses more than 4,096 characters, and those that are not of the alphabet. */
export const base58Decode = (text: string): Uint8Array => base58.decode(text)
export const base64urlEncode = (bytes: Uint8Array): string => base64urlnopad.encode(bytes)
export const base64urlDecode = (text: string): Uint8Array => base64urlnopad.decode(text)
export const base64Encode = (bytes: Uint8Array): string => base64.encode(bytes)
export const base64Decode = (text: string): Uint8Array => base64.decode(text)

/** Multibase with the two headers that Multikey and Data Integrity use: `z` (base58btc) and `u` (base64url). */
export function multibaseDecode(text: string): Uint8Array {
  if (text.length > documentLimits.multibaseText) throw new TypeError('multibase text is too long')
  if (text.startsWith('z')) return base58Decode(text.slice(1))
  if (text.startsWith('u')) return base64urlDecode(text.slice(1))
  throw new TypeError('multibase header must be z or u')
}

export const multibaseEncode = (bytes: Uint8Array): string => `z${base58Encode(bytes)}`
