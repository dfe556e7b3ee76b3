import { concatBytes } from '../internal/bytes.js'
import { sha256 } from '../internal/sha256.js'

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

/** 31 bits of HMAC-SHA-256, the round and the half under the key. */
function roundValue(key: Uint8Array, round: number, half: number): number {
  const data = new Uint8Array(5)
  new DataView(data.buffer).setUint32(1, half)
  data[0] = round
  return new DataView(hmacSha256(key, data).buffer).getUint32(0) & 0x7fffffff
}

/** RFC 2104, for keys of at most one block. */
function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  const block = new Uint8Array(64)
  block.set(key)
  const inner = sha256(concatBytes(pad(block, 0x36), data))
  return sha256(concatBytes(pad(block, 0x5c), inner)).slice()
}

const pad = (block: Uint8Array, mask: number): Uint8Array => block.map((byte) => byte ^ mask)
