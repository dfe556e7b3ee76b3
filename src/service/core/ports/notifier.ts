import type { MessageKind } from '../records/message.js'

/** A message for a learner, to be shown inside the application. */
export interface Notification {
  /** The same for every try. */
  readonly idempotencyKey: string
  readonly kind: MessageKind
  readonly to: { readonly email: string; readonly personId?: string; readonly name?: string }
  readonly locale: string
  /** In the learner's language. */
  readonly title: string
  readonly text: string
  /** A link that is for this learner only. */
  readonly url?: string
  readonly badgeId?: string
}

/** Shows messages inside the application, from the same outbox as mail. If it throws, the message is tried again. */
export interface Notifier {
  notify(notification: Notification): Promise<void>
}
