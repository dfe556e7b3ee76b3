import type { MessageKind } from '../records/message.js'

/** What a learner is to be told of, where the application tells it. */
export interface Notification {
  /** The same for every try. */
  readonly idempotencyKey: string
  readonly kind: MessageKind
  readonly to: { readonly email: string; readonly personId?: string; readonly name?: string }
  readonly locale: string
  /** In the learner's language. */
  readonly title: string
  readonly text: string
  /** Where it goes on, if anywhere; a link for this learner alone. */
  readonly url?: string
  readonly badgeId?: string
}

/** "Or inside the application": the same outbox as mail, to an inbox of the host. Whatever it throws is tried again. */
export interface Notifier {
  notify(notification: Notification): Promise<void>
}
