/**
 * Mail by SMTP (through `nodemailer`), signed with DKIM. For Node.
 *
 * @module badgewright/mail/smtp
 */

import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { smtpRules } from '../../internal/option-tables.js'
import { checkOptions, type OptionTable } from '../../internal/options.js'
import type { MailAdapter } from '../../service/index.js'
import { type DkimKey, dkimOptions, openTransport, outcomeOf, toNodemailer } from './nodemailer.js'

export type { DkimKey } from './nodemailer.js'

/** Options of {@link smtpMail}. */
export interface SmtpMailOptions {
  readonly host: string
  /** Default 587, or 465 with `secure`. */
  readonly port?: number
  /** TLS from the first byte on. Otherwise STARTTLS. */
  readonly secure?: boolean
  /** Sends also where the server has no TLS: for servers on this machine. Default false. */
  readonly dangerouslyAllowPlaintext?: boolean
  readonly user?: string
  readonly password?: string
  readonly dkim?: DkimKey
  /** Connections at once, at most. Default 3. */
  readonly connections?: number
  /** Address that bounces come back to. Default: that of the sender. */
  readonly returnPath?: string
  /** Further certificate authorities, as PEM. */
  readonly ca?: string
}

const PREPARED = 10
const CONNECT_MS = 15_000
const SILENCE_MS = 60_000

/**
 * An adapter for an SMTP server. An answer of 4xx is tried again, one of 5xx is not; where it is about the address, the
 * address gets no further mail.
 *
 * @throws BadgeError `ERR_PEER_MISSING` without `nodemailer`, `ERR_ARGUMENT_INVALID` without a host
 */
export async function smtpMail(options: SmtpMailOptions): Promise<MailAdapter> {
  checkOptions(options, smtpRules satisfies OptionTable<SmtpMailOptions>)
  const {
    host,
    secure = false,
    port = secure ? 465 : 587,
    user,
    password,
    dkim,
    connections = 3,
    returnPath,
    ca,
  } = options
  const isPlain = options.dangerouslyAllowPlaintext === true
  const transport = await openTransport({
    host,
    port,
    secure,
    pool: true,
    maxConnections: connections,
    requireTLS: !secure && !isPlain,
    ignoreTLS: isPlain,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    ...defined({ dkim: dkim && dkimOptions(dkim) }),
    ...(ca === undefined ? {} : { tls: { ca } }),
  })
  return {
    // A few more than there are connections are prepared, so that none of these waits.
    atOnce: Math.max(PREPARED, Math.min(connections, limits.mailAtOnce)),
    async send(message) {
      const envelope = { from: returnPath ?? message.from.address, to: [message.to.address] }
      try {
        const { response } = await transport.sendMail({ ...toNodemailer(message), envelope })
        return { outcome: 'sent', ...defined({ providerId: response?.slice(0, 200) }) }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    async close() {
      transport.close()
    },
  }
}
