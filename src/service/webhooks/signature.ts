import { BadgeError } from '../../errors.js'
import { hexEncode, utf8Encode } from '../../internal/bytes.js'
import { hmacSha256 } from '../../internal/hmac-sha256.js'
import { checkOptions, needed, number } from '../../internal/options.js'
import { readInstant } from '../../internal/time.js'
import type { Instant } from '../../types/time.js'
import type { EventRecord } from '../core/records/index.js'

/** What is posted to a webhook: an entry of the log. */
export type WebhookEvent = Pick<EventRecord, 'id' | 'type' | 'subject' | 'at' | 'by' | 'data'>

/**
 * The value of the header `Badgewright-Signature` of a webhook: `t=` seconds since 1970, `v1=` HMAC-SHA-256 of those, a
 * dot and the body, in hexadecimal. To check one that you got, use {@link verifyWebhook}.
 *
 * @example
 * import { webhookSignature } from 'badgewright/service'
 *
 * const secret = '0123456789abcdef0123456789abcdef'
 * console.log(webhookSignature({ body: '{"type":"claimed"}', secret, now: new Date('2026-01-01T00:00:00Z') }))
 */
export function webhookSignature(options: {
  /** The body as it is posted. */
  readonly body: string
  /** The secret of the endpoint. */
  readonly secret: string
  /** When it is signed. */
  readonly now: Instant
}): string {
  checkOptions(options, { body: needed('text'), secret: needed('text'), now: needed('instant') })
  const { body, secret, now } = options
  const seconds = Math.floor(readInstant('now', now).getTime() / 1000)
  return `t=${seconds},v1=${macOf(secret, seconds, body)}`
}

const macOf = (secret: string, seconds: number, body: string): string =>
  hexEncode(hmacSha256(utf8Encode(secret), utf8Encode(`${seconds}.${body}`)))

/**
 * The event in a request to a webhook of yours, or `null` if the request is not from your service, was changed, or is too
 * old. The same event can come more than once: remember its `id`.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a secret that is not a text of at least 32 characters
 *
 * @example
 * import { verifyWebhook, webhookSignature } from 'badgewright/service'
 *
 * const secret = '0123456789abcdef0123456789abcdef'
 * const body = '{"id":"badge:1.0000000","type":"claimed"}'
 * const signature = webhookSignature({ body, secret, now: new Date() }) // request.headers.get('badgewright-signature')
 * console.log(verifyWebhook({ body, signature, secret })?.type) // claimed
 */
export function verifyWebhook(options: {
  /** The body of the request, as text and unchanged. */
  readonly body: string
  /** The header `Badgewright-Signature`; `null` if the request has none. */
  readonly signature: string | null
  /** The secret of the endpoint. */
  readonly secret: string
  /** When it is checked. Default: the clock. */
  readonly now?: Instant
  /** How old a signature may be. Default 300. */
  readonly maxAgeSeconds?: number
}): WebhookEvent | null {
  checkOptions(options, {
    body: needed('text'),
    signature: 'text or null',
    secret: needed('text'),
    now: 'instant',
    maxAgeSeconds: number(0),
  })
  const { body, signature, secret, now = new Date(), maxAgeSeconds = 300 } = options
  if (secret.length < 32) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`secret` must have at least 32 characters.')
  }
  const [, time = '', mac = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? []
  if (mac === '' || !isEqual(mac, macOf(secret, Number(time), body))) return null
  const age = Math.abs(readInstant('now', now).getTime() / 1000 - Number(time))
  return age <= maxAgeSeconds ? (JSON.parse(body) as WebhookEvent) : null
}

/** Compares all characters, so that the time it takes does not show where two texts differ. */
function isEqual(left: string, right: string): boolean {
  let difference = left.length ^ right.length
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ right.charCodeAt(i)
  return difference === 0
}
