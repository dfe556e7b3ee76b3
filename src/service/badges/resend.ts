import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { normalizeAddress } from '../core/address.js'
import { changeBadge } from '../core/change.js'
import { awardKey, isTombstone } from '../core/collections.js'
import { allows, doors } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord } from '../core/records/index.js'
import { findAll } from '../core/store.js'
import { mint, voidAll } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import { guardianshipOf, mailGuardian, planMove, putGuardianship } from '../people/guardians.js'
import { setBits } from '../status/lists.js'
import { assertApproved } from './approval.js'
import { draftOf } from './draft-of.js'
import { signBadge } from './issue.js'
import { offerMessage } from './offer.js'

/**
 * A new link by mail, in place of all earlier ones; to another address, if the first was wrong. The credential that was
 * signed for the wrong one is revoked, and the badge is signed again for the right one.
 */
export async function resendOffer(
  context: ServiceContext,
  { badgeId, email }: { badgeId: string; email?: string },
): Promise<BadgeRecord> {
  const to = email === undefined ? undefined : normalizeAddress(email)
  let signed: BadgeRecord | undefined
  return changeBadge(context, badgeId, async (badge) => {
    assertOffer(badge)
    const recipient = to === undefined ? badge.recipient : { ...badge.recipient, email: to }
    const recipientHash = await context.addressHash(recipient.email)
    const next = { ...badge, recipient, recipientHash }
    const isMoved = recipientHash !== badge.recipientHash
    if (isMoved) {
      // Whom it is for was approved, too.
      assertApproved(context)
      await assertNotAwarded(context, next)
    }
    const { changes, byMail } = await resendTo(context, badge, next)
    const isOther = recipient.email !== badge.recipient.email
    if (isOther) signed ??= await signAgain(context, next)
    return {
      by: 'issuer',
      set: {
        recipient,
        recipientHash,
        ...(isOther && signed !== undefined ? signedParts(signed) : {}),
        ...(byMail ? { mail: 'queued' as const } : {}),
      },
      events: [...(isMoved ? [{ type: 'readdressed' as const }] : []), { type: 'resent' }],
      changes: [
        ...(isOther ? await setBits(context, [badge.status], true) : []),
        // What is suspended stays so at its new place.
        ...(isOther && badge.suspended && signed !== undefined ? await setBits(context, [signed.status], true) : []),
        ...(await voidAll(context, 'claim', subjectOf('badge', badgeId))),
        ...changes,
      ],
    }
  })
}

/** The new link goes to the learner; or to the guardian, as long as that one has to decide first. */
async function resendTo(
  context: ServiceContext,
  badge: BadgeRecord,
  next: BadgeRecord,
): Promise<{ changes: readonly StorageChange[]; byMail: boolean }> {
  const known = await guardianshipOf(context, badge.recipientHash)
  const isMoved = next.recipientHash !== badge.recipientHash
  const named = isMoved && known !== undefined ? await planMove(context, next.recipient, known) : undefined
  const record = named?.next ?? (await guardianshipOf(context, next.recipientHash))?.value
  const naming =
    named === undefined ? [] : [putGuardianship(context, named.childHash, named.before, named.next), ...named.changes]
  if (record === undefined || allows(context, record, doors.offer)) {
    const message = await offerMessage(context, next)
    return { ...message, changes: [...naming, ...message.changes] }
  }
  const asking = await mailGuardian(context, 'guardian-request', next.recipientHash, record, next.id)
  return { changes: [...naming, ...asking], byMail: false }
}

/** The same badge, about the recipient that the record names. */
const signAgain = (context: ServiceContext, { credential, recipient, status }: BadgeRecord): Promise<BadgeRecord> =>
  signBadge(context, {
    draft: draftOf(credential),
    recipient: { email: recipient.email, ...defined({ name: recipient.name }) },
    statusPurpose: status.purpose,
  })

const signedParts = ({ credential, credentialId, status }: BadgeRecord) => ({ credential, credentialId, status })

/** The link of an offer, to hand out by other means. Such a link proves nothing about a mailbox. */
export async function createClaimLink(
  context: ServiceContext,
  { badgeId }: { badgeId: string },
): Promise<{ url: string; token: string; expiresAt: string }> {
  let link = { url: '', token: '', expiresAt: '' }
  await changeBadge(context, badgeId, async (badge) => {
    assertOffer(badge)
    const minted = await mint(context, {
      purpose: 'claim',
      subject: subjectOf('badge', badgeId),
      expiresAt: context.now() + context.offerMs,
      data: { via: 'hand' },
    })
    link = {
      url: context.baseUrl + pathOf('claim', minted.text),
      token: minted.text,
      expiresAt: minted.expiresAt ?? '',
    }
    return {
      by: 'issuer',
      events: [{ type: 'resent' }],
      changes: [...(await voidAll(context, 'claim', subjectOf('badge', badgeId))), minted.change],
    }
  })
  return link
}

function assertOffer({ stage }: BadgeRecord): void {
  if (stage === 'offered' || stage === 'accepted') return
  throw new BadgeError('ERR_STAGE_INVALID', `A badge that is ${stage} has no offer to send a link for.`)
}

/** A badge that moves to another address must not become a second one of its kind there. */
async function assertNotAwarded(context: ServiceContext, badge: BadgeRecord): Promise<void> {
  const others = await findAll(context.storage, 'badges', { index: 'award', value: awardKey(badge) })
  if (others.every(({ value }) => isTombstone(value) || value.id === badge.id || isOver(value))) return
  throw new BadgeError('ERR_ROW_DUPLICATE', 'That address has already been given the same achievement.')
}

const isOver = ({ stage }: BadgeRecord): boolean => stage === 'revoked' || stage === 'replaced'
