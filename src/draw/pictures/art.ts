import { assertPicture, pictureUrl } from '../../container/picture/index.js'
import { pngData, pngHeader } from '../../container/png/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { concatBytes, utf8Decode } from '../../internal/bytes.js'
import { createCache } from '../../internal/cache.js'
import { inflateCapped } from '../../internal/inflate.js'
import { limits } from '../../internal/limits.js'
import { peerMissing } from '../../internal/peer.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import { sharedCache } from '../../internal/shared-caches.js'
import { sanitizeSvg } from '../clean-art/index.js'
import { loadInstalled } from '../installed/index.js'
import { renderApart } from './apart.js'

/** A picture that is safe to draw: a PNG, and what colour it is. */
export interface Art {
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
  /** Hue of what is most colourful in it, 0 to 360. */
  readonly hue: number
}

/** Width of drawings as they are prepared for cards and pages, and the most that a PNG keeps. */
const ART_WIDTH = 1024
const SAMPLE_WIDTH = 32

/**
 * Makes a badge's picture ready for drawing. Whatever it was, it comes out as a PNG of our own: an SVG is cleaned first;
 * of a PNG only the pixels are taken, so that no badge that is baked into it, and no data that trips other decoders,
 * reaches a page. Size and time are capped.
 */
export async function prepareArt(image: Uint8Array): Promise<Art> {
  const key = quickSha256Hex(image)
  const known = prepared().get(key)
  if (known !== undefined) return known
  const art = await prepare(image)
  prepared().set(key, art)
  return art
}

const prepared = sharedCache('preparedArt', createCache<Art>)

async function prepare(image: Uint8Array): Promise<Art> {
  if (assertPicture(image) === 'svg') {
    renderer()
    const png = await renderApart(utf8Decode(await sanitizeSvg(image)), ART_WIDTH)
    const { width, height } = sizeOf(png)
    return { png, width, height, hue: await hueOf(png, width, height) }
  }
  const size = await soundPng(image)
  const drawn = await renderSvg(drawing(image, size), Math.min(size.width, ART_WIDTH))
  // A renderer leaves out what it cannot decode.
  if (!drawn.pixels().some((value, i) => i % 4 === 3 && value > 0)) throw damaged()
  const { width, height } = drawn
  const png = drawn.png()
  return { png, width, height, hue: await hueOf(png, width, height) }
}

const drawing = (png: Uint8Array, { width, height }: Size): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><image href="${embeddedPng(png)}" width="${width}" height="${height}"/></svg>`

const damaged = (cause?: unknown): BadgeError =>
  new BadgeError('ERR_IMAGE_CORRUPT', 'The PNG is damaged, or shows nothing.', { cause })

/** Samples of one pixel, by colour type (PNG §11.2.1). */
const SAMPLES: readonly number[] = [1, 0, 3, 1, 2, 0, 4]

/** The size of a PNG whose pixels unpack to no more than that size asks for. */
async function soundPng(png: Uint8Array): Promise<Size> {
  const { colourType, bitDepth, isInterlaced } = pngHeader(png)
  const { width, height } = sizeOf(png)
  const row = 1 + Math.ceil((width * (SAMPLES[colourType] ?? 0) * bitDepth) / 8)
  // Interlaced pictures have seven small ones, whose rows all begin with a byte of their own.
  const most = isInterlaced ? 2 * (row + 8) * (height + 8) : row * height
  try {
    await inflateCapped(concatBytes(...pngData(png)), 'deflate', most)
  } catch (cause) {
    throw isBadgeError(cause) ? cause : damaged(cause)
  }
  return { width, height }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The size of a PNG, where it has no more pixels than are drawn. */
function sizeOf(png: Uint8Array): Size {
  const { width, height } = pngHeader(png)
  if (width * height > limits.artPixels) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A picture has at most ${limits.artPixels} pixels.`)
  }
  return { width, height }
}

/** An `<image>` of a PNG, for SVG of our own. */
export const embeddedPng = (png: Uint8Array): string => pictureUrl(png, 'png')

/** A drawing. Either form of it takes time and megabytes to make, and is made when it is asked for. */
interface Drawing extends Size {
  png(): Uint8Array
  pixels(): Uint8Array
}

/** Draws an SVG that is our own. No font and no file is ever read for it. */
export async function renderSvg(svg: string, width: number): Promise<Drawing> {
  const { renderAsync } = renderer()
  const options = { fitTo: { mode: 'width' as const, value: width }, font: { loadSystemFonts: false } }
  const picture = await inTime(
    renderAsync(svg, options).catch((cause: unknown) => {
      throw new BadgeError('ERR_IMAGE_CORRUPT', 'The drawing could not be rendered.', { cause })
    }),
  )
  return {
    png: () => new Uint8Array(picture.asPng()),
    width: picture.width,
    height: picture.height,
    pixels: () => picture.pixels,
  }
}

type Renderer = Pick<typeof import('@resvg/resvg-js'), 'renderAsync'>

/** Native code, which bundlers for browsers could not take along. */
function renderer(): Renderer {
  const found = loadInstalled('@resvg/resvg-js')
  return found === undefined ? peerMissing('@resvg/resvg-js')(undefined) : (found as Renderer)
}

/** A renderer cannot be interrupted; its caller can stop waiting. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new BadgeError('ERR_LIMIT_EXCEEDED', 'The drawing takes too long to render; make it simpler.')),
      limits.artMilliseconds,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const NEUTRAL_HUE = 220

async function hueOf(png: Uint8Array, width: number, height: number): Promise<number> {
  const pixels = (await renderSvg(drawing(png, { width, height }), SAMPLE_WIDTH)).pixels()
  // Each pixel votes for its hue with its colourfulness.
  const votes = new Array<number>(36).fill(0)
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [r = 0, g = 0, b = 0, alpha = 0] = pixels.subarray(at, at + 4)
    const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)]
    if (alpha < 128 || high - low < 24) continue
    const sector =
      high === r ? (g - b) / (high - low) : high === g ? 2 + (b - r) / (high - low) : 4 + (r - g) / (high - low)
    const bin = Math.floor((((sector + 6) % 6) * 60) / 10) % 36
    votes[bin] = (votes[bin] ?? 0) + high - low
  }
  const best = votes.indexOf(Math.max(...votes))
  return (votes[best] ?? 0) === 0 ? NEUTRAL_HUE : best * 10 + 5
}
