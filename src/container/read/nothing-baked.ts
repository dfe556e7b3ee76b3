import { chunksOf } from '../png/chunks.js'
import type { BakedFormat } from '../shared/types.js'

const KEYWORD = 'openbadgecredential'
/** Keywords under which programs have put a badge by mistake. */
const NEAR = /open-?_?\s?badges?(?:-?_?credential)?s?/i
/** Chunks of a PNG that hold text. */
const TEXT_CHUNKS: ReadonlySet<string> = new Set(['tEXt', 'iTXt', 'zTXt'])

/** Why a file that can be read holds no credential, as far as it can be seen. */
export function whyNothing(bytes: Uint8Array, source: BakedFormat): string {
  if (source === 'pdf') {
    return 'The PDF holds no credential; printing or converting it may have dropped the file. Ask for the original.'
  }
  if (source === 'png') {
    const { keyword, isAfterEnd } = textsOf(bytes)
    if (keyword !== undefined) {
      return `The image holds no credential where readers look: it has a text chunk with the keyword "${keyword}"; the keyword is "${KEYWORD}".`
    }
    if (isAfterEnd) {
      return 'The image holds no credential where readers look: there is data after the end of the picture (IEND), and the badge must be before it.'
    }
  }
  return 'The image holds no credential; a network, a screenshot or a phone may have stripped it. A QR code or address on the picture leads to the original.'
}

function textsOf(bytes: Uint8Array): { readonly keyword?: string; readonly isAfterEnd: boolean } {
  let end = 0
  for (const chunk of chunksOf(bytes)) {
    end = chunk.end
    if (!TEXT_CHUNKS.has(ascii(bytes.subarray(chunk.start + 4, chunk.start + 8)))) continue
    const data = bytes.subarray(chunk.start + 8, Math.min(chunk.start + 8 + LONGEST_KEYWORD, chunk.end - 4))
    const zero = data.indexOf(0)
    const keyword = ascii(zero < 0 ? data : data.subarray(0, zero))
    if (NEAR.test(keyword) && /^[ -~]+$/.test(keyword)) return { keyword, isAfterEnd: false }
  }
  // The chunk that ends the picture has no data, and so as many bytes as the frame of a chunk.
  return { isAfterEnd: bytes.length > end + 2 * CHUNK_FRAME }
}

const LONGEST_KEYWORD = 80
const CHUNK_FRAME = 12

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
