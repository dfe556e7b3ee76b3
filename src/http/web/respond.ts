import { base64urlEncode } from '../../internal/encoding.js'
import { sha256 } from '../../internal/sha256.js'

export interface Surroundings {
  readonly https: boolean
  readonly frameAncestors: readonly string[]
}

/** On every answer: nobody guesses types, nobody frames, nothing of the visitor's devices. */
export function securityHeaders({ https, frameAncestors }: Surroundings): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-resource-policy': 'same-origin',
    ...(frameAncestors.length === 0 ? { 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY' } : {}),
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

export interface PagePolicy {
  readonly nonce: string | undefined
  readonly script: boolean
}

/** The content security policy of a page: own style sheet, own pictures, forms to ourselves, scripts only where told. */
export function contentSecurityPolicy({ nonce, script }: PagePolicy, { frameAncestors }: Surroundings): string {
  const source = nonce === undefined ? "'self'" : `'nonce-${nonce}'`
  return [
    "default-src 'none'",
    `style-src ${source}`,
    `img-src 'self' data:${script ? ' blob:' : ''}`,
    ...(script ? [`script-src ${source}`, "connect-src 'self'"] : []),
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : `'self' ${frameAncestors.join(' ')}`}`,
  ].join('; ')
}

/** For files that are no pages: nothing in them may run or load, however they are opened. */
export const filePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"

export const etagOf = (body: Uint8Array | string): string => `"${base64urlEncode(sha256(body)).slice(0, 27)}"`

/** Whether `If-None-Match` names this entity tag (RFC 9110 §13.1.2, weak comparison). */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false
  if (header.trim() === '*') return true
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .includes(etag)
}

/** A document for everybody on the web: keys, status lists, public badges. */
export function publicDocument(
  request: Request,
  body: Uint8Array | string,
  options: {
    readonly type: string
    readonly maxAge: number
    readonly surroundings: Surroundings
    readonly headers?: Record<string, string>
  },
): Response {
  const etag = etagOf(body)
  const headers = {
    ...securityHeaders(options.surroundings),
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': filePolicy,
    'access-control-allow-origin': '*',
    'cache-control': `public, max-age=${options.maxAge}`,
    vary: 'Accept',
    etag,
    ...options.headers,
  }
  if (matchesEtag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(body as BodyInit, { headers: { ...headers, 'content-type': options.type } })
}

/**
 * The media type of a credential: VCDM 2.0 §6.1 names `application/vc`; Open Badges 3.0 and older readers ask for the one
 * before.
 */
export const credentialType = (request: Request): string =>
  /application\/vc(?![+\w])/i.test(request.headers.get('accept') ?? '') ? 'application/vc' : 'application/vc+ld+json'

/** `attachment; filename*=…` of RFC 6266, for a name of any script. */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]+/g, '_').slice(0, 100)}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed().slice(0, 150)).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`
