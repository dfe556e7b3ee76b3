/** Character classes of XML 1.0 (fifth edition) and Namespaces in XML 1.0. */

/** Anything outside production [2] Char. Surrogates cannot be alone in text that was decoded from UTF-8. */
export const ILLEGAL_CHARACTER = /[^\t\n\r\u0020-\ufffd]/

/** Noncharacters that JSON text may hold as they are and XML cannot hold at all. */
export const NONCHARACTERS = /[\ufffe\uffff]/g

/** Production [4] NameStartChar beyond ASCII, as pairs of first and last code point. */
const NAME_START_RANGES = [
  0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d, 0x2070, 0x218f, 0x2c00, 0x2fef,
  0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd, 0x10000, 0xeffff,
]
/** What production [4a] NameChar adds to that. */
const NAME_RANGES = [...NAME_START_RANGES, 0xb7, 0xb7, 0x300, 0x36f, 0x203f, 0x2040]

function isIn(ranges: readonly number[], code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (code >= (ranges[i] as number) && code <= (ranges[i + 1] as number)) return true
  }
  return false
}

const isAsciiLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)

const isNameStart = (code: number): boolean =>
  isAsciiLetter(code) || code === 0x5f || (code > 0x7f && isIn(NAME_START_RANGES, code))

const isNameChar = (code: number): boolean =>
  isAsciiLetter(code) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x5f ||
  code === 0x2d ||
  code === 0x2e ||
  (code > 0x7f && isIn(NAME_RANGES, code))

/** Where the NCName that starts at `at` ends; `at` itself when there is none. */
export function endOfName(text: string, at: number): number {
  let end = at
  // Names are of ASCII nearly everywhere, and a picture may have millions of them.
  while (isAsciiLetter(text.charCodeAt(end))) end += 1
  for (;;) {
    const code = text.codePointAt(end)
    if (code === undefined || !(end === at ? isNameStart(code) : isNameChar(code))) return end
    end += code > 0xffff ? 2 : 1
  }
}

/** Production [3] S; anything else outside the text is not a blank. */
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d

/** Where the blanks that start at `at` end. */
export function endOfBlanks(text: string, at: number): number {
  let end = at
  while (isBlank(text.charCodeAt(end))) end += 1
  return end
}

/** Where the blanks that end at `at` start. */
export function startOfBlanks(text: string, at: number): number {
  let start = at
  while (isBlank(text.charCodeAt(start - 1))) start -= 1
  return start
}
