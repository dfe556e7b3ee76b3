import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base58Decode, base58Encode, multibaseDecode } from '../../src/internal/encoding.js'

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

const DIGITS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base 58 as arithmetic says: one digit a leading zero, then the number. */
function byHand(bytes: Uint8Array): string {
  const zeros = [...bytes, 1].findIndex((byte) => byte !== 0)
  let text = ''
  for (let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`); rest > 0n; rest /= 58n) {
    text = DIGITS.charAt(Number(rest % 58n)) + text
  }
  return '1'.repeat(zeros) + text
}

test.each(vectors)('%s is %s', (hex, text) => {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'))
  expect(base58Encode(bytes)).toBe(text)
  expect(base58Decode(text)).toEqual(bytes)
})

test('bytes of any length come out as arithmetic says, and come back', () => {
  const sized = fc.oneof(fc.uint8Array({ maxLength: 140 }), fc.uint8Array({ minLength: 64, maxLength: 64 }))
  fc.assert(
    fc.property(sized, fc.nat(3), (body, zeros) => {
      const bytes = new Uint8Array([...new Uint8Array(zeros), ...body])
      const text = base58Encode(bytes)
      expect(text).toBe(byHand(bytes))
      expect(base58Decode(text)).toEqual(bytes)
    }),
    { seed: 58, numRuns: 2000 },
  )
})

test('every text of the alphabet is the text of its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...DIGITS), maxLength: 200 }), (text) => {
      expect(byHand(base58Decode(text))).toBe(text)
    }),
    { seed: 59, numRuns: 2000 },
  )
})

test.each(['0', 'O', 'I', 'l', ' ', 'abc+', 'z\u00e9', '1\ud83c\udf93'])('%j is not base58', (text) => {
  expect(() => base58Decode(text)).toThrow()
})

test('what would take long is refused before it is read', () => {
  expect(() => multibaseDecode(`z${'2'.repeat(2048)}`)).toThrow(TypeError)
  expect(() => base58Decode('2'.repeat(5000))).toThrow()
})
