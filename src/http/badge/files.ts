import { pictureFormat } from '../../container/picture/index.js'
import { safeFileName } from '../../export/index.js'
import type { ShownBadge } from '../../service/index.js'
import { badgeFileResponse, forPages, jwtOf, pictureName, pictureResponse } from '../site/badge/files.js'
import { credentialType } from '../site/badge/media-type.js'
import { artOf } from '../site/badge/shared.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { formatJson } from '../web/json-text.js'
import { NotFound } from '../web/outcome.js'

/** Files below the page of a badge. */
export const fileNames = ['credential.json', 'credential.jwt', 'badge.png', 'badge.svg', 'picture'] as const

/** A file of a badge: its credential, its baked picture, or the picture alone. */
export async function badgeFile(visit: Visit, view: ShownBadge, file: string): Promise<Response> {
  if (file === 'picture') {
    const picture = view.hasPicture ? await visit.service.picture(view.badgeId) : null
    if (picture === null) throw new NotFound()
    const bytes = await forPages(picture)
    return view.through === 'public'
      ? badgeFileResponse(visit, view, bytes, { type: picture.mediaType, name: pictureName(picture), maxAge: 300 })
      : pictureResponse(visit, { bytes, mediaType: picture.mediaType })
  }
  if (!view.signed) throw new NotFound()
  if (file === 'credential.json') return credentialResponse(visit, view, true)
  if (file === 'credential.jwt') {
    await visit.limit('drawVisitor', visitorKey(visit))
    const jwt = await jwtOf(visit, view)
    if (jwt === undefined) throw new NotFound()
    const { exportBadge } = await import('../../export/index.js')
    const { bytes, mediaType } = await exportBadge(jwt, 'jwt')
    return badgeFileResponse(visit, view, bytes, { type: mediaType, name: safeFileName(view.achievementName, 'jwt') })
  }
  const format = file === 'badge.png' ? 'png' : 'svg'
  const image = await artOf(visit.site, view)
  // A picture of the other format has to be drawn first, which not every host can.
  if (pictureFormat(image) !== format && !(await visit.site.renderer.abilities()).cards) throw new NotFound()
  const { exportBadge } = await import('../../export/index.js')
  const { bytes, mediaType } = await exportBadge(view.credential, format, { image })
  return badgeFileResponse(visit, view, bytes, { type: mediaType, name: safeFileName(view.achievementName, format) })
}

export function credentialResponse(visit: Visit, view: ShownBadge, asFile: boolean): Response {
  if (!view.signed) throw new NotFound()
  const name = safeFileName(view.achievementName, 'json')
  return badgeFileResponse(visit, view, formatJson(view.credential), {
    type: credentialType(visit.request),
    name,
    inline: !asFile,
  })
}
