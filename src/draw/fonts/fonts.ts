import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { peerMissing } from '../../internal/peer.js'
import { sharedCache } from '../../internal/shared-caches.js'
import { readInstalledFile } from '../installed/index.js'
import { clusters, isEmoji, isInvisible } from './characters.js'
import { type FontPackage, fontPackages } from './font-packages.js'

/** A font given as its bytes, TrueType or OpenType. */
export interface FontSource {
  readonly name: string
  readonly bytes: Uint8Array
  /** Its bold face. Default: the same font. */
  readonly bold?: Uint8Array
}

export interface FontOptions {
  /** Fonts of your own, tried before the installed packages. */
  readonly fonts?: readonly FontSource[]
  /** Whether the packages `@expo-google-fonts/noto-*` are used where they are installed (on Node). Default: true. */
  readonly installedFonts?: boolean
}

/** What is used of a font; public types name no package. */
export interface FontFace {
  readonly unitsPerEm: number
  hasGlyphForCodePoint(codePoint: number): boolean
  glyphForCodePoint(codePoint: number): { readonly advanceWidth: number }
  layout(text: string, features: object, script?: string, language?: string, direction?: 'ltr' | 'rtl'): ShapedText
}

interface ShapedText {
  readonly direction: 'ltr' | 'rtl'
  readonly script: string
  readonly advanceWidth: number
  readonly glyphs: readonly {
    readonly id: number
    readonly path: { readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[] }
  }[]
  readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }[]
}

/** A face that has been opened. */
export interface OpenFont {
  readonly name: string
  readonly bytes: Uint8Array
  readonly font: FontFace
}

export type Weight = 'regular' | 'bold'

/** The fonts that some texts need, opened: what templates hand on. */
export interface FontBook {
  /** What the fonts are called. */
  readonly names: readonly string[]
}

/** The same for those who draw. */
export interface OpenFonts extends FontBook {
  /** The font that draws a cluster. Throws `ERR_FONT_MISSING` when none does. */
  fontFor(cluster: string, weight: Weight, before?: OpenFont): OpenFont
}

/** What a template hands on, for those who draw. Throws `ERR_ARGUMENT_INVALID` for anything else. */
export function opened(book: FontBook): OpenFonts {
  if (typeof book === 'object' && book !== null && 'fontFor' in book) return book as OpenFonts
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'Pass on the `book` that the template was given.')
}

type Faces = Readonly<Record<Weight, OpenFont>>

/**
 * A font for one document, of tables that all share: to decode them takes longer than to draw a certificate. Its glyphs
 * are its own, since they remember the first text that they stood for, and that is written into PDFs.
 */
const forOneDocument = (face: OpenFont): OpenFont => ({
  ...face,
  font: Object.assign(Object.create(face.font), { _glyphs: {} }),
})

/** Opens the fonts that draw these texts. Throws `ERR_PEER_MISSING`, `ERR_ARGUMENT_INVALID`, `ERR_FONT_MISSING`. */
export async function openFonts(texts: readonly string[], options: FontOptions = {}): Promise<OpenFonts> {
  const { create } = await loadFontkit()
  const book: Faces[] = (options.fonts ?? []).map(({ name, bytes, bold }) => ({
    regular: open(create, name, bytes),
    bold: open(create, name, bold ?? bytes),
  }))
  const wanted = new Set(texts.flatMap(clusters))
  if (options.installedFonts !== false) {
    for (const row of fontPackages) {
      const uncovered = [...wanted].some(
        (cluster) => row.covers.test(cluster) && coveredBy(book, cluster) === undefined,
      )
      const isNeeded = uncovered || (book.length === 0 && row === fontPackages[0])
      const faces = isNeeded ? installedFaces(create, row) : undefined
      if (faces !== undefined) {
        book.push({ regular: forOneDocument(faces.regular), bold: forOneDocument(faces.bold) })
      }
    }
  }
  return {
    names: book.map(({ regular }) => regular.name),
    fontFor(cluster, weight, before) {
      if (before !== undefined && sticks(cluster) && !isEmojiFont(before) && draws(before, cluster)) return before
      const faces = coveredBy(book, cluster)
      if (faces === undefined) throw missing(cluster, new Set(book.map(({ regular }) => regular.name)))
      // A bold face may lack what the regular one has.
      return draws(faces[weight], cluster) ? faces[weight] : faces.regular
    },
  }
}

const loadFontkit = () => import('fontkit').catch(peerMissing('fontkit @expo-google-fonts/noto-sans'))

type Create = typeof import('fontkit')['create']

function open(create: Create, name: string, bytes: Uint8Array): OpenFont {
  if (bytes.length > limits.fontBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A font has at most ${limits.fontBytes} bytes.`)
  }
  try {
    const font = create(bytes as never)
    if (!('layout' in font)) throw new TypeError('a collection')
    return { name, bytes, font: font as FontFace }
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A font is given as the bytes of one TrueType or OpenType font.', {
      cause,
    })
  }
}

const installed = sharedCache('fontFaces', () => new Map<string, Faces>())

function installedFaces(create: Create, row: FontPackage): Faces | undefined {
  const known = installed().get(row.package)
  if (known !== undefined) return known
  const read = (style: string) => readInstalledFile(`${row.package}/${style}/${row.stem}_${style}.ttf`)
  const regular = read('400Regular')
  const bold = row.bold === undefined ? regular : read(row.bold)
  if (regular === undefined || bold === undefined) return undefined
  const faces = { regular: open(create, row.stem, regular), bold: open(create, row.stem, bold) }
  installed().set(row.package, faces)
  return faces
}

function coveredBy(book: readonly Faces[], cluster: string): Faces | undefined {
  const able = book.filter(({ regular }) => draws(regular, cluster))
  // Emoji fonts also have digits, and text fonts some pictures: each keeps to its own.
  return able.find(({ regular }) => isEmojiFont(regular) === isEmoji(cluster)) ?? able[0]
}

const isEmojiFont = ({ name }: OpenFont): boolean => /emoji/i.test(name)

/** Blanks and punctuation go with the word before them. */
const sticks = (cluster: string): boolean => /^[\p{Zs}\p{P}]+$/u.test(cluster)

const draws = ({ font }: OpenFont, cluster: string): boolean =>
  [...cluster].every((character) => isInvisible(character) || font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0))

/** What the package that is tried for everything has. */
const GENERAL = /^[\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}\p{Zs}\p{P}\p{Sc}\p{N}\p{M}]+$/u

/** The error for a text that no font draws: which characters, and which package has them. */
export function missing(cluster: string, tried: ReadonlySet<string> = new Set()): BadgeError {
  const points = [...cluster].map(
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
  const [general, ...others] = fontPackages
  const row =
    others.find(({ stem, covers }) => !tried.has(stem) && covers.test(cluster)) ??
    (GENERAL.test(cluster) && general !== undefined && !tried.has(general.stem) ? general : undefined)
  const advice = row === undefined ? '' : `, or try: npm i ${row.package}`
  return new BadgeError(
    'ERR_FONT_MISSING',
    `No font draws ${points.slice(0, 4).join(' ')}; pass one in \`fonts\`${advice}`,
  )
}
