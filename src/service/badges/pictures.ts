import { bakeImage } from '../../container/index.js'
import { assertPicture, type PictureFormat, pictureMediaTypes } from '../../container/picture/index.js'
import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import { findBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import type { BadgeRecord } from '../core/records/index.js'
import { shownOf } from '../core/shown.js'
import type { BadgePicture } from './types.js'

/** The format of a picture that a badge may have. */
export function checkPicture(bytes: Uint8Array): PictureFormat {
  if (bytes.length > limits.pictureBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `The picture of a badge must have at most ${limits.pictureBytes} bytes.`)
  }
  return assertPicture(bytes)
}

/** Stores a picture, once for all badges that have it; returns its key. */
export async function keepPicture(context: ServiceContext, bytes: Uint8Array | undefined): Promise<string | undefined> {
  if (bytes === undefined) return undefined
  const format = checkPicture(bytes)
  const key = `pictures/${quickSha256Hex(bytes)}.${format}`
  await context.blobs.put(key, { bytes, mediaType: pictureMediaTypes[format] })
  return key
}

/** The picture as it was given; `null` if there is no badge, or no picture. */
export async function badgePicture(context: ServiceContext, badgeId: string): Promise<BadgePicture | null> {
  return pictureOf(context, (await findBadge(context, badgeId))?.value)
}

async function pictureOf(context: ServiceContext, badge: BadgeRecord | undefined): Promise<BadgePicture | null> {
  const picture = badge?.picture === undefined ? undefined : await context.blobs.get(badge.picture)
  if (picture === undefined) return null
  return { bytes: picture.bytes, mediaType: badge?.picture?.endsWith('.svg') ? 'image/svg+xml' : 'image/png' }
}

/** The badge baked into its picture; `null` if there is no badge, or no picture. */
export async function badgeImage(context: ServiceContext, badgeId: string): Promise<BadgePicture | null> {
  const badge = (await findBadge(context, badgeId))?.value
  const picture = await pictureOf(context, badge)
  if (badge === undefined || picture === null) return null
  const { credential } = await shownOf(context, badge)
  return { ...picture, bytes: await bakeImage(picture.bytes, credential, { ifBaked: 'replace' }) }
}
