import { stripCredential } from '../../bake/index.js'
import { safeFileName } from '../../export/index.js'
import type { BadgeView } from '../../service/index.js'
import { formatJson } from '../json-text.js'
import { NotFound } from '../outcome.js'
import { attachment, filePolicy, publicDocument, securityHeaders } from '../respond.js'
import type { Visit } from '../visit.js'

export interface Picture {
  readonly bytes: Uint8Array
  readonly mediaType: 'image/png' | 'image/svg+xml'
}

/** A picture for a page. An SVG that is opened by itself runs nothing and loads nothing. */
export function pictureResponse(visit: Visit, { bytes, mediaType }: Picture): Response {
  return new Response(bytes as BodyInit, {
    headers: {
      ...securityHeaders(visit.site.surroundings),
      'content-type': mediaType,
      'content-security-policy': filePolicy,
      'content-disposition': attachment(mediaType === 'image/png' ? 'badge.png' : 'badge.svg'),
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })
}

/** A file of a badge: its credential, its baked picture, or the picture alone. */
export async function badgeFile(visit: Visit, view: BadgeView, file: string): Promise<Response> {
  const isPublic = view.through === 'public'
  const headers = (type: string, name: string): Record<string, string> => ({
    ...securityHeaders(visit.site.surroundings),
    'content-type': type,
    'content-security-policy': filePolicy,
    'content-disposition': attachment(name),
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex, nofollow, noarchive',
  })
  if (file === 'credential.json') return credentialResponse(visit, view, true)
  const image = view.hasPicture ? await visit.service.image(view.badgeId) : null
  if (image === null) throw new NotFound()
  if (file === 'picture') {
    return pictureResponse(visit, { bytes: await stripCredential(image.bytes), mediaType: image.mediaType })
  }
  const extension = image.mediaType === 'image/png' ? 'png' : 'svg'
  if (file !== `badge.${extension}`) throw new NotFound()
  const name = safeFileName(view.achievementName, extension)
  if (!isPublic) return new Response(image.bytes as BodyInit, { headers: headers(image.mediaType, name) })
  return publicDocument(visit.request, image.bytes, {
    type: image.mediaType,
    maxAge: 0,
    surroundings: visit.site.surroundings,
    headers: { 'content-disposition': attachment(name) },
  })
}

/** Open Badges 3.0 §5: the media type of a credential. */
const CREDENTIAL_TYPE = 'application/vc+ld+json'

export function credentialResponse(visit: Visit, view: BadgeView, asFile: boolean): Response {
  const body = formatJson(view.credential)
  const disposition: Record<string, string> = asFile
    ? { 'content-disposition': attachment(safeFileName(view.achievementName, 'json')) }
    : {}
  if (view.through === 'public') {
    return publicDocument(visit.request, body, {
      type: CREDENTIAL_TYPE,
      maxAge: 0,
      surroundings: visit.site.surroundings,
      headers: disposition,
    })
  }
  return new Response(body, {
    headers: {
      ...securityHeaders(visit.site.surroundings),
      ...disposition,
      'content-type': CREDENTIAL_TYPE,
      'content-security-policy': filePolicy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      vary: 'Accept, Cookie',
    },
  })
}

/** Whether the program asks for the credential rather than for a page about it. */
export function wantsCredential(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  if (/text\/html/i.test(accept)) return false
  return /application\/(vc\+ld\+json|vc|ld\+json|json)\b/i.test(accept)
}
