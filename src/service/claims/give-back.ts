import { BadgeError } from '../../errors.js'
import type { BadgePlan } from '../core/change.js'
import { planBadge, requireBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { BadgeRecord } from '../core/records/index.js'
import { retrying } from '../core/store.js'
import { mint } from '../core/tokens.js'
import { planEndOfCopies } from '../core/wallet-copies.js'
import { endBadgeSessions } from '../people/badge-sessions.js'
import { planConsent } from '../people/consents.js'
import { planEndOfLinks } from '../sharing/links.js'
import { assertOwner } from '../sharing/owner.js'
import { setBits } from '../status/lists.js'

/** What leaves with a badge that its owner no longer wants: everything that shows it, and the sessions that open it. */
export async function planGiveBack(context: ServiceContext, badge: BadgeRecord): Promise<BadgePlan> {
  const { personId, display } = badge
  const copies = await planEndOfCopies(context, badge)
  return {
    by: 'learner',
    moves: [{ type: 'decline' }],
    set: { display: false },
    unset: ['personId', 'claimedAt', 'authenticatedBy'],
    changes: [
      ...copies.changes,
      ...(await setBits(context, copies.places, true)),
      ...(await planEndOfLinks(context, badge.id)),
      ...(await endBadgeSessions(context, badge)),
      ...(display && personId !== undefined
        ? planConsent(context, { personId, purpose: 'display', textVersion: '1', given: false, badgeId: badge.id })
        : []),
    ],
  }
}

/** Declines a badge that was claimed. */
export async function giveBack(
  context: ServiceContext,
  { badgeId, personId }: { badgeId: string; personId: string },
): Promise<{ badge: BadgeRecord; undoToken: string; undoUntil: string }> {
  return retrying(async () => {
    const stored = await requireBadge(context, badgeId)
    assertOwner(stored.value, personId)
    const plan = await planGiveBack(context, stored.value)
    const undo = await mint(context, {
      purpose: 'undo',
      subject: subjectOf('badge', badgeId),
      expiresAt: context.now() + context.undoMs,
      data: { undoes: 'decline', via: 'hand' },
    })
    const change = planBadge(context, stored, { ...plan, changes: [...(plan.changes ?? []), undo.change] })
    if (change === undefined) throw new BadgeError('ERR_STAGE_INVALID', 'This badge was already declined.')
    await context.storage.commit(change.changes)
    context.emit(change.events)
    return { badge: change.badge, undoToken: undo.text, undoUntil: undo.expiresAt ?? '' }
  })
}
