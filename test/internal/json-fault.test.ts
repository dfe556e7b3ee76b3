import { describe, expect, test } from 'vitest'
import { parseJson } from '../../src/internal/json.js'
import { findJsonFault } from '../../src/internal/json-fault.js'

describe('where a text is not JSON', () => {
  test.each<[string, string, [number, number], RegExp]>([
    ['a comma before a brace', '{\n  "a": 1,\n}', [2, 9], /comma before the closing brace/],
    ['a comma before a bracket', '[1,\n2,]', [2, 2], /comma before the closing bracket/],
    ['a comment', '{\n  // ours\n  "a": 1\n}', [2, 3], /comment/],
    ['a comment of several lines', '/* x */ {}', [1, 1], /comment/],
    ['single quotes', "{'a': 1}", [1, 2], /single quote/],
    ['curly quotes', '{“a”: 1}', [1, 2], /curly quotes \(U\+201C\)/],
    ['NaN', '{"a": NaN}', [1, 7], /^NaN/],
    ['None', '{"a": None}', [1, 7], /^None/],
    ['a space that is none', '{\n\u00a0"a": 1}', [2, 1], /U\+00A0/],
    ['HTML', '{&quot;a&quot;: 1}', [1, 2], /HTML/],
    ['JSON within a string, without its quotes', '{\\"a\\": 1}', [1, 2], /within a string/],
    ['cut off in an object', '{"a": {"b": 1', [1, 14], /ends inside an object/],
    ['cut off in a list', '[1, 2', [1, 6], /ends inside a list/],
    ['cut off in a string', '{"a": "bc', [1, 10], /ends inside a string/],
    ['a name without quotes', '{a: 1}', [1, 2], /name without quotation marks/],
    ['a missing comma', '{"a": 1 "b": 2}', [1, 9], /comma is missing/],
    ['a missing colon', '{"a" 1}', [1, 6], /colon is missing/],
    ['two documents', '{"a": 1}\r\n{"a": 2}', [2, 1], /two documents/],
    ['a line break in a string', '{"a": "b\nc"}', [1, 9], /line break inside a string/],
    ['a lone backslash', '{"a": "C:\\dir"}', [1, 10], /backslash/],
    ['a number with a plus', '{"a": +1}', [1, 7], /number/],
    ['a leading zero', '{"a": 01}', [1, 7], /number/],
    ['brackets that do not fit', '{"a": [1}', [1, 9], /closes what/],
    ['nothing', ' \n', [2, 1], /empty/],
  ])('%s', (_name, text, [line, column], what) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(findJsonFault(text)).toMatchObject({ line, column, what: expect.stringMatching(what) })
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'ERR_JSON_INVALID' }))
  })

  test.each([
    '{}',
    '[]',
    ' {"a": [1, -2.5e3, "\\u00e9", true, null, {"b": {}}]} ',
    '"x"',
    '0',
    '{"a":"curly “quotes” in a text"}',
  ])('nowhere in %s', (text) => {
    expect(findJsonFault(text)).toBeUndefined()
  })

  test('quotes nothing but a character', () => {
    const secret = 'z3u2secretsecretsecret'
    expect(JSON.stringify(findJsonFault(`{"k": ${secret}}`))).not.toContain('secret')
  })

  test('takes time in proportion', () => {
    const deep = '['.repeat(500_000)
    expect(findJsonFault(deep)?.column).toBe(500_001)
    expect(findJsonFault(`[${'1,'.repeat(200_000)}]`)?.what).toMatch(/comma before/)
  })
})
