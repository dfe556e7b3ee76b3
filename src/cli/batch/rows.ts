import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { BadgeError } from '../../errors.js'
import { concatBytes } from '../../internal/bytes.js'
import { sha256Hex } from '../../internal/sha256.js'

/** Columns of the recipients file. One of `email` and `did` must be filled in each row, and `achievement`. */
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
  /** Identifies the row's content, so that a resumed run knows it again. */
  readonly digest: string
  readonly cells: Readonly<Partial<Record<Column, string>>>
  /** Why the row cannot be read, where it cannot. */
  readonly fault?: string
}

/** Characters of one row; longer ones are refused rather than gathered in memory. */
const MAX_ROW = 100_000

/** Streams the rows of a CSV file (RFC 4180; a byte order mark is fine; separated by `,`, `;` or tab). */
export async function* readRows(path: string): AsyncGenerator<Row> {
  let number = 0
  try {
    const source: AsyncIterable<Uint8Array> = path === '-' ? process.stdin : createReadStream(path)
    const { head, all } = await peekHead(source)
    const options = { bom: true, max_record_size: MAX_ROW, skip_empty_lines: true, trim: true }
    const parser = parse({ ...options, relax_column_count: true, delimiter: separatorOf(head) })
    // The callback is needed, and has nothing to do: errors of the file reach the reader of `parser` through it.
    pipeline(Readable.from(all), parser, () => {})
    let heading: string[] | undefined
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (heading === undefined) {
        heading = checkHeading(cells)
      } else {
        number += 1
        yield toRow(number, heading, cells)
      }
    }
    if (heading === undefined) checkHeading([])
  } catch (cause) {
    if (cause instanceof BadgeError) throw cause
    if (cause instanceof CsvError) {
      throw new BadgeError('ERR_ROW_INVALID', `The recipients file is no CSV after row ${number} (${cause.code}).`)
    }
    throw new BadgeError('ERR_FILE_UNREADABLE', 'The recipients file could not be read.', { cause })
  }
}

const LINE_FEED = 0x0a

/** The beginning of the file with its first line, and the whole file again. */
async function peekHead(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array()
  let end = false
  while (!end && !head.includes(LINE_FEED) && head.length < MAX_ROW) {
    const next = await chunks.next()
    if (next.done) end = true
    else head = concatBytes(head, next.value)
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  }
  return { head: new TextDecoder().decode(head), all: all() }
}

/** Column names hold none of the three, so the first of them is what separates. */
const separatorOf = (head: string): string => /[,;\t]/.exec(head.split('\n', 1)[0] ?? '')?.[0] ?? ','

function checkHeading(heading: string[]): string[] {
  if (!heading.includes('achievement') || !(heading.includes('email') || heading.includes('did'))) {
    throw new BadgeError('ERR_ROW_INVALID', 'The first row must name the columns: achievement, and email or did.')
  }
  const unknown = heading.filter((column) => !(knownColumns as readonly string[]).includes(column))
  if (unknown.length > 0 || new Set(heading).size < heading.length) {
    const what = unknown.length > 0 ? `unknown column ${JSON.stringify(unknown[0])}` : 'a column named twice'
    throw new BadgeError('ERR_ROW_INVALID', `The heading has ${what}; known are ${knownColumns.join(', ')}.`)
  }
  return heading
}

function toRow(number: number, heading: readonly string[], cells: readonly string[]): Row {
  const named = heading.map((column, i) => [column, cells[i] ?? ''] as const)
  const surplus = cells.slice(heading.length).some((cell) => cell !== '')
  return {
    number,
    digest: sha256Hex(JSON.stringify([named, surplus])).slice(0, 12),
    cells: Object.fromEntries(named.filter(([, cell]) => cell !== '')),
    ...(surplus ? { fault: `The row has ${cells.length} cells, the heading ${heading.length}.` } : {}),
  }
}
