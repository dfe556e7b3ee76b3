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
    ['three million objects', `{"a":[${'{},'.repeat(3_000_000)}{}]}`, 'ERR_LIMIT_EXCEEDED'],
    ['just too many values', `[${'0,'.repeat(499_999)}0]`, 'ERR_LIMIT_EXCEEDED'],
    ['too many objects in objects', `[${'{"a":[ ]},'.repeat(250_000)}0]`, 'ERR_LIMIT_EXCEEDED'],
    ['100 MB of blanks', ' '.repeat(100_000_000), 'ERR_LIMIT_EXCEEDED'],
  ])('%s', (_name, input, code) => {
    expect(codeOf(() => parseJson(input))).toBe(code)
  })

  it('keeps nothing of the text in the error', () => {
    try {
      parseJson('{"email":"kim@example.org"')
      expect.unreachable()
    } catch (error) {
      expect((error as Error).cause).toBeUndefined()
    }
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

describe('parseJson counts values as copyJson does', () => {
  it.each([
    ['0', 1],
    ['[]', 1],
    ['[ [ ], { } , [\n]]', 4],
    ['{"a,":{"b[":[1,"x,y",{}]},"c":null}', 7],
  ])('%s has %i', (text, values) => {
    expect(parseJson(text, { values })).toEqual(JSON.parse(text))
    expect(codeOf(() => parseJson(text, { values: values - 1 }))).toBe('ERR_LIMIT_EXCEEDED')
    expect(codeOf(() => copyJson(JSON.parse(text), { values: values - 1 }))).toBe('ERR_LIMIT_EXCEEDED')
  })

  it('a badge with 10,000 results passes', () => {
    const result = Array.from({ length: 10_000 }, (_, i) => ({
      type: ['Result'],
      resultDescription: `urn:x:${i}`,
      value: '1',
      alignment: [{ type: ['Alignment'], targetName: 'x', targetUrl: 'https://x.example' }],
    }))
    expect(parseJson(JSON.stringify({ result }))).toEqual({ result })
  })
})

/** A list of a list of … whose text would be exponentially long. */
const folded = (leaf: unknown): unknown => {
  let value = leaf
  for (let i = 0; i < 40; i++) value = [value, value]
  return value
}
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const throwing = (thrown: unknown): object =>
  new Proxy(
    {},
    {
      ownKeys() {
        throw thrown
      },
    },
  )

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
    ['a value folded into itself', folded(0), 'ERR_LIMIT_EXCEEDED'],
    ['a long text in many places', Array(100).fill('A'.repeat(200_000)), 'ERR_LIMIT_EXCEEDED'],
    ['a long name in many places', Array(100).fill({ ['A'.repeat(200_000)]: 1 }), 'ERR_LIMIT_EXCEEDED'],
    ['a list of holes', new Array(100_000_000), 'ERR_JSON_INVALID'],
    // biome-ignore lint/suspicious/noSparseArray: that is what is tested
    ['a list with a hole', [1, , 2], 'ERR_JSON_INVALID'],
    ['a revoked proxy', { a: revoked() }, 'ERR_JSON_INVALID'],
    ['a proxy that throws', { a: throwing(new Error('mine')) }, 'ERR_JSON_INVALID'],
    ['a proxy that throws a revoked proxy', throwing(revoked()), 'ERR_JSON_INVALID'],
    ['an own member __proto__', JSON.parse('{"__proto__":1}'), 'ERR_JSON_FORBIDDEN_KEY'],
  ])('%s is refused', (_name, value, code) => {
    expect(codeOf(() => copyJson(value))).toBe(code)
  })

  it.each([
    ['member', (get: () => number) => Object.defineProperty({}, 'a', { get, enumerable: true })],
    ['item', (get: () => number) => Object.defineProperty([0], 0, { get })],
  ])('runs no accessor of a %s', (_name, make) => {
    let runs = 0
    expect(codeOf(() => copyJson(make(() => ++runs)))).toBe('ERR_JSON_INVALID')
    expect(runs).toBe(0)
  })

  it('isBadgeError is no for what refuses to be looked at', () => {
    expect(isBadgeError(revoked())).toBe(false)
  })

  it('leaves members out that are undefined, and shares nothing with the original', () => {
    const original = { a: { b: [1] }, c: undefined }
    const copied = copyJson(original) as { a: { b: number[] } }
    copied.a.b.push(2)
    expect(original).toEqual({ a: { b: [1] }, c: undefined })
    expect(Object.keys(copied)).toEqual(['a'])
  })
})
