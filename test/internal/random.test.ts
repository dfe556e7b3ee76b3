import { expect, test } from 'vitest'
import { randomBytes } from '../../src/internal/random.js'

test('random bytes are given out once, however many are asked for, and belong to the one who asked', () => {
  const given = Array.from({ length: 2000 }, (_, i) => randomBytes(8 + (i % 90)))
  expect(given.map(({ length }) => length)).toEqual(given.map((_, i) => 8 + (i % 90)))
  expect(new Set(given.map((bytes) => Buffer.from(bytes.subarray(0, 8)).toString('hex'))).size).toBe(2000)
  const [one, other] = [randomBytes(16), randomBytes(16)]
  expect(one.buffer).not.toBe(other.buffer)
  one.fill(0)
  expect(other.every((byte) => byte === 0)).toBe(false)
})
