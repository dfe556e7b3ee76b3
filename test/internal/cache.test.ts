import { expect, test } from 'vitest'
import { createCache } from '../../src/internal/cache.js'

test('a cache keeps what was asked for last, and no more than its bound', () => {
  const cache = createCache<number>(3)
  cache.set('a', 1)
  cache.set('b', 2)
  cache.set('c', 3)
  expect(cache.get('a')).toBe(1)
  cache.set('d', 4)
  expect(['a', 'b', 'c', 'd'].map(cache.get)).toEqual([1, undefined, 3, 4])
  for (let i = 0; i < 1000; i++) cache.set(String(i), i)
  expect(['997', '998', '999', 'a'].map(cache.get)).toEqual([997, 998, 999, undefined])
})

test('what begins alike is dropped together, and nothing else', () => {
  const cache = createCache<number>(9)
  for (const key of ['a 1', 'a 2', 'ab 1', 'b 1']) cache.set(key, 1)
  cache.drop('a ')
  expect(['a 1', 'a 2', 'ab 1', 'b 1'].map(cache.get)).toEqual([undefined, undefined, 1, 1])
  cache.set('a 2', 3)
  expect(cache.get('a 2')).toBe(3)
})

test('what has a very long key is not kept', () => {
  const cache = createCache<number>(3)
  cache.set('x'.repeat(2049), 1)
  expect(cache.get('x'.repeat(2049))).toBeUndefined()
  cache.set('x'.repeat(2048), 2)
  expect(cache.get('x'.repeat(2048))).toBe(2)
})

test('a value is replaced in place', () => {
  const cache = createCache<number>(2)
  cache.set('a', 1)
  cache.set('a', 2)
  cache.set('b', 3)
  expect([cache.get('a'), cache.get('b')]).toEqual([2, 3])
})
