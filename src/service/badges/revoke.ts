import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { changeBadge, findBadge, planBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { Move } from '../core/lifecycle/index.js'
import { planNotice } from '../core/notices.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord } from '../core/records/index.js'
import { retrying } from '../core/store.js'
import { voidAll } from '../core/tokens.js'
import { placesOf } from '../core/wallet-copies.js'
import { queueMessage } from '../outbox/messages.js'
import { setBits } from '../status/lists.js'

/** Revokes a badge: its bit is set in the same commit, so that every list read afterwards says so. */
export async function revokeBadge(
  context: ServiceContext,
  { badgeId, reason, notify = true }: { badgeId: string; reason: string; notify?: boolean },
): Promise<BadgeRecord> {
  const why = readReason(reason)
  return changeBadge(context, badgeId, async (badge) => ({
    by: 'issuer',
    moves: [{ type: 'revoke' }],
    set: { revocationReason: why },
    changes: badge.stage === 'revoked' ? [] : await revokeChanges(context, badge, notify, why),
  }))
}

async function revokeChanges(
  context: ServiceContext,
  badge: BadgeRecord,
  notify: boolean,
  reason: string,
): Promise<StorageChange[]> {
  // A learner who never heard of the badge gets no mail about its end.
  const knows = badge.offeredAt !== undefined || badge.claimedAt !== undefined
  const isTold = notify && knows && badge.stage !== 'declined'
  const message = isTold
    ? await queueMessage(context, {
        kind: 'revoked',
        to: badge.recipient.email,
        locale: badge.recipient.locale,
        badgeId: badge.id,
        data: { reason },
      })
    : { changes: [] }
  return [
    ...(await setBits(context, await placesOf(context, badge), true)),
    ...(await voidAll(context, 'claim', subjectOf('badge', badge.id))),
    ...message.changes,
    ...(isTold ? [planNotice(context, 'revoked', badge)] : []),
  ]
}

/** Revokes several badges in one commit, with one change of each list; revoked and replaced ones stay as they are. */
export async function revokeTogether(
  context: ServiceContext,
  badgeIds: readonly string[],
  reason: string,
): Promise<number> {
  return retrying(async () => {
    const changes: StorageChange[] = []
    const events = []
    const places = []
    let revoked = 0
    for (const badgeId of badgeIds) {
      const stored = await findBadge(context, badgeId)
      // Erased since the list of them was read: nothing is left to revoke.
      if (stored === undefined || ['revoked', 'replaced'].includes(stored.value.stage)) continue
      const change = planBadge(context, stored, {
        by: 'issuer',
        moves: [{ type: 'revoke' }],
        set: { revocationReason: reason },
        changes: await voidAll(context, 'claim', subjectOf('badge', badgeId)),
      })
      if (change === undefined) continue
      changes.push(...change.changes)
      events.push(...change.events)
      revoked += 1
      places.push(...(await placesOf(context, stored.value)))
    }
    if (places.length === 0) return 0
    await context.storage.commit([...changes, ...(await setBits(context, places, true))])
    context.emit(events)
    return revoked
  })
}

/** Suspends a badge that was issued with `statusPurpose: 'suspension'`. */
export const suspendBadge = (
  context: ServiceContext,
  { badgeId, reason }: { badgeId: string; reason?: string },
): Promise<BadgeRecord> => setSuspended(context, badgeId, true, reason === undefined ? undefined : readReason(reason))

export const reinstateBadge = (context: ServiceContext, { badgeId }: { badgeId: string }): Promise<BadgeRecord> =>
  setSuspended(context, badgeId, false)

function setSuspended(
  context: ServiceContext,
  badgeId: string,
  suspended: boolean,
  reason?: string,
): Promise<BadgeRecord> {
  return changeBadge(context, badgeId, async (badge) => {
    if (badge.status.purpose !== 'suspension') {
      throw new BadgeError(
        'ERR_STATUS_PURPOSE',
        'This badge can only be revoked: its status entry is for revocation. Issue with `statusPurpose: "suspension"`.',
      )
    }
    const move: Move = { type: suspended ? 'suspend' : 'reinstate' }
    return {
      by: 'issuer',
      moves: [move],
      ...(reason === undefined ? {} : { set: { revocationReason: reason } }),
      changes: badge.suspended === suspended ? [] : await setBits(context, await placesOf(context, badge), suspended),
    }
  })
}

export function readReason(reason: unknown): string {
  const text = typeof reason === 'string' ? reason.trim() : ''
  if (text !== '' && text.length <= limits.reasonText) return text
  throw new BadgeError('ERR_ARGUMENT_INVALID', `A reason is needed, of at most ${limits.reasonText} characters.`)
}
