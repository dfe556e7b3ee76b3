import { issuerIdOf } from '../../badge/index.js'
import { detectFormat, stripCredential } from '../../container/index.js'
import { sanitizeSvg } from '../../draw/clean-art/index.js'
import { isBadgeError } from '../../errors.js'
import { exportBadge, safeFileName } from '../../export/index.js'
import type { ShownBadge } from '../../service/index.js'
import { artOf } from '../share/shared.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { formatJson } from '../web/json-text.js'
import { NotFound } from '../web/outcome.js'
import { attachment, credentialType, filePolicy, publicDocument, securityHeaders } from '../web/respond.js'

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
      'content-disposition': attachment(nameOf({ mediaType })),
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })
}

export interface FileOptions {
  readonly type: string
  readonly name: string
  /** Shown where it is, rather than kept. */
  readonly inline?: boolean
  /** Seconds for which everybody may keep it, where it is public. */
  readonly maxAge?: number
}

/** A file of a badge: for everybody if the badge is public, else for this visitor alone and kept by nobody. */
export function badgeFileResponse(
  visit: Visit,
  { through }: Pick<ShownBadge, 'through'>,
  body: Uint8Array | string,
  { type, name, inline = false, maxAge = 0 }: FileOptions,
): Response {
  const { surroundings } = visit.site
  const disposition = inline ? attachment(name).replace(/^attachment/, 'inline') : attachment(name)
  if (through === 'public') {
    return publicDocument(visit.request, body, {
      type,
      maxAge,
      surroundings,
      headers: { 'content-disposition': disposition },
    })
  }
  return new Response(body as BodyInit, {
    headers: {
      ...securityHeaders(surroundings),
      'content-type': type,
      'content-security-policy': filePolicy,
      'content-disposition': disposition,
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      vary: 'Accept, Cookie',
    },
  })
}

/** A file of a badge: its credential, its baked picture, or the picture alone. */
export async function badgeFile(visit: Visit, view: ShownBadge, file: string): Promise<Response> {
  if (file === 'picture') {
    const picture = view.hasPicture ? await visit.service.picture(view.badgeId) : null
    if (picture === null) throw new NotFound()
    const bytes = await forPages(picture)
    return view.through === 'public'
      ? badgeFileResponse(visit, view, bytes, { type: picture.mediaType, name: nameOf(picture), maxAge: 300 })
      : pictureResponse(visit, { bytes, mediaType: picture.mediaType })
  }
  if (!view.signed) throw new NotFound()
  if (file === 'credential.json') return credentialResponse(visit, view, true)
  if (file === 'credential.jwt') {
    await visit.limit('drawVisitor', visitorKey(visit))
    const jwt = await jwtOf(visit, view)
    if (jwt === undefined) throw new NotFound()
    const { bytes, mediaType } = await exportBadge(jwt, 'jwt')
    return badgeFileResponse(visit, view, bytes, { type: mediaType, name: safeFileName(view.achievementName, 'jwt') })
  }
  const format = file === 'badge.png' ? 'png' : 'svg'
  const image = await artOf(visit.site, view)
  // A picture of the other format has to be drawn first, which not every host can.
  if (detectFormat(image) !== format && !(await visit.site.studio.abilities()).cards) throw new NotFound()
  const { bytes, mediaType } = await exportBadge(view.credential, format, { image })
  return badgeFileResponse(visit, view, bytes, { type: mediaType, name: safeFileName(view.achievementName, format) })
}

/** The picture alone: no badge in it, and of a drawing nothing that runs or leads elsewhere. */
export async function forPages({ bytes, mediaType }: Picture): Promise<Uint8Array> {
  if (mediaType === 'image/png') return stripCredential(bytes)
  try {
    return await sanitizeSvg(bytes)
  } catch (error) {
    if (isBadgeError(error)) throw new NotFound()
    throw error
  }
}

/** Whether there is a JWT of it: of the whole badge, as long as it holds, and this service signs for its issuer. */
export function hasJwt({ service }: Visit, { credential, signed, show, stage, suspended }: ShownBadge): boolean {
  if (!signed || show !== undefined || stage !== 'claimed' || suspended) return false
  const { signer, sign } = service.options
  const ours = [signer.controller, sign?.verificationMethod?.split('#')[0], signer.id.split('#')[0]]
  return ours.includes(issuerIdOf(credential))
}

export const jwtOf = async (visit: Visit, view: ShownBadge): Promise<string | undefined> =>
  hasJwt(visit, view) ? ((await visit.service.jwt(view.badgeId)) ?? undefined) : undefined

const nameOf = ({ mediaType }: Pick<Picture, 'mediaType'>): string =>
  mediaType === 'image/png' ? 'badge.png' : 'badge.svg'

export function credentialResponse(visit: Visit, view: ShownBadge, asFile: boolean): Response {
  if (!view.signed) throw new NotFound()
  const name = safeFileName(view.achievementName, 'json')
  return badgeFileResponse(visit, view, formatJson(view.credential), {
    type: credentialType(visit.request),
    name,
    inline: !asFile,
  })
}

/** Whether the program asks for the credential rather than for a page about it. */
export function wantsCredential(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  if (/text\/html/i.test(accept)) return false
  return /application\/(vc\+ld\+json|vc|ld\+json|json)\b/i.test(accept)
}
