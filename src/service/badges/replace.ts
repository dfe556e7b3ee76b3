import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { planBadge, requireBadge } from '../core/change.js'
import { allows, doors, mayProceed, passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { Move } from '../core/lifecycle/index.js'
import { planNotice } from '../core/notices.js'
import type { BadgeRecord } from '../core/records/index.js'
import { retrying } from '../core/store.js'
import { voidAll } from '../core/tokens.js'
import { placesOf } from '../core/wallet-copies.js'
import { queueMessage } from '../outbox/messages.js'
import { guardianshipOf, type Named, planGuardian, planMove } from '../people/guardians.js'
import type { Guardian } from '../people/types.js'
import { setBits } from '../status/lists.js'
import { approveAgain, assertApproved } from './approval.js'
import { draftOf } from './draft-of.js'
import { planIssue, signBadge } from './issue.js'
import { readReason } from './revoke.js'
import type { ReplaceInput } from './types.js'

/**
 * Issues a badge in place of another, which is revoked in the same commit and points to it. A learner who had claimed
 * the old one has the new one at once, and the same people can see it.
 */
export async function replaceBadge(
  context: ServiceContext,
  input: ReplaceInput,
): Promise<{ old: BadgeRecord; badge: BadgeRecord }> {
  return replaceWith(context, input, assertApproved)
}

/** The same badge of the library, where the new one is of the same achievement. */
const savedOf = (before: BadgeRecord, { achievement }: { readonly achievement?: unknown }): BadgeRecord['saved'] =>
  (achievement as { id?: unknown } | undefined)?.id === before.achievementId ? before.saved : undefined

/** `assertMayOffer` is asked where the new badge would go to its learner, as the old one did. */
async function replaceWith(
  context: ServiceContext,
  input: ReplaceInput,
  assertMayOffer: (context: ServiceContext) => void,
): Promise<{ old: BadgeRecord; badge: BadgeRecord }> {
  const reason = input.reason === undefined ? undefined : readReason(input.reason)
  const before = (await requireBadge(context, input.badgeId)).value
  const { recipient } = before
  const signed = await signBadge(
    context,
    {
      draft: input.draft,
      recipient: {
        email: recipient.email,
        ...defined({ name: recipient.name, locale: recipient.locale }),
        ...input.recipient,
      },
      ...defined({ picture: input.picture }),
      statusPurpose: before.status.purpose,
      claimPolicy: before.claimPolicy,
      ...defined({ requireAuthentication: before.requireAuthentication }),
    },
    {
      replaces: before.id,
      ...(input.picture === undefined && before.picture !== undefined ? { picture: before.picture } : {}),
      ...defined({ batchId: before.batchId, unreleased: before.unreleased, saved: savedOf(before, input.draft) }),
    },
  )
  return retrying(async () => {
    const stored = await requireBadge(context, input.badgeId)
    if (stored.value.stage === 'replaced') {
      throw new BadgeError('ERR_STAGE_INVALID', 'This badge was already replaced; replace the one in its place.')
    }
    if (stored.value.unreleased !== signed.unreleased) {
      throw new BadgeError('ERR_STORAGE_CONFLICT', 'The batch of this badge was released meanwhile.')
    }
    const named = await guardianOfNew(context, stored.value, signed, input.recipient?.guardian)
    // Who corrects a name must not end a suspension by it.
    const { suspended } = stored.value
    const issued = await planIssue(context, { ...signed, suspended }, { offer: false, by: 'issuer' }, named)
    const successor = await planSuccessor(context, stored.value, issued.record, named)
    const old = planBadge(context, stored, {
      by: 'issuer',
      moves: [{ type: 'replace' }],
      set: { replacedBy: signed.id, ...defined({ revocationReason: reason }) },
      data: { by: signed.id },
      changes: [
        ...(stored.value.stage === 'revoked'
          ? []
          : await setBits(context, await placesOf(context, stored.value), true)),
        ...(suspended ? await setBits(context, [signed.status], true) : []),
        ...(await voidAll(context, 'claim', subjectOf('badge', stored.value.id))),
      ],
    })
    if (old === undefined) throw new BadgeError('ERR_STAGE_INVALID', 'This badge cannot be replaced.')
    if (successor !== undefined) assertMayOffer(context)
    const batch = await approveAgain(context, stored.value)
    const badge = successor?.badge ?? issued.record
    // The record of the new badge is written once, in its last state.
    const issueChanges =
      successor === undefined ? issued.changes : issued.changes.filter(({ collection }) => collection !== 'badges')
    await context.storage.commit([...old.changes, ...issueChanges, ...(successor?.changes ?? []), ...batch])
    context.emit([...old.events, ...issued.events, ...(successor?.events ?? [])])
    return { old: old.badge, badge }
  })
}

/** The guardian of the new badge: as given; else that of the old one, where it has another address. */
async function guardianOfNew(
  context: ServiceContext,
  old: BadgeRecord,
  { recipient, recipientHash }: BadgeRecord,
  given: Guardian | undefined,
): Promise<Named | undefined> {
  if (given !== undefined) return planGuardian(context, recipient, given)
  if (recipientHash === old.recipientHash) return undefined
  const known = await guardianshipOf(context, old.recipientHash)
  return known === undefined ? undefined : planMove(context, recipient, known)
}

/** The new badge goes as far as the old one was: claimed, or offered. */
async function planSuccessor(context: ServiceContext, old: BadgeRecord, record: BadgeRecord, named?: Named) {
  const stored = { key: record.id, version: 0, value: record }
  const claim = {
    purpose: 'claim',
    subject: subjectOf('badge', record.id),
    expiresAt: context.now() + context.offerMs,
  } as const
  const message = async (token?: typeof claim) =>
    queueMessage(context, {
      kind: 'replaced',
      to: record.recipient.email,
      locale: record.recipient.locale,
      badgeId: record.id,
      ...defined({ token }),
    })
  const guardianship = named?.next ?? (await guardianshipOf(context, record.recipientHash))?.value
  const isAllowed =
    (guardianship === undefined || allows(context, guardianship, doors.automatic)) &&
    (await mayProceed(context, 'automatic', { personId: old.personId }))
  const wasClaimed = (old.stage === 'claimed' || old.stage === 'expired') && old.personId !== undefined
  if (wasClaimed && !isAllowed) {
    // Nothing is claimed for a child whose guardian does not allow it: it waits as an offer.
    return planBadge(context, stored, { by: 'system', moves: [{ type: 'offer' }] })
  }
  if (wasClaimed) {
    const { changes } = await message()
    const consent =
      named === undefined ? await passing(context, 'automatic', { badge: record, personId: old.personId }) : []
    const show: Move[] = old.visibility === 'private' ? [] : [{ type: 'show', visibility: old.visibility }]
    const notice = planNotice(context, 'corrected', { ...record, ...defined({ personId: old.personId }) })
    return planBadge(context, stored, {
      by: 'system',
      moves: [{ type: 'accept' }, { type: 'claim' }, ...show],
      set: { ...defined({ personId: old.personId, authenticatedBy: old.authenticatedBy }), display: old.display },
      changes: [...changes, notice, ...consent],
    })
  }
  if (old.stage === 'offered' || old.stage === 'accepted') {
    if (!isAllowed) return planBadge(context, stored, { by: 'system', moves: [{ type: 'offer' }] })
    const { changes, byMail } = await message(claim)
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
  const { credential } = (await requireBadge(context, badgeId)).value
  // With the name written right it is the same badge.
  return replaceWith(context, { badgeId, draft: draftOf(credential), recipient: { name } }, () => {})
}
