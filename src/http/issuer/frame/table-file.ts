import type { Visit } from '../../site/visit.js'
import { attachment, filePolicy, securityHeaders } from '../../web/respond.js'

/** A table for this member of staff alone, to be saved. */
export const tableFile = (visit: Visit, csv: string | ReadableStream<Uint8Array>, name: string): Response =>
  new Response(csv, {
    headers: {
      ...securityHeaders(visit.site.surroundings),
      'content-type': 'text/csv; charset=utf-8',
      'content-security-policy': filePolicy,
      'content-disposition': attachment(name),
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })
