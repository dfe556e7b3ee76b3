import { createReadStream } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import { BadgeError } from '../../errors.js'
import { concatBytes } from '../../internal/bytes.js'
import { defined } from '../../internal/defined.js'
import { systemReason } from '../../internal/system-reason.js'
import type { Surroundings } from '../core/surroundings.js'
import { type Framed, recordFramer } from './records.js'

/** Columns of the recipients file. `achievement` must be filled in each row, and one of `email` and `did`. */
const knownColumns = [
  'email',
  'name',
  'did',
  'achievement',
  'id',
  'validFrom',
  'validUntil',
  'evidence',
  'narrative',
  'result',
] as const

type Column = (typeof knownColumns)[number]

/** One row of the recipients file. Blank cells are absent. */
export interface Row {
  /** Number of the row, from 1, without the heading. */
  readonly number: number
  readonly cells: Readonly<Partial<Record<Column, string>>>
  /** Why the row cannot be read, where it cannot. */
  readonly fault?: string
}

/**
 * Streams the rows of a CSV file: RFC 4180 in UTF-8 (or UTF-16 with a byte order mark, as spreadsheets write it),
 * separated by `,`, `;` or tab, or as a first line `sep=;` says. A row that is not CSV has a `fault`; those after it
 * are read all the same. When the signal is aborted, the file ends there.
 *
 * Throws `ERR_ROW_INVALID` for a heading that is none, and `ERR_FILE_UNREADABLE`.
 */
export async function* readRows(
  path: string,
  signal: AbortSignal,
  { stdin }: Pick<Surroundings, 'stdin'>,
): AsyncGenerator<Row> {
  let number = 0
  let heading: readonly Column[] | undefined
  try {
    const source = addAbortSignal(signal, path === '-' ? stdin : createReadStream(path))
    for await (const record of readRecords(source)) {
      if (signal.aborted) return
      if (heading === undefined) {
        if (typeof record === 'string') throw new BadgeError('ERR_ROW_INVALID', `The heading is no CSV. ${record}`)
        heading = checkHeading(record)
      } else {
        number += 1
        yield typeof record === 'string' ? { number, cells: {}, fault: record } : toRow(number, heading, record)
      }
    }
    if (heading === undefined) checkHeading([])
  } catch (cause) {
    if (signal.aborted) return
    if (cause instanceof BadgeError) throw cause
    const what = path === '-' ? 'Standard input' : path
    throw new BadgeError('ERR_FILE_UNREADABLE', `${what} could not be read: ${systemReason(cause)}.`, { cause })
  }
}

/** The cells of every record, or in its place what is wrong with it. */
async function* readRecords(source: Readable): AsyncGenerator<readonly string[] | string> {
  let head = ''
  let reader: ReturnType<typeof recordReader> | undefined
  function* begin(): Generator<readonly string[] | string> {
    const { separator, after } = separatorOf(head)
    reader = recordReader(separator)
    yield* reader.push(head.slice(after))
  }
  for await (const text of decoded(source)) {
    if (reader !== undefined) {
      yield* reader.push(text)
      continue
    }
    head += text
    if (head.length > MAX_HEAD || hasLine(head)) yield* begin()
  }
  if (reader === undefined) yield* begin()
  if (reader !== undefined) yield* reader.end()
}

/** Whether the first line is whole; a line end at the very end may be one half of two. */
function hasLine(head: string): boolean {
  const text = head.trimStart()
  const end = text.search(/[\r\n]/)
  return end >= 0 && end < text.length - 1
}

/** Characters within which the first line must end. */
const MAX_HEAD = 100_000

/** Text by its byte order mark; without one it is UTF-8. */
async function* decoded(source: Readable): AsyncGenerator<string> {
  let head: Uint8Array | undefined = new Uint8Array()
  let decoder = new TextDecoder()
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    let bytes = chunk
    if (head !== undefined) {
      bytes = concatBytes(head, chunk)
      head = bytes.length < 2 ? bytes : undefined
      if (head !== undefined) continue
      if (bytes[0] === 0xff && bytes[1] === 0xfe) decoder = new TextDecoder('utf-16le')
      if (bytes[0] === 0xfe && bytes[1] === 0xff) decoder = new TextDecoder('utf-16be')
    }
    yield decoder.decode(bytes, { stream: true })
  }
  yield decoder.decode(head ?? new Uint8Array())
}

