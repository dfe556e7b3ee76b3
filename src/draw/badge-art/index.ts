/** Pictures of badges: those that somebody uploads, fitted into a square, and those that are drawn for a badge that has none. */
import { pictureFormat } from '../../container/picture/index.js'
import { bareImage, pngHeader } from '../../container/png/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Encode } from '../../internal/bytes.js'
import { accentsOf, hsl, hslOf, isColour } from '../../internal/colours.js'
import { base64Encode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { textBlock } from '../cards/template.js'
import { sanitizeSvg } from '../clean-art/index.js'
import { type FontOptions, openFonts } from '../fonts/index.js'
import { resolveInstalled } from '../installed/index.js'
import { cleanJpeg, isJpeg } from '../logo/jpeg.js'
import { type Art, embeddedPng, prepareArt, renderSvg } from '../pictures/index.js'
import { type BadgeIcon, type BadgeShape, icons, shapes } from './parts.js'

/** Pixels on either side of a picture that was fitted or drawn. */
const SIDE = 512

const canRender = (): boolean => resolveInstalled('@resvg/resvg-js') !== undefined

/**
 * A picture as badges have it: cleaned, and a square PNG where a renderer is installed. Without one a PNG and a drawing stay as
 * they are.
 *
 * @throws BadgeError `ERR_FORMAT_UNKNOWN`, `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE`, `ERR_LIMIT_EXCEEDED`, and for a JPEG
 *   without a renderer `ERR_PEER_MISSING`
 */
export async function fitPicture(image: Uint8Array): Promise<Uint8Array> {
  if (image.length > limits.pictureBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `The picture of a badge must have at most ${limits.pictureBytes} bytes.`)
  }
  if (isJpeg(image)) return square(await artOfJpeg(image))
  switch (pictureFormat(image)) {
    case 'svg':
      return canRender() ? square(await prepareArt(image)) : sanitizeSvg(image)
    case 'png': {
      if (canRender()) return square(await prepareArt(image))
      pngHeader(image)
      return bareImage(image)
    }
    default:
      throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The picture has an unrecognised format: expected PNG, SVG or JPEG.')
  }
}

async function artOfJpeg(image: Uint8Array): Promise<Art> {
  const { bytes, width, height } = cleanJpeg(image)
  if (width * height > limits.artPixels || width < 1 || height < 1) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A picture has at most ${limits.artPixels} pixels.`)
  }
  const data = `data:image/jpeg;base64,${base64Encode(bytes)}`
  return prepareArt(
    utf8Encode(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><image href="${data}" width="${width}" height="${height}"/></svg>`,
    ),
  )
}

/** In the middle of a square, whole. */
async function square({ png, width, height }: Art): Promise<Uint8Array> {
  const scale = SIDE / Math.max(width, height)
  const [w, h] = [width * scale, height * scale]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}"><image href="${embeddedPng(png)}" x="${(SIDE - w) / 2}" y="${(SIDE - h) / 2}" width="${w}" height="${h}"/></svg>`
  return (await renderSvg(svg, SIDE)).png()
}

/** What a badge is drawn from. */
interface BadgeLook {
  readonly shape: string
  readonly icon: string
  readonly colour: string
  readonly words?: string
}

/**
 * Draws the picture of a badge: a PNG where a renderer is installed, else an SVG. Its words are drawn as outlines, in the fonts of
 * cards.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for shapes, icons and colours that there are not; for words `ERR_PEER_MISSING` and
 *   `ERR_FONT_MISSING`
 */
export async function drawBadge(look: BadgeLook, fonts: FontOptions = {}): Promise<Uint8Array> {
  const svg = await badgeSvg(look, fonts)
  return canRender() ? (await renderSvg(svg, SIDE)).png() : utf8Encode(svg)
}

export async function badgeSvg(
  { shape, icon, colour, words = '' }: BadgeLook,
  fonts: FontOptions = {},
): Promise<string> {
  const outline = shapes[oneOf('shape', shapes, shape)]
  const path = icons[oneOf('icon', icons, icon)]
  if (!isColour(colour)) throw new BadgeError('ERR_ARGUMENT_INVALID', '`look.colour` must be a colour as #rrggbb.')
  if (words.length > limits.badgeWords) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`look.words\` has at most ${limits.badgeWords} characters.`)
  }
  // As dark as it must be for white on it to be read.
  const { accent, strong } = accentsOf(colour).light
  const [hue, saturation] = hslOf(accent)
  const pale = hsl(hue, Math.min(saturation, 60), 94)
  const text = words.trim() === '' ? '' : await band(words.trim(), strong, fonts)
  const [size, top] = text === '' ? [88, 56] : [70, 42]
  const inner = `<g transform="translate(100 100) scale(.88) translate(-100 -100)"><path d="${outline}" fill="none" stroke="${pale}" stroke-width="3" stroke-opacity=".75"/></g>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><path d="${outline}" fill="${accent}"/>${inner}<g transform="translate(${100 - size / 2} ${top}) scale(${size / 24})"><path d="${path}" fill="none" stroke="#ffffff" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></g>${text}</svg>`
}

/** Words on a pale band across the lower half. */
async function band(words: string, ink: string, fonts: FontOptions): Promise<string> {
  const book = await openFonts([words], fonts)
  const block = textBlock(words, book, {
    x: 16,
    width: 168,
    size: 22,
    minSize: 9,
    maxLines: 2,
    weight: 'bold',
    color: ink,
    align: 'center',
    leading: 1.12,
  })
  const height = block.height + 14
  const y = 142 - height / 2
  return `<rect x="6" y="${y}" width="188" height="${height}" rx="8" fill="#ffffff"/>${block.at(y + 6)}`
}

function oneOf<Name extends string>(what: string, table: Readonly<Record<Name, string>>, name: string): Name {
  if (Object.hasOwn(table, name)) return name as Name
  throw new BadgeError('ERR_ARGUMENT_INVALID', `\`look.${what}\` must be one of ${Object.keys(table).join(', ')}.`)
}

/** The names of the parts, as pages list them. */
export const lookParts = {
  shapes: Object.keys(shapes) as BadgeShape[],
  icons: Object.keys(icons) as BadgeIcon[],
}
