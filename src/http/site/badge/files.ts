import { issuerIdOf } from '../../../badge/index.js'
import { stripCredential } from '../../../container/index.js'
import { isBadgeError } from '../../../errors.js'
import type { ShownBadge } from '../../../service/index.js'
import { NotFound } from '../../web/outcome.js'
import { attachment, filePolicy, publicDocument, securityHeaders } from '../../web/respond.js'
import type { Visit } from '../visit.js'

export interface Picture {
  readonly bytes: Uint8Array
  readonly mediaType: 'image/png' | 'image/svg+xml'
}

/** A picture for a page. An SVG that is opened directly runs and loads nothing. */
export function pictureResponse(visit: Visit, { bytes, mediaType }: Picture): Response {
  return new Response(bytes as BodyInit, {
    headers: {
      ...securityHeaders(visit.site.surroundings),
      'content-type': mediaType,
      'content-security-policy': filePolicy,
      'content-disposition': attachment(pictureName({ mediaType })),
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })
}

export interface FileOptions {
  readonly type: string
  readonly name: string
  /** Shown in the browser rather than saved. */
  readonly inline?: boolean
  /** Seconds for which it may be cached, if it is public. */
  readonly maxAge?: number
}

/** A file of a badge: for everybody if the badge is public, else for this visitor alone and never cached. */
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

/** The picture alone: without a baked badge, and in an SVG nothing that runs or links elsewhere. */
export async function forPages({ bytes, mediaType }: Picture): Promise<Uint8Array> {
  if (mediaType === 'image/png') return stripCredential(bytes)
  const { sanitizeSvg } = await import('../../../draw/clean-art/index.js')
  try {
    return await sanitizeSvg(bytes)
  } catch (error) {
    if (isBadgeError(error)) throw new NotFound()
    throw error
  }
}

/** Whether there is a JWT of it: only of a whole badge that is valid, and if this service signs for its issuer. */
export function hasJwt({ service }: Visit, { credential, signed, show, stage, suspended }: ShownBadge): boolean {
  if (!signed || show !== undefined || stage !== 'claimed' || suspended) return false
  const { signer, sign } = service.options
  const ours = [signer.controller, sign?.verificationMethod?.split('#')[0], signer.id.split('#')[0]]
  return ours.includes(issuerIdOf(credential))
}

export const jwtOf = async (visit: Visit, view: ShownBadge): Promise<string | undefined> =>
  hasJwt(visit, view) ? ((await visit.service.jwt(view.badgeId)) ?? undefined) : undefined

export const pictureName = ({ mediaType }: Pick<Picture, 'mediaType'>): string =>
  mediaType === 'image/png' ? 'badge.png' : 'badge.svg'
