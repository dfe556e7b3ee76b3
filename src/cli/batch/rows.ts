import { createReadStream } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import { type CsvRow, type CsvWarning, columns, type Door, readCsv } from '../../batch/csv/index.js'
import { BadgeError } from '../../errors.js'
import { systemReason } from '../../internal/system-reason.js'
import { UTC } from '../../internal/time-zone.js'
import type { Surroundings } from '../core/surroundings.js'

/** What the command reads of a file of recipients. */
export const door: Door = { needs: [['achievement'], ['email', 'did']], uses: columns }

/**
 * Streams the rows of a file, or of standard input for `-`. When the signal is aborted, the file ends there.
 *
 * Throws what `readCsv` throws, and `ERR_FILE_UNREADABLE`.
 */
export async function* readRows(
  path: string,
  signal: AbortSignal,
  { stdin }: Pick<Surroundings, 'stdin'>,
  onWarning: (warning: CsvWarning) => void = () => {},
  timeZone = UTC,
): AsyncGenerator<CsvRow> {
  try {
    const source = addAbortSignal(signal, path === '-' ? stdin : createReadStream(path))
    for await (const row of readCsv(source as AsyncIterable<Uint8Array>, { ...door, timeZone }, onWarning)) {
      if (signal.aborted) return
      yield row
    }
  } catch (cause) {
    if (signal.aborted) return
    if (cause instanceof BadgeError) throw cause
    const what = path === '-' ? 'Standard input' : path
    throw new BadgeError('ERR_FILE_UNREADABLE', `${what} could not be read: ${systemReason(cause)}.`, { cause })
  }
}

/** A warning as one sentence for a terminal. */
export const warningText = (warning: CsvWarning): string =>
  warning.kind === 'encoding'
    ? `The file is not UTF-8 and was read as ${warning.encoding}; check accented letters, or save it as "CSV UTF-8".`
    : `These columns are not used: ${warning.columns.map((name) => JSON.stringify(name.slice(0, 40))).join(', ')}; known are ${columns.join(', ')}.`

const LINE_FEED = 0x0a

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
