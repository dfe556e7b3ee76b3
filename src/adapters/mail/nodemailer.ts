import { defined } from '../../internal/defined.js'
import type { MailMessage, MailOutcome } from '../../service/index.js'
import { importPeer } from '../peer.js'

/** A DKIM key (RFC 6376): the public half is in DNS under `selector._domainkey.domain`. */
export interface DkimKey {
  readonly domain: string
  readonly selector: string
  /** PEM. At least 1024 bits; 2048 is what receivers ask for. */
  readonly privateKey: string
}

/** What is used of `nodemailer`. */
export interface Transport {
  sendMail(message: object): Promise<{ messageId: string; message?: unknown; response?: string }>
  close(): void
}

export async function openTransport(options: object): Promise<Transport> {
  const nodemailer = await importPeer('nodemailer', () => import('nodemailer'))
  const create = nodemailer.createTransport as unknown as (options: object) => Transport
  return create(options)
}

/** The headers that a signature covers, beside those that nodemailer signs by itself: RFC 8058 §4 wants these two. */
export const dkimOptions = ({ domain, selector, privateKey }: DkimKey): object => ({
  domainName: domain,
  keySelector: selector,
  privateKey,
  headerFieldNames:
    'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted',
})

/** A message as nodemailer takes it. */
export function toNodemailer(message: MailMessage): object {
  const { messageId, date, from, to, replyTo, subject, text, html, pictures, headers } = message
  return {
    messageId,
    date,
    from: { name: from.name ?? '', address: from.address },
    to: [{ name: to.name ?? '', address: to.address }],
    ...defined({ replyTo: replyTo && { name: replyTo.name ?? '', address: replyTo.address } }),
    subject,
    text,
    html,
    attachments: pictures.map(({ cid, fileName, mediaType, bytes }) => ({
      cid,
      filename: fileName,
      contentType: mediaType,
      contentDisposition: 'inline',
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
    headers: { ...headers, 'X-Idempotency-Key': message.idempotencyKey },
    // One message never becomes two, and nothing is read from files or URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
    textEncoding: 'quoted-printable',
  }
}

/** What an SMTP server's answer means: RFC 5321 §4.2.1, RFC 3463. */
export function outcomeOf(error: unknown): MailOutcome {
  const { responseCode, code, response } = error as { responseCode?: number; code?: string; response?: string }
  // Refused are the envelope and the content; a login or TLS that fails is for the operator to mend.
  const isForGood = typeof responseCode === 'number' && responseCode >= 500 && /^E(ENVELOPE|MESSAGE)$/.test(code ?? '')
  const reason = typeof responseCode === 'number' ? `SMTP ${responseCode}` : `SMTP ${code ?? 'failed'}`
  if (!isForGood) return { outcome: 'later', reason }
  // 5.1.x is about the address; 550, 551 and 553 are the codes for an address that is not there.
  const enhanced = /\b5\.(\d+)\.(\d+)\b/.exec(response ?? '')
  const isAddress =
    code === 'EENVELOPE' && (enhanced === null ? [550, 551, 553].includes(responseCode) : enhanced[1] === '1')
  return { outcome: 'refused', reason, isAddress }
}
