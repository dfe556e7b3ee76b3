/** What is wrong in a text that is not JSON, and where. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  /** What is there, in words that quote nothing of the text but one character or a word of a fixed list. */
  readonly what: string
}

/** Words of other languages that people take for JSON. */
const FOREIGN_WORDS = [
  'NaN',
  'Infinity',
  'undefined',
  'None',
  'True',
  'False',
  'NULL',
  'Null',
  'TRUE',
  'FALSE',
] as const
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const BLANK = /[ \t\r\n]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids them in strings.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"?/y
const WORD = /[A-Za-z_$][\w$]*/y

/**
 * Finds the first place at which a text is not JSON (RFC 8259), where `JSON.parse` has refused it. Engines say it in
 * words of their own, some of them without a place, and quote the text, which may be a secret.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const found = scan(text)
  if (found === undefined) return undefined
  const before = text.slice(0, found.at)
  const line = (before.match(/\r\n|\r|\n/g)?.length ?? 0) + 1
  return { line, column: found.at - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')), what: found.what }
}

interface Found {
  readonly at: number
  readonly what: string
}

/** What may come next: the states of a parser without a stack of calls, so that no depth matters. */
type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing'

function scan(text: string): Found | undefined {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let comma = -1
  let at = 0
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? ''
  }
  const after = (): Expected => (open.length === 0 ? 'nothing' : 'comma or end')
  for (;;) {
    at += match(BLANK).length
    if (at >= text.length) {
      return expected === 'nothing' ? undefined : { at, what: endOf(open, text) }
    }
    const char = text.charAt(at)
    const isClosing = char === '}' || char === ']'
    if (expected === 'nothing') return { at, what: moreOf(text, at) }
    if (isClosing && (expected === 'comma or end' || expected === 'name or end' || expected === 'value or end')) {
      const opened = open.pop()
      if ((char === '}') !== (opened === '{')) {
        return { at, what: `"${char}" closes what "${opened}" opened` }
      }
      expected = after()
      at += 1
    } else if (char === ',' && expected === 'comma or end') {
      comma = at
      expected = open.at(-1) === '{' ? 'name' : 'value'
      at += 1
    } else if (char === ':' && expected === 'colon') {
      expected = 'value'
      at += 1
    } else if (char === '"' && expected !== 'colon' && expected !== 'comma or end') {
      const literal = match(STRING)
      if (literal.length < 2 || !literal.endsWith('"')) return insideString(text, at + literal.length)
      at += literal.length
      expected = expected.startsWith('name') ? 'colon' : after()
    } else if (expected.startsWith('value')) {
      if (char === '{' || char === '[') {
        open.push(char)
        expected = char === '{' ? 'name or end' : 'value or end'
        at += 1
        continue
      }
      const number = match(NUMBER)
      const word = number === '' ? match(WORD) : ''
      if (number !== '' && !/[\w.]/.test(text.charAt(at + number.length))) at += number.length
      else if (word === 'true' || word === 'false' || word === 'null') at += word.length
      else if (isClosing && comma >= 0 && onlyBlank(text, comma + 1, at)) return trailing(comma, char)
      else return { at, what: oddity(text, at) }
      expected = after()
    } else if (isClosing && expected === 'name' && comma >= 0) {
      return trailing(comma, char)
    } else return { at, what: unexpected(text, at, expected) }
  }
}

const onlyBlank = (text: string, from: number, to: number): boolean => /^[ \t\r\n]*$/.test(text.slice(from, to))

const trailing = (at: number, closing: string): Found => ({
  at,
  what: `a comma before the closing ${closing === '}' ? 'brace' : 'bracket'}`,
})

function endOf(open: readonly string[], text: string): string {
  if (/^\s*$/.test(text)) return 'the text is empty'
  const inside = open.at(-1) === '[' ? 'a list' : 'an object'
  return `the text ends inside ${open.length === 0 ? 'a value' : inside}: it was cut off, or a closing bracket is missing`
}

/** What is wrong with a string that does not end, or has what no string may have. */
function insideString(text: string, at: number): Found {
  if (at >= text.length)
    return { at, what: 'the text ends inside a string: it was cut off, or a quotation mark is missing' }
  if (text.charAt(at) === '\\') return { at, what: 'a backslash that escapes nothing; write two of them' }
  const isBreak = /[\r\n]/.test(text.charAt(at))
  return {
    at,
    what: isBreak
      ? 'a line break inside a string; write \\n, or the closing quotation mark is missing'
      : `a control character (${codePoint(text, at)}) inside a string`,
  }
}

function unexpected(text: string, at: number, expected: Expected): string {
  const odd = oddity(text, at)
  if (!PLAIN.test(text.charAt(at)) && text.charAt(at) !== '"') return odd
  if (expected === 'comma or end') return 'a comma is missing before this'
  if (expected === 'colon') return 'a colon is missing after the name'
  return text.charAt(at) === ','
    ? 'a comma too many'
    : 'a name without quotation marks: a JavaScript or Python object, not JSON'
}

const PLAIN = /[\w$,{[]/

/** What a character is that JSON has nowhere, or not here. */
function oddity(text: string, at: number): string {
  const char = text.charAt(at)
  if (text.startsWith('//', at) || text.startsWith('/*', at) || char === '#')
    return 'a comment, which JSON does not have'
  if (char === "'" || char === '`') {
    return 'a single quote: a Python or JavaScript object, not JSON; write double quotation marks (")'
  }
  if (/[“”„‟‘’‚«»「」]/.test(char))
    return `curly quotes (${codePoint(text, at)}), which an office program or a mail put in place of straight ones (")`
  if (/[\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/.test(char)) {
    return `an invisible character or a space that JSON does not have (${codePoint(text, at)})`
  }
  if (char === '&') return 'HTML (&quot;) in place of quotation marks: decode it, and hand in the JSON'
  if (char === '\\') return 'a backslash before it: this is the JSON as it is within a string; decode it once'
  const foreign = FOREIGN_WORDS.find((word) => text.startsWith(word, at))
  if (foreign !== undefined) return `${foreign}, which JSON does not have`
  if (char === ',') return 'a comma too many'
  if (/[+.\d-]/.test(char)) return 'a number in a form that JSON does not have'
  if (/[A-Za-z_$]/.test(char)) return 'a word without quotation marks'
  if (/[}\])]/.test(char)) return `"${char}" where a value must be`
  return /[!-~]/.test(char)
    ? `"${char}" where it must not be`
    : `a character that JSON does not have here (${codePoint(text, at)})`
}

const moreOf = (text: string, at: number): string =>
  /[{[]/.test(text.charAt(at))
    ? 'more after the end: two documents in one text; hand in one'
    : 'more after the end of the JSON'

const codePoint = (text: string, at: number): string =>
  `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
