import { base58 } from '@scure/base'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base58Decode, base58Encode } from '../../src/internal/base58.js'

/** draft-msporny-base58-03, test vectors, and the edges. */
const vectors: readonly (readonly [hex: string, text: string])[] = [
  ['48656c6c6f20576f726c6421', '2NEpo7TZRRrLZSi2U'],
  ['0000287fb4cd', '11233QC4'],
  ['', ''],
  ['00', '1'],
  ['0000', '11'],
  ['ff', '5Q'],
  ['ffffff', '2UzHL'],
]

test.each(vectors)('%s is %s', (hex, text) => {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'))
  expect(base58Encode(bytes)).toBe(text)
  expect(base58Decode(text)).toEqual(bytes)
})

test('bytes of any length come out as another implementation writes them, and come back', () => {
  const sized = fc.oneof(fc.uint8Array({ maxLength: 140 }), fc.uint8Array({ minLength: 64, maxLength: 64 }))
  fc.assert(
    fc.property(sized, fc.nat(3), (body, zeros) => {
      const bytes = new Uint8Array([...new Uint8Array(zeros), ...body])
      const text = base58Encode(bytes)
      expect(text).toBe(base58.encode(bytes))
      expect(base58Decode(text)).toEqual(bytes)
    }),
    { seed: 58, numRuns: 2000 },
  )
})

test('texts of the alphabet are read as another implementation reads them', () => {
  const digit = fc.constantFrom(...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')
  fc.assert(
    fc.property(fc.string({ unit: digit, maxLength: 200 }), (text) => {
      expect(base58Decode(text)).toEqual(base58.decode(text))
    }),
    { seed: 59, numRuns: 2000 },
  )
})

test.each(['0', 'O', 'I', 'l', ' ', 'abc+', 'z\u00e9', '1\ud83c\udf93'])('%j is no base58', (text) => {
  expect(() => base58Decode(text)).toThrow(TypeError)
})
