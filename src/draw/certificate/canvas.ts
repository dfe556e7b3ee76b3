import {
  type Art,
  type Box,
  fitParagraph,
  type Line,
  type OpenFont,
  type OpenFonts,
  QUIET_ZONE,
  qrRectangles,
  type Run,
} from '../index.js'

/** Where a text goes, and how. Lengths are points (1/72 inch) from the top left of the page. */
export interface TextPlace extends Box {
  readonly x: number
  readonly y: number
  readonly color: string
  /** `start` is where its language begins; `left` and `right` are the same for all. Default: `start`. */
  readonly align?: 'start' | 'center' | 'left' | 'right'
  /** Distance of lines in sizes. Default: 1.3. */
  readonly leading?: number
  /** What it is to people who listen to the page. Default: `P`. */
  readonly role?: 'H1' | 'H2' | 'P'
}

/** A page to draw on. Everything comes out tagged: texts in reading order, pictures with their description. */
export interface Canvas {
  readonly width: number
  readonly height: number
  /** Draws a text and returns its height. */
  text(text: string, place: TextPlace): number
  /** The height that the text would have. */
  measure(text: string, place: TextPlace): number
  /** Draws the badge's picture, whole, in a square. */
  art(x: number, y: number, side: number): void
  /** Draws the issuer's logo, whole, in a box, and returns its height: 0 where there is none. */
  logo(x: number, y: number, width: number, height: number, align: 'left' | 'right'): number
  /** The same of the logo of a partner. */
  partnerLogo(x: number, y: number, width: number, height: number, align: 'left' | 'right'): number
  /** How many sign. */
  readonly signatures: number
  /** Draws those who sign side by side: hand, line, name and role, in 56 points of height. */
  sign(x: number, y: number, width: number, color: string): void
  /** Draws the code that leads to the page of the badge, on white. */
  qr(x: number, y: number, side: number): void
  /** Ornament, of no meaning: SVG path data, filled or (with `lineWidth`) as a line. */
  ornament(path: string, color: string, options?: { readonly lineWidth?: number; readonly opacity?: number }): void
}

/**
 * Readers of PDF take text that runs from right to left in the order in which it is on the page and turn it by
 * themselves, also what `ActualText` says. But the glyphs of Arabic stand for different letters in different places, and
 * marks come before their letters. So such a line is drawn as outlines, and over them are its characters, invisible,
 * one by one as the eye meets them; the structure has the line as it was written. So it is with digits that a shaper would
 * turn.
 */
const isMixed = (line: Line): boolean => line.runs.some((run) => run.isRightToLeft || !run.isPlain)

function visualCharacters(line: Line, from: number, size: number): VisualCharacter[] {
  let x = from
  return line.runs.flatMap((run) => {
    const characters = [...run.source]
    if (run.isRightToLeft) characters.reverse()
    // Marks have no width of their own and take no room.
    const widths = characters.map((text) => (/^\p{M}$/u.test(text) ? 0 : widthOf(run, text)))
    const room = (run.width * size) / Math.max(1, widths.filter((width) => width > 0).length)
    return characters.map((text, i) => {
      const at = x
      const width = widths[i] ?? 0
      if (width > 0) x += room
      return { run, text, x: at, stretch: width > 0 ? (100 * room) / (width * size) : 100 }
    })
  })
}

interface VisualCharacter {
  readonly run: Run
  readonly text: string
  readonly x: number
  /** Percent by which the glyph is stretched to fill its room, so that no gap looks like a blank. */
  readonly stretch: number
}

/** Width of the plain glyph of a character, at a size of 1. */
function widthOf({ font: { font } }: Run, character: string): number {
  return font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm
}

/** Switches off what would put another glyph in the place of that of the character. */
const AS_WRITTEN = Object.fromEntries(
  ['ccmp', 'isol', 'init', 'medi', 'fina', 'rlig', 'liga', 'clig', 'calt', 'locl', 'kern', 'mark', 'mkmk', 'curs'].map(
    (tag) => [tag, false],
  ),
)

interface CanvasParts {
  readonly document: PDFKit.PDFDocument
  readonly art: Art
  readonly artAlt: string
  readonly logo: Art | undefined
  readonly partner: Art | undefined
  readonly signatures: readonly { readonly name: string; readonly role: string; readonly hand: Art | undefined }[]
  /** Whose logo it is. */
  readonly logoAlt: string
  readonly book: OpenFonts
  readonly url: string
  readonly qrAlt: string
}

/** How much of the room that a line leaves is to its left. */
function shiftOf(line: Line, align: TextPlace['align']): number {
  if (align === 'center') return 0.5
  if (align === 'left') return 0
  return align === 'right' || line.isRightToLeft ? 1 : 0
}

/** Resource names of fonts: the same for the same bytes. */
function fontNames(document: PDFKit.PDFDocument): (font: OpenFont) => string {
  const names = new Map<Uint8Array, string>()
  return ({ bytes, font }) => {
    const known = names.get(bytes)
    if (known !== undefined) return known
    const name = `face-${names.size}`
    document.registerFont(name, font as never)
    names.set(bytes, name)
    return name
  }
}

