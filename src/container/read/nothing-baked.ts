import type { BakedFormat } from '../index.js'

const KEYWORD = 'openbadgecredential'
/** Keywords under which programs have put a badge by mistake. */
const NEAR = /open-?_?\s?badges?(?:-?_?credential)?s?/i
/** Chunks of a PNG that hold text, and the end of the picture. */
const TEXT_CHUNKS: ReadonlySet<string> = new Set(['tEXt', 'iTXt', 'zTXt'])
const CHUNKS = 10_000

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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 8
  for (let i = 0; i < CHUNKS && at + 12 <= bytes.length; i++) {
    const end = at + 12 + view.getUint32(at)
    const type = ascii(bytes.subarray(at + 4, at + 8))
    if (type === 'IEND') return { isAfterEnd: bytes.subarray(end).length > 12 }
    if (TEXT_CHUNKS.has(type)) {
      const data = bytes.subarray(at + 8, Math.min(at + 8 + 80, end - 4))
      const zero = data.indexOf(0)
      const keyword = ascii(zero < 0 ? data : data.subarray(0, zero))
      if (NEAR.test(keyword) && /^[ -~]+$/.test(keyword)) return { keyword, isAfterEnd: false }
    }
    at = end
  }
  return { isAfterEnd: false }
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
