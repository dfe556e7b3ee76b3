import { bakeImage, detectFormat } from '../../bake/index.js'
import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import { findBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'

const mediaTypes = { png: 'image/png', svg: 'image/svg+xml' } as const

/** Keeps a picture, once for all badges that have it; gives its key. */
export async function keepPicture(context: ServiceContext, bytes: Uint8Array | undefined): Promise<string | undefined> {
  if (bytes === undefined) return undefined
  if (bytes.length > limits.pictureBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A picture of a badge has at most ${limits.pictureBytes} bytes.`)
  }
  const format = detectFormat(bytes)
  if (format !== 'png' && format !== 'svg') {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'A picture of a badge is a PNG or an SVG.')
  }
  const key = `pictures/${sha256Hex(bytes)}.${format}`
  await context.blobs.put(key, { bytes, mediaType: mediaTypes[format] })
  return key
}

/** The badge baked into its picture; `null` where there is no badge, or no picture. */
export async function badgeImage(
  context: ServiceContext,
  badgeId: string,
): Promise<{ bytes: Uint8Array; mediaType: 'image/png' | 'image/svg+xml' } | null> {
  const badge = (await findBadge(context, badgeId))?.value
  const picture = badge?.picture === undefined ? undefined : await context.blobs.get(badge.picture)
  if (badge === undefined || picture === undefined) return null
  const bytes = await bakeImage(picture.bytes, badge.credential, { ifBaked: 'replace' })
  return { bytes, mediaType: badge.picture?.endsWith('.svg') ? 'image/svg+xml' : 'image/png' }
}
