import { checkOptions, checkValue, needed, number, type OptionTable } from '../../internal/options.js'
import { type BadgeView, escapeMarkup } from '../../view/index.js'
import {
  type Art,
  type CardPalette,
  embeddedPng,
  type FontBook,
  fitParagraph,
  type Line,
  opened,
  QUIET_ZONE,
  qrRectangles,
} from '../index.js'

/** Words of a card, already in the reader's language. */
export interface CardTexts {
  readonly issued: string
  readonly awardedTo?: string
  readonly scan: string
  readonly address: string
  readonly state?: string
}

/** What a template draws with. */
export interface CardInput {
  readonly view: BadgeView
  readonly width: number
  readonly height: number
  readonly art: Art
  readonly book: FontBook
  readonly palette: CardPalette
  readonly texts: CardTexts
  readonly alt: string
  /** Whether a QR code leads to the badge's page. */
  readonly link: boolean
}

/** A card as SVG. Replace it with a function of your own to have another design. */
export type CardTemplate = (input: CardInput) => string

/** Where a text goes and how; lengths in pixels. */
export interface TextBox {
  readonly x: number
  readonly width: number
  readonly size: number
  readonly minSize: number
  readonly maxLines: number
  readonly weight?: 'regular' | 'bold'
  readonly color: string
  readonly align: 'start' | 'center'
  readonly leading?: number
}

const boxRules = {
  x: needed(number(-100_000)),
  width: needed(number()),
  size: needed(number()),
  minSize: needed(number()),
  maxLines: needed(number()),
  leading: number(),
  weight: ['regular', 'bold'],
  align: needed(['start', 'center'] as const),
  color: needed('text'),
} as const satisfies OptionTable<TextBox>

/**
 * A text as SVG, in any script, for templates of your own: it knows how high it is before it is placed.
 *
 * @param book - the fonts, as the template gets them
 * @throws BadgeError `ERR_FONT_MISSING` for characters that are in none of the card's texts, `ERR_ARGUMENT_INVALID` for
 *   another `book`
 */
export function textBlock(text: string, book: FontBook, box: TextBox): { height: number; at(y: number): string } {
  checkValue('text', text, needed('text'))
  checkOptions(box, boxRules)
  const { lines, size } = fitParagraph(text, opened(book), box)
  const leading = size * (box.leading ?? 1.28)
  return {
    height: lines.length * leading,
    at: (y) =>
      lines
        .map((line, i) => drawLine(line, left(line, size, box), y + i * leading + size * 0.96, size))
        .map((path) => `<path fill="${box.color}" d="${path}"/>`)
        .join(''),
  }
}

function left(line: Line, size: number, { x, width, align }: TextBox): number {
  const rest = width - line.width * size
  if (align === 'center') return x + rest / 2
  return line.isRightToLeft ? x + rest : x
}

function drawLine(line: Line, x: number, y: number, size: number): string {
  let pen = x
  return line.runs
    .map((run) => {
      const path = run.path(pen, y, size)
      pen += run.width * size
      return path
    })
    .join('')
}

/** A QR code on white as SVG, quiet zone included, for templates of your own. */
export function qrCode(url: string, x: number, y: number, side: number): string {
  checkValue('url', url, needed('text'))
  for (const [name, value] of Object.entries({ x, y, side })) checkValue(name, value, needed(number(-100_000, 100_000)))
  const { size, rectangles } = qrRectangles(url)
  const step = side / (size + 2 * QUIET_ZONE)
  const data = rectangles.map(([mx, my, length]) => `M${mx} ${my}h${length}v1h-${length}z`).join('')
  return (
    `<rect x="${x}" y="${y}" width="${side}" height="${side}" rx="${step * 2.5}" fill="#ffffff"/>` +
    `<path transform="translate(${x + QUIET_ZONE * step} ${y + QUIET_ZONE * step}) scale(${step})" fill="#0b0f14" shape-rendering="crispEdges" d="${data}"/>`
  )
}

function pill(
  text: string,
  book: FontBook,
  x: number,
  y: number,
  size: number,
  color: string,
): { width: number; svg: string } {
  const probe = fitParagraph(text, opened(book), { width: 1e6, size, minSize: size, maxLines: 1, weight: 'bold' })
    .lines[0]
  const inner = (probe?.width ?? 0) * size
  const width = inner + size * 1.8
  const label =
    probe === undefined ? '' : `<path fill="#ffffff" d="${drawLine(probe, x + size * 0.9, y + size * 1.3, size)}"/>`
  return {
    width,
    svg: `<rect x="${x}" y="${y}" width="${width}" height="${size * 1.9}" rx="${size * 0.95}" fill="${color}"/>${label}`,
  }
}

interface Stack {
  readonly height: number
  at(y: number): string
}

