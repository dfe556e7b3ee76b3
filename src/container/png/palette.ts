import { concatBytes } from '../../internal/bytes.js'
import { deflate } from '../../internal/gzip.js'
import { chunk, IDAT, IEND, IHDR, PLTE, SIGNATURE } from './chunks.js'

/** A picture of at most 256 colours. */
interface Indexed {
  readonly width: number
  readonly height: number
  /** Red, green and blue of each colour, in turn. */
  readonly palette: Uint8Array
  /** The colour of each pixel, row by row. */
  readonly indexes: Uint8Array
}

/** A PNG of colour type 3 (PNG §11.2.1), which takes a byte for each pixel before it is packed. */
export async function writeIndexedPng({ width, height, palette, indexes }: Indexed): Promise<Uint8Array> {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 3], 8)
  // Each row begins with its filter: none, since numbers of colours do not follow from those beside them.
  const rows = new Uint8Array(height * (width + 1))
  for (let y = 0; y < height; y++) rows.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return concatBytes(
    SIGNATURE,
    chunk(IHDR, header),
    chunk(PLTE, palette),
    chunk(IDAT, await deflate(rows)),
    chunk(IEND, new Uint8Array(0)),
  )
}
