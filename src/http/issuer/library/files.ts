import { safeFileName } from '../../../export/index.js'
import { forPages, pictureResponse } from '../../site/badge/files.js'
import type { Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'
import { attachment, filePolicy, securityHeaders } from '../../web/respond.js'
import { drawingOf, mailOf, requireSaved } from './sample.js'

async function savedPicture(visit: Visit): Promise<Response> {
  const image = await visit.service.library.picture({ id: visit.params.savedId ?? '' })
  if (image === null) throw new NotFound()
  return pictureResponse(visit, { bytes: await forPages(image), mediaType: image.mediaType })
}

/** A file for this member of staff alone, shown in the browser. */
const file = (visit: Visit, body: Uint8Array | string, type: string, name: string): Response =>
  new Response(body as BodyInit, {
    headers: {
      ...securityHeaders(visit.site.surroundings),
      'content-type': type,
      'content-security-policy': filePolicy,
      'content-disposition': attachment(name).replace(/^attachment/, 'inline'),
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })

async function card(visit: Visit): Promise<Response> {
  const saved = await requireSaved(visit)
  const drawn = await visit.site.renderer.card(drawingOf(visit, saved).drawing, 'link')
  if (drawn === undefined) throw new NotFound()
  return file(visit, drawn.bytes, drawn.mediaType, drawn.name)
}

async function certificate(visit: Visit): Promise<Response> {
  const saved = await requireSaved(visit)
  // Nothing is attached: it is not signed.
  const bytes = await visit.site.renderer.certificate(drawingOf(visit, saved).drawing, undefined)
  if (bytes === undefined) throw new NotFound()
  return file(visit, bytes, 'application/pdf', safeFileName(saved.badge.name, 'pdf'))
}

async function mail(visit: Visit): Promise<Response> {
  const id = visit.params.savedId ?? ''
  const { html } = await visit.service.library.mail({ id, ...mailOf(visit) })
  return file(visit, html, 'text/html; charset=utf-8', 'mail.html')
}

export { card as 'card.png', certificate as 'certificate.pdf', mail as 'mail.html', savedPicture as picture }
