import { sha256 } from '../../internal/sha256.js'

/** More than the four that make a Feistel network a strong pseudo-random permutation; halves are small here. */
const ROUNDS = 10

/**
 * A keyed permutation of 0 … `length` - 1: different counters give different numbers, and without the key nobody can
 * tell their order. A balanced Feistel network over the next power of four, walked until the number lies in range
 * (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
 */
export function permute(counter: number, length: number, key: Uint8Array): number {
  const bits = Math.max(1, Math.ceil(Math.log2(length) / 2))
  let number = counter
  do number = feistel(number, bits, key)
  while (number >= length)
  return number
}

function feistel(number: number, bits: number, key: Uint8Array): number {
  const size = 2 ** bits
  let left = Math.floor(number / size)
  let right = number % size
  for (let round = 0; round < ROUNDS; round++) {
    ;[left, right] = [right, (left ^ roundValue(key, round, right)) % size]
  }
  return left * size + right
}

/**
 * 31 bits of SHA-256 over key, round and half. A plain prefix is a sound keyed function here: every input has the same
 * length and fits into one block, and most of the digest stays hidden.
 */
function roundValue(key: Uint8Array, round: number, half: number): number {
  const input = new Uint8Array(key.length + 5)
  const view = new DataView(input.buffer)
  input.set(key)
  view.setUint8(key.length, round)
  view.setUint32(key.length + 1, half)
  const [a = 0, b = 0, c = 0, d = 0] = sha256(input)
  return ((a & 0x7f) << 24) | (b << 16) | (c << 8) | d
}
