import { expect, it } from 'vitest'
import { isSameJson } from '../../src/internal/same-json.js'
import type { JsonValue } from '../../src/types/json.js'

const values: readonly JsonValue[] = [
  ...[null, true, false, 0, 1, '', '0', 'a', [], {}, [[]], [{}]],
  ...[[0], [0, 1], [1, 0], ['0'], [null], { a: 0 }, { a: '0' }, { a: null }, { b: 0 }, { a: [] }, { a: {} }],
  ...[{ a: 0, b: 1 }, { b: 1, a: 0 }, { a: { b: [1, { c: 'x' }] } }, { a: { b: [1, { c: 'y' }] } }, { 0: 0 }],
]

it.each(values.map((value) => [JSON.stringify(value), value]))('%s is the same as itself alone', (text, value) => {
  for (const other of values)
    expect(isSameJson(value as JsonValue, structuredClone(other))).toBe(JSON.stringify(other) === text)
})

it('what is missing is not the same as anything that is there', () => {
  for (const value of values) expect(isSameJson(undefined, value)).toBe(false)
})
