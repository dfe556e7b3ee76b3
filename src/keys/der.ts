import { concatBytes } from '../internal/bytes.js'
import { keyInvalid } from './fail.js'

/** The tags of X.690 that keys are written with. */
export const tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
  /** Context-specific, constructed. */
  context0: 0xa0,
  context1: 0xa1,
  /** Context-specific, primitive: an implicitly tagged string. */
  primitive1: 0x81,
} as const

export interface DerReader {
  /** The content of the next element, which must have this tag. */
  readonly read: (expected: number) => Uint8Array
  /** The content of the next element if it has this tag. */
  readonly optional: (expected: number) => Uint8Array | undefined
  /** Refuses trailing bytes. */
  readonly end: () => void
}

const malformed = () => keyInvalid('The key is not well-formed DER.')

export function derReader(bytes: Uint8Array): DerReader {
  let offset = 0
  const read = (expected: number): Uint8Array => {
    if (bytes[offset] !== expected) throw malformed()
    const { start, length } = lengthAt(bytes, offset + 1)
    if (start + length > bytes.length) throw malformed()
    offset = start + length
    return bytes.subarray(start, offset)
  }
  return {
    read,
    optional: (expected) => (bytes[offset] === expected ? read(expected) : undefined),
    end: () => {
      if (offset !== bytes.length) throw malformed()
    },
  }
}

/** Definite lengths in their shortest form, below 64 kB. */
function lengthAt(bytes: Uint8Array, offset: number): { start: number; length: number } {
  const [first = 0xff, second = 0, third = 0] = bytes.subarray(offset, offset + 3)
  if (first < 0x80) return { start: offset + 1, length: first }
  if (first === 0x81 && second >= 0x80) return { start: offset + 2, length: second }
  if (first === 0x82 && second > 0) return { start: offset + 3, length: second * 256 + third }
  throw malformed()
}

export function der(tagByte: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents)
  const { length } = content
  if (length < 0x80) return concatBytes(Uint8Array.of(tagByte, length), content)
  if (length < 0x100) return concatBytes(Uint8Array.of(tagByte, 0x81, length), content)
  return concatBytes(Uint8Array.of(tagByte, 0x82, length >> 8, length & 0xff), content)
}

/** A non-negative INTEGER from big-endian bytes without leading zeros. */
export const derInteger = (bytes: Uint8Array): Uint8Array =>
  (bytes[0] ?? 0) >= 0x80 ? der(tag.integer, Uint8Array.of(0), bytes) : der(tag.integer, bytes)

/** The big-endian bytes of a positive INTEGER, without the sign octet. */
export function readDerInteger(reader: DerReader): Uint8Array {
  const bytes = reader.read(tag.integer)
  const [first = 0x80, second = 0] = bytes
  if (first >= 0x80 || (first === 0 && bytes.length > 1 && second < 0x80)) throw malformed()
  return first === 0 && bytes.length > 1 ? bytes.subarray(1) : bytes
}
