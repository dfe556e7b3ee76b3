import { encode } from 'uqr'
import { BadgeError } from '../../errors.js'

/** The modules of a QR code of a URL, without its quiet zone; `true` is dark. */
export function qrModules(url: string): readonly (readonly boolean[])[] {
  try {
    return encode(url, { ecc: 'M', border: 0 }).data
  } catch (cause) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', 'The URL is too long for a QR code; use a shorter one.', { cause })
  }
}

/** Modules of quiet zone that ISO/IEC 18004 asks for. */
export const QUIET_ZONE = 4

/** The dark modules as rectangles, neighbours of a row joined: in modules, from the top left. */
export function qrRectangles(url: string): {
  readonly size: number
  readonly rectangles: readonly (readonly [number, number, number])[]
} {
  const modules = qrModules(url)
  const rectangles: [number, number, number][] = []
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      const start = x
      while (row[x] === true) x += 1
      if (x > start) rectangles.push([start, y, x - start])
    }
  }
  return { size: modules.length, rectangles }
}
