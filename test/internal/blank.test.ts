import { expect, test } from 'vitest'
import { isBlank } from '../../src/internal/blank.js'

test.each([
  ['nothing', ''],
  ['blanks of any kind', ' \t\n\u00a0\u2003\u3000\u2028'],
  ['controls', '\u0000\u0007\u0085'],
  ['zero width', '\u200b\u200c\u200d\u2060\ufeff'],
  ['bidirectional controls', '\u200e\u200f\u061c\u202a\u202e\u2066\u2069'],
  ['soft hyphens', '\u00ad'],
  ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
  ['variation selectors and tags', '\ufe0f\u{e0100}\u{e0041}'],
  ['the Mongolian separator', '\u180e'],
  ['blank Braille', '\u2800'],
  ['half a surrogate pair', '\ud800'],
])('%s cannot be seen', (_, text) => expect(isBlank(text)).toBe(true))

test.each(['a', '-', '0', '\u0301', '·', '王', '👩🏽‍🚀', '\u200bx', '\ue000', '⠿'])('%j can be seen', (text) =>
  expect(isBlank(text)).toBe(false),
)
