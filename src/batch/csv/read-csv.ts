import { concatBytes } from '../../internal/bytes.js'
import { dateInTable } from '../../internal/date-forms.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { UTC } from '../../internal/time-zone.js'
import { type Cells, cellReader } from './cells.js'
import { decoderOf, UNDECODABLE } from './encoding.js'
import { fileKindOf, isTooShort, notCsv } from './file-kind.js'
import { type Column, type Door, dateColumns, type Heading, invalid, readHeading, separatorOf } from './heading.js'

/** One row of a file of recipients. Blank cells are absent. */
export interface CsvRow {
  /** Number of the row, from 1, without the heading and without rows that are empty. */
  readonly number: number
  readonly cells: Readonly<Partial<Record<Column, string>>>
  /** Why the row cannot be read, where it cannot. */
  readonly fault?: string
  /** The column that the fault is in, where it is in one. */
  readonly faultIn?: Column
}

/** What people should know of a file that was read all the same. */
export type CsvWarning =
  /** Accented letters may be wrong. */
  | { readonly kind: 'encoding'; readonly encoding: 'Windows-1252' }
  /** Columns whose cells went unread, as the heading names them. */
  | { readonly kind: 'columns'; readonly columns: readonly string[] }

/**
 * The rows of a CSV file of recipients, as its bytes come: RFC 4180, separated by `,`, `;` or tab, or as a first line
 * `sep=;` says; in UTF-8, or UTF-16 with a byte order mark, or else Windows-1252. A row that cannot be read has a
 * `fault`; those after it are read all the same.
 *
 * @throws BadgeError `ERR_ROW_INVALID` for what is not CSV and for a heading without the columns that are needed,
 * `ERR_LIMIT_EXCEEDED`; and whatever the source throws
 */
export async function* readCsv(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  door: Door,
  onWarning: (warning: CsvWarning) => void,
): AsyncGenerator<CsvRow, void, undefined> {
  let heading: Heading | undefined
  let number = 0
  for await (const cells of readCells(textOf(source, onWarning))) {
    if (heading === undefined) {
      if ('fault' in cells) throw invalid(`The header row is not valid CSV. ${cells.fault}`)
      heading = readHeading(cells, door)
      warnOfColumns(cells, heading, door, onWarning)
      continue
    }
    if ('fault' in cells) yield { number: ++number, cells: {}, fault: cells.fault }
    else if (cells.some((cell) => cell !== '')) yield toRow(++number, heading, cells, door)
  }
  if (heading === undefined) readHeading([], door)
}

async function* textOf(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onWarning: (warning: CsvWarning) => void,
): AsyncGenerator<string> {
  const begin = (bytes: Uint8Array) => {
    const kind = fileKindOf(bytes)
    if (kind !== undefined) throw invalid(notCsv(kind))
    return decoderOf(bytes, () => onWarning({ kind: 'encoding', encoding: 'Windows-1252' }))
  }
  let head: Uint8Array = new Uint8Array()
  let decoder: ReturnType<typeof begin> | undefined
  for await (const chunk of source) {
    const bytes = decoder === undefined ? concatBytes(head, chunk) : chunk
    if (decoder === undefined && isTooShort(bytes)) {
      head = bytes
      continue
    }
    decoder ??= begin(bytes)
    yield* decoder.push(bytes)
  }
  if (decoder === undefined) {
    decoder = begin(head)
    yield* decoder.push(head)
  }
  yield* decoder.end()
}

async function* readCells(texts: AsyncIterable<string>): AsyncGenerator<Cells> {
  let head = ''
  let reader: Awaited<ReturnType<typeof cellReader>> | undefined
  const begin = async (): Promise<Iterable<Cells>> => {
    const { separator, after } = separatorOf(head)
    reader = await cellReader(separator)
    return reader.push(head.slice(after))
  }
  for await (const text of texts) {
    if (reader !== undefined) {
      yield* reader.push(text)
      continue
    }
    head += text
    if (head.length > limits.csvRecord || hasLine(head)) yield* await begin()
  }
  if (reader === undefined) yield* await begin()
  if (reader !== undefined) yield* reader.end()
}

/** Whether the first line is whole; a line end at the very end may be one half of two. */
function hasLine(head: string): boolean {
  const text = head.trimStart()
  const end = text.search(/[\r\n]/)
  return end >= 0 && end < text.length - 1
}

function warnOfColumns(
  cells: readonly string[],
  heading: Heading,
  { uses }: Door,
  onWarning: (warning: CsvWarning) => void,
): void {
  const unused = cells.filter((_, i) => {
    const column = heading[i]
    return column === null || (column !== undefined && !uses.includes(column))
  })
  if (unused.length > 0) onWarning({ kind: 'columns', columns: unused })
}

function toRow(number: number, heading: Heading, record: readonly string[], door: Door): CsvRow {
  const cells: Partial<Record<Column, string>> = {}
  for (const [i, column] of heading.entries()) {
    const cell = record[i] ?? ''
    if (column && cell !== '') cells[column] = cell
  }
  const fault = faultOf(heading, record)
  const [faultIn, dateFault] = fault === undefined ? readDates(cells, door) : []
  return { number, cells, ...defined({ fault: fault ?? dateFault, faultIn }) }
}

/** Writes dates as they are read everywhere else; what is wrong with one of them otherwise. */
function readDates(cells: Partial<Record<Column, string>>, { uses, timeZone = UTC }: Door): [] | [Column, string] {
  for (const column of dateColumns) {
    const cell = cells[column]
    if (cell === undefined || !uses.includes(column)) continue
    const date = dateInTable(cell, timeZone)
    if (date === undefined) {
      return [
        column,
        `\`${column}\` must be a day as 2026-12-31, 2026/12/31 or 31.12.2026, or such a day with a time, 14:00 or 14:00+02:00.`,
      ]
    }
    if (date === null) {
      return [
        column,
        `\`${column}\` is at a time that clocks in ${timeZone} leave out or show twice; write it with its offset, as 14:00+02:00.`,
      ]
    }
    cells[column] = date
  }
  return []
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for; tabs and line ends are text.
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/

function faultOf(heading: Heading, record: readonly string[]): string | undefined {
  if (record.some((cell, i) => cell !== '' && heading[i] === undefined)) {
    const named = heading.filter((column) => column !== undefined).length
    return `The row has a cell that belongs to no column: the heading names ${named}.`
  }
  if (record.some((cell) => cell.length > limits.csvCell)) {
    return `A cell of the row has more than ${limits.csvCell} characters.`
  }
  if (record.some((cell) => cell.includes(UNDECODABLE))) {
    return 'The row holds bytes that cannot be decoded; save the file as "CSV UTF-8".'
  }
  return record.some((cell) => CONTROL.test(cell)) ? 'The row holds control characters.' : undefined
}
