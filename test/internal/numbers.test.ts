import { expect, test } from 'vitest'
import { assertExactIntegers, hasOnlyPlainNumbers, roundedNumbers } from '../../src/internal/numbers.js'

/** Whether the two thorough walks leave a number as it is. */
function isLeftAlone(number: number): boolean {
  try {
    assertExactIntegers([number])
    return roundedNumbers([number]).pointers.length === 0
  } catch {
    return false
  }
}

const edges = [
  ...[0, -0, 1.5, -2.5, 3.75, 1 / 1024, -1 / 1024, 1 / 2048, 99_999 + 1023 / 1024, 100_000.5, 0.1, 0.1 + 0.2, 1 / 3],
  ...[1e-7, 1.5e-7, 5e-324, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21, 123_456_789.123_456_7, 1_234_567_890.123_456_7],
]

/** Numbers of all sizes and lengths, always the same ones. */
function* seeded(count: number): Generator<number> {
  let state = 20_261_130
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  for (let i = 0; i < count; i++) {
    const wild = (next() - 0.5) * 10 ** Math.floor(next() * 30 - 12)
    yield wild
    yield Number(wild.toPrecision(1 + Math.floor(next() * 17)))
    yield Math.round((next() - 0.5) * 1e9) / 2 ** Math.floor(next() * 14)
  }
}

test.each(edges)('%d is plain exactly when nothing has to be refused or rounded', (number) => {
  expect(hasOnlyPlainNumbers({ a: [{ b: number }] })).toBe(isLeftAlone(number))
})

test('so it is with numbers of all sizes', () => {
  for (const number of seeded(5000))
    expect([number, hasOnlyPlainNumbers([number])]).toEqual([number, isLeftAlone(number)])
})
