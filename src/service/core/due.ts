import { limits } from '../../internal/limits.js'
import type { ServiceContext } from './context.js'
import type { BadgeRecord } from './records/index.js'
import { DAY } from './time.js'

const DEFAULT_REMINDER_DAYS: readonly number[] = [3, 10]
const DEFAULT_EXPIRY_DAYS: readonly number[] = [30, 7]

const live = ['issued', 'offered', 'accepted', 'claimed', 'declined']

/** When the next reminder of an offer is due; absent when there will be none. */
export function reminderAt(context: ServiceContext, badge: BadgeRecord): number | undefined {
  const days = (context.mailSettings.reminderDays ?? DEFAULT_REMINDER_DAYS).slice(0, limits.reminders)
  const stopped = ['bounced', 'complained', 'suppressed', 'failed'].includes(badge.mail ?? '')
  const day = days[badge.reminders]
  if (badge.stage !== 'offered' || badge.offeredAt === undefined || badge.mail === undefined || stopped)
    return undefined
  if (badge.suspended || day === undefined) return undefined
  return Date.parse(badge.offeredAt) + day * DAY
}

/** When the next notice that the badge expires is due. */
export function expiryNoticeAt(context: ServiceContext, badge: BadgeRecord): number | undefined {
  if (badge.stage !== 'claimed' || badge.validUntil === undefined || badge.suspended) return undefined
  const days = [...(context.mailSettings.expiryDays ?? DEFAULT_EXPIRY_DAYS)].sort((a, b) => b - a)
  const day = days[badge.expiryNotices]
  return day === undefined ? undefined : Date.parse(badge.validUntil) - day * DAY
}

/** The badge once every reminder and notice that is due by now counts as sent; the same one where none is. */
export function afterReminders(context: ServiceContext, badge: BadgeRecord): BadgeRecord {
  const now = context.now()
  let next = badge
  for (;;) {
    if ((reminderAt(context, next) ?? Number.POSITIVE_INFINITY) <= now)
      next = { ...next, reminders: next.reminders + 1 }
    else if ((expiryNoticeAt(context, next) ?? Number.POSITIVE_INFINITY) <= now)
      next = { ...next, expiryNotices: next.expiryNotices + 1 }
    else return next
  }
}

/** When the badge is to be looked at again by `tick`: a reminder, its end, what retention says. */
export function dueOfBadge(context: ServiceContext, badge: BadgeRecord): number | undefined {
  const { unclaimedDays } = context.options.retention ?? {}
  const times = [
    reminderAt(context, badge),
    expiryNoticeAt(context, badge),
    badge.validUntil !== undefined && live.includes(badge.stage) ? Date.parse(badge.validUntil) + 1 : undefined,
    unclaimedDays !== undefined && isUnclaimed(badge) ? unclaimedSince(badge) + unclaimedDays * DAY : undefined,
  ].filter((time) => time !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

/** Whether its learner may hear of it: it was offered, or ended without having to wait for its release. */
export const isKnown = ({ stage, unreleased }: BadgeRecord): boolean => stage !== 'issued' && unreleased !== true

/** From when on its learner could have claimed it. */
export const unclaimedSince = ({ issuedAt, releasedAt = issuedAt }: BadgeRecord): number => Date.parse(releasedAt)

/** Whether nobody has ever claimed it, although it could be. */
export const isUnclaimed = (badge: BadgeRecord): boolean =>
  badge.unreleased !== true &&
  badge.claimedAt === undefined &&
  ['issued', 'offered', 'accepted', 'declined', 'expired'].includes(badge.stage)

/** The stage at this moment: a badge expires at its date, not when that is noticed. */
export const stageNow = (context: ServiceContext, { stage, validUntil }: BadgeRecord): BadgeRecord['stage'] =>
  validUntil !== undefined && Date.parse(validUntil) < context.now() && stage !== 'revoked' && stage !== 'replaced'
    ? 'expired'
    : stage
