/** What a message to a learner is about. */
export const messageKinds = [
  'offer',
  'reminder',
  'auto-accepted',
  'expiring',
  'revoked',
  'replaced',
  'links',
  'code',
  'confirm-address',
  'recovery',
  'application-received',
  'application-question',
  'application-rejected',
] as const

export type MessageKind = (typeof messageKinds)[number]

/** `queued` and `sending` are due; the others are ends. */
export type MessageState =
  | 'queued'
  | 'sent'
  | 'dropped'
  | 'suppressed'
  | 'failed'
  | 'delivered'
  | 'bounced'
  | 'complained'

/** A message that is owed: collection `outbox`, by `id`, due when the next try is. */
export interface MessageRecord {
  readonly schemaVersion: 1
  /** Also its idempotency key, and the left side of its Message-ID. */
  readonly id: string
  readonly kind: MessageKind
  readonly state: MessageState
  /** Where to: `mail`, or `notify` for the application's own inbox. */
  readonly channel: 'mail' | 'notify'
  /** Empty once it was sent or is not wanted any more; kept where a human may try again (`failed`). */
  readonly to: string
  readonly recipientHash: string
  readonly locale: string
  readonly badgeId?: string
  readonly personId?: string
  readonly applicationId?: string
  readonly batchId?: string
  /** Random text that the message's token follows from, with the service's secret; by itself good for nothing. */
  readonly nonce: string
  /** Values for the text. */
  readonly data: Readonly<Record<string, string>>
  readonly createdAt: string
  readonly attempts: number
  readonly lastAttemptAt?: string
  readonly sentAt?: string
  /** Why the last try did not do, without addresses. */
  readonly reason?: string
}

/** An address that gets no mail: collection `suppressions`, by the hash of the address. */
export interface SuppressionRecord {
  readonly schemaVersion: 1
  readonly reason: 'bounced' | 'complained' | 'unsubscribed' | 'manual'
  /** `reminders`: only what is not needed; `all`: everything. */
  readonly scope: 'reminders' | 'all'
  readonly at: string
}

/** An event on its way to a webhook: collection `deliveries`. */
export interface DeliveryRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly endpoint: string
  readonly body: string
  readonly state: 'queued' | 'sent' | 'failed'
  readonly attempts: number
  readonly createdAt: string
  readonly reason?: string
}
