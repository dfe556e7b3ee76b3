/**
 * Bitstring Status List 1.0 §3: positions are counted from the left, so that position 0 is the most significant bit of
 * the first byte; a value of several bits has its most significant bit first.
 */
export function readBits(bits: Uint8Array, index: number, size: number): number {
  let value = 0
  for (let at = index * size; at < (index + 1) * size; at++) value = value * 2 + bitAt(bits, at)
  return value
}

/** Writes in place. */
export function writeBits(bits: Uint8Array, index: number, size: number, value: number): void {
  for (let i = 0; i < size; i++) {
    const at = index * size + i
    const mask = 0x80 >> (at % 8)
    const set = Math.floor(value / 2 ** (size - 1 - i)) % 2 === 1
    const byte = bits[Math.floor(at / 8)] ?? 0
    bits[Math.floor(at / 8)] = set ? byte | mask : byte & ~mask
  }
}

const bitAt = (bits: Uint8Array, at: number): number => ((bits[Math.floor(at / 8)] ?? 0) >> (7 - (at % 8))) & 1
