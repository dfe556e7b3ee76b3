/** Pictures as mails take them: small, without what mail programs do not show. */
import { writeIndexedPng } from '../../container/png/index.js'
import { isBadgeError } from '../../errors.js'
import { resolveInstalled } from '../installed/index.js'
import { logoArt } from '../logo/index.js'
import { type Art, embeddedPng, prepareArt, renderSvg } from '../pictures/index.js'
import { indexed } from './colours.js'

/** The most that a picture has: pixels that it is fitted into, and bytes. */
interface Room {
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** Shares of the room that are tried, one after the other. */
const SHARES = [1, 0.8, 0.6, 0.45]

/**
 * The picture of a badge or a logo as a PNG that fits the room; `undefined` where no renderer is installed, for what cannot be
 * drawn, and for what is too large at less than half of the size.
 */
export async function mailPicture(
  image: Uint8Array,
  kind: 'badge' | 'logo',
  room: Room,
): Promise<Uint8Array | undefined> {
  if (resolveInstalled('@resvg/resvg-js') === undefined) return undefined
  try {
    const art = kind === 'logo' ? await logoArt(image) : await prepareArt(image)
    for (const share of SHARES) {
      const png = await drawn(art, { width: room.width * share, height: room.height * share })
      if (png.length <= room.bytes) return png
    }
    return undefined
  } catch (error) {
    if (isBadgeError(error)) return undefined
    throw error
  }
}

/** On white, as mails show it, so that no pixel needs more than the number of its colour. */
async function drawn({ png, width, height }: Art, room: Omit<Room, 'bytes'>): Promise<Uint8Array> {
  const scale = Math.min(1, room.width / width, room.height / height)
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}"><rect width="${w}" height="${h}" fill="#ffffff"/><image href="${embeddedPng(png)}" width="${w}" height="${h}"/></svg>`
  const drawing = await renderSvg(svg, w)
  return writeIndexedPng({ width: drawing.width, height: drawing.height, ...indexed(drawing.pixels()) })
}
