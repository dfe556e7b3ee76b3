import { sharedCache } from '../../internal/shared-caches.js'
import { breaksAnywhere, clusters, drawable, type OpenFonts, type Weight } from '../fonts/index.js'
import { type Direction, type Line, shapeLine } from './shape.js'

export interface Box {
  readonly width: number
  /** The size to begin with, in the units of `width`. */
  readonly size: number
  /** The smallest size to which long texts shrink before they are cut. */
  readonly minSize: number
  readonly maxLines: number
  readonly weight?: 'regular' | 'bold'
}

/** Lines that fit a box. */
export interface Paragraph {
  readonly lines: readonly Line[]
  readonly size: number
  /** Whether something was left out, marked by `…`. */
  readonly isCut: boolean
}

const STEP = 0.94

/** Breaks a text into lines of a width: as large as it fits, and cut with `…` only when even the smallest does not. */
export function fitParagraph(text: string, book: OpenFonts, box: Box): Paragraph {
  const { weight = 'regular', width, maxLines } = box
  // A line that begins with a word of another script is still a line of this paragraph.
  const base = lineOf(text, book, weight).isRightToLeft ? 'rtl' : 'ltr'
  const units = breakable(drawable(text))
  if (units.length === 0) return { lines: [], size: box.size, isCut: false }
  const measure = (part: string): number => widthOf(part, book, weight)
  const parts = partsOf(units)
  for (let size = box.size; ; size *= STEP) {
    const last = size * STEP < box.minSize
    const whole = breakLines(parts, measure, width / size, false)
    const lines =
      whole !== undefined && whole.length <= maxLines ? whole : breakLines(units, measure, width / size, last)
    if (lines !== undefined && (lines.length <= maxLines || last)) {
      const kept = lines.slice(0, maxLines)
      const isCut = lines.length > maxLines
      if (isCut) kept[maxLines - 1] = shorten(`${kept[maxLines - 1] ?? ''}…`, measure, width / size)
      return { lines: kept.map((line) => lineOf(line, book, weight, base)), size, isCut }
    }
  }
}

interface Shaped {
  readonly lines: Map<string, Line>
  /** Of what was only measured: there is far more of that. */
  readonly widths: Map<string, number>
}

const shaped = sharedCache('shapedLines', () => new WeakMap<OpenFonts, Shaped>())

/** What was shaped with these fonts. Lines are of no size, so all that is drawn with them may share it. */
function shapedWith(book: OpenFonts): Shaped {
  const known = shaped().get(book) ?? { lines: new Map(), widths: new Map() }
  shaped().set(book, known)
  return known
}

function lineOf(text: string, book: OpenFonts, weight: Weight, base: Direction = 'auto'): Line {
  const { lines } = shapedWith(book)
  const key = `${weight} ${base} ${text}`
  const line = lines.get(key) ?? shapeLine(text, book, weight, base)
  lines.set(key, line)
  return line
}

function widthOf(text: string, book: OpenFonts, weight: Weight): number {
  const { widths } = shapedWith(book)
  const key = `${weight} ${text}`
  const width = widths.get(key) ?? shapeLine(text, book, weight).width
  widths.set(key, width)
  return width
}

/** The pieces between which a line may end. Blanks stay at the end of their piece. */
function breakable(text: string): string[] {
  const units: string[] = []
  let before = ''
  for (const cluster of clusters(text)) {
    const isClosing = /^[\p{Pe}\p{Pf}\p{Po}\p{Mn}\p{Lm}ー]/u.test(cluster)
    const starts =
      before === '' ||
      (/^\s$/u.test(before) && !/^\s/u.test(cluster)) ||
      /^[-–—/]$/u.test(before) ||
      (!isClosing &&
        cluster !== ' ' &&
        (breaksAnywhere(before) || breaksAnywhere(cluster)) &&
        !/^[\p{Ps}\p{Pi}]/u.test(before))
    if (starts) units.push(cluster)
    else units[units.length - 1] += cluster
    before = cluster
  }
  return units
}

/** Pieces put together up to each dot between parts, such as two dates: lines rather end there. */
function partsOf(units: readonly string[]): string[] {
  const parts: string[] = []
  let before = '·'
  for (const unit of units) {
    if (before === '·') parts.push(unit)
    else parts[parts.length - 1] += unit
    before = unit.trim()
  }
  return parts
}

/** Greedy lines; none where a piece is wider than a line, unless it is the last size: then it is cut. */
function breakLines(
  units: readonly string[],
  measure: (text: string) => number,
  width: number,
  isLast: boolean,
): string[] | undefined {
  const lines: string[] = []
  let line = ''
  for (const unit of units) {
    if (line !== '' && measure((line + unit).trimEnd()) > width) {
      lines.push(line)
      line = ''
    }
    line += unit
    if (measure(line.trimEnd()) <= width) continue
    if (!isLast) return undefined
    let rest = ''
    for (const cluster of clusters(line)) {
      if (rest !== '' && measure(rest + cluster) > width) {
        lines.push(rest)
        rest = ''
      }
      rest += cluster
    }
    line = rest
  }
  return line === '' ? lines : [...lines, line]
}

function shorten(text: string, measure: (text: string) => number, width: number): string {
  const parts = clusters(text.slice(0, -1))
  while (parts.length > 0 && measure(`${parts.join('').trimEnd()}…`) > width) parts.pop()
  return `${parts.join('').trimEnd()}…`
}
