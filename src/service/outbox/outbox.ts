import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { maskAddress, normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import { idIn, isId, subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import type { MailEvent } from '../core/ports/index.js'
import { type MessageRecord, type MessageState, optionalMails, type SuppressionRecord } from '../core/records/index.js'
import { findPage, put, read, retrying, type Stored } from '../core/store.js'
import { lookUp } from '../core/tokens.js'
import { badgeChange, spent, suppressHash } from './deliver.js'
import { isReminderClass, queueMessage } from './messages.js'
import type { MessagePage } from './types.js'

/** Records what became of a message. Reports about unknown messages are ignored. */
export async function reportMail(context: ServiceContext, event: MailEvent): Promise<void> {
  const id = /^<?([0-9a-z]{26})@/.exec(event.messageId)?.[1]
  if (id === undefined || event.type === 'deferred') return
  const isSoft = event.type === 'bounced' && event.severity === 'soft'
  if (isSoft) return
  const state: MessageState = event.type
  const hash = await retrying(async () => {
    const stored = await read(context.storage, 'outbox', id)
    if (stored === undefined) return undefined
    // A late "delivered" cancels neither a bounce nor a complaint.
    if (stored.value.state === state || (state === 'delivered' && stored.value.state !== 'sent')) return undefined
    const badge = await badgeChange(context, stored.value, state)
    await context.storage.commit([put('outbox', id, stored, { ...stored.value, state }, stored.due), ...badge.changes])
    context.emit(badge.events)
    return stored.value.recipientHash
  })
  if (hash !== undefined && state !== 'delivered') {
    await suppressHash(context, hash, state === 'bounced' ? 'bounced' : 'complained', 'all')
  }
}

/** Ends reminders to the address of this link. The answer is the same for every token, known or not. */
export async function unsubscribe(context: ServiceContext, { token: text }: { token: string }): Promise<void> {
  const token = await lookUp(context, 'unsubscribe', text)
  const hash = token && idIn('address', token.value.subject)
  if (hash === undefined) return
  await suppressHash(context, hash, 'unsubscribed', 'reminders')
  await noteInAccount(context, hash)
}

/** The settings of the account say the same as the link did. */
async function noteInAccount(context: ServiceContext, hash: string): Promise<void> {
  await retrying(async () => {
    const owner = await read(context.storage, 'addresses', hash)
    const person = owner && (await read(context.storage, 'people', owner.value.personId))
    if (person === undefined) return
    const { mailOff = [] } = person.value
    const next = optionalMails.filter((kind) => mailOff.includes(kind) || isReminderClass(kind))
    if (next.length === mailOff.length) return
    await context.storage.commit([put('people', person.key, person, { ...person.value, mailOff: next })])
  })
}

export async function lookAtUnsubscribe(
  context: ServiceContext,
  text: string,
): Promise<{ maskedEmail: string } | null> {
  const token = await lookUp(context, 'unsubscribe', text)
  return token === undefined ? null : { maskedEmail: maskAddress(token.value.data.to ?? '') }
}

export async function suppressEmail(
  context: ServiceContext,
  { email, scope = 'all' }: { email: string; scope?: SuppressionRecord['scope'] },
): Promise<void> {
  const hash = await context.addressHash(normalizeAddress(email))
  await suppressHash(context, hash, 'manual', scope, { type: 'mail-stopped', data: { scope } })
}

export async function releaseEmail(context: ServiceContext, { email }: { email: string }): Promise<void> {
  const hash = await context.addressHash(normalizeAddress(email))
  await retrying(async () => {
    const found = await read(context.storage, 'suppressions', hash)
    if (found === undefined) return
    const log = await nextEntries(context, subjectOf('mailbox', hash), 'issuer', { type: 'mail-released' })
    await context.storage.commit([put('suppressions', hash, found, null), ...log.changes])
    context.emit(log.events)
  })
}

/** Messages about a badge, or those that were given up; the newest first. */
export async function listMessages(
  context: ServiceContext,
  { badgeId, cursor, limit }: { badgeId?: string; cursor?: string; limit?: number } = {},
): Promise<MessagePage> {
  const by = badgeId === undefined ? { index: 'state', value: 'failed' } : { index: 'badge', value: badgeId }
  const page = await findPage(context.storage, 'outbox', by, { cursor, limit, descending: true })
  const messages = page.records.map(({ value }) => value)
  return { messages, ...defined({ cursor: page.cursor }) }
}

/** Puts a message that was given up back into the queue. */
export async function retryMessage(context: ServiceContext, { messageId }: { messageId: string }): Promise<void> {
  await retrying(async () => {
    const stored = await givenUp(context, messageId)
    const next: MessageRecord = { ...stored.value, state: 'queued', attempts: 0 }
    const event = { type: 'mail-retried', data: { kind: stored.value.kind } } as const
    const log = await nextEntries(context, subjectOf('message', messageId), 'issuer', event)
    await context.storage.commit([put('outbox', messageId, stored, next, context.now()), ...log.changes])
    context.emit(log.events)
  })
}

/** Takes a message that was given up off the list: its address is gone, and nobody can send it again. */
export async function dismissMessage(context: ServiceContext, { messageId }: { messageId: string }): Promise<void> {
  await retrying(async () => {
    const stored = await givenUp(context, messageId)
    const next: MessageRecord = { ...spent(stored.value), state: 'dropped' }
    const event = { type: 'mail-dismissed', data: { kind: stored.value.kind } } as const
    const log = await nextEntries(context, subjectOf('message', messageId), 'issuer', event)
    await context.storage.commit([put('outbox', messageId, stored, next, stored.due), ...log.changes])
    context.emit(log.events)
  })
}

async function givenUp(context: ServiceContext, messageId: string): Promise<Stored<'outbox'>> {
  const stored = isId(messageId) ? await read(context.storage, 'outbox', messageId) : undefined
  if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such message.')
  if (stored.value.state !== 'failed') throw new BadgeError('ERR_STAGE_INVALID', 'This message was not given up.')
  return stored
}

/** A message to try out sender and looks by. */
export async function sendTestMail(
  context: ServiceContext,
  { email, locale }: { email: string; locale?: string },
): Promise<void> {
  if (context.options.mail === undefined) throw new BadgeError('ERR_STAGE_INVALID', 'The service sends no mail.')
  const to = normalizeAddress(email)
  const { changes } = await queueMessage(context, { kind: 'test', to, locale, mailOnly: true })
  await context.storage.commit([...changes])
}
