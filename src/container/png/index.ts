/** PNG (third edition) as far as baking needs it: the walk over the chunks, and text chunks. */
import { BadgeError } from '../../errors.js'
import { equalBytes, utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { fileLimits } from '../../internal/file-limits.js'
import { inflateCapped } from '../../internal/inflate.js'
import type { ContainerFormat, Slot } from '../shared/format.js'
import { ob3Place, places } from '../shared/standards.js'
import { crc32 } from './crc32.js'

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const IHDR = 0x49484452
const IDAT = 0x49444154
const IEND = 0x49454e44
const ITXT = 0x69545874
const ZTXT = 0x7a545874
const TEXT = 0x74455874

/** Length, type and CRC around a chunk's data. */
const OVERHEAD = 12
const IHDR_LENGTH = 13
/** The credential goes right after IHDR, so that a reader of a stream meets it first. PNG §5.6 puts no order on iTXt. */
const AFTER_IHDR = SIGNATURE.length + OVERHEAD + IHDR_LENGTH

interface TextSlot extends Slot {
  /** Where the chunk starts and ends in the file. */
  readonly start: number
  readonly end: number
}

export const png = { open: openPng } satisfies ContainerFormat

function openPng(image: Uint8Array) {
  const slots = findSlots(image)
  return {
    slots,
    insert(text: string) {
      const keyword = ob3Place.keyword
      // Keyword, then: end of keyword, not compressed, method 0, no language, no translated keyword.
      return splice(
        image,
        [{ start: AFTER_IHDR, end: AFTER_IHDR }],
        chunk(ITXT, utf8Encode(`${keyword}\0\0\0\0\0${text}`)),
      )
    },
    strip: () => splice(image, slots),
  }
}

/** Walks the chunks once. Data that is only carried along is neither read nor checked. */
function findSlots(image: Uint8Array): TextSlot[] {
  if (image.length > fileLimits.pngBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PNG may have at most ${fileLimits.pngBytes} bytes; this has more.`)
  }
  if (image.length < AFTER_IHDR || !equalBytes(image.subarray(0, SIGNATURE.length), SIGNATURE)) {
    throw corrupt('The PNG signature is damaged; was the file transferred as text?')
  }
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  assertHeader(view)

  const slots: TextSlot[] = []
  let hasData = false
  let start = AFTER_IHDR
  for (let count = 1; count < fileLimits.pngChunks; count++) {
    if (start + OVERHEAD > image.length) throw corrupt('The PNG ends before its IEND chunk.')
    const end = start + OVERHEAD + view.getUint32(start)
    if (end > image.length) throw corrupt('The PNG ends in the middle of a chunk, or a chunk states a wrong length.')
    const type = view.getUint32(start + 4)
    switch (type) {
      case IEND:
        if (!hasData) throw corrupt('The PNG has no image data.')
        // Whatever follows IEND is no part of the PNG; it is carried along.
        return slots
      case IDAT:
        hasData = true
        break
      case ITXT:
      case TEXT:
      case ZTXT: {
        const slot = textSlot(image, type, start, end)
        if (slot !== undefined) slots.push(slot)
        break
      }
      default:
        if (type === IHDR || !isChunkType(type))
          throw corrupt('The PNG has something that is no chunk where one must be.')
    }
    start = end
  }
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PNG may have at most ${fileLimits.pngChunks} chunks; this has more.`)
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

function assertHeader(view: DataView): void {
  const field = SIGNATURE.length + 8
  const sound =
    view.getUint32(SIGNATURE.length) === IHDR_LENGTH &&
    view.getUint32(SIGNATURE.length + 4) === IHDR &&
    isSize(view.getUint32(field)) &&
    isSize(view.getUint32(field + 4)) &&
    bitDepths[view.getUint8(field + 9)]?.includes(view.getUint8(field + 8)) === true &&
    view.getUint8(field + 10) === 0 &&
    view.getUint8(field + 11) === 0 &&
    view.getUint8(field + 12) <= 1 &&
    hasSoundCrc(view, SIGNATURE.length, AFTER_IHDR)
  if (!sound) throw corrupt('The PNG header (IHDR) is damaged.')
}

const isSize = (pixels: number): boolean => pixels > 0 && pixels <= 0x7fffffff

/** Four ASCII letters. */
function isChunkType(type: number): boolean {
  for (let shift = 0; shift < 32; shift += 8) {
    const letter = (type >>> shift) & 0xdf
    if (letter < 0x41 || letter > 0x5a) return false
  }
  return true
}

function hasSoundCrc(view: DataView, start: number, end: number): boolean {
  const covered = new Uint8Array(view.buffer, view.byteOffset + start + 4, end - start - 8)
  return view.getUint32(end - 4) === crc32(covered)
}

const keywords = places.map(({ standard, keyword }) => ({ standard, bytes: utf8Encode(`${keyword}\0`) }))

/** The chunk as a place of a credential, or undefined when its keyword is another one. */
function textSlot(image: Uint8Array, type: number, start: number, end: number): TextSlot | undefined {
  const data = image.subarray(start + 8, end - 4)
  const place = keywords.find(({ bytes }) => equalBytes(data.subarray(0, bytes.length), bytes))
  if (place === undefined) return undefined
  const rest = data.subarray(place.bytes.length)
  const isLegacyText = type === TEXT && place.standard === 'ob2'
  const isCompressed = type === ZTXT || (type === ITXT && rest[0] === 1)
  return {
    standard: place.standard,
    start,
    end,
    findings: [
      ...(isCompressed ? (['compressed'] as const) : []),
      ...(type === ITXT || isLegacyText ? [] : (['chunk-type'] as const)),
    ],
    async read() {
      const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
      if (!hasSoundCrc(view, start, end)) throw corrupt('The checksum of the chunk with the credential is wrong.')
      if (type === ITXT) return utf8(await unpack(internationalText(rest), isCompressed))
      return latin1(await unpack(type === ZTXT ? rest.subarray(1) : rest, isCompressed))
    },
  }
}

/** The text of an iTXt chunk: what follows compression flag and method, language tag and translated keyword. */
function internationalText(rest: Uint8Array): Uint8Array {
  const languageEnd = rest.indexOf(0, 2)
  const translatedEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1)
  if (translatedEnd < 0 || (rest[0] ?? 2) > 1 || (rest[0] === 1 && rest[1] !== 0)) {
    throw corrupt('The text chunk with the credential is not well formed.')
  }
  return rest.subarray(translatedEnd + 1)
}

async function unpack(bytes: Uint8Array, isCompressed: boolean): Promise<Uint8Array> {
  if (!isCompressed) {
    if (bytes.length <= fileLimits.jsonBytes) return bytes
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `A credential may have at most ${fileLimits.jsonBytes} bytes; this has more.`,
    )
  }
  try {
    return await inflateCapped(bytes, 'deflate', fileLimits.jsonBytes)
  } catch (cause) {
    throw cause instanceof BadgeError ? cause : corrupt('The compressed credential is damaged.', cause)
  }
}

function utf8(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw corrupt('The credential in the PNG is not UTF-8 text.', cause)
  }
}

/** PNG says Latin-1 for these chunks, which `TextDecoder` does not know: its `latin1` is Windows-1252. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 4096) parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)))
  return parts.join('')
}

function chunk(type: number, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(OVERHEAD + data.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, data.length)
  view.setUint32(4, type)
  out.set(data, 8)
  view.setUint32(out.length - 4, crc32(out.subarray(4, out.length - 4)))
  return out
}

/** The image without `cuts`, which are in order, and with `filling` in the place of the last of them. */
function splice(
  image: Uint8Array,
  cuts: readonly { readonly start: number; readonly end: number }[],
  filling: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const removed = cuts.reduce((sum, { start, end }) => sum + end - start, 0)
  const out = new Uint8Array(image.length - removed + filling.length)
  let from = 0
  let to = 0
  for (const { start, end } of cuts) {
    out.set(image.subarray(from, start), to)
    to += start - from
    from = end
  }
  out.set(filling, to)
  out.set(image.subarray(from), to + filling.length)
  return out
}

const corrupt = (message: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_IMAGE_CORRUPT', message, cause === undefined ? {} : { cause })
