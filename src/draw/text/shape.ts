import bidiModule, { type Bidi } from 'bidi-js'
import { sharedCache } from '../../internal/shared-caches.js'
import {
  clusters,
  drawable,
  isInvisible,
  missing,
  type OpenFont,
  type OpenFonts,
  scriptOf,
  segments,
  type Weight,
} from '../fonts/index.js'

/** A stretch of one font, script and direction. Measures are for a font size of 1, y upwards from the baseline. */
export interface Run {
  readonly font: OpenFont
  /** What the shaper gets: in reading order, mirrored brackets in place. */
  readonly text: string
  /** In reading order, as it was written. */
  readonly source: string
  readonly width: number
  readonly isRightToLeft: boolean
  /** Whether a shaper that is not told the direction draws the same. */
  readonly isPlain: boolean
  /** Path data of the glyphs, made when asked for. */
  path(x: number, y: number, size: number): string
}

/** One line. */
export interface Line {
  /** In reading order, as it was written. */
  readonly text: string
  /** From left to right, as they are drawn. */
  readonly runs: readonly Run[]
  readonly width: number
  readonly isRightToLeft: boolean
}

/** Direction of a paragraph; `auto` is that of its first letter. */
export type Direction = 'ltr' | 'rtl' | 'auto'

// Its types are those of another module system than its code.
const tables = sharedCache('bidiTables', bidiModule as unknown as () => Bidi)

/** Orders and shapes one line. Throws `ERR_FONT_MISSING` rather than draw a box. */
export function shapeLine(source: string, book: OpenFonts, weight: Weight, base: Direction = 'auto'): Line {
  const text = drawable(source)
  const bidi = tables()
  const embedding = bidi.getEmbeddingLevels(inBasicPlane(text, bidi), base)
  const items = itemize(text, embedding.levels, book, weight)
  const runs = reorder(items).map((item) => shape(item, bidi))
  return {
    text,
    runs,
    width: runs.reduce((sum, run) => sum + run.width, 0),
    isRightToLeft: ((embedding.paragraphs[0]?.level ?? 0) & 1) === 1,
  }
}

/** A character of the basic plane for each class of UAX #9 that others have. */
const STAND_INS: Readonly<Record<string, string>> = {
  L: 'a',
  R: '\u05d0',
  AL: '\u0627',
  EN: '1',
  AN: '\u0661',
  NSM: '\u0300',
  BN: '\u00ad',
}
const NEUTRAL = '!'

/** `bidi-js` looks at halves of surrogate pairs, and takes Adlam for Latin: so each half gets a letter of the class. */
const inBasicPlane = (text: string, { getBidiCharTypeName }: Bidi): string =>
  text.replace(/[\u{10000}-\u{10ffff}]/gu, (character) =>
    (STAND_INS[getBidiCharTypeName(character)] ?? NEUTRAL).repeat(character.length),
  )

interface Item {
  readonly font: OpenFont
  readonly script: string
  readonly level: number
  text: string
}

function itemize(text: string, levels: Uint8Array, book: OpenFonts, weight: Weight): Item[] {
  const items: Item[] = []
  let at = 0
  for (const cluster of clusters(text)) {
    const last = items.at(-1)
    const level = levels[at] ?? 0
    at += cluster.length
    if ([...cluster].every(isInvisible)) continue
    const font = book.fontFor(cluster, weight, last?.font)
    const own = scriptOf(cluster)
    const script = own === '' && last?.level === level ? last.script : own
    if (last !== undefined && last.font === font && last.level === level && last.script === script) last.text += cluster
    else items.push({ font, script, level, text: cluster })
  }
  return items
}

/** UAX #9, rule L2, on runs. */
function reorder(items: readonly Item[]): Item[] {
  const visual = [...items]
  const highest = Math.max(0, ...visual.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < visual.length; from += 1) {
      let to = from
      while (to < visual.length && (visual[to]?.level ?? 0) >= level) to += 1
      if (to > from) visual.splice(from, to - from, ...visual.slice(from, to).reverse())
      from = to
    }
  }
  return visual
}

/** In reading order; brackets as they look from the other side. */
function toShaper({ text, level }: Item, { getMirroredCharacter }: Bidi): string {
  if ((level & 1) === 0) return text
  return segments(text)
    .map((cluster) => getMirroredCharacter(cluster) ?? cluster)
    .join('')
}

function shape(item: Item, bidi: Bidi): Run {
  const { font } = item
  const text = toShaper(item, bidi)
  const direction = (item.level & 1) === 1 ? 'rtl' : 'ltr'
  // An object of features, even an empty one, keeps pdfkit from shaping word by word; both get the same here.
  const guessed = font.font.layout(text, {})
  // By itself the shaper goes by the script, and so turns Arabic digits, and does not turn half of the scripts that run
  // from right to left. The bidirectional algorithm has told the direction already.
  const isPlain = guessed.direction === direction
  const { glyphs, positions, advanceWidth } = isPlain
    ? guessed
    : font.font.layout(text, {}, guessed.script, undefined, direction)
  if (glyphs.some(({ id }) => id === 0)) throw missing(text)
  const scale = 1 / font.font.unitsPerEm
  return {
    font,
    text,
    source: item.text,
    width: advanceWidth * scale,
    isRightToLeft: direction === 'rtl',
    isPlain,
    path(x, y, size) {
      let pen = 0
      const parts = glyphs.map((glyph, i) => {
        const position = positions[i]
        const dx = pen + (position?.xOffset ?? 0)
        pen += position?.xAdvance ?? 0
        return glyphPath(glyph.path.commands, x, y, dx, position?.yOffset ?? 0, size * scale)
      })
      return parts.join('')
    },
  }
}

const LETTERS: Readonly<Record<string, string>> = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
}

function glyphPath(
  commands: readonly { readonly command: string; readonly args: readonly number[] }[],
  x: number,
  y: number,
  dx: number,
  dy: number,
  scale: number,
): string {
  return commands
    .map(({ command, args }) => {
      const points = args.map((value, i) => (i % 2 === 0 ? x + (value + dx) * scale : y - (value + dy) * scale))
      return (LETTERS[command] ?? '') + points.map((value) => Number(value.toFixed(2))).join(' ')
    })
    .join('')
}
