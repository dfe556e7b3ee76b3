/** The logo of an issuer: made safe to be shown, and drawn as a PNG for what knows no other picture. */
import { pictureFormat } from '../../container/picture/index.js'
import { bareImage, pngHeader } from '../../container/png/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { base64Encode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { sanitizeSvg } from '../clean-art/index.js'
import { resolveInstalled } from '../installed/index.js'
import { type Art, prepareArt, renderApart } from '../pictures/index.js'
import { cleanJpeg, isJpeg } from './jpeg.js'

/** Media types of the formats that a logo may have. */
export const logoMediaTypes = { png: 'image/png', svg: 'image/svg+xml', jpg: 'image/jpeg' } as const

export type LogoFormat = keyof typeof logoMediaTypes

export interface Logo {
  readonly format: LogoFormat
  readonly bytes: Uint8Array
}

/**
 * What is drawn of a logo, and nothing else: an SVG is cleaned, a PNG and a JPEG lose what is written into them.
 *
 * @throws BadgeError `ERR_FORMAT_UNKNOWN`, `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE`, `ERR_LIMIT_EXCEEDED`
 */
export async function cleanLogo(image: Uint8Array): Promise<Logo> {
  if (image.length > limits.logoBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A logo has at most ${limits.logoBytes} bytes.`)
  }
  if (isJpeg(image)) {
    const { bytes, ...size } = cleanJpeg(image)
    assertSize(size)
    return { format: 'jpg', bytes }
  }
  switch (pictureFormat(image)) {
    case 'svg':
      return { format: 'svg', bytes: await sanitizeSvg(image) }
    case 'png':
      assertSize(pngHeader(image))
      return { format: 'png', bytes: bareImage(image) }
    default:
      throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The logo has an unrecognised format: expected PNG, SVG or JPEG.')
  }
}

function assertSize({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width >= 1 && height >= 1 && Math.max(width, height) <= limits.logoSide) return
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `A logo has at most ${limits.logoSide} pixels on either side.`)
}

/** A logo as certificates take it. Throws what {@link cleanLogo} throws, and `ERR_PEER_MISSING`. */
export async function logoArt(image: Uint8Array): Promise<Art> {
  const { format, bytes } = await cleanLogo(image)
  if (format !== 'jpg') return prepareArt(bytes)
  const { width, height } = cleanJpeg(bytes)
  const data = `data:${logoMediaTypes.jpg};base64,${base64Encode(bytes)}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><image href="${data}" width="${width}" height="${height}"/></svg>`
  return prepareArt(utf8Encode(svg))
}

/** A logo as mails take it; `undefined` for a drawing where no renderer is installed. */
export async function drawnLogo({ format, bytes }: Logo) {
  if (format !== 'svg') return { format, bytes }
  if (resolveInstalled('@resvg/resvg-js') === undefined) return undefined
  return { format: 'png', bytes: await renderApart(utf8Decode(bytes), limits.logoWidth) } as const
}
