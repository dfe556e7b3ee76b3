/** What a message to a learner is about. */
export const messageKinds = [
  'offer',
  'reminder',
  'auto-accepted',
  'expiring',
  'expired',
  'revoked',
  'replaced',
  'links',
  'code',
  'confirm-address',
  'confirm-claim',
  'guardian-request',
  'guardian-answer',
  'recovery',
  'address-removed',
  'account-changed',
  'passkey-added',
  'passkey-removed',
  'application-received',
  'application-question',
  'application-rejected',
  'staff-invitation',
  'staff-link',
  'problem-reported',
  'test',
] as const

export type MessageKind = (typeof messageKinds)[number]

/** Mail that somebody with an account can turn off: what it says is on their pages too, or can be done without. */
export const optionalMails = ['reminder', 'auto-accepted', 'expiring', 'expired'] as const satisfies MessageKind[]

export type OptionalMail = (typeof optionalMails)[number]

/** `queued` is due; the others are final, except that reports of the mail provider follow `sent`. */
export type MessageState =
  | 'queued'
  | 'sent'
  | 'dropped'
  | 'suppressed'
  | 'failed'
  | 'delivered'
  | 'bounced'
  | 'complained'

/** A message that is to be sent: collection `outbox`, by `id`, due when the next try is. */
export interface MessageRecord {
  readonly schemaVersion: 1
  /** Also its idempotency key, and the left side of its Message-ID. */
  readonly id: string
  readonly kind: MessageKind
  readonly state: MessageState
  /** `mail`, or `notify` for the application's own inbox. */
  readonly channel: 'mail' | 'notify'
  /** Where it goes. Empty once it was sent or is no longer wanted; kept if it can be tried again (`failed`). */
  readonly to: string
  readonly recipientHash: string
  readonly locale: string
  readonly badgeId?: string
  readonly personId?: string
  readonly applicationId?: string
  readonly batchId?: string
  /**
   * Random text from which, with the service's secret, the message's token is derived; useless without it. Empty once it was
   * sent or is no longer wanted, as `to`.
   */
  readonly nonce: string
  /** Values for the text. */
  readonly data: Readonly<Record<string, string>>
  readonly createdAt: string
  readonly attempts: number
  readonly lastAttemptAt?: string
  readonly sentAt?: string
  /** Why the last try failed, without addresses. */
  readonly reason?: string
}

/** An address that gets no mail: collection `suppressions`, by the hash of the address. */
export interface SuppressionRecord {
  readonly schemaVersion: 1
  readonly reason: 'bounced' | 'complained' | 'unsubscribed' | 'manual'
  /** `reminders`: only mail that can be done without; `all`: everything. */
  readonly scope: 'reminders' | 'all'
  readonly at: string
}

/** An event on its way to a webhook: collection `deliveries`. */
export interface DeliveryRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly endpoint: string
  readonly body: string
  /** `queued` is due; `failed` was given up, and is kept for 30 days. What has arrived is removed. */
  readonly state: 'queued' | 'failed'
  readonly attempts: number
  readonly createdAt: string
  readonly lastAttemptAt?: string
  /** Why the last try failed: `HTTP 500`, or that the endpoint was not reached. */
  readonly reason?: string
}
