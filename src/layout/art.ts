import { detectFormat } from '../bake/index.js'
import { sanitizeSvg } from '../bake/sanitize/index.js'
import { BadgeError } from '../errors.js'
import { utf8Decode } from '../internal/bytes.js'
import { base64Encode } from '../internal/encoding.js'
import { limits } from '../internal/limits.js'
import { peerMissing } from '../internal/peer.js'
import { loadInstalled } from './installed.js'

/** A picture that is safe to draw: a PNG, and what colour it is. */
export interface Art {
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
  /** Hue of what is most colourful in it, 0 to 360. */
  readonly hue: number
}

/** Width of drawings as they are prepared for cards and pages. */
const ART_WIDTH = 1024
const SAMPLE_WIDTH = 32

/**
 * Makes a badge's picture ready for drawing. An SVG is cleaned and rendered by itself first, so that nothing of it
 * reaches a page; a PNG is taken as it is. Size and time are capped.
 */
export async function prepareArt(image: Uint8Array): Promise<Art> {
  const format = detectFormat(image)
  if (format !== 'png' && format !== 'svg') {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The picture of a badge is a PNG or an SVG.')
  }
  if (format === 'svg') {
    const clean = utf8Decode(await sanitizeSvg(image))
    const { png, width, height } = await renderSvg(clean, ART_WIDTH)
    return { png, width, height, hue: await hueOf(png, width, height) }
  }
  const { width, height } = pngSize(image)
  return { png: image, width, height, hue: await hueOf(image, width, height) }
}

function pngSize(png: Uint8Array): { width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [width, height] = png.length < 33 ? [0, 0] : [view.getUint32(16), view.getUint32(20)]
  if (png.length > limits.pngBytes || width * height > limits.artPixels) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A picture has at most ${limits.artPixels} pixels.`)
  }
  if (width === 0 || height === 0) throw new BadgeError('ERR_IMAGE_CORRUPT', 'The PNG is damaged: it has no size.')
  return { width, height }
}

/** An `<image>` of a PNG, for SVG of our own. */
export const embeddedPng = (png: Uint8Array): string => `data:image/png;base64,${base64Encode(png)}`

/** Draws an SVG that is our own or was cleaned. No font and no file is ever read for it. */
export async function renderSvg(
  svg: string,
  width: number,
): Promise<{ readonly png: Uint8Array; readonly width: number; readonly height: number; readonly pixels: Uint8Array }> {
  const { renderAsync } = renderer()
  const options = { fitTo: { mode: 'width' as const, value: width }, font: { loadSystemFonts: false } }
  const picture = await inTime(
    renderAsync(svg, options).catch((cause: unknown) => {
      throw new BadgeError('ERR_IMAGE_CORRUPT', 'The drawing could not be rendered.', { cause })
    }),
  )
  if (picture.width * picture.height > limits.artPixels) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A picture has at most ${limits.artPixels} pixels.`)
  }
  return { png: new Uint8Array(picture.asPng()), width: picture.width, height: picture.height, pixels: picture.pixels }
}

type Renderer = Pick<typeof import('@resvg/resvg-js'), 'renderAsync'>

/** Native code, which bundlers for browsers could not take along. */
function renderer(): Renderer {
  const found = loadInstalled('@resvg/resvg-js')
  return found === undefined ? peerMissing('@resvg/resvg-js')(undefined) : (found as Renderer)
}

/** A renderer cannot be interrupted; whoever waits for it can. */
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
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><image href="${embeddedPng(png)}" width="${width}" height="${height}"/></svg>`
  const { pixels } = await renderSvg(svg, SAMPLE_WIDTH)
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
