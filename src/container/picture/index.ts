/** Pictures that a badge may have: PNG and SVG, told apart by their content. */
import { BadgeError } from '../../errors.js'
import { base64Encode } from '../../internal/encoding.js'
import { detectFormat } from '../shared/detect.js'

/** Media types of the formats that a picture of a badge may have. */
export const pictureMediaTypes = { png: 'image/png', svg: 'image/svg+xml' } as const

export type PictureFormat = keyof typeof pictureMediaTypes

/** The format of a picture, or `undefined` for what is not one. It may still turn out to be damaged. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  const format = detectFormat(bytes)
  return format === 'png' || format === 'svg' ? format : undefined
}

/** The format of a picture. Throws `ERR_FORMAT_UNKNOWN` for what is not one. */
export function assertPicture(bytes: Uint8Array, what = 'The picture'): PictureFormat {
  const format = pictureFormat(bytes)
  if (format === undefined) {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', `${what} has an unrecognised format: expected PNG or SVG.`)
  }
  return format
}

/** A picture as a `data:` URL. */
export const pictureUrl = (bytes: Uint8Array, format: PictureFormat): string =>
  `data:${pictureMediaTypes[format]};base64,${base64Encode(bytes)}`
