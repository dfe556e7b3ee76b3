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

/** `n`, `r`, `t`, `b` and `f` after a backslash, by their codes. */
const ESCAPES: Readonly<Record<number, number>> = { 110: 0x0a, 114: 0x0d, 116: 0x09, 98: 0x08, 102: 0x0c }

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

  /** Where the string ends is found first, so that what has no end takes no memory. */
  function literalString(): PdfString {
    const start = parser.position + 1
    let open = 1
    let at = start
    for (; at < bytes.length; at += 1) {
      const code = bytes[at]
      if (code === BACKSLASH) at += 1
      else if (code === OPEN) open += 1
      else if (code === CLOSE) {
        open -= 1
        if (open === 0) break
      }
      if (at - start > fileLimits.pdfStringBytes) throw tooLong()
    }
    if (at >= bytes.length) throw corrupt()
    parser.position = at + 1
    return { kind: 'string', bytes: characters(literalBytes(bytes.subarray(start, at))) }
  }

  function hexString(): PdfString {
    const end = text.indexOf('>', parser.position)
    if (end < 0) throw corrupt()
    const start = parser.position + 1
    if (end - start > 2 * fileLimits.pdfStringBytes) throw tooLong()
    parser.position = end + 1
    return { kind: 'string', bytes: characters(hexBytes(bytes.subarray(start, end))) }
  }

  return parser
}

const tooLong = (): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', `A text in a PDF has at most ${fileLimits.pdfStringBytes} bytes.`)

const [OPEN, CLOSE, BACKSLASH, RETURN, NEWLINE] = [0x28, 0x29, 0x5c, 0x0d, 0x0a]

/** ISO 32000-1 §7.3.4.2: the bytes that are meant, with the escapes read. */
function literalBytes(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array(raw.length)
  let length = 0
  for (let at = 0; at < raw.length; at += 1) {
    let code = raw[at] ?? 0
    if (code === BACKSLASH) {
      at += 1
      code = raw[at] ?? 0
      if (code === RETURN || code === NEWLINE) {
        if (code === RETURN && raw[at + 1] === NEWLINE) at += 1
        continue
      }
      if (isOctal(code)) {
        let value = code - ZERO
        for (let i = 0; i < 2 && isOctal(raw[at + 1]); i += 1) {
          at += 1
          value = value * 8 + (raw[at] ?? ZERO) - ZERO
        }
        code = value & 0xff
      } else code = ESCAPES[code] ?? code
    }
    out[length] = code
    length += 1
  }
  return out.subarray(0, length)
}

const ZERO = 0x30
const isOctal = (code: number | undefined): boolean => code !== undefined && code >= ZERO && code <= 0x37

/** ISO 32000-1 §7.3.4.3: pairs of digits, the last of which may lack its second. Anything else is passed over. */
function hexBytes(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array((raw.length + 1) >> 1)
  let digits = 0
  for (const code of raw) {
    const digit = Number.parseInt(String.fromCharCode(code), 16)
    if (Number.isNaN(digit)) continue
    out[digits >> 1] = (out[digits >> 1] ?? 0) | (digits % 2 === 0 ? digit << 4 : digit)
    digits += 1
  }
  return out.subarray(0, (digits + 1) >> 1)
}

/** One character for each byte. */
function characters(bytes: Uint8Array): string {
  let out = ''
  for (let at = 0; at < bytes.length; at += 4096) out += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return out
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
