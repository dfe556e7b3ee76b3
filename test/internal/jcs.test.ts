import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hexEncode, utf8Encode } from '../../src/internal/bytes.js'
import { jcs } from '../../src/internal/jcs.js'
import { parseJson } from '../../src/internal/json.js'
import { hasVectors, readVectorText, vectorsDir } from '../support/vectors.js'

describe('RFC 8785', () => {
  test('members are sorted by UTF-16 code units, at every level', () => {
    expect(jcs({ '\u{1f600}': 1, '\ufb33': 2, b: { d: 1, c: 2 }, a: [{ z: 1, y: 2 }] })).toBe(
      '{"a":[{"y":2,"z":1}],"b":{"c":2,"d":1},"\u{1f600}":1,"\ufb33":2}',
    )
  })

  test.each([
    [-0, '0'],
    [1e21, '1e+21'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
    [2 ** 53, '9007199254740992'],
  ])('the number %s is written %s', (number, text) => {
    expect(jcs(number)).toBe(text)
  })

  const names = hasVectors ? readdirSync(`${vectorsDir}jcs-cyberphone/input`) : []

  test.skipIf(!hasVectors).each(names)('published example %s', (name) => {
    const canonical = jcs(parseJson(readVectorText(`jcs-cyberphone/input/${name}`)))
    expect(canonical).toBe(readVectorText(`jcs-cyberphone/output/${name}`))
    const hex = readVectorText(`jcs-cyberphone/outhex/${name.replace('.json', '.txt')}`).replaceAll(/\s/g, '')
    expect(hexEncode(utf8Encode(canonical))).toBe(hex)
  })
})
