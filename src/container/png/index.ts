/** PNG (third edition) as a container: the text chunks that hold credentials. */
import { BadgeError } from '../../errors.js'
import { equalBytes, utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { fileLimits } from '../../internal/file-limits.js'
import { inflateCapped } from '../../internal/inflate.js'
import type { ContainerFormat, Slot } from '../shared/format.js'
import { ob3Place, places } from '../shared/standards.js'
import { AFTER_IHDR, chunk, chunksOf, corrupt, hasSoundCrc } from './chunks.js'

const ITXT = 0x69545874
const ZTXT = 0x7a545874
const TEXT = 0x74455874

interface TextSlot extends Slot {
  /** Where the chunk starts and ends in the file. */
  readonly start: number
  readonly end: number
}

export { bareImage, pngData, pngHeader } from './chunks.js'
export { writeIndexedPng } from './palette.js'

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

/** Data that is only carried along is neither read nor checked. */
function findSlots(image: Uint8Array): TextSlot[] {
  const slots: TextSlot[] = []
  for (const { type, start, end } of chunksOf(image)) {
    const slot = type === ITXT || type === TEXT || type === ZTXT ? textSlot(image, type, start, end) : undefined
    if (slot !== undefined) slots.push(slot)
  }
  return slots
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
      if (!hasSoundCrc(image, start, end)) throw corrupt('The checksum of the chunk with the credential is wrong.')
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
