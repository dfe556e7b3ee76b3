import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { serviceLimits } from '../../internal/limits.js'
import type { ReplaceInput } from '../api/index.js'
import { claimSubject } from '../claims/offer.js'
import { changeBadge, findBadge, needBadge, planBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import type { Move } from '../core/lifecycle/index.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord } from '../core/records/index.js'
import { retrying } from '../core/store.js'
import { voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { draftOf } from './draft-of.js'
import { planIssue, signBadge } from './issue.js'
import { setBits } from './status.js'

/** Revokes a badge: its bit is set in the same commit, and every list that is read afterwards says so. */
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
  // Whoever never heard of the badge is not told that it is gone.
  const knows = badge.offeredAt !== undefined || badge.claimedAt !== undefined
  const message =
    notify && knows && badge.stage !== 'declined'
      ? await queueMessage(context, {
          kind: 'revoked',
          to: badge.recipient.address,
          locale: badge.recipient.locale,
          badgeId: badge.id,
          data: { reason },
        })
      : { changes: [] }
  return [
    ...(await setBits(context, [badge.status], true)),
    ...(await voidAll(context, 'claim', claimSubject(badge.id))),
    ...message.changes,
  ]
}

/** Revokes several badges in one commit, with one change of each list; those that are over already stay as they are. */
export async function revokeTogether(
  context: ServiceContext,
  badgeIds: readonly string[],
  reason: string,
): Promise<number> {
  return retrying(async () => {
    const changes: StorageChange[] = []
    const events = []
    const places = []
    for (const badgeId of badgeIds) {
      const stored = await findBadge(context, badgeId)
      // Erased since the list of them was read: there is nothing left to take back.
      if (stored === undefined || ['revoked', 'replaced'].includes(stored.value.stage)) continue
      const change = planBadge(context, stored, {
        by: 'issuer',
        moves: [{ type: 'revoke' }],
        set: { revocationReason: reason },
        changes: await voidAll(context, 'claim', claimSubject(badgeId)),
      })
      if (change === undefined) continue
      changes.push(...change.changes)
      events.push(...change.events)
      places.push(stored.value.status)
    }
    if (places.length === 0) return 0
    await context.storage.commit([...changes, ...(await setBits(context, places, true))])
    context.tell(events)
    return places.length
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
      changes: badge.suspended === suspended ? [] : await setBits(context, [badge.status], suspended),
    }
  })
}

/**
 * Issues a badge in place of another, which is revoked in the same commit and points to it. Whoever had claimed the old
 * one has the new one at once, seen by those who could see the old one.
 */
export async function replaceBadge(
  context: ServiceContext,
  input: ReplaceInput,
): Promise<{ old: BadgeRecord; badge: BadgeRecord }> {
  const reason = input.reason === undefined ? undefined : readReason(input.reason)
  const before = (await needBadge(context, input.badgeId)).value
  const { recipient } = before
  const signed = await signBadge(
    context,
    {
      draft: input.draft,
      recipient: {
        email: recipient.address,
        ...defined({ name: recipient.name, locale: recipient.locale }),
        ...input.recipient,
      },
      ...defined({ picture: input.picture }),
      statusPurpose: before.status.purpose,
      claimPolicy: before.claimPolicy,
    },
    {
      replaces: before.id,
      ...(input.picture === undefined && before.picture !== undefined ? { picture: before.picture } : {}),
      ...defined({ batchId: before.batchId }),
    },
  )
  return retrying(async () => {
    const stored = await needBadge(context, input.badgeId)
    if (stored.value.stage === 'replaced') {
      throw new BadgeError('ERR_STAGE_INVALID', 'This badge was replaced already; replace the one in its place.')
    }
    const issued = await planIssue(context, signed, { offer: false, by: 'issuer' })
    const heir = await planHeir(context, stored.value, issued.record)
    const old = planBadge(context, stored, {
      by: 'issuer',
      moves: [{ type: 'replace' }],
      set: { replacedBy: signed.id, ...defined({ revocationReason: reason }) },
      data: { by: signed.id },
      changes: [
        ...(stored.value.stage === 'revoked' ? [] : await setBits(context, [stored.value.status], true)),
        ...(await voidAll(context, 'claim', claimSubject(stored.value.id))),
      ],
    })
    if (old === undefined) throw new BadgeError('ERR_STAGE_INVALID', 'This badge cannot be replaced.')
    const badge = heir?.badge ?? issued.record
    // The record of the new badge is written once, in its last state.
    const issueChanges =
      heir === undefined ? issued.changes : issued.changes.filter(({ collection }) => collection !== 'badges')
    await context.storage.commit([...old.changes, ...issueChanges, ...(heir?.changes ?? [])])
    context.tell([...old.events, ...issued.events, ...(heir?.events ?? [])])
    return { old: old.badge, badge }
  })
}

/** How far the new badge gets by itself: as far as the old one was. */
async function planHeir(context: ServiceContext, old: BadgeRecord, record: BadgeRecord) {
  const stored = { key: record.id, version: 0, value: record }
  const message = async (owned: boolean) =>
    queueMessage(context, {
      kind: 'replaced',
      to: record.recipient.address,
      locale: record.recipient.locale,
      badgeId: record.id,
      ...(owned
        ? {}
        : {
            token: {
              purpose: 'claim' as const,
              subject: claimSubject(record.id),
              expiresAt: context.now() + context.offerMs,
            },
          }),
    })
  if ((old.stage === 'claimed' || old.stage === 'expired') && old.personId !== undefined) {
    const { changes } = await message(true)
    const show: Move[] = old.visibility === 'private' ? [] : [{ type: 'show', visibility: old.visibility }]
    return planBadge(context, stored, {
      by: 'system',
      moves: [{ type: 'accept' }, { type: 'claim' }, ...show],
      set: { personId: old.personId, display: old.display },
      changes,
    })
  }
  if (old.stage === 'offered' || old.stage === 'accepted') {
    const { changes, byMail } = await message(false)
    return planBadge(context, stored, {
      by: 'system',
      moves: [{ type: 'offer' }],
      ...(byMail ? { set: { mail: 'queued' as const } } : {}),
      changes,
    })
  }
  return undefined
}

/** The same badge with another name of the recipient. */
export async function correctName(
  context: ServiceContext,
  { badgeId, name }: { badgeId: string; name: string },
): Promise<{ old: BadgeRecord; badge: BadgeRecord }> {
  const { credential } = (await needBadge(context, badgeId)).value
  return replaceBadge(context, { badgeId, draft: draftOf(credential), recipient: { name } })
}

function readReason(reason: unknown): string {
  const text = typeof reason === 'string' ? reason.trim() : ''
  if (text !== '' && text.length <= serviceLimits.reasonText) return text
  throw new BadgeError('ERR_ARGUMENT_INVALID', `A reason is needed, of at most ${serviceLimits.reasonText} characters.`)
}
