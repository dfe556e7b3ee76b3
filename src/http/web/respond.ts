import { utf8Encode } from '../../internal/bytes.js'
import { directResponse } from '../../internal/direct-body.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { gzip } from '../../internal/gzip.js'
import { quickSha256, quickSha256Hex } from '../../internal/quick-sha256.js'

export interface Surroundings {
  readonly https: boolean
  readonly frameAncestors: readonly string[]
}

const noDevices = 'microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()'

/** For the one page that may ask for the camera, to read QR codes; never for a frame in it. */
export const ownCamera = { 'permissions-policy': `camera=(self), ${noDevices}` }

/** On every response: no guessing of types, no frames, no access to the visitor's devices. */
export function securityHeaders({ https, frameAncestors }: Surroundings): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'permissions-policy': `camera=(), ${noDevices}`,
    'cross-origin-resource-policy': 'same-origin',
    ...(frameAncestors.length === 0 ? { 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY' } : {}),
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

export interface PagePolicy {
  readonly nonce: string | undefined
  readonly script: boolean
}

/** The content security policy of a page: our style sheet and pictures, forms to ourselves, scripts only on request. */
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

/** For files that are not pages: nothing in them may run or load, however they are opened. */
export const filePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"

export const etagOf = (body: Uint8Array | string): string => `"${base64urlEncode(quickSha256(body)).slice(0, 27)}"`

/** Whether `If-None-Match` names this entity tag (RFC 9110 §13.1.2, weak comparison). */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false
  if (header.trim() === '*') return true
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .includes(etag)
}

/** A file under `/assets/`, whose name changes with its content. */
export interface Asset {
  readonly type: string
  readonly etag: string
  readonly body: () => Promise<Uint8Array | string>
  /** The same in gzip. */
  readonly packed?: () => Promise<Uint8Array>
}

/** The name of an asset: a new one for every content, so that it may be cached for good. */
export const assetFile = (name: string, extension: string, body: Uint8Array | string): string =>
  `${name}.${quickSha256Hex(body).slice(0, 12)}.${extension}`

export interface PublicOptions {
  readonly type: string
  readonly maxAge: number
  readonly surroundings: Surroundings
  readonly headers?: Record<string, string>
}

/** A document for everybody on the web: keys, status lists, public badges. */
export const publicDocument = (request: Request, body: Uint8Array | string, options: PublicOptions): Response =>
  publicText(request, documentText(body), options)

/** What a document says, and its entity tag. */
export interface DocumentText {
  readonly body: Uint8Array | string
  readonly etag: string
}

export const documentText = (body: Uint8Array | string): DocumentText => ({ body, etag: etagOf(body) })

/** The same where the entity tag is known. */
export function publicText(request: Request, { body, etag }: DocumentText, options: PublicOptions): Response {
  const head = publicHead(request, etag, options)
  return head.status === 304 ? new Response(null, head) : directResponse(body, head)
}

const YEAR = 31_536_000

/** Below this a response is not worth packing. */
const PACKED_FROM = 1024

/**
 * The same for an asset, whose content is loaded only if the browser does not have it. It is packed once for all who read
 * gzip; that is another representation, with an entity tag of its own (RFC 9110 §8.8.3.3).
 */
export async function publicAsset(
  request: Request,
  { type, etag, body, packed }: Asset,
  options: Omit<PublicOptions, 'type' | 'maxAge'>,
): Promise<Response> {
  const isPacked = packed !== undefined && takesGzip(request.headers.get('accept-encoding'))
  const tag = isPacked ? etag.replace(/"$/, '-gz"') : etag
  const head = publicHead(request, tag, { ...options, type, maxAge: YEAR })
  if (head.status === 304) return new Response(null, head)
  const headers = isPacked ? { ...head.headers, 'content-encoding': 'gzip' } : head.headers
  return new Response((await (isPacked ? packed() : body())) as BodyInit, { ...head, headers })
}

/** An asset that is packed when somebody first asks for it, and kept; small ones are left as they are. */
export function packable({ body, ...asset }: Asset, size: number): Asset {
  if (size < PACKED_FROM) return { ...asset, body }
  let packed: Promise<Uint8Array> | undefined
  return {
    ...asset,
    body,
    packed() {
      packed ??= body().then((content) => gzip(typeof content === 'string' ? utf8Encode(content) : content))
      return packed
    },
  }
}

/** Whether `Accept-Encoding` lists gzip, or anything, without refusing it (RFC 9110 §12.5.3). */
export function takesGzip(header: string | null): boolean {
  const codings = new Map(
    (header ?? '').split(',').map((coding) => {
      const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase())
      return [name, parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter)) ? 0 : 1] as const
    }),
  )
  return (codings.get('gzip') ?? codings.get('x-gzip') ?? codings.get('*') ?? 0) > 0
}

function publicHead(request: Request, etag: string, options: PublicOptions) {
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
  const isKnown = matchesEtag(request.headers.get('if-none-match'), etag)
  return isKnown ? { status: 304, headers } : { status: 200, headers: { ...headers, 'content-type': options.type } }
}

/** `attachment; filename*=…` of RFC 6266, for a name of any script. */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]+/g, '_').slice(0, 100)}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed().slice(0, 150)).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`
