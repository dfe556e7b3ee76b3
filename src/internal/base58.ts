const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Digits of base 58 that are worked on at once: less than 2²⁴, so that a product with two or three bytes is exact. */
const GROUP = 4
const BASE = 58 ** GROUP

const digitOf = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) digitOf[ALPHABET.charCodeAt(i)] = i

/** Base58 with the alphabet of Bitcoin; takes quadratic time. */
export function base58Encode(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros += 1
  // Little-endian groups of four digits.
  const groups: number[] = []
  for (let at = zeros; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length
    const factor = isPair ? 65536 : 256
    let carry = isPair ? (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0) : (bytes[at] ?? 0)
    for (let i = 0; i < groups.length; i++) {
      const value = (groups[i] ?? 0) * factor + carry
      carry = Math.floor(value / BASE)
      groups[i] = value - carry * BASE
    }
    if (carry > 0) groups.push(carry)
  }
  let text = ''
  for (let i = 0; i < groups.length; i++) {
    let value = groups[i] ?? 0
    const isLast = i === groups.length - 1
    for (let k = 0; k < GROUP && (!isLast || value > 0); k++) {
      const next = Math.floor(value / 58)
      text = ALPHABET.charAt(value - next * 58) + text
      value = next
    }
  }
  return '1'.repeat(zeros) + text
}

/** @throws TypeError for a character that is not of the alphabet */
export function base58Decode(text: string): Uint8Array {
  let zeros = 0
  while (zeros < text.length && text.charCodeAt(zeros) === ONE) zeros += 1
  // Little-endian groups of three bytes.
  const groups: number[] = []
  for (let at = zeros; at < text.length; at += GROUP) {
    const end = Math.min(at + GROUP, text.length)
    let factor = 1
    let carry = 0
    for (let i = at; i < end; i++) {
      const code = text.charCodeAt(i)
      const digit = code < 128 ? (digitOf[code] ?? -1) : -1
      if (digit < 0) throw new TypeError('not base58')
      carry = carry * 58 + digit
      factor *= 58
    }
    for (let i = 0; i < groups.length; i++) {
      const value = (groups[i] ?? 0) * factor + carry
      carry = Math.floor(value / TRIPLE)
      groups[i] = value - carry * TRIPLE
    }
    for (; carry > 0; carry = Math.floor(carry / TRIPLE)) groups.push(carry % TRIPLE)
  }
  const bytes: number[] = []
  for (const group of groups) bytes.push(group & 255, (group >>> 8) & 255, group >>> 16)
  while (bytes.length > 0 && bytes[bytes.length - 1] === 0) bytes.pop()
  const out = new Uint8Array(zeros + bytes.length)
  for (let i = 0; i < bytes.length; i++) out[out.length - 1 - i] = bytes[i] ?? 0
  return out
}

const ONE = 0x31
const TRIPLE = 2 ** 24
