import { BadgeError } from '../../errors.js'
import { concatBytes } from '../../internal/bytes.js'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const COM = 0xfe
/** Application segments: only that of Adobe (14) and colour profiles (2) change what is seen. */
const isOfApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef
const KEPT = new Set([0xe2, 0xee])

/** Frames: all of SOF0 to SOF15 but the tables that lie between them (T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff

/** A JPEG without what cameras and editors write into it, such as the place where it was taken; and its size. */
export function cleanJpeg(image: Uint8Array): {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
} {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  const kept: Uint8Array[] = [image.subarray(0, 2)]
  let size: { readonly width: number; readonly height: number } | undefined
  let at = 2
  while (at + 4 <= image.length) {
    if (image[at] !== 0xff) throw damaged()
    const marker = image[at + 1] ?? 0
    const end = at + 2 + view.getUint16(at + 2)
    if (marker < 0xc0 || marker === SOI || marker === EOI || end < at + 4 || end > image.length) throw damaged()
    if (isFrame(marker)) {
      if (end < at + 9 || size !== undefined) throw damaged()
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    }
    if (marker === SOS) {
      // From here to the end there are pixels, and in progressive pictures tables between them.
      const last = image.lastIndexOf(EOI)
      if (size === undefined || last < end || image[last - 1] !== 0xff) throw damaged()
      return { bytes: concatBytes(...kept, image.subarray(at, last + 1)), ...size }
    }
    if (marker !== COM && (!isOfApplication(marker) || KEPT.has(marker))) kept.push(image.subarray(at, end))
    at = end
  }
  throw damaged()
}

const damaged = (): BadgeError => new BadgeError('ERR_IMAGE_CORRUPT', 'The JPEG is damaged.')