/** Texts below each other, all of them smaller until they fit the room. */
function stack(
  texts: readonly (readonly [string | undefined, TextBox])[],
  book: FontBook,
  gap: number,
  room: number,
): Stack {
  for (let scale = 1; ; scale *= 0.93) {
    const parts = texts.flatMap(([text, box]) =>
      text === undefined
        ? []
        : [textBlock(text, book, { ...box, size: box.size * scale, minSize: box.minSize * scale })],
    )
    const height = parts.reduce((sum, part) => sum + part.height, 0) + gap * scale * (parts.length - 1)
    if (height > room && scale > SMALLEST) continue
    return {
      height,
      at(y) {
        let top = y
        return parts
          .map((part) => {
            const drawn = part.at(top)
            top += part.height + gap * scale
            return drawn
          })
          .join('')
      },
    }
  }
}

const SMALLEST = 0.4

/** A title that does not fit its lines at any size gets twice as many, smaller ones, before anything of it is cut. */
function titled(name: string, book: FontBook, box: TextBox): readonly [string, TextBox] {
  if (!fitParagraph(name, opened(book), box).isCut) return [name, box]
  return [name, { ...box, size: box.minSize, minSize: box.minSize * 0.6, maxLines: box.maxLines * 2 }]
}

/** The picture in a square, whole. */
const picture = ({ png }: Art, x: number, y: number, side: number): string =>
  `<image x="${x}" y="${y}" width="${side}" height="${side}" preserveAspectRatio="xMidYMid meet" href="${embeddedPng(png)}"/>`

function frame(
  { width, height, palette, alt }: CardInput,
  glow: { x: number; y: number; r: number },
  body: string,
): string {
  const rings = [1.06, 1.34, 1.66, 2.02]
    .map(
      (factor, i) =>
        `<circle cx="${glow.x}" cy="${glow.y}" r="${glow.r * factor}" fill="none" stroke="${palette.line}" stroke-width="${glow.r * 0.006}" stroke-opacity="${0.26 - i * 0.055}"/>`,
    )
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">` +
    `<title>${escapeMarkup(alt)}</title><defs>` +
    `<linearGradient id="ground" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${palette.from}"/><stop offset="1" stop-color="${palette.to}"/></linearGradient>` +
    `<radialGradient id="glow"><stop offset="0" stop-color="${palette.glow}" stop-opacity="0.55"/><stop offset="0.55" stop-color="${palette.glow}" stop-opacity="0.16"/><stop offset="1" stop-color="${palette.glow}" stop-opacity="0"/></radialGradient>` +
    `</defs><rect width="${width}" height="${height}" fill="url(#ground)"/>` +
    `<circle cx="${glow.x}" cy="${glow.y}" r="${glow.r * 2}" fill="url(#glow)"/>${rings}${body}</svg>`
  )
}

/** Picture on the left, words on the right, code below them. */
const landscape: CardTemplate = (input) => {
  const { width, height, view, book, palette, texts, art } = input
  const u = height / 630
  const side = 400 * u
  const center = { x: width * 0.225, y: height / 2, r: side * 0.53 }
  const x = width * 0.43
  const textWidth = width - x - 56 * u
  const box = { x, width: textWidth, align: 'start' } as const
  const qr = input.link ? 148 * u : 0
  const bottom = height - 48 * u
  const top = 44 * u
  const room = bottom - qr - (input.link ? 22 * u : 0) - top
  const words = stack(
    [
      [view.issuer, { ...box, size: 29 * u, minSize: 20 * u, maxLines: 2, weight: 'bold', color: palette.accent }],
      titled(view.name, book, {
        ...box,
        size: 66 * u,
        minSize: 34 * u,
        maxLines: 3,
        weight: 'bold',
        color: palette.title,
        leading: 1.18,
      }),
      [texts.awardedTo, { ...box, size: 30 * u, minSize: 20 * u, maxLines: 2, color: palette.title }],
      [texts.issued, { ...box, size: 25 * u, minSize: 18 * u, maxLines: 2, color: palette.text }],
    ],
    book,
    14 * u,
    room,
  )
  let body = picture(art, center.x - side / 2, center.y - side / 2, side)
  body += words.at(top + Math.max(0, (room - words.height) / 2))
  if (input.link) body += landscapeCode(input, x, bottom, textWidth)
  if (texts.state !== undefined) {
    const probe = pill(texts.state, book, 0, 0, 26 * u, palette.warning)
    body += pill(texts.state, book, center.x - probe.width / 2, height - 78 * u, 26 * u, palette.warning).svg
  }
  return frame(input, center, body)
}