export function createCanvas(parts: CanvasParts): {
  canvas: Canvas
  end(): void
} {
  const { document, art, artAlt, logo, logoAlt, partner, signatures, book, url, qrAlt } = parts
  const root = document.struct('Document')
  document.addStructure(root)
  const nameOf = fontNames(document)
  const { width, height } = document.page
  const layOut = (text: string, place: TextPlace) => {
    const { lines, size } = fitParagraph(text, book, place)
    return { lines, size, leading: size * (place.leading ?? 1.3) }
  }
  const write = (run: Run, text: string, x: number, y: number, size: number, options: object = { features: {} }) => {
    document.font(nameOf(run.font)).fontSize(size)
    // With features, even none, the run is shaped as a whole, as it was measured.
    document.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', ...options } as never)
  }
  const drawLine = (line: Line, from: number, y: number, size: number, color: string): void => {
    let x = from
    document.fillColor(color)
    if (isMixed(line)) {
      for (const run of line.runs) {
        document.path(run.path(x, y, size)).fill(color)
        x += run.width * size
      }
      document.save().fillOpacity(0)
      for (const { run, text, x: at, stretch } of visualCharacters(line, from, size)) {
        write(run, text, at, y, size, { features: AS_WRITTEN, horizontalScaling: stretch })
      }
      document.restore()
      return
    }
    // Shapers move and join characters; readers get the line as it was written.
    document.markContent('Span', { actual: line.text })
    for (const run of line.runs) {
      write(run, run.text, x, y, size)
      x += run.width * size
    }
    document.endMarkedContent()
  }
  /** A picture, whole, in a box; a share of what is left goes to its left. What says nothing is an ornament. */
  const place = (
    { png, width: w0, height: h0 }: Art,
    alt: string,
    [x, y, boxWidth, boxHeight]: readonly [number, number, number, number],
    share: number,
  ): void => {
    const scale = Math.min(boxWidth / w0, boxHeight / h0)
    const [w, h] = [w0 * scale, h0 * scale]
    const [left, top] = [x + (boxWidth - w) * share, y + (boxHeight - h) / 2]
    const draw = () => document.image(png as never, left, top, { width: w, height: h })
    if (alt !== '') {
      root.add(document.struct('Figure', { alt }, [draw]))
      return
    }
    document.markContent('Artifact', { type: 'Layout' })
    draw()
    document.endMarkedContent()
  }
  const canvas: Canvas = {
    width,
    height,
    measure(text, place) {
      const { lines, leading } = layOut(text, place)
      return lines.length * leading
    },
    text(text, place) {
      const { lines, size, leading } = layOut(text, place)
      if (lines.length === 0) return 0
      const draw = () => {
        for (const [i, line] of lines.entries()) {
          const rest = place.width - line.width * size
          const shift = shiftOf(line, place.align) * rest
          drawLine(line, place.x + shift, place.y + i * leading + size * 0.96, size, place.color)
        }
      }
      const actual = lines.map((line) => line.text).join(' ')
      root.add(document.struct(place.role ?? 'P', lines.some(isMixed) ? { actual } : {}, [draw]))
      return lines.length * leading
    },
    art(x, y, side) {
      const scale = Math.min(side / art.width, side / art.height)
      const [w, h] = [art.width * scale, art.height * scale]
      const draw = () =>
        document.image(art.png as never, x + (side - w) / 2, y + (side - h) / 2, { width: w, height: h })
      root.add(document.struct('Figure', { alt: artAlt }, [draw]))
    },
    logo: (x, y, boxWidth, boxHeight, align) => {
      if (logo === undefined) return 0
      place(logo, logoAlt, [x, y, boxWidth, boxHeight], align === 'left' ? 0 : 1)
      return boxHeight
    },
    partnerLogo: (x, y, boxWidth, boxHeight, align) => {
      if (partner === undefined) return 0
      // Whose it is nobody says.
      place(partner, '', [x, y, boxWidth, boxHeight], align === 'left' ? 0 : 1)
      return boxHeight
    },
    signatures: signatures.length,
    sign(x, y, signWidth, color) {
      const gap = 28
      const each = Math.min(190, (signWidth - gap * (signatures.length - 1)) / Math.max(1, signatures.length))
      const total = each * signatures.length + gap * (signatures.length - 1)
      for (const [i, { name, role, hand }] of signatures.entries()) {
        const left = x + (signWidth - total) / 2 + i * (each + gap)
        if (hand !== undefined) place(hand, '', [left, y, each, 26], 0.5)
        canvas.ornament(`M${left} ${y + 28}h${each}`, '#9aa3ae', { lineWidth: 0.7 })
        const line = { x: left, width: each, align: 'center', maxLines: 1 } as const
        canvas.text(name, { ...line, y: y + 31, size: 9.5, minSize: 6, weight: 'bold', color })
        if (role !== '') canvas.text(role, { ...line, y: y + 43, size: 8.5, minSize: 6, color: '#55606e' })
      }
    },
    qr(x, y, side) {
      const { size, rectangles } = qrRectangles(url)
      const step = side / (size + 2 * QUIET_ZONE)
      const draw = () => {
        document.rect(x, y, side, side).fill('#ffffff')
        for (const [mx, my, length] of rectangles) {
          document.rect(x + (mx + QUIET_ZONE) * step, y + (my + QUIET_ZONE) * step, length * step, step)
        }
        document.fill('#0b0f14')
        // A string object becomes a PDF string; a plain string would become a name. Keys are those of PDF.
        document.link(x, y, side, side, url, { Contents: Object(qrAlt) } as never)
      }
      root.add(document.struct('Figure', { alt: qrAlt }, [draw]))
    },
    ornament(path, color, { lineWidth, opacity = 1 } = {}) {
      document.markContent('Artifact', { type: 'Layout' })
      document.save().path(path)
      if (lineWidth === undefined) document.fillOpacity(opacity).fill(color)
      else document.lineWidth(lineWidth).strokeOpacity(opacity).stroke(color)
      document.restore().endMarkedContent()
    },
  }
  return { canvas, end: () => root.end() }
}
