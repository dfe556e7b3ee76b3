import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hmacSha256Text } from '../../src/internal/hmac-sha256.js'

describe.each([
  ['the platform', undefined],
  ['the portable code', () => undefined],
])('HMAC of a text by %s', (_, platform) => {
  test.each(['', 'abc', 'Åcme 焊接 🔥', '焊'.repeat(1024), `\ud800${'x'.repeat(200)}`])(
    'is that of its UTF-8: %#',
    (text) => {
      for (const length of [0, 32, 64, 65]) {
        const key = Uint8Array.from({ length }, (_, i) => i * 7)
        const expected = createHmac('sha256', key).update(text).digest()
        expect(hmacSha256Text(key, text, 'hex', platform)).toBe(expected.toString('hex'))
        expect(hmacSha256Text(key, text, 'base64url', platform)).toBe(expected.toString('base64url'))
      }
    },
  )
})
