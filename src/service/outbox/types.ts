import type { MailEvent } from '../core/ports/index.js'
import type { MessageRecord, SuppressionRecord } from '../core/records/index.js'
import type { DeliveryReport } from '../core/steps.js'

export type { CommonText, MailTexts, MessageText } from '../../texts/index.js'
export type { DeliveryReport } from '../core/steps.js'

/** A page of messages. */
export interface MessagePage {
  /** The newest first. */
  readonly messages: readonly MessageRecord[]
  readonly cursor?: string
}

/** The outbox: mails and notifications on their way. */
export interface MailSteps {
  /** Sends what is due, up to `n` messages (default 100). Several processes may do so at once. */
  deliver(options?: { n?: number; signal?: AbortSignal }): Promise<DeliveryReport>
  /** Records what became of a message, as the mail provider reports it. */
  report(event: MailEvent): Promise<void>
  /** Ends reminders, by the link in a mail or by RFC 8058. The answer is the same for every token. */
  unsubscribe(input: { token: string }): Promise<void>
  /** Whose reminders a link would end: a masked address; `null` if the link is unknown. Reads only. */
  lookUnsubscribe(token: string): Promise<{ maskedEmail: string } | null>
  /** Sends no more mail (default), or no more reminders, to an address. */
  suppress(input: { email: string; scope?: SuppressionRecord['scope'] }): Promise<void>
  /** Lets mail go to an address again. */
  release(input: { email: string }): Promise<void>
  /** Messages about a badge, or, without `badgeId`, those that were given up; the newest first. */
  messages(query?: { badgeId?: string; cursor?: string; limit?: number }): Promise<MessagePage>
  /** Puts a message that was given up back into the queue. */
  retry(input: { messageId: string }): Promise<void>
  /**
   * Puts a message into the outbox that shows how mail looks and that it arrives.
   *
   * @throws BadgeError `ERR_ADDRESS_INVALID`; `ERR_STAGE_INVALID` where the service sends no mail
   */
  sendTest(input: { email: string; locale?: string }): Promise<void>
  /** Takes a message that was given up off the list, for good. */
  dismiss(input: { messageId: string }): Promise<void>
}
