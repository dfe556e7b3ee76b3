import { defined } from '../../internal/defined.js'
import { type BadgePlan, changeBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import { allows, doors, mayProceed, passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { Actor } from '../core/log.js'
import { planNotice } from '../core/notices.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord, PersonRecord } from '../core/records/index.js'
import { findAll, read } from '../core/store.js'
import { iso } from '../core/time.js'
import { queueMessage } from '../outbox/messages.js'
import { guardianshipOf, mailGuardian, type Named, putGuardianship } from '../people/guardians.js'

/** Offers a badge: by mail, inside the application, or (a rule of the learner) by accepting it for them. */
export const offerBadge = (context: ServiceContext, { badgeId }: { badgeId: string }): Promise<BadgeRecord> =>
  changeBadge(context, badgeId, (badge) => planOffer(context, badge, 'issuer'))

/** What offering a badge changes. */
export async function planOffer(
  context: ServiceContext,
  badge: BadgeRecord,
  by: Actor,
  named?: Named,
): Promise<BadgePlan> {
  if (badge.stage !== 'issued') return { by, moves: [{ type: 'offer' }] }
  // Looked at together; who waits for a guardian has no rule that counts.
  const [waiting, person] = await Promise.all([
    planWaiting(context, badge, named),
    // A rule shows nothing about who is there.
    badge.requireAuthentication === undefined ? autoAcceptor(context, badge) : undefined,
  ])
  if (waiting !== undefined) return { by, moves: [{ type: 'offer' }], changes: waiting }
  if (person !== undefined && (await mayProceed(context, 'automatic', { badge, person }))) {
    const plan = await planAutoAccept(context, badge, person)
    // What is named in this commit is written by it anyway.
    const consent = named === undefined ? await passing(context, 'automatic', { badge, person }) : []
    return { ...plan, changes: [...(plan.changes ?? []), ...consent] }
  }
  const { changes, byMail } = await offerMessage(context, badge)
  return {
    by,
    moves: [{ type: 'offer' }],
    ...(byMail ? { set: { mail: 'queued' as const } } : {}),
    changes,
  }
}

/**
 * What offering a badge changes that waits for a guardian: the child gets no mail. The guardian is asked with the first
 * badge; those that follow wait for the same answer.
 */
async function planWaiting(
  context: ServiceContext,
  badge: BadgeRecord,
  named: Named | undefined,
): Promise<readonly StorageChange[] | undefined> {
  const stored = named?.before ?? (await guardianshipOf(context, badge.recipientHash))
  const record = named?.next ?? stored?.value
  if (record === undefined || allows(context, record, doors.offer)) return undefined
  const isAsked = record.askedAt !== undefined || record.answers[doors.offer] !== undefined
  if (isAsked) return named === undefined ? [] : [putGuardianship(context, badge.recipientHash, stored, record)]
  return [
    putGuardianship(context, badge.recipientHash, stored, { ...record, askedAt: iso(context.now()) }),
    ...(await mailGuardian(context, 'guardian-request', badge.recipientHash, record, badge.id)),
  ]
}

export const offerMessage = (context: ServiceContext, badge: BadgeRecord, kind: 'offer' | 'reminder' = 'offer') =>
  queueMessage(context, {
    kind,
    to: badge.recipient.email,
    recipientHash: badge.recipientHash,
    locale: badge.recipient.locale,
    badgeId: badge.id,
    ...defined({ batchId: badge.batchId }),
    token: { purpose: 'claim', subject: subjectOf('badge', badge.id), expiresAt: context.now() + context.offerMs },
  })

/** The learner whose rule accepts this badge: for a verified address, of an issuer that they already know. */
async function autoAcceptor(context: ServiceContext, badge: BadgeRecord): Promise<PersonRecord | undefined> {
  const owner = await read(context.storage, 'addresses', badge.recipientHash)
  if (owner === undefined) return undefined
  const person = (await read(context.storage, 'people', owner.value.personId))?.value
  const types = achievementTypesOf(badge)
  const rule = person?.autoAccept.find(
    ({ issuerId, achievementTypes, until }) =>
      issuerId === badge.issuerId &&
      (until === undefined || Date.parse(until) > context.now()) &&
      (achievementTypes === undefined || achievementTypes.some((type) => types.includes(type))),
  )
  if (person === undefined || rule === undefined) return undefined
  return (await knowsIssuer(context, person.id, badge.issuerId)) ? person : undefined
}

/** Whether this person has claimed a badge of the issuer: rules never apply on first contact. */
async function knowsIssuer(context: ServiceContext, personId: string, issuerId: string): Promise<boolean> {
  const badges = await findAll(context.storage, 'badges', { index: 'person', value: personId })
  return badges.some(({ value }) => !isTombstone(value) && value.claimedAt !== undefined && value.issuerId === issuerId)
}

function achievementTypesOf({ credential }: BadgeRecord): string[] {
  const subject = credential.credentialSubject as { achievement?: { achievementType?: unknown } } | undefined
  const type = subject?.achievement?.achievementType
  return typeof type === 'string' ? [type] : []
}

async function planAutoAccept(context: ServiceContext, badge: BadgeRecord, person: PersonRecord): Promise<BadgePlan> {
  const { changes, byMail } = await queueMessage(context, {
    kind: 'auto-accepted',
    to: badge.recipient.email,
    locale: badge.recipient.locale ?? person.locale,
    badgeId: badge.id,
    personId: person.id,
    token: {
      purpose: 'undo',
      subject: subjectOf('badge', badge.id),
      expiresAt: context.now() + context.offerMs,
      data: { undoes: 'auto-accept' },
    },
  })
  return {
    by: 'system',
    moves: [{ type: 'accept', auto: true }, { type: 'claim' }],
    set: { personId: person.id, ...(byMail ? { mail: 'queued' as const } : {}) },
    changes: [...changes, planNotice(context, 'new', { ...badge, personId: person.id })],
  }
}
