import { limits } from '../../internal/limits.js'

/** One record of a CSV file as text with the number of its cells, or why it cannot be read as one. */
export type Framed =
  | { readonly text: string; readonly cells: number; readonly fault?: undefined }
  | { readonly fault: string }

const TOO_LONG = 'The row is too long.'
const STRAY = 'The row is not valid CSV: quote a whole cell, and write a quote inside it as two.'
const UNCLOSED = 'The row is not valid CSV: a quote is opened and never closed.'

/** How a line leaves the record: complete, inside a cell in quotes, or broken; and the separators between its cells. */
interface Line {
  readonly end: 'complete' | 'open' | 'stray'
  readonly separators: number
}

/**
 * Cuts text into records (RFC 4180) such that one broken record costs itself only: a quote that is stray or never
 * closed ends with its line, and reading goes on with the next.
 */
export function recordFramer(separator: string): {
  /** The records that are whole with this further text. */
  push(text: string): Framed[]
  /** What is left at the end of the file. */
  end(): Framed[]
} {
  let rest = ''
  /** Whether the line under way is too long and dropped up to its end. */
  let isDropping = false

  function take(isEnd: boolean): Framed[] {
    const found: Framed[] = []
    let at = 0
    while (at < rest.length) {
      const first = endOfLine(rest, at, isEnd)
      if (first === undefined) break
      if (isDropping || first.start - at > limits.csvRecord) {
        found.push({ fault: TOO_LONG })
        isDropping = false
        at = first.next
        continue
      }
      // A cell in quotes may go on over several lines.
      let line = first
      let { end, separators } = readLine(rest, at, line.start, separator, false)
      while (end === 'open' && line.next < rest.length && line.next - at <= limits.csvRecord) {
        const next = endOfLine(rest, line.next, isEnd)
        if (next === undefined) break
        const more = readLine(rest, line.next, next.start, separator, true)
        end = more.end
        separators += more.separators
        line = next
      }
      const isWaiting = end === 'open' && !isEnd && rest.length - at <= limits.csvRecord
      if (isWaiting) break
      if (end === 'complete' && line.start - at <= limits.csvRecord) {
        const text = rest.slice(at, line.start)
        if (text.trim() !== '') found.push({ text, cells: separators + 1 })
        at = line.next
      } else {
        found.push({ fault: end === 'stray' ? STRAY : UNCLOSED })
        at = first.next
      }
    }
    rest = rest.slice(at)
    if (!isEnd && rest.length > limits.csvRecord && endOfLine(rest, 0, false) === undefined) {
      isDropping = true
      rest = ''
    }
    return found
  }

  return {
    push(text) {
      rest += text
      return take(false)
    },
    end() {
      const found = take(true)
      if (isDropping) found.push({ fault: TOO_LONG })
      return found
    },
  }
}

/** Where the line ends that begins at `at`, and where the next begins; undefined where that is still to come. */
function endOfLine(text: string, at: number, isEnd: boolean): { start: number; next: number } | undefined {
  LINE_END.lastIndex = at
  const end = LINE_END.exec(text)
  if (end === null) return isEnd ? { start: text.length, next: text.length } : undefined
  // A carriage return at the very end may be half of a line end.
  if (end[0] === '\r' && LINE_END.lastIndex === text.length && !isEnd) return undefined
  return { start: end.index, next: LINE_END.lastIndex }
}

const LINE_END = /\r\n|\n|\r/g

function readLine(text: string, from: number, to: number, separator: string, isOpen: boolean): Line {
  let at = from
  let isQuoted = isOpen
  let separators = 0
  for (;;) {
    if (!isQuoted) {
      while (at < to && isBlank(text, at) && text[at] !== separator) at += 1
      isQuoted = text[at] === '"' && at < to
      if (isQuoted) at += 1
    }
    if (isQuoted) {
      const closing = endOfQuoted(text, at, to)
      if (closing === undefined) return { end: 'open', separators }
      at = closing
      while (at < to && isBlank(text, at) && text[at] !== separator) at += 1
      if (at < to && text[at] !== separator) return { end: 'stray', separators }
      isQuoted = false
    } else {
      const next = text.indexOf(separator, at)
      at = next < 0 || next > to ? to : next
    }
    if (at >= to) return { end: 'complete', separators }
    separators += 1
    at += 1
    if (at >= to) return { end: 'complete', separators }
  }
}

const isBlank = (text: string, at: number): boolean => /\s/.test(text.charAt(at))

/** Where a cell in quotes ends, behind its closing quote. */
function endOfQuoted(text: string, from: number, to: number): number | undefined {
  let at = text.indexOf('"', from)
  while (at >= 0 && at < to) {
    if (text[at + 1] !== '"' || at + 1 >= to) return at + 1
    at = text.indexOf('"', at + 2)
  }
  return undefined
}
