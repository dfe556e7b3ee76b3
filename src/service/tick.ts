import { isBadgeError } from '../errors.js'
import { limits } from '../internal/limits.js'
import { offerMessage } from './badges/offer.js'
import { runJobs } from './batches/index.js'
import { changeBadge, planBadge, requireBadge } from './core/change.js'
import type { ServiceContext } from './core/context.js'
import { expiryNoticeAt, isUnclaimed, reminderAt, unclaimedSince } from './core/due.js'
import { subjectOf } from './core/ids.js'
import { planNotice } from './core/notices.js'
import type { BadgeRecord } from './core/records/index.js'
import { storageOfJob } from './core/relayed-storage.js'
import { retrying } from './core/store.js'
import { DAY } from './core/time.js'
import { voidAll } from './core/tokens.js'
import { deliver } from './outbox/deliver.js'
import { queueMessage } from './outbox/messages.js'
import { eraseBadge, eraseLate } from './privacy/erase.js'
import { retain } from './privacy/retain.js'
import type { TickReport } from './types.js'
import { deliverWebhooks } from './webhooks/index.js'

const AT_ONCE = 200
const LEASE_MS = 60_000
/** After this time a run begins no more messages or rows: what is due besides comes first again. */
const MAIL_MS = 5_000
const ends = ['expired', 'revoked', 'replaced']

/** Ends the validity of a badge at its own date. */
const expireBadge = (context: ServiceContext, badgeId: string): Promise<BadgeRecord> =>
  changeBadge(context, badgeId, async (badge) => ({
    by: 'system',
    moves: [{ type: 'expire' }],
    changes: [
      ...(await voidAll(context, 'claim', subjectOf('badge', badgeId))),
      // Somebody who has an open offer learns why its link is over.
      ...(badge.stage === 'offered' || badge.stage === 'accepted'
        ? (
            await queueMessage(context, {
              kind: 'expired',
              to: badge.recipient.email,
              locale: badge.recipient.locale,
              badgeId,
            })
          ).changes
        : []),
      ...(badge.stage === 'issued' || badge.stage === 'declined' ? [] : [planNotice(context, 'expired', badge)]),
    ],
  }))

/** Handles badges that are due: they expire, and mails remind of expiry and of offers. */
async function visitBadges(context: ServiceContext): Promise<{ expired: number; reminders: number; removed: number }> {
  const done = { expired: 0, reminders: 0, removed: 0 }
  const now = context.now()
  const leased = await context.storage.lease('badges', { due: now, n: AT_ONCE, until: now + LEASE_MS })
  for (const { key } of leased) {
    try {
      const what = await visit(context, key)
      if (what !== undefined) done[what] += 1
    } catch (error) {
      // One badge that fails does not hold up the others; it is due again when the lease ends.
      context.report(error)
    }
  }
  return done
}

async function visit(
  context: ServiceContext,
  badgeId: string,
): Promise<'expired' | 'reminders' | 'removed' | undefined> {
  const { value: badge } = await requireBadge(context, badgeId)
  const now = context.now()
  const { unclaimedDays } = context.options.retention ?? {}
  if (unclaimedDays !== undefined && isUnclaimed(badge) && now >= unclaimedSince(badge) + unclaimedDays * DAY) {
    await eraseBadge(context, badgeId, 'system')
    return 'removed'
  }
  if (badge.validUntil !== undefined && now > Date.parse(badge.validUntil) && !ends.includes(badge.stage)) {
    await expireBadge(context, badgeId)
    return 'expired'
  }
  return remind(context, badgeId)
}

async function remind(context: ServiceContext, badgeId: string): Promise<'reminders' | undefined> {
  return retrying(async () => {
    const stored = await requireBadge(context, badgeId)
    const { value: badge } = stored
    const now = context.now()
    const isOffer = (reminderAt(context, badge) ?? Number.POSITIVE_INFINITY) <= now
    const isExpiry = (expiryNoticeAt(context, badge) ?? Number.POSITIVE_INFINITY) <= now
    const message = isOffer
      ? await offerMessage(context, badge, 'reminder')
      : isExpiry
        ? await queueMessage(context, {
            kind: 'expiring',
            to: badge.recipient.email,
            locale: badge.recipient.locale,
            badgeId,
          })
        : { changes: [] }
    const plan = planBadge(context, stored, {
      by: 'system',
      // Written even when nothing is due, so that the record gets its next due time.
      set: {
        reminders: badge.reminders + (isOffer ? 1 : 0),
        expiryNotices: isExpiry ? noticesUpTo(context, badge, now) : badge.expiryNotices,
      },
      changes: [...message.changes, ...(isExpiry && !isOffer ? [planNotice(context, 'expiring', badge)] : [])],
    })
    if (plan !== undefined) await context.storage.commit(plan.changes)
    return isOffer || isExpiry ? ('reminders' as const) : undefined
  })
}

/** Several notices that fell due at once, because `tick` did not run, become one. */
function noticesUpTo(context: ServiceContext, badge: BadgeRecord, now: number): number {
  let next = badge
  while ((expiryNoticeAt(context, next) ?? Number.POSITIVE_INFINITY) <= now) {
    next = { ...next, expiryNotices: next.expiryNotices + 1 }
  }
  return next.expiryNotices
}

/** Does everything that is due, or one job where it is. */
export async function tick(context: ServiceContext, { job }: { readonly job?: string } = {}): Promise<TickReport> {
  if (job !== undefined) {
    return doWhatIsDue({ ...context, storage: storageOfJob(context.storage, context.options.storage, job) })
  }
  const report = await doWhatIsDue(context)
  const { removed } = await retain(context).catch((error: unknown) => {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
    return { removed: 0 }
  })
  return { ...report, removed: report.removed + removed }
}

async function doWhatIsDue(context: ServiceContext): Promise<TickReport> {
  const visited = await visitBadges(context)
  // Side by side, so that a slow mail server holds up no webhooks. Where one fails, the other is waited for.
  const mailing = deliver(context, { n: limits.delivered, withinMs: MAIL_MS })
  const posting = deliverWebhooks(context)
  const issuing = runJobs(context, { withinMs: MAIL_MS, eraseLate })
  await Promise.allSettled([mailing, posting, issuing])
  const [mail, webhooks, { rows, released }] = [await mailing, await posting, await issuing]
  return {
    mail,
    webhooks,
    rows,
    released,
    expired: visited.expired,
    reminders: visited.reminders,
    removed: visited.removed,
  }
}
