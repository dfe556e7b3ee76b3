import { createReadStream } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { BadgeError } from '../../errors.js'
import { concatBytes } from '../../internal/bytes.js'
import { systemReason } from '../../internal/system-reason.js'

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

/** Bytes of one row; longer ones are refused rather than gathered in memory. */
const MAX_ROW = 100_000

/**
 * Streams the rows of a CSV file: RFC 4180 in UTF-8 (or UTF-16 little-endian with a byte order mark, as spreadsheets
 * write it), separated by `,`, `;` or tab. When the signal is aborted, the file ends there.
 *
 * Throws `ERR_ROW_INVALID` where the file stops being CSV, after the rows before, and `ERR_FILE_UNREADABLE`.
 */
export async function* readRows(path: string, signal: AbortSignal): AsyncGenerator<Row> {
  let number = 0
  let heading: readonly string[] | undefined
  try {
    const source = addAbortSignal(signal, path === '-' ? process.stdin : createReadStream(path))
    for await (const cells of readRecords(source)) {
      if (signal.aborted) return
      if (heading === undefined) {
        heading = checkHeading(cells)
      } else {
        number += 1
        yield toRow(number, heading, cells)
      }
    }
    if (heading === undefined) checkHeading([])
  } catch (cause) {
    if (signal.aborted) return
    if (cause instanceof BadgeError) throw cause
    if (cause instanceof CsvError) {
      const place = heading === undefined ? 'in its heading' : `after row ${number}`
      throw new BadgeError('ERR_ROW_INVALID', `The recipients file is no CSV ${place} (${cause.code}).`)
    }
    const what = path === '-' ? 'Standard input' : path
    throw new BadgeError('ERR_FILE_UNREADABLE', `${what} could not be read: ${systemReason(cause)}.`, { cause })
  }
}

/** Every record before the place where the file stops being CSV; only then its error. */
async function* readRecords(source: Readable): AsyncGenerator<readonly string[]> {
  const { head, all } = await peekHead(source)
  const records: string[][] = []
  const parser = parse({
    bom: true,
    delimiter: separatorOf(head),
    max_record_size: MAX_ROW,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    // Kept from the parser's own queue, which drops what it holds when the file turns out to be broken.
    on_record(record: string[]) {
      records.push(record)
      return null
    },
  })
  // Errors are taken from the callbacks below.
  parser.on('error', () => {}).resume()
  const settle = (act: (callback: (error?: Error | null) => void) => void) =>
    new Promise<Error | undefined>((resolve) => {
      parser.once('error', resolve)
      act((error) => {
        parser.off('error', resolve)
        resolve(error ?? undefined)
      })
    })
  for await (const chunk of all) {
    const error = await settle((callback) => parser.write(chunk, callback))
    yield* records.splice(0)
    if (error !== undefined) throw error
  }
  const error = await settle((callback) => parser.end(callback))
  yield* records.splice(0)
  if (error !== undefined) throw error
}

const LINE_FEED = 0x0a

/** The beginning of the file with its first line, and the whole file again. */
async function peekHead(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array()
  let isEnd = false
  while (!isEnd && !head.includes(LINE_FEED) && head.length < MAX_ROW) {
    const next = await chunks.next()
    if (next.done) isEnd = true
    else head = concatBytes(head, next.value)
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  return { head: new TextDecoder().decode(head), all: all() }
}

/** Column names hold none of the three, so the first of them is what separates. */
const separatorOf = (head: string): string => /[,;\t]/.exec(head.split('\n', 1)[0] ?? '')?.[0] ?? ','

function checkHeading(heading: readonly string[]): readonly string[] {
  const known: readonly string[] = knownColumns
  const unknown = heading.find((column) => !known.includes(column))
  if (heading.length > 0 && unknown !== undefined) {
    const shown = JSON.stringify(unknown.slice(0, 40))
    throw new BadgeError('ERR_ROW_INVALID', `There is no column ${shown}; known are ${known.join(', ')}.`)
  }
  const twice = heading.find((column, i) => heading.indexOf(column) < i)
  if (twice !== undefined) throw new BadgeError('ERR_ROW_INVALID', `The column ${twice} is there twice.`)
  if (!heading.includes('achievement') || !(heading.includes('email') || heading.includes('did'))) {
    throw new BadgeError('ERR_ROW_INVALID', 'The first row must name the columns: achievement, and email or did.')
  }
  return heading
}

function toRow(number: number, heading: readonly string[], record: readonly string[]): Row {
  const cells: Partial<Record<string, string>> = {}
  for (const [i, column] of heading.entries()) {
    const cell = record[i] ?? ''
    if (cell !== '') cells[column] = cell
  }
  const fault = faultOf(heading, record)
  return { number, cells, ...(fault === undefined ? {} : { fault }) }
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
