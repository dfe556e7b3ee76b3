import { describe, expect, it } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import { copyJson, parseJson } from '../../src/internal/json.js'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return isBadgeError(error) ? error.code : `not a BadgeError: ${String(error)}`
  }
  return 'no error'
}

describe('parseJson refuses what readers could understand differently', () => {
  it.each([
    ['an empty text', '', 'ERR_JSON_INVALID'],
    ['a trailing comma', '{"a":1,}', 'ERR_JSON_INVALID'],
    ['a byte order mark', '\ufeff{}', 'ERR_JSON_INVALID'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'ERR_JSON_INVALID'],
    ['a member named twice', '{"a":1,"b":{"c":1},"a":2}', 'ERR_JSON_DUPLICATE_KEY'],
    ['a member named twice, once escaped', '{"a":1,"\\u0061":2}', 'ERR_JSON_DUPLICATE_KEY'],
    ['a member named twice deep inside', '[[{"x":[{"k":"\\"k\\":","k":1}]}]]', 'ERR_JSON_DUPLICATE_KEY'],
    ['a member called __proto__', '{"a":{"__proto__":{"x":1}}}', 'ERR_JSON_FORBIDDEN_KEY'],
    ['__proto__ written with escapes', '{"\\u005f_proto__":1}', 'ERR_JSON_FORBIDDEN_KEY'],
    ['a lone surrogate in a value', '["\\ud800"]', 'ERR_JSON_LONE_SURROGATE'],
    ['a lone surrogate in a name', '{"\\udc00":1}', 'ERR_JSON_LONE_SURROGATE'],
    ['a number that overflows', '[1e999]', 'ERR_JSON_NUMBER_RANGE'],
    ['nesting of 100,000 levels', '['.repeat(100_000), 'ERR_LIMIT_EXCEEDED'],
    ['a balanced nest just over the cap', '['.repeat(129) + ']'.repeat(129), 'ERR_LIMIT_EXCEEDED'],
    ['100 MB of blanks', ' '.repeat(100_000_000), 'ERR_LIMIT_EXCEEDED'],
  ])('%s', (_name, input, code) => {
    expect(codeOf(() => parseJson(input))).toBe(code)
  })

  it('reads what is plain JSON, brackets and quotes in strings included', () => {
    const text = '{"a":["{[\\"\\\\",1.5e3,true,null,{"a":"\\u00e9\\ud83d\\ude00"}],"b":{"a":1},"constructor":2}'
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })

  it('reads one string of nine megabytes', () => {
    const text = JSON.stringify({ image: 'A'.repeat(9_000_000) })
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })

  it('takes the same member name in sibling objects and as a value', () => {
    const text = '[{"a":"a"},{"a":["a","a"]}]'
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })
})

describe('copyJson takes only what has a JSON form', () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  it.each([
    ['a function', { f: () => 1 }, 'ERR_JSON_INVALID'],
    ['a bigint', [1n], 'ERR_JSON_INVALID'],
    ['a date', { d: new Date(0) }, 'ERR_JSON_INVALID'],
    ['a map', new Map(), 'ERR_JSON_INVALID'],
    ['undefined in a list', [undefined], 'ERR_JSON_INVALID'],
    ['not a number', [Number.NaN], 'ERR_JSON_NUMBER_RANGE'],
    ['a cycle', cycle, 'ERR_LIMIT_EXCEEDED'],
    ['an own member __proto__', JSON.parse('{"__proto__":1}'), 'ERR_JSON_FORBIDDEN_KEY'],
  ])('%s is refused', (_name, value, code) => {
    expect(codeOf(() => copyJson(value))).toBe(code)
  })

  it('leaves members out that are undefined, and shares nothing with the original', () => {
    const original = { a: { b: [1] }, c: undefined }
    const copied = copyJson(original) as { a: { b: number[] } }
    copied.a.b.push(2)
    expect(original).toEqual({ a: { b: [1] }, c: undefined })
    expect(Object.keys(copied)).toEqual(['a'])
  })
})
