import { pictureFormat } from '../../container/picture/index.js'
import { later } from '../../internal/later.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import type { MailPicture } from '../core/ports/index.js'
import type { BadgeRecord } from '../core/records/index.js'

const loadDrawing = later(() => import('../../draw/mail-art/index.js'))

/** Pixels on either side of a badge: twice what mails show it in, for screens with two to a point. */
const BADGE_SIDE = 320
/** Twice the height and width that mails show a logo in. */
const LOGO = { width: 400, height: 80 }

/** The picture of a badge as a part of the message. */
export async function badgePictureOf(
  context: ServiceContext,
  badge: BadgeRecord | undefined,
  alt: string,
): Promise<(MailPicture & { alt: string }) | undefined> {
  const key = badge?.picture
  if (context.mailSettings.picture === 'none' || key === undefined) return undefined
  const bytes = await fitted(context, `badge ${key}`, async () => {
    const blob = await context.blobs.get(key)
    if (blob === undefined) return undefined
    if (blob.bytes.length <= limits.mailPictureBytes && pictureFormat(blob.bytes) === 'png') return blob.bytes
    const room = { width: BADGE_SIDE, height: BADGE_SIDE, bytes: limits.mailPictureBytes }
    return (await loadDrawing()).mailPicture(blob.bytes, 'badge', room)
  })
  return bytes && { cid: 'badge', fileName: 'badge.png', mediaType: 'image/png', bytes, alt }
}

/** The issuer's logo as a part of the message, in a format that mail programs show. */
export async function logoPictureOf(context: ServiceContext): Promise<MailPicture | undefined> {
  const { brand, mailSettings } = context
  const logo = brand?.logo
  if (mailSettings.picture === 'none' || logo === undefined) return undefined
  const { drawn } = logo
  if (drawn !== undefined && drawn.bytes.length <= limits.mailLogoBytes) {
    const mediaType = drawn.format === 'png' ? 'image/png' : 'image/jpeg'
    return { cid: 'logo', fileName: `logo.${drawn.format}`, mediaType, bytes: drawn.bytes }
  }
  const bytes = await fitted(context, `logo ${logo.name}`, async () =>
    (await loadDrawing()).mailPicture(logo.bytes, 'logo', { ...LOGO, bytes: limits.mailLogoBytes }),
  )
  return bytes && { cid: 'logo', fileName: 'logo.png', mediaType: 'image/png', bytes }
}

/** Drawn once for all mails that have the picture; what failed for want of the storage is tried again. */
function fitted(
  { mailPictures }: ServiceContext,
  key: string,
  draw: () => Promise<Uint8Array | undefined>,
): Promise<Uint8Array | undefined> {
  const known = mailPictures.get(key)
  if (known !== undefined) return known
  const made = draw()
  mailPictures.set(key, made)
  made.catch(() => mailPictures.drop(key))
  return made
}
