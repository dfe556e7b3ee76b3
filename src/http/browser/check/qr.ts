import { looksLikeJws } from '../../../badge/index.js'
import { limits } from '../../../internal/limits.js'
import { canParseUrl } from '../../../internal/url.js'
import { isUrlWithin } from '../../../internal/url-scope.js'
import type { CheckConfig } from '../../site/answer/config.js'

/** What a QR code says, by what can be done with it. */
export type Led =
  | { readonly to: 'own'; readonly url: string; readonly host: string; readonly path: string }
  | { readonly to: 'other'; readonly url: string; readonly host: string }
  | { readonly to: 'credential' | 'text'; readonly text: string }

export function ledBy({ site }: Pick<CheckConfig, 'site'>, read: string): Led {
  const text = read.trim()
  if (text.startsWith('{') || looksLikeJws(text)) return { to: 'credential', text }
  if (!/^https?:\/\//i.test(text) || text.length > limits.fetchUrl || !canParseUrl(text)) {
    return { to: 'text', text: text.slice(0, limits.linkLabel) }
  }
  const url = new URL(text)
  const { href, host } = url
  const place = site !== undefined && isUrlWithin(href, site.baseUrl) ? placeOf(url, site.path) : undefined
  return place === undefined ? { to: 'other', url: href, host } : { to: 'own', url: href, host, path: place }
}

/** The file of the badge whose page that is: of its own address, or of a link. */
function placeOf({ pathname }: URL, base: string): string | undefined {
  const [, page] = /^(\/[bs]\/[^/]+)(?:\/|$)/.exec(pathname.slice(base.length)) ?? []
  return page === undefined ? undefined : `${page}/credential.json`
}

type Pixels = Pick<ImageData, 'data' | 'width' | 'height'>

/** The text of the QR code in a picture, if it is one and has one. */
export async function textInPicture(file: File): Promise<string | undefined> {
  const pixels = await pixelsOf(file).catch(() => undefined)
  return pixels === undefined ? undefined : textIn(pixels)
}

/** The text of the QR code among pixels. What reads it is loaded when it is first needed. */
export async function textIn(
  { data, width, height }: Pixels,
  milliseconds: number = limits.qrMilliseconds,
): Promise<string | undefined> {
  const { default: decode } = await import('qr/decode.js')
  try {
    return decode({ data, width, height }, { timeLimit: milliseconds })
  } catch {
    // There is none, or none that can be read.
    return undefined
  }
}

/** A picture drawn on white, no larger than what a QR code is looked for in. */
async function pixelsOf(file: File): Promise<Pixels> {
  const source = await opened(file)
  const { width, height } = source
  if (width * height > limits.qrPicturePixels) throw new Error('The picture is too large.')
  const scale = Math.min(1, limits.qrPixels / Math.max(width, height))
  return draw(source, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
}

async function opened(file: File): Promise<ImageBitmap | HTMLImageElement> {
  // Chromium opens no drawing this way, only as an element.
  if (!/svg/i.test(file.type) && !/\.svg$/i.test(file.name)) return createImageBitmap(file)
  const url = URL.createObjectURL(new Blob([await file.arrayBuffer()], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return image
  } finally {
    URL.revokeObjectURL(url)
  }
}

export function draw(source: CanvasImageSource, width: number, height: number): Pixels {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('There is no canvas.')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(source, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}
