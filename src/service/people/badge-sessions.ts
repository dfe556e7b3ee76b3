import { findBadge } from '../core/change.js'
import { mayProceed } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { idIn, subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import { findAll } from '../core/store.js'
import { HOUR } from '../core/time.js'
import { lookUpOpen, mint, voidAll } from '../core/tokens.js'
import type { BadgeSession } from './types.js'

/** As long as a session of an account: long enough to share a badge, too short to be a way of keeping it. */
const BADGE_SESSION_HOURS = 12

/**
 * A session for the browser that claimed a badge by its link. The link proves the mailbox for this badge alone, so the
 * session opens this badge alone.
 */
export async function planBadgeSession(
  context: ServiceContext,
  { badgeId, personId }: { readonly badgeId: string; readonly personId: string },
): Promise<{ token: string; expiresAt: string; change: StorageChange }> {
  const { text, expiresAt, change } = await mint(context, {
    purpose: 'badge-session',
    subject: subjectOf('person', personId),
    expiresAt: context.now() + BADGE_SESSION_HOURS * HOUR,
    data: { badgeId },
  })
  return { token: text, expiresAt: expiresAt ?? '', change }
}

/** Which badge a browser has opened, and for whom. It ends when the badge leaves that person. */
export async function badgeSessionOf(context: ServiceContext, text: string): Promise<BadgeSession | null> {
  const token = await lookUpOpen(context, 'badge-session', text)
  const badge = token && (await findBadge(context, token.value.data.badgeId))?.value
  if (token === undefined || badge?.personId === undefined) return null
  const personId = idIn('person', token.value.subject)
  if (badge.personId !== personId || !(await mayProceed(context, 'session', { badge }))) return null
  return { badgeId: badge.id, personId, expiresAt: token.value.expiresAt ?? '' }
}

/** The changes that end every session of an account, and those of its single badges. */
export async function endSessionsOf(context: ServiceContext, personId: string): Promise<StorageChange[]> {
  const subject = subjectOf('person', personId)
  return [...(await voidAll(context, 'session', subject)), ...(await voidAll(context, 'badge-session', subject))]
}

/** The changes that end the sessions of one badge, before it leaves its owner. */
export async function endBadgeSessions(
  context: ServiceContext,
  { id, personId }: { readonly id: string; readonly personId?: string },
): Promise<StorageChange[]> {
  if (personId === undefined) return []
  const subject = subjectOf('person', personId)
  const tokens = await findAll(context.storage, 'tokens', { index: 'subject', value: `badge-session ${subject}` })
  const others = tokens.filter(({ value }) => value.data.badgeId !== id).map(({ key }) => key)
  return voidAll(context, 'badge-session', subject, others)
}
