/**
 * What becomes of mail afterwards, from a mailbox for bounces or a provider's webhook, in the one form that
 * `service.mail.report` takes.
 *
 * @module badgewright/mail/events
 */

import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { checkValue, needed } from '../../internal/options.js'
import type { MailEvent } from '../../service/index.js'

/**
 * Reads a delivery status notification (RFC 3464) or a complaint (RFC 5965) as it lies in a mailbox. `null` for any
 * other mail.
 *
 * @param raw - the whole message
 * @throws BadgeError `ERR_LIMIT_EXCEEDED` for more than 1 MB
 *
 * @example
 * import { parseMailReport } from 'badgewright/mail/events'
 *
 * const report = parseMailReport([
 *   'Content-Type: multipart/report; report-type=delivery-status; boundary=x', '',
 *   '--x', 'Content-Type: message/delivery-status', '',
 *   'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; kim@example.org', 'Action: failed', 'Status: 5.1.1', '',
 *   '--x', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <01j@acme.example>', '--x--',
 * ].join('\r\n'))
 * console.log(report?.type, report?.severity, report?.messageId) // bounced hard <01j@acme.example>
 */
export function parseMailReport(raw: string): MailEvent | null {
  checkValue('raw', raw, needed('text'))
  if (raw.length > limits.mailReportText) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A report about mail has at most ${limits.mailReportText} characters.`)
  }
  const { headers, body } = readEntity(raw.replaceAll(/\r\n?/g, '\n'))
  const type = headers.get('content-type') ?? ''
  const kind = /^multipart\/report\b.*\breport-type="?([\w-]+)/is.exec(type)?.[1]?.toLowerCase()
  const boundary = /\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type)
  if (kind === undefined || boundary === null) return null
  const parts = body
    .split(`--${boundary[1] ?? boundary[2]}`)
    .slice(1, limits.mailReportParts)
    .map((part) => readEntity(part.replace(/^\n/, '')))
  const part = (pattern: RegExp) => parts.find((each) => pattern.test(each.headers.get('content-type') ?? ''))?.body
  const original = part(/^(text\/rfc822-headers|message\/rfc822)\b/i)
  const messageId = /^<[^<>\s]{3,250}>$/.exec(readEntity(original ?? '').headers.get('message-id') ?? '')?.[0]
  if (messageId === undefined) return null
  if (kind === 'feedback-report') return { type: 'complained', messageId }
  return kind === 'delivery-status' ? statusOf(part(/^message\/delivery-status\b/i) ?? '', messageId) : null
}

function statusOf(text: string, messageId: string): MailEvent | null {
  const action = /^action:\s*([a-z]+)/im.exec(text)?.[1]?.toLowerCase()
  const status = /^status:\s*([245])\.\d{1,3}\.\d{1,3}/im.exec(text)?.[1]
  if (action === 'failed') return { type: 'bounced', severity: status === '4' ? 'soft' : 'hard', messageId }
  if (action === 'delayed') return { type: 'deferred', messageId }
  return action === 'delivered' || action === 'relayed' ? { type: 'delivered', messageId } : null
}

/** Headers (lines that go on are joined) and what is behind the first empty line. */
function readEntity(text: string): { headers: Map<string, string>; body: string } {
  const end = text.search(/\n\n|^\n/)
  const head = end < 0 ? text : text.slice(0, end)
  const headers = new Map<string, string>()
  for (const line of head.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return { headers, body: end < 0 ? '' : text.slice(end).replace(/^\n+/, '') }
}
