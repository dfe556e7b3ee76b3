import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { type Column, columnOf, isOwnName } from './heading-words.js'

export { type Column, columns } from './heading-words.js'

/** What is read of a file at one door. */
export interface Door {
  /** Columns that must be there and filled in each row: of each group, one. */
  readonly needs: readonly (readonly Column[])[]
  /** Columns that are used. The others are warned of. */
  readonly uses: readonly Column[]
  /** Where the issuer is, whose time a time without an offset is. Default: UTC. */
  readonly timeZone?: string
}

/** Columns of days and times. */
export const dateColumns: readonly Column[] = ['validFrom', 'validUntil', 'guardianUntil']

const separators = [',', ';', '\t'] as const

/** What spreadsheets write before the heading to say what separates. */
const SEPARATOR_LINE = /^\s*"?sep=([,;\t])"?[ \t]*(?:\r\n|\n|\r|$)/i

/**
 * What separates the cells of a file: what a first line `sep=` says, or that by which the heading has most columns we
 * know. `after`: where the heading begins.
 */
export function separatorOf(head: string): { separator: string; after: number } {
  const said = SEPARATOR_LINE.exec(head)
  if (said !== null) return { separator: said[1] ?? ',', after: said[0].length }
  const line = head.trimStart().split(/[\r\n]/, 1)[0] ?? ''
  const known = (separator: string): number =>
    line.split(separator).filter(
      (cell) =>
        columnOf(
          cell
            .trim()
            .replace(/^"(.*)"$/, '$1')
            .trim(),
        ) !== undefined,
    ).length
  const most = Math.max(...separators.map(known))
  const best = separators.filter((separator) => known(separator) === most)
  // Where the heading does not decide, what comes first in it does.
  return { separator: best.sort((a, b) => placeOf(line, a) - placeOf(line, b))[0] ?? ',', after: 0 }
}

const placeOf = (line: string, separator: string): number =>
  line.includes(separator) ? line.indexOf(separator) : line.length

/** The columns that the heading names: known ones, `null` for others, and `undefined` for a cell that is empty. */
export type Heading = readonly (Column | null | undefined)[]

/** Reads the heading. Throws `ERR_ROW_INVALID`. */
export function readHeading(cells: readonly string[], { needs }: Door): Heading {
  const wanted = `The first row must name the columns: ${needs.map((group) => group.join(' or ')).join(', and ')}.`
  if (cells.some((cell) => cell.includes('@'))) throw invalid(`${wanted} The file begins with an address instead.`)
  if (cells.length > limits.csvColumns) throw invalid(`The file has more than ${limits.csvColumns} columns.`)
  const named = cells.map((cell) => (cell === '' ? undefined : (columnOf(cell) ?? null)))
  // Beside a column that is called as we call it, one that only may mean the same is another one.
  const heading = named.map((column, i) =>
    column && !isOwnName(cells[i] ?? '', column) && cells.some((cell) => isOwnName(cell, column)) ? null : column,
  )
  const twice = heading.find((column, i) => column && heading.indexOf(column) < i)
  if (twice) throw invalid(`The column ${twice} is there twice.`)
  if (!needs.every((group) => group.some((column) => heading.includes(column)))) throw invalid(wanted)
  return heading
}

/** A row or file that cannot be read; `column`: where in the row that is. */
export const invalid = (message: string, column?: Column): BadgeError =>
  column === undefined
    ? new BadgeError('ERR_ROW_INVALID', message)
    : new BadgeError('ERR_ROW_INVALID', message, {
        problems: [{ code: 'ERR_ROW_INVALID', pointer: `/${column}`, detail: message }],
      })
