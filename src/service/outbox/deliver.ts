import { isBadgeError } from '../../errors.js'
import { randomBytes } from '../../internal/random.js'
import { sha256Hex } from '../../internal/sha256.js'
import { findBadge, planBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import { isOfAge, mayProceed } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { isKnown, stageNow } from '../core/due.js'
import { groupedStorage } from '../core/grouped-storage.js'
import { subjectOf } from '../core/ids.js'
import { type NewEvent, nextEntries } from '../core/log.js'
import type { MailOutcome, StorageChange } from '../core/ports/index.js'
import { giveBack, takeSome } from '../core/rate-limit.js'
import type {
  BadgeRecord,
  MessageKind,
  MessageRecord,
  MessageState,
  PersonRecord,
  SuppressionRecord,
} from '../core/records/index.js'
import { staffAddressKey } from '../core/staff-key.js'
import type { DeliveryReport } from '../core/steps.js'
import { commitQuietly, find, findAll, put, read, retrying, type Stored } from '../core/store.js'
import { DAY, iso, MINUTE } from '../core/time.js'
import { stateOf, tokenText } from '../core/tokens.js'
import { compose, composeMail, notificationOf } from './compose.js'
import { withinDomainRate } from './domain-rate.js'
import { type Held, holding, LEASE_MS } from './lease.js'
import { isForReader, isReminderClass, isToGuardian } from './messages.js'

const LONGEST_DELAY_MS = 6 * 60 * MINUTE

/** Messages that are on their way at once, where neither the settings nor the adapter say how many. */
const AT_ONCE = 10
const PER_MINUTE = 300

/**
 * Sends what is due. Even after a crash, a message goes out under one Message-ID only. New ones are begun while others
 * are under way, so that one slow mail holds up no other, until `withinMs` are over.
 */
export async function deliver(
  context: ServiceContext,
  { n = 100, signal, withinMs }: { n?: number; signal?: AbortSignal; withinMs?: number } = {},
): Promise<DeliveryReport> {
  const report = { sent: 0, later: 0, ended: 0 }
  const end = context.now() + (withinMs ?? Number.POSITIVE_INFINITY)
  const underWay = new Set<Promise<void>>()
  // What messages that are on their way at once ask of the storage is asked together; a slow server holds nobody up for it.
  const grouped = groupedStorage(context.storage)
  const inGroup: ServiceContext = { ...context, storage: grouped.storage }
  const { hold, end: letGo } = holding(context)
  const atOnce = context.mailSettings.atOnce ?? context.options.mail?.atOnce ?? AT_ONCE
  const begin = (stored: Stored<'outbox'>): void => {
    const work = grouped
      .take(() => deliverOne(inGroup, hold(stored)))
      .catch((error: unknown) => {
        context.report(error)
        return 'later' as const
      })
      .then((outcome) => {
        report[outcome] += 1
        underWay.delete(work)
      })
    underWay.add(work)
  }
  let begun = 0
  try {
    while (begun < n && signal?.aborted !== true && context.now() < end) {
      const free = Math.min(atOnce - underWay.size, n - begun)
      const leased = await leaseDue(context, free)
      const taken = await withinDomainRate(context, leased)
      begun += taken.length
      for (const stored of taken) begin(stored)
      if (taken.length < leased.length) await giveBack(context, 'mail', leased.length - taken.length)
      if (leased.length < free) break
      // Half of them at a time, since each look at what is due costs statements.
      while (underWay.size > atOnce / 2) await Promise.race(underWay)
    }
  } finally {
    // Also where the storage has failed: nothing is sent or written after the answer.
    await Promise.all(underWay)
    letGo()
  }
  return report
}

/** Messages that are due, no more than the rate allows. */
async function leaseDue(context: ServiceContext, wanted: number): Promise<Stored<'outbox'>[]> {
  const rate = {
    limit: context.mailSettings.perMinute ?? context.options.mail?.perMinute ?? PER_MINUTE,
    windowMs: MINUTE,
  }
  const { granted } = await takeSome(context, 'mail', wanted, rate)
  if (granted === 0) return []
  const now = context.now()
  const leased = await context.storage.lease('outbox', { due: now, n: granted, until: now + LEASE_MS })
  if (leased.length < granted) await giveBack(context, 'mail', granted - leased.length)
  return leased as unknown as Stored<'outbox'>[]
}

async function deliverOne(context: ServiceContext, held: Held): Promise<keyof DeliveryReport> {
  let stored = held.stored()
  const { value: message } = stored
  if (message.state !== 'queued') {
    // It was kept for a while after its end, and that time is over.
    if (message.channel === 'mail') await context.options.mail?.forget?.(stored.key)
    await commitQuietly(context.storage, [put('outbox', stored.key, stored, null)])
    return 'ended'
  }
  const found = message.badgeId === undefined ? undefined : await findBadge(context, message.badgeId)
  const badge = found?.value
  const extra = await wantedValues(context, message, badge)
  if (extra === undefined) return end(context, stored, 'dropped')
  if (message.channel === 'mail' && (await isSuppressed(context, message))) return end(context, stored, 'suppressed')
  const reader = await readerOf(context, message)
  if (message.channel === 'mail' && reader?.mailOff?.some((kind) => kind === message.kind)) {
    return end(context, stored, 'suppressed')
  }
  const spoken = reader?.locale === undefined ? message : { ...message, locale: reader.locale }
  const outcome = await held.during(() => send(context, spoken, badge, extra))
  stored = held.stored()
  if (outcome.outcome === 'sent') return end(context, stored, 'sent')
  if (outcome.outcome === 'refused') {
    if (outcome.isAddress) await suppressHash(context, message.recipientHash, 'bounced', 'all')
    return end(context, stored, outcome.isAddress ? 'bounced' : 'failed', outcome.reason)
  }
  const attempts = message.attempts + 1
  if (attempts >= (context.mailSettings.maxAttempts ?? 8)) return end(context, stored, 'failed', outcome.reason)
  const next: MessageRecord = {
    ...message,
    attempts,
    lastAttemptAt: iso(context.now()),
    reason: outcome.reason.slice(0, 200),
  }
  await commitQuietly(context.storage, [put('outbox', stored.key, stored, next, context.now() + delayAfter(attempts))])
  return 'later'
}

/** Whose account the address belongs to, where their settings decide about a message: not about an answer to what was just asked. */
async function readerOf(context: ServiceContext, message: MessageRecord): Promise<PersonRecord | undefined> {
  if (!isForReader(message.kind)) return undefined
  const owner = await read(context.storage, 'addresses', message.recipientHash)
  return owner && (await read(context.storage, 'people', owner.value.personId))?.value
}

/** One minute, four, sixteen, … up to six hours; a little apart, so that a thousand do not come back at once. */
function delayAfter(attempts: number): number {
  const [spread = 0] = randomBytes(1)
  return Math.round(Math.min(MINUTE * 4 ** (attempts - 1), LONGEST_DELAY_MS) * (1 + spread / 1024))
}

async function send(
  context: ServiceContext,
  message: MessageRecord,
  badge: BadgeRecord | undefined,
  extra: Readonly<Record<string, string | number>>,
): Promise<MailOutcome> {
  const { mail, notifier } = context.options
  try {
    if (message.channel === 'notify') {
      if (notifier === undefined)
        return { outcome: 'refused', reason: 'The service has no notifier.', isAddress: false }
      await notifier.notify(notificationOf(message, await compose(context, message, badge, extra), badge))
      return { outcome: 'sent' }
    }
    if (mail === undefined) return { outcome: 'refused', reason: 'The service sends no mail.', isAddress: false }
    return await mail.send(await composeMail(context, message, badge, extra))
  } catch (error) {
    context.report(error)
    return { outcome: 'later', reason: isBadgeError(error) ? error.code : 'The adapter failed.' }
  }
}

/** In which stages of its badge a message still makes sense. */
const wantedStages: Partial<Record<MessageKind, readonly BadgeRecord['stage'][]>> = {
  // After accepting, the link is still needed to claim; a resend has voided the earlier one.
  offer: ['offered', 'accepted'],
  reminder: ['offered'],
  'auto-accepted': ['accepted', 'claimed'],
  expiring: ['claimed'],
  expired: ['expired'],
  revoked: ['revoked'],
  replaced: ['claimed', 'offered', 'accepted'],
  code: ['offered', 'accepted'],
}

/** Values that are known only now; `undefined` for a message that is no longer wanted. */
async function wantedValues(
  context: ServiceContext,
  message: MessageRecord,
  badge: BadgeRecord | undefined,
): Promise<Readonly<Record<string, number>> | undefined> {
  const stages = wantedStages[message.kind]
  if (stages !== undefined) {
    // An offer of a badge that has expired since leads nowhere.
    if (badge === undefined || !stages.includes(stageNow(context, badge))) return undefined
    if (!(await mayProceed(context, 'mail', { badge }))) return undefined
    // A suspended badge can still be revoked, and its learner is notified.
    if (badge.suspended && message.kind !== 'revoked') return undefined
    // An offer whose link was replaced by a newer one, or whose address was corrected.
    if (message.kind === 'offer' && !(await isLinkOpen(context, message))) return undefined
    return {}
  }
  if (isToGuardian(message.kind)) return (await isGuardian(context, message)) ? {} : undefined
  // Nobody else gets a sign-in link, though the page says the same to all; nor an invitation that was taken back.
  if (message.kind === 'staff-link' || message.kind === 'staff-invitation') {
    return (await isStaff(context, message.recipientHash)) ? {} : undefined
  }
  if (message.kind !== 'links') return {}
  const { records } = await find(
    context.storage,
    'badges',
    { index: 'recipient', value: message.recipientHash },
    { limit: 1000 },
  )
  const count = records.filter(({ value }) => !isTombstone(value) && isKnown(value)).length
  const owner = await read(context.storage, 'addresses', message.recipientHash)
  return count === 0 && owner === undefined ? undefined : { count }
}

/** Whether the address still decides for the child: another guardian may have been named since, or the child be of age. */
async function isGuardian(context: ServiceContext, { data, recipientHash }: MessageRecord): Promise<boolean> {
  const found = (await read(context.storage, 'guardianships', data.childHash ?? ''))?.value
  return found !== undefined && found.guardianHash === recipientHash && !isOfAge(context, found)
}

const isStaff = async (context: ServiceContext, hash: string): Promise<boolean> =>
  (await read(context.storage, 'staff-keys', staffAddressKey(hash))) !== undefined

async function isLinkOpen(context: ServiceContext, { nonce }: MessageRecord): Promise<boolean> {
  const token = await read(context.storage, 'tokens', sha256Hex(await tokenText(context, 'claim', nonce)))
  return token !== undefined && stateOf(context, token.value) === 'open'
}

async function isSuppressed(context: ServiceContext, { kind, recipientHash }: MessageRecord): Promise<boolean> {
  const found = await read(context.storage, 'suppressions', recipientHash)
  return found !== undefined && (found.value.scope === 'all' || isReminderClass(kind))
}

/** A message's end, and what its badge and the log say of it, in one commit. */
async function end(
  context: ServiceContext,
  stored: Stored<'outbox'>,
  state: Exclude<MessageState, 'queued'>,
  reason?: string,
): Promise<keyof DeliveryReport> {
  const { value: message } = stored
  const { messageDays } = context.options.retention ?? {}
  const now = context.now()
  const next: MessageRecord = {
    ...(state === 'failed' ? message : spent(message)),
    state,
    attempts: message.attempts + (state === 'dropped' || state === 'suppressed' ? 0 : 1),
    lastAttemptAt: iso(now),
    ...(state === 'sent' ? { sentAt: iso(now) } : {}),
    ...(reason === undefined ? {} : { reason: reason.slice(0, 200) }),
  }
  const change = put(
    'outbox',
    stored.key,
    stored,
    next,
    messageDays === undefined ? undefined : now + messageDays * DAY,
  )
  await retrying(async () => {
    const now = await read(context.storage, 'outbox', stored.key)
    // The lease ran out and another process has it, which will record how it ended.
    if (now?.version !== stored.version) return
    const badge = await badgeChange(context, message, state)
    await context.storage.commit([change, ...badge.changes])
    context.emit(badge.events)
  })
  return state === 'sent' ? 'sent' : 'ended'
}

/** Without where it went, and without what its link follows from: a copy of the storage gives nobody what was mailed. */
export function spent({ data: { codeNonce: _, ...data }, ...message }: MessageRecord): MessageRecord {
  return { ...message, to: '', nonce: '', data }
}

const eventTypes = {
  sent: 'mail-sent',
  delivered: 'mail-delivered',
  bounced: 'mail-bounced',
  complained: 'mail-complained',
  suppressed: 'mail-suppressed',
  failed: 'mail-failed',
} as const

/** The change of a badge's record that says what became of its mail. */
export async function badgeChange(context: ServiceContext, message: MessageRecord, state: MessageState) {
  const nothing = { changes: [] as readonly StorageChange[], events: [] }
  if (message.channel !== 'mail' || message.badgeId === undefined || isToGuardian(message.kind)) return nothing
  if (state === 'queued') return nothing
  const badge = await findBadge(context, message.badgeId)
  if (badge === undefined) return nothing
  if (state === 'dropped') {
    // No mail is under way any more, unless a newer one is. An open offer still gets its reminders.
    const isOpen = badge.value.stage === 'offered' || badge.value.stage === 'accepted'
    if (isOpen || badge.value.mail !== 'queued' || (await isOtherQueued(context, message))) return nothing
    return planBadge(context, badge, { by: 'system', set: {}, unset: ['mail'] }) ?? nothing
  }
  const plan = planBadge(context, badge, {
    by: 'system',
    set: { mail: state },
    events: [{ type: eventTypes[state], data: { kind: message.kind, message: message.id } }],
  })
  return plan ?? nothing
}

async function isOtherQueued(context: ServiceContext, { id, badgeId = '' }: MessageRecord): Promise<boolean> {
  const messages = await findAll(context.storage, 'outbox', { index: 'badge', value: badgeId })
  return messages.some(({ key, value }) => key !== id && value.channel === 'mail' && value.state === 'queued')
}

/** Stops mail to an address; of an earlier stop and this one, the wider scope counts. */
export async function suppressHash(
  context: ServiceContext,
  hash: string,
  reason: SuppressionRecord['reason'],
  scope: SuppressionRecord['scope'],
  /** What the log says where somebody did it by hand. */
  event?: NewEvent,
): Promise<void> {
  await retrying(async () => {
    const before = await read(context.storage, 'suppressions', hash)
    if (before !== undefined && (before.value.scope === 'all' || scope === 'reminders')) return
    const value = { schemaVersion: 1 as const, reason, scope, at: iso(context.now()) }
    const log = event && (await nextEntries(context, subjectOf('mailbox', hash), 'issuer', event))
    await context.storage.commit([put('suppressions', hash, before, value), ...(log?.changes ?? [])])
    if (log !== undefined) context.emit(log.events)
  })
}
