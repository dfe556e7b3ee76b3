import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id that sorts by time: 48 bits of milliseconds, then 80 random bits, 26 characters. Nobody can guess one from
 * another.
 */
export function newId(now: number): string {
  let text = ''
  for (let rest = now, i = 0; i < 10; i++) {
    text = ALPHABET.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  for (const byte of randomBytes(16)) text += ALPHABET.charAt(byte % 32)
  return text
}

/** 256 random bits as text. */
export const newNonce = (): string => base64urlEncode(randomBytes(32))
