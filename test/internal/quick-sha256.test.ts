import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { quickSha256, quickSha256Hex } from '../../src/internal/quick-sha256.js'

const lengths = [0, 1, 55, 56, 64, 1023, 1024, 1025, 65_536, 1_000_003]
const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + length) % 251)
const expected = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

describe.each([
  ['the platform', undefined],
  ['the portable code', () => undefined],
])('SHA-256 by %s', (_, hash) => {
  test.each(lengths)('of %i bytes', (length) => {
    const all = bytesOf(length + 3)
    // A view into the middle of a buffer, as files come in.
    for (const data of [bytesOf(length), all.subarray(3)]) {
      const digest = quickSha256(data, hash)
      expect([Buffer.from(digest).toString('hex'), digest.constructor]).toEqual([expected(data), Uint8Array])
    }
  })

  test.each(['', 'abc', 'Åcme 焊接 🔥', '焊'.repeat(1024), `\ud800${'x'.repeat(2000)}`])(
    'of text as UTF-8: %#',
    (text) => {
      expect(Buffer.from(quickSha256(text, hash)).toString('hex')).toBe(expected(Buffer.from(text)))
    },
  )
})

test('in hexadecimal digits it is the same', () => {
  for (const data of lengths.map(bytesOf)) {
    expect(quickSha256Hex(data)).toBe(expected(data))
  }
})
