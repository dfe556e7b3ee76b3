import { base64, base64urlnopad } from '@scure/base'
import { base58Decode, base58Encode } from './base58.js'
import { limits } from './limits.js'

// Of our own, since every proof value is one: the package takes ten times as long.
export { base58Decode, base58Encode } from './base58.js'
export const base64urlEncode = (bytes: Uint8Array): string => base64urlnopad.encode(bytes)
export const base64urlDecode = (text: string): Uint8Array => base64urlnopad.decode(text)
export const base64Encode = (bytes: Uint8Array): string => base64.encode(bytes)
export const base64Decode = (text: string): Uint8Array => base64.decode(text)

/** Multibase with the two headers that Multikey and Data Integrity use: `z` (base58btc) and `u` (base64url). */
export function multibaseDecode(text: string): Uint8Array {
  if (text.length > limits.multibaseText) throw new TypeError('multibase text is too long')
  if (text.startsWith('z')) return base58Decode(text.slice(1))
  if (text.startsWith('u')) return base64urlDecode(text.slice(1))
  throw new TypeError('multibase header must be z or u')
}

export const multibaseEncode = (bytes: Uint8Array): string => `z${base58Encode(bytes)}`
