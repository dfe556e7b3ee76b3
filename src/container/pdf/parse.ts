import { BadgeError } from '../../errors.js'
import { fileLimits } from '../../internal/file-limits.js'
import { corrupt } from './corrupt.js'

/** `/Name`. */
export interface PdfName {
  readonly kind: 'name'
  readonly name: string
}
/** `(text)` or `<hex>`, one character for each byte. */
export interface PdfString {
  readonly kind: 'string'
  readonly bytes: string
}
/** `12 0 R`. */
export interface PdfRef {
  readonly kind: 'ref'
  readonly number: number
}
/** `stream … endstream`. Where its data ends is known once its length is. */
export interface PdfStream {
  readonly kind: 'stream'
  readonly dict: PdfDict
  readonly start: number
  /** Where `endstream` is, in case the length says nothing. */
  readonly end: number
}
export type PdfDict = ReadonlyMap<string, PdfValue>
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfRef
  | PdfStream
  | PdfDict
  | readonly PdfValue[]

export const isDict = (value: unknown): value is PdfDict => value instanceof Map
export const isKind = <K extends 'name' | 'string' | 'ref' | 'stream'>(
  value: PdfValue | undefined,
  kind: K,
): value is Extract<PdfValue, { kind: K }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind

/** What is left of the values that one file may have. */
export interface Budget {
  values: number
}

/** A word that is not a value: `obj`, `endobj`, `stream`, `xref`, `trailer`, or anything else. */
export interface Keyword {
  readonly keyword: string
}

const SPACE = 1
const DELIMITER = 2
const kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  if ([0, 9, 10, 12, 13, 32].includes(code)) return SPACE
  return '()<>[]{}/%'.includes(String.fromCharCode(code)) ? DELIMITER : 0
})

const NUMBER = /^[+-]?(?:\d{1,15}\.?\d{0,15}|\.\d{1,15})$/

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/**
 * Reads values and words one after another (ISO 32000-1 §7.2 and §7.3). No byte is read twice, so the time is that of the
 * length whatever is in it.
 */
export interface PdfParser {
  position: number
  /** The next value or word; `undefined` at the end. Throws `ERR_PDF_CORRUPT`, `ERR_LIMIT_EXCEEDED`. */
  next(): PdfValue | Keyword | undefined
}

/** @param bytes - the same as `text`, which has a character for each byte */
export function createParser(bytes: Uint8Array, text: string, budget: Budget): PdfParser {
  const parser: PdfParser = { position: 0, next: () => next(0) }

  function skipSpace(): void {
    for (; parser.position < bytes.length; parser.position += 1) {
      const code = bytes[parser.position] ?? 0
      if (code === 0x25) {
        while (parser.position + 1 < bytes.length && !isLineEnd(bytes[parser.position + 1])) parser.position += 1
      } else if (kinds[code] !== SPACE) return
    }
  }

  /** Characters up to the next blank or delimiter. */
  function run(): string {
    const start = parser.position
    while (parser.position < bytes.length && kinds[bytes[parser.position] ?? 0] === 0) parser.position += 1
    return text.slice(start, parser.position)
  }

  function next(depth: number): PdfValue | Keyword | undefined {
    skipSpace()
    if (parser.position >= bytes.length) return undefined
    budget.values -= 1
    if (budget.values < 0) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PDF has at most ${fileLimits.pdfValues} values.`)
    }
    if (depth > fileLimits.pdfDepth) throw corrupt()
    switch (text[parser.position]) {
      case '/':
        parser.position += 1
        return { kind: 'name', name: unescaped(run()) }
      case '(':
        return literalString()
      case '[':
        parser.position += 1
        return items(']', depth)
      case '<':
        if (text[parser.position + 1] !== '<') return hexString()
        parser.position += 2
        return dictionary(items('>>', depth))
      case ')':
      case '{':
      case '}':
        parser.position += 1
        return { keyword: '' }
      case ']':
        parser.position += 1
        return { keyword: ']' }
      case '>':
        parser.position += text[parser.position + 1] === '>' ? 2 : 1
        return { keyword: '>>' }
    }
    const word = run()
    if (NUMBER.test(word)) return Number(word)
    return word === 'null' ? null : word === 'true' ? true : word === 'false' ? false : { keyword: word }
  }

  /** Values up to a closing word; `12 0 R` becomes a reference. */
  function items(close: ']' | '>>', depth: number): PdfValue[] {
    const values: PdfValue[] = []
    for (;;) {
      const value = next(depth + 1)
      if (value === undefined) throw corrupt()
      if (!isKeyword(value)) values.push(value)
      else if (value.keyword === close) return values
      else if (value.keyword !== 'R') throw corrupt()
      else {
        values.pop()
        const number = values.pop()
        if (typeof number !== 'number') throw corrupt()
        values.push({ kind: 'ref', number })
      }
    }
  }

  function literalString(): PdfString {
    let out = ''
    let open = 0
    while (parser.position < bytes.length) {
      const character = text[parser.position] ?? ''
      parser.position += 1
      if (character === '\\') {
        out += escaped()
        continue
      }
      if (character === '(') open += 1
      if (character === ')') open -= 1
      if (open === 0) return { kind: 'string', bytes: out.slice(1) }
      out += character
    }
    throw corrupt()
  }

  function escaped(): string {
    const octal = /^[0-7]{1,3}/.exec(text.slice(parser.position, parser.position + 3))?.[0]
    if (octal !== undefined) {
      parser.position += octal.length
      return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
    }
    const character = text[parser.position] ?? ''
    parser.position += 1
    if (character === '\r' && text[parser.position] === '\n') parser.position += 1
    return character === '\r' || character === '\n' ? '' : (ESCAPES[character] ?? character)
  }

  function hexString(): PdfString {
    const end = text.indexOf('>', parser.position)
    if (end < 0) throw corrupt()
    const digits = text.slice(parser.position + 1, end).replace(/[^0-9a-f]/gi, '')
    parser.position = end + 1
    const pairs = digits.match(/..?/g) ?? []
    return {
      kind: 'string',
      bytes: pairs.map((pair) => String.fromCharCode(Number.parseInt(pair.padEnd(2, '0'), 16))).join(''),
    }
  }

  return parser
}

export const isKeyword = (value: PdfValue | Keyword): value is Keyword =>
  typeof value === 'object' && value !== null && 'keyword' in value

const isLineEnd = (code: number | undefined): boolean => code === 10 || code === 13

const unescaped = (name: string): string =>
  name.replace(/#([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))

function dictionary(values: readonly PdfValue[]): PdfDict {
  const dict = new Map<string, PdfValue>()
  for (let at = 0; at + 1 < values.length; at += 2) {
    const key = values[at]
    if (!isKind(key, 'name')) throw corrupt()
    dict.set(key.name, values[at + 1] ?? null)
  }
  return dict
}
