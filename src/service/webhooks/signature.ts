import { utf8Encode } from '../../internal/bytes.js'
import { readCappedBody } from '../../internal/capped-body.js'
import { base64Encode } from '../../internal/encoding.js'
import { hmacSha256 } from '../../internal/hmac-sha256.js'
import { isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, checkShape, needed, number } from '../../internal/options.js'
import { readInstant } from '../../internal/time.js'
import type { Instant } from '../../types/time.js'
import type { EventRecord } from '../core/records/index.js'
import { readWebhookSecrets } from '../core/webhook-secret.js'

/** What is posted to a webhook: an entry of the log. */
export type WebhookEvent = Pick<EventRecord, 'id' | 'type' | 'subject' | 'at' | 'by' | 'actor' | 'data'>

/**
 * The headers of a webhook: `webhook-id`, `webhook-timestamp` (seconds since 1970) and `webhook-signature`, `v1,` and the
 * HMAC-SHA-256 of id, timestamp and body in Base64 (Standard Webhooks 1.0). For the tests of a receiver; to check a
 * request that you got, use {@link verifyWebhook} or any library for Standard Webhooks.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a secret of another form
 *
 * @example
 * import { signWebhook } from 'badgewright/service'
 *
 * const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
 * const headers = signWebhook({ id: 'badge:1.0000000.0', body: '{"type":"claimed"}', secret, now: new Date() })
 * console.log(Object.keys(headers)) // [ 'webhook-id', 'webhook-timestamp', 'webhook-signature' ]
 */
export function signWebhook(options: {
  /** Of the message: the same for every try. */
  readonly id: string
  /** The body as it is posted. */
  readonly body: string
  /** The secret of the endpoint, or several while one takes the place of another: each signs. */
  readonly secret: string | readonly string[]
  /** When it is signed. */
  readonly now: Instant
}): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  checkOptions(options, {
    id: needed('text'),
    body: needed('text'),
    secret: needed('text or texts'),
    now: needed('instant'),
  })
  const { id, body, secret, now } = options
  const seconds = String(Math.floor(readInstant('now', now).getTime() / 1000))
  const message = utf8Encode(`${id}.${seconds}.${body}`)
  const signatures = readWebhookSecrets(secret).map((key) => `v1,${base64Encode(hmacSha256(key, message))}`)
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') }
}

/**
 * The event in a request to a webhook of yours, or `null` if the request is not from your service, was changed, or is
 * too old (Standard Webhooks 1.0). The same event can come more than once: remember its `id`.
 *
 * @param request - a `Request`, whose body is read, or `{ headers, body }` with the body as text or bytes, unchanged
 * @param secret - of the endpoint, `whsec_…`; several while one takes the place of another
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a secret of another form
 *
 * @example
 * import { signWebhook, verifyWebhook } from 'badgewright/service'
 *
 * const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
 * const body = '{"id":"badge:1.0000000","type":"claimed"}'
 * const headers = signWebhook({ id: 'badge:1.0000000.0', body, secret, now: new Date() })
 * const request = new Request('https://lms.example/hook', { method: 'POST', headers, body })
 * console.log((await verifyWebhook(request, secret))?.type) // claimed
 */
export async function verifyWebhook(
  request:
    | Request
    | {
        readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
        readonly body: string | Uint8Array
      },
  secret: string | readonly string[],
  options: {
    /** When it is checked. Default: the clock. */
    readonly now?: Instant
    /** How old a signature may be. Default 300. */
    readonly maxAgeSeconds?: number
  } = {},
): Promise<WebhookEvent | null> {
  checkShape('request', request, { headers: needed('object') })
  checkOptions(options, { now: 'instant', maxAgeSeconds: number(0) })
  const { now = new Date(), maxAgeSeconds = 300 } = options
  const keys = readWebhookSecrets(secret)
  const at = readInstant('now', now).getTime() / 1000
  const { id, timestamp, signature } = headersOf(request)
  if (id === null || timestamp === null || signature === null) return null
  if (!/^\d{1,12}$/.test(timestamp) || !(Math.abs(at - Number(timestamp)) <= maxAgeSeconds)) return null
  const body = await bodyOf(request)
  if (body === null) return null
  const message = utf8Encode(`${id}.${timestamp}.${body}`)
  const expected = keys.map((key) => `v1,${base64Encode(hmacSha256(key, message))}`)
  const given = signature.split(' ', limits.webhookSignatures)
  if (!given.some((one) => expected.some((other) => isEqual(one, other)))) return null
  return eventIn(body)
}

/** A request as it arrived. */
type WebhookRequest = Parameters<typeof verifyWebhook>[0]

function headersOf(request: WebhookRequest): Record<'id' | 'timestamp' | 'signature', string | null> {
  const { headers } = request
  const header = (name: string): string | null => {
    if (headers instanceof Headers) return headers.get(name)
    const found = Object.entries(headers ?? {}).find(([given]) => given.toLowerCase() === name)?.[1]
    return typeof found === 'string' ? found : null
  }
  return {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  }
}

/** `null` for one that is not text, or too long to come from a service. */
async function bodyOf(request: WebhookRequest): Promise<string | null> {
  const body = request instanceof Request ? await readCappedBody(request, limits.guardedPostBytes) : request.body
  if (typeof body === 'string') return body.length <= limits.guardedPostBytes ? body : null
  if (!(body instanceof Uint8Array) || body.length > limits.guardedPostBytes) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return null
  }
}

/** Compares all characters, so that the time it takes does not show where two texts differ. */
function isEqual(left: string, right: string): boolean {
  let difference = left.length ^ right.length
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ right.charCodeAt(i)
  return difference === 0
}

function eventIn(body: string): WebhookEvent | null {
  try {
    const event: unknown = JSON.parse(body)
    return isJsonObject(event) ? (event as unknown as WebhookEvent) : null
  } catch {
    return null
  }
}
