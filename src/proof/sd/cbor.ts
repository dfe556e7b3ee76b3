import { concatBytes, utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { documentLimits } from '../../internal/document-limits.js'

/** The little of CBOR (RFC 8949) that ecdsa-sd-2023 proof values are made of. */
export type CborValue = number | string | Uint8Array | readonly CborValue[] | ReadonlyMap<number, Uint8Array>

const UNSIGNED = 0
const BYTES = 2
const TEXT = 3
const ARRAY = 4
const MAP = 5
const TAG = 6
/** RFC 8746 §2.1: some write byte strings as typed arrays. */
const TAG_UINT8_ARRAY = 64

export function encodeCbor(value: CborValue): Uint8Array {
  if (typeof value === 'number') return head(UNSIGNED, value)
  if (typeof value === 'string') {
    const text = utf8Encode(value)
    return concatBytes(head(TEXT, text.length), text)
  }
  if (value instanceof Uint8Array) return concatBytes(head(BYTES, value.length), value)
  if (isMap(value)) {
    return concatBytes(
      head(MAP, value.size),
      ...[...value].flatMap(([key, item]) => [encodeCbor(key), encodeCbor(item)]),
    )
  }
  return concatBytes(head(ARRAY, value.length), ...value.map(encodeCbor))
}

const isMap = (value: CborValue): value is ReadonlyMap<number, Uint8Array> => value instanceof Map

function head(major: number, length: number): Uint8Array {
  const type = major << 5
  if (length < 24) return Uint8Array.of(type | length)
  if (length < 0x100) return Uint8Array.of(type | 24, length)
  if (length < 0x10000) return Uint8Array.of(type | 25, length >> 8, length & 0xff)
  return Uint8Array.of(type | 26, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff)
}

/**
 * Reads one value that takes up all the bytes.
 *
 * @throws TypeError for anything else, and for what no proof value has: indefinite lengths, floats, deep nesting
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const reader = { bytes, at: 0 }
  const value = read(reader, 0)
  if (reader.at !== bytes.length) throw new TypeError('bytes after the value')
  return value
}

interface Reader {
  readonly bytes: Uint8Array
  at: number
}

function read(reader: Reader, depth: number): CborValue {
  if (depth > documentLimits.cborDepth) throw new TypeError('nested too deeply')
  const [major, length] = readHead(reader)
  switch (major) {
    case UNSIGNED:
      return length
    case BYTES:
      return take(reader, length)
    case TEXT:
      return utf8Decode(take(reader, length))
    case ARRAY:
      assertRoom(reader, length)
      return Array.from({ length }, () => read(reader, depth + 1))
    case MAP:
      return readMap(reader, length)
    case TAG:
      if (length === TAG_UINT8_ARRAY) return read(reader, depth + 1)
      throw new TypeError('unknown tag')
    default:
      throw new TypeError('a kind of value that is not used')
  }
}

function readMap(reader: Reader, length: number): ReadonlyMap<number, Uint8Array> {
  assertRoom(reader, length)
  const map = new Map<number, Uint8Array>()
  for (let i = 0; i < length; i++) {
    const key = read(reader, documentLimits.cborDepth)
    const value = read(reader, documentLimits.cborDepth - 1)
    if (typeof key !== 'number' || !(value instanceof Uint8Array)) throw new TypeError('not a map of labels')
    if (map.has(key)) throw new TypeError('a key twice')
    map.set(key, value)
  }
  return map
}

function readHead(reader: Reader): [major: number, length: number] {
  const [first = 0] = take(reader, 1)
  const info = first & 0x1f
  if (info < 24) return [first >> 5, info]
  if (info > 26) throw new TypeError('a length of eight bytes or none')
  const length = take(reader, 1 << (info - 24)).reduce((sum, byte) => sum * 0x100 + byte, 0)
  return [first >> 5, length]
}

/** Every item takes at least one byte, so that a short text cannot ask for a long list. */
function assertRoom({ bytes, at }: Reader, length: number): void {
  if (length > bytes.length - at) throw new TypeError('cut short')
}

function take(reader: Reader, length: number): Uint8Array {
  assertRoom(reader, length)
  reader.at += length
  return reader.bytes.slice(reader.at - length, reader.at)
}
