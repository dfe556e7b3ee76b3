import { BadgeError } from '../../errors.js'
import { concatBytes, equalBytes } from '../../internal/bytes.js'
import { fileLimits } from '../../internal/file-limits.js'
import { crc32 } from './crc32.js'

export const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const CGBI = 0x43674249
export const IHDR = 0x49484452
export const IDAT = 0x49444154
export const IEND = 0x49454e44
export const PLTE = 0x504c5445

/** Length, type and CRC around a chunk's data. */
const OVERHEAD = 12
const IHDR_LENGTH = 13
/** The credential goes right after IHDR, so that a reader of a stream meets it first. PNG §5.6 puts no order on iTXt. */
export const AFTER_IHDR = SIGNATURE.length + OVERHEAD + IHDR_LENGTH

/** What IHDR says (PNG §11.2.1). */
export interface PngHeader {
  readonly width: number
  readonly height: number
  readonly bitDepth: number
  readonly colourType: number
  readonly isInterlaced: boolean
}

/** A chunk, from its length to the end of its CRC. */
export interface PngChunk {
  readonly type: number
  readonly start: number
  readonly end: number
}

/** Bit depths that PNG §11.2.1 allows for each colour type. */
const bitDepths: readonly (readonly number[] | undefined)[] = [
  [1, 2, 4, 8, 16],
  undefined,
  [8, 16],
  [1, 2, 4, 8],
  [8, 16],
  undefined,
  [8, 16],
]

const viewOf = (image: Uint8Array): DataView => new DataView(image.buffer, image.byteOffset, image.byteLength)

/** The header of a PNG. Throws `ERR_IMAGE_CORRUPT` where signature or header are damaged, `ERR_LIMIT_EXCEEDED`. */
export function pngHeader(image: Uint8Array): PngHeader {
  if (image.length > fileLimits.pngBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PNG may have at most ${fileLimits.pngBytes} bytes; this has more.`)
  }
  if (image.length < AFTER_IHDR && equalBytes(image.subarray(0, SIGNATURE.length), SIGNATURE)) {
    throw corrupt('The PNG ends in the middle of its header: the file was cut off.')
  }
  if (image.length < AFTER_IHDR || !equalBytes(image.subarray(0, SIGNATURE.length), SIGNATURE)) {
    throw corrupt('The PNG signature is damaged; was the file transferred as text?')
  }
  const view = viewOf(image)
  if (view.getUint32(SIGNATURE.length + 4) === CGBI) {
    throw new BadgeError(
      'ERR_FORMAT_UNKNOWN',
      'This is a PNG in a form of Apple’s own (CgBI), as Xcode optimises pictures for phones, and other programs cannot show it; export the picture as an ordinary PNG.',
    )
  }
  const field = SIGNATURE.length + 8
  const [width, height] = [view.getUint32(field), view.getUint32(field + 4)]
  const [bitDepth = 0, colourType = 0, compression, filter, interlace = 2] = image.subarray(field + 8)
  const sound =
    view.getUint32(SIGNATURE.length) === IHDR_LENGTH &&
    view.getUint32(SIGNATURE.length + 4) === IHDR &&
    isSize(width) &&
    isSize(height) &&
    bitDepths[colourType]?.includes(bitDepth) === true &&
    compression === 0 &&
    filter === 0 &&
    interlace <= 1 &&
    hasSoundCrc(image, SIGNATURE.length, AFTER_IHDR)
  if (!sound) throw corrupt('The PNG header (IHDR) is damaged.')
  return { width, height, bitDepth, colourType, isInterlaced: interlace === 1 }
}

const isSize = (pixels: number): boolean => pixels > 0 && pixels <= 0x7fffffff

/**
 * The one walk over a PNG: its chunks between IHDR and IEND, each looked at once. Whatever follows IEND is not part of it.
 * Throws what {@link pngHeader} throws, and `ERR_IMAGE_CORRUPT` for chunks that are cut off and for a PNG without data.
 */
export function* chunksOf(image: Uint8Array): Generator<PngChunk, undefined> {
  pngHeader(image)
  const view = viewOf(image)
  let hasData = false
  let start = AFTER_IHDR
  for (let count = 1; count < fileLimits.pngChunks; count++) {
    if (start + OVERHEAD > image.length) throw corrupt('The PNG ends before its IEND chunk.')
    const end = start + OVERHEAD + view.getUint32(start)
    if (end > image.length) throw corrupt('The PNG ends in the middle of a chunk, or a chunk states a wrong length.')
    const type = view.getUint32(start + 4)
    if (type === IEND) {
      if (!hasData) throw corrupt('The PNG has no image data.')
      return
    }
    if (type === IHDR || !isChunkType(type))
      throw corrupt('The PNG has something other than a chunk where one must be.')
    hasData ||= type === IDAT
    yield { type, start, end }
    start = end
  }
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PNG may have at most ${fileLimits.pngChunks} chunks; this has more.`)
}

/** The packed image data of a PNG, in its parts. */
export const pngData = (image: Uint8Array): Uint8Array[] =>
  Array.from(chunksOf(image)).flatMap(({ type, start, end }) =>
    type === IDAT ? [image.subarray(start + 8, end - 4)] : [],
  )

/** Four ASCII letters. */
function isChunkType(type: number): boolean {
  for (let shift = 0; shift < 32; shift += 8) {
    const letter = (type >>> shift) & 0xdf
    if (letter < 0x41 || letter > 0x5a) return false
  }
  return true
}

/** Whether the CRC of a chunk is that of what it covers. */
export const hasSoundCrc = (image: Uint8Array, start: number, end: number): boolean =>
  viewOf(image).getUint32(end - 4) === crc32(image.subarray(start + 4, end - 4))

/** A chunk with its length and CRC. */
export function chunk(type: number, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(OVERHEAD + data.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, data.length)
  view.setUint32(4, type)
  out.set(data, 8)
  view.setUint32(out.length - 4, crc32(out.subarray(4, out.length - 4)))
  return out
}

export const corrupt = (message: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_IMAGE_CORRUPT', message, cause === undefined ? {} : { cause })

/** Chunks that change what is seen (PNG §11): palette, transparency, pixels, colour space. */
const SEEN = new Set(['PLTE', 'tRNS', 'IDAT', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'pHYs'].map(typeOf))

function typeOf(name: string): number {
  return [...name].reduce((sum, letter) => sum * 256 + letter.charCodeAt(0), 0)
}

/** The PNG with nothing in it but what is seen: no texts, no times, no frames of an animation, nothing behind its end. */
export const bareImage = (image: Uint8Array): Uint8Array =>
  concatBytes(
    image.subarray(0, AFTER_IHDR),
    ...Array.from(chunksOf(image)).flatMap(({ type, start, end }) =>
      SEEN.has(type) ? [image.subarray(start, end)] : [],
    ),
    chunk(IEND, new Uint8Array(0)),
  )