/** What is beside a code: as wide as it is, so that words of either direction stay with the address. */
function besideCode(
  { book, palette, texts }: Pick<CardInput, 'book' | 'palette' | 'texts'>,
  box: {
    readonly width: number
    readonly scan: readonly [number, number]
    readonly address: readonly [number, number]
  },
): { readonly width: number; at(x: number, middle: number): string } {
  const rows = [
    { text: texts.scan, sizes: box.scan, maxLines: 1, weight: 'bold', color: palette.title },
    { text: texts.address, sizes: box.address, maxLines: 2, weight: 'regular', color: palette.text },
  ] as const
  const fitted = rows.map(({ text, sizes: [size, minSize], maxLines, weight }) =>
    fitParagraph(text, opened(book), { width: box.width, size, minSize, maxLines, weight }),
  )
  const widest = Math.max(...fitted.flatMap(({ lines, size }) => lines.map((line) => line.width * size)))
  return {
    width: widest,
    at(x, middle) {
      const blocks = rows.map(({ text, maxLines, weight, color }, i) => {
        const size = fitted[i]?.size ?? 0
        const place = { x, width: widest + 1, align: 'start', size, minSize: size, maxLines, weight, color } as const
        return textBlock(text, book, place)
      })
      let y = middle - blocks.reduce((sum, { height }) => sum + height, 0) / 2
      return blocks
        .map((block) => {
          const drawn = block.at(y)
          y += block.height
          return drawn
        })
        .join('')
    },
  }
}

/** The code, and beside it where it leads. */
function landscapeCode(input: CardInput, x: number, bottom: number, textWidth: number): string {
  const u = input.height / 630
  const qr = 148 * u
  const width = textWidth - qr - 24 * u
  const label = besideCode(input, { width, scan: [25 * u, 16 * u], address: [21 * u, 13 * u] })
  return qrCode(input.view.url, x, bottom - qr, qr) + label.at(x + qr + 24 * u, bottom - qr / 2)
}

/** Picture above, words in the middle, code at the foot. */
const upright: CardTemplate = (input) => {
  const { width, height, view, book, palette, texts, art } = input
  const u = width / 1080
  const slack = (height - 1080 * u) / u
  const side = (430 + slack * 0.33) * u
  const qr = input.link ? (170 + slack * 0.09) * u : 0
  const margin = (54 + slack * 0.07) * u
  const center = { x: width / 2, y: margin + side / 2, r: side * 0.53 }
  const box = { x: 72 * u, width: width - 144 * u, align: 'center' } as const
  const foot = height - margin
  // What the badge is no more is over the lower edge of the picture.
  const top = center.y + side / 2 + (texts.state === undefined ? 8 * u : 34 * u)
  const room = foot - qr - (input.link ? 16 * u : 0) - top
  const words = stack(
    [
      [
        view.issuer,
        { ...box, size: (34 + slack * 0.008) * u, minSize: 22 * u, maxLines: 2, weight: 'bold', color: palette.accent },
      ],
      titled(view.name, book, {
        ...box,
        size: (70 + slack * 0.018) * u,
        minSize: 36 * u,
        maxLines: 3,
        weight: 'bold',
        color: palette.title,
        leading: 1.18,
      }),
      [texts.awardedTo, { ...box, size: (36 + slack * 0.006) * u, minSize: 22 * u, maxLines: 2, color: palette.title }],
      [texts.issued, { ...box, size: (28 + slack * 0.006) * u, minSize: 18 * u, maxLines: 2, color: palette.text }],
    ],
    book,
    Math.min(20 * u + slack * 0.02 * u, 44 * u),
    room,
  )
  let body = picture(art, center.x - side / 2, center.y - side / 2, side)
  body += words.at(top + Math.max(0, (room - words.height) / 2))
  if (input.link) body += uprightCode(input, { u, slack, qr, margin, foot })
  if (texts.state !== undefined) {
    const probe = pill(texts.state, book, 0, 0, 34 * u, palette.warning)
    body += pill(
      texts.state,
      book,
      (width - probe.width) / 2,
      center.y + side / 2 - 40 * u,
      34 * u,
      palette.warning,
    ).svg
  }
  return frame(input, center, body)
}

/** Code and address as one group, in the middle of the foot. */
function uprightCode(
  input: CardInput,
  { u, slack, qr, margin, foot }: Readonly<Record<'u' | 'slack' | 'qr' | 'margin' | 'foot', number>>,
): string {
  const label = besideCode(input, {
    width: input.width - 3 * margin - qr,
    scan: [(30 + slack * 0.012) * u, 18 * u],
    address: [(26 + slack * 0.008) * u, 15 * u],
  })
  const x = (input.width - qr - 28 * u - label.width) / 2
  return qrCode(input.view.url, x, foot - qr, qr) + label.at(x + qr + 28 * u, foot - qr / 2)
}

/** The design that comes along, in the form that the proportions ask for. */
export const standardCard: CardTemplate = (input) =>
  input.width > input.height * 1.2 ? landscape(input) : upright(input)
