import { defined } from '../../internal/defined.js'
import type { ServiceContext } from '../core/context.js'
import { newId, newNonce, subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { MessageKind, MessageRecord } from '../core/records/index.js'
import { put } from '../core/store.js'
import { iso } from '../core/time.js'
import { mint, type NewToken } from '../core/tokens.js'

/** A message that is to be sent. */
interface NewMessage {
  readonly kind: MessageKind
  readonly to: string
  /** Keyed hash of `to`, where it is known already. */
  readonly recipientHash?: string
  readonly locale: string | undefined
  readonly badgeId?: string
  readonly personId?: string
  readonly applicationId?: string
  readonly batchId?: string
  readonly data?: Readonly<Record<string, string>>
  /** The token of its link. */
  readonly token?: Omit<NewToken, 'nonce'>
  /** Never goes to the application's inbox: it is there to prove a mailbox. */
  readonly mailOnly?: boolean
}

export interface Queued {
  readonly changes: readonly StorageChange[]
  /** Whether any mail will go out. */
  readonly byMail: boolean
}

/** The changes that put a message into the outbox, once for each channel (mail, notification). */
export async function queueMessage(context: ServiceContext, message: NewMessage): Promise<Queued> {
  const { mail, notifier } = context.options
  const channels: MessageRecord['channel'][] = [
    ...(mail === undefined ? [] : (['mail'] as const)),
    ...(notifier === undefined || message.mailOnly === true ? [] : (['notify'] as const)),
  ]
  const { kind, to, locale = context.locale, data = {}, token } = message
  const changes: StorageChange[] = []
  const recipientHash = message.recipientHash ?? (await context.addressHash(to))
  const now = context.now()
  for (const channel of channels) {
    const nonce = newNonce()
    if (token !== undefined) {
      const via = { ...token.data, via: channel }
      changes.push((await mint(context, { ...token, nonce, data: via })).change)
    }
    if (isReminderClass(kind) && channel === 'mail') {
      const unsubscribe = {
        purpose: 'unsubscribe',
        subject: subjectOf('address', recipientHash),
        nonce: `${nonce}.u`,
      } as const
      changes.push((await mint(context, { ...unsubscribe, data: { to } })).change)
    }
    const record: MessageRecord = {
      schemaVersion: 1,
      id: newId(now),
      kind,
      state: 'queued',
      channel,
      to,
      recipientHash,
      locale,
      ...defined({
        badgeId: message.badgeId,
        personId: message.personId,
        applicationId: message.applicationId,
        batchId: message.batchId,
      }),
      nonce,
      data,
      createdAt: iso(now),
      attempts: 0,
    }
    changes.push(put('outbox', record.id, undefined, record, now))
  }
  return { changes, byMail: channels.includes('mail') }
}

/** Mail to the guardian of a child: it says nothing about whether the child was reached. */
export const isToGuardian = (kind: MessageKind): boolean => kind === 'guardian-request' || kind === 'guardian-answer'

/**
 * Whether the settings of the account that an address belongs to decide about a message: its language, and whether it comes. Not
 * so for what is in the language of the page on which it was asked for, and for mail to the staff and to guardians.
 */
const ofReader: Readonly<Record<MessageKind, boolean>> = {
  offer: true,
  reminder: true,
  'auto-accepted': true,
  expiring: true,
  expired: true,
  revoked: true,
  replaced: true,
  links: false,
  code: true,
  'confirm-address': false,
  'confirm-claim': true,
  'guardian-request': false,
  'guardian-answer': false,
  recovery: false,
  'address-removed': true,
  'account-changed': true,
  'passkey-added': true,
  'passkey-removed': true,
  'application-received': false,
  'application-question': false,
  'application-rejected': false,
  'staff-invitation': false,
  'staff-link': false,
  'problem-reported': false,
  test: false,
}

export const isForReader = (kind: MessageKind): boolean => ofReader[kind]

/** Mail that people can do without, and can therefore unsubscribe from. */
export const isReminderClass = (kind: MessageKind): boolean => kind === 'reminder' || kind === 'expiring'