/** Cuts text into records, and those into cells. */
function recordReader(separator: string) {
  const framer = recordFramer(separator)
  function* cellsOf(framed: readonly Framed[]): Generator<readonly string[] | string> {
    let whole: string[] = []
    for (const record of framed) {
      if (record.fault === undefined) {
        whole.push(record.text)
        continue
      }
      yield* parseRecords(whole, separator)
      whole = []
      yield record.fault
    }
    yield* parseRecords(whole, separator)
  }
  return { push: (text: string) => cellsOf(framer.push(text)), end: () => cellsOf(framer.end()) }
}

const parseRecords = (records: readonly string[], separator: string): string[][] =>
  records.length === 0
    ? []
    : parse(records.join('\n'), {
        delimiter: separator,
        record_delimiter: '\n',
        relax_column_count: true,
        relax_quotes: true,
        trim: true,
      })

const LINE_FEED = 0x0a

/** What spreadsheets write before the heading to say what separates. */
const SEPARATOR_LINE = /^\s*"?sep=([,;\t])"?[ \t]*(?:\r\n|\n|\r|$)/i

/** Column names hold none of the three, so the first of them is what separates. `after`: where the heading begins. */
function separatorOf(head: string): { separator: string; after: number } {
  const said = SEPARATOR_LINE.exec(head)
  if (said !== null) return { separator: said[1] ?? ',', after: said[0].length }
  return { separator: /[,;\t]/.exec(head.trimStart().split(/[\r\n]/, 1)[0] ?? '')?.[0] ?? ',', after: 0 }
}

function checkHeading(cells: readonly string[]): readonly Column[] {
  if (cells.some((cell) => cell.includes('@'))) {
    throw new BadgeError('ERR_ROW_INVALID', `${NO_HEADING} The file begins with an address instead.`)
  }
  const heading = cells.map((cell) => {
    const column = knownColumns.find((known) => known.toLowerCase() === cell.toLowerCase())
    if (column !== undefined) return column
    const shown = JSON.stringify(cell.slice(0, 40))
    throw new BadgeError('ERR_ROW_INVALID', `There is no column ${shown}; known are ${knownColumns.join(', ')}.`)
  })
  const twice = heading.find((column, i) => heading.indexOf(column) < i)
  if (twice !== undefined) throw new BadgeError('ERR_ROW_INVALID', `The column ${twice} is there twice.`)
  if (!heading.includes('achievement') || !(heading.includes('email') || heading.includes('did'))) {
    throw new BadgeError('ERR_ROW_INVALID', NO_HEADING)
  }
  return heading
}

const NO_HEADING = 'The first row must name the columns: achievement, and email or did.'

function toRow(number: number, heading: readonly string[], record: readonly string[]): Row {
  const cells: Partial<Record<string, string>> = {}
  for (const [i, column] of heading.entries()) {
    const cell = record[i] ?? ''
    if (cell !== '') cells[column] = cell
  }
  const fault = faultOf(heading, record)
  return { number, cells, ...defined({ fault }) }
}

/** What the decoder puts in the place of bytes that are not UTF-8. */
const UNDECODABLE = '\ufffd'
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for; tabs and line ends are text.
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

function faultOf(heading: readonly string[], record: readonly string[]): string | undefined {
  if (record.slice(heading.length).some((cell) => cell !== '')) {
    return `The row has ${record.length} cells, the heading ${heading.length}.`
  }
  if (record.some((cell) => cell.includes(UNDECODABLE))) {
    return 'The row holds bytes that are not UTF-8; save the file as "CSV UTF-8".'
  }
  return record.some((cell) => CONTROL.test(cell)) ? 'The row holds control characters.' : undefined
}

/** Rows of a regular file, by its line ends: an estimate, since a cell may hold line ends too. */
export async function estimateRows(path: string): Promise<number | undefined> {
  let lines = 0
  let last = LINE_FEED
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1
    last = chunk.at(-1) ?? last
  }
  return Math.max(0, lines - (last === LINE_FEED ? 1 : 0))
}
