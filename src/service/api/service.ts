import type { MailEvent } from '../core/ports/index.js'
import type { MessageRecord, SuppressionRecord } from '../core/records/index.js'
import type { BatchSteps, IssuerSteps, StatusSteps } from './issue.js'
import type { ApplicationSteps, ClaimSteps, DisplaySteps, PeopleSteps, PrivacySteps, SharingSteps } from './learner.js'
import type { BadgeServiceOptions } from './options.js'

/** What a run of the outbox did. */
export interface DeliveryReport {
  readonly sent: number
  /** To be tried again. */
  readonly later: number
  /** Given up, refused, or no longer wanted. */
  readonly ended: number
}

/** The outbox. */
export interface MailSteps {
  /** Sends what is due, up to `n` messages (default 100). Several processes may do so at once. */
  deliver(options?: { n?: number; signal?: AbortSignal }): Promise<DeliveryReport>
  /** What became of a message, as a provider tells. */
  report(event: MailEvent): Promise<void>
  /** The link of "no more reminders", pressed (or by RFC 8058). The answer is the same for every token. */
  unsubscribe(input: { token: string }): Promise<void>
  /** Whose reminders a link would end: a masked address; reads only. */
  lookUnsubscribe(token: string): Promise<{ maskedAddress: string } | null>
  suppress(input: { email: string; scope?: SuppressionRecord['scope'] }): Promise<void>
  /** Mail may go there again. */
  release(input: { email: string }): Promise<void>
  /** Messages about a badge, or (without) those that were given up. */
  messages(query?: { badgeId?: string; cursor?: string; limit?: number }): Promise<{
    messages: readonly MessageRecord[]
    cursor?: string
  }>
  /** Sends a message that was given up once more. */
  retry(input: { messageId: string }): Promise<void>
}

/** A brake, by key: an IP address, a token, an address. Keys are kept as hashes. */
export interface RateLimitSteps {
  take(input: {
    key: string
    limit: number
    windowSeconds: number
  }): Promise<{ allowed: boolean; retryAfterSeconds: number }>
}

/** What a run of everything that is due did. */
export interface TickReport {
  readonly mail: DeliveryReport
  readonly webhooks: DeliveryReport
  readonly expired: number
  readonly reminders: number
  readonly removed: number
}

/** Everything the service does; made by `createBadgeService`. */
export interface BadgeService extends IssuerSteps {
  readonly options: BadgeServiceOptions
  /** `baseUrl` without a slash at its end. */
  readonly baseUrl: string
  readonly batches: BatchSteps
  readonly status: StatusSteps
  readonly claims: ClaimSteps
  readonly people: PeopleSteps
  readonly sharing: SharingSteps
  readonly displays: DisplaySteps
  readonly applications: ApplicationSteps
  readonly mail: MailSteps
  readonly privacy: PrivacySteps
  readonly limits: RateLimitSteps
  /** Does what is due: mail, webhooks, badges that expire, reminders, retention. Call it every few seconds or minutes. */
  tick(): Promise<TickReport>
  /** Waits for what is under way. The storage stays open: it is yours. */
  close(): Promise<void>
}
