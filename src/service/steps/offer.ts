import { BadgeError } from '../../errors.js'
import { normalizeAddress } from '../core/address.js'
import { type BadgePlan, changeBadge } from '../core/change.js'
import { awardKey, isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import type { Actor } from '../core/log.js'
import { findAll, read } from '../core/store.js'
import { mint, voidAll } from '../core/tokens.js'
import type { BadgeRecord, PersonRecord } from '../records/index.js'
import { pathOf } from '../urls.js'
import { queueMessage } from './messages.js'

export const claimSubject = (badgeId: string): string => `badge:${badgeId}`

/** Offers a badge: by mail, inside the application, or (a rule of the learner) by accepting it for them. */
export const offerBadge = (context: ServiceContext, { badgeId, by = 'issuer' }: { badgeId: string; by?: Actor }) =>
  changeBadge(context, badgeId, (badge) => planOffer(context, badge, by))

/** What an offer comes to. */
export async function planOffer(context: ServiceContext, badge: BadgeRecord, by: Actor): Promise<BadgePlan> {
  if (badge.stage !== 'issued') return { by, moves: [{ type: 'offer' }] }
  const person = await autoAcceptor(context, badge)
  if (person !== undefined) return planAutoAccept(context, badge, person)
  const { changes, byMail } = await offerMessage(context, badge)
  return {
    by,
    moves: [{ type: 'offer' }],
    ...(byMail ? { set: { mail: 'queued' as const } } : {}),
    changes,
  }
}

export const offerMessage = (context: ServiceContext, badge: BadgeRecord, kind: 'offer' | 'reminder' = 'offer') =>
  queueMessage(context, {
    kind,
    to: badge.recipient.address,
    locale: badge.recipient.locale,
    badgeId: badge.id,
    ...(badge.batchId === undefined ? {} : { batchId: badge.batchId }),
    token: { purpose: 'claim', subject: claimSubject(badge.id), expiresAt: context.now() + context.offerMs },
  })

/** The learner whose rule accepts this badge: for a verified address, of an issuer that they know already. */
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
export async function knowsIssuer(context: ServiceContext, personId: string, issuerId: string): Promise<boolean> {
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
    to: badge.recipient.address,
    locale: badge.recipient.locale ?? person.locale,
    badgeId: badge.id,
    personId: person.id,
    token: {
      purpose: 'undo',
      subject: claimSubject(badge.id),
      expiresAt: context.now() + context.offerMs,
      data: { undoes: 'auto-accept' },
    },
  })
  return {
    by: 'system',
    moves: [{ type: 'accept', auto: true }, { type: 'claim' }],
    set: { personId: person.id, ...(byMail ? { mail: 'queued' as const } : {}) },
    changes,
  }
}

/** A new link by mail, in place of all earlier ones; to another address, where the first was wrong. */
export async function resendOffer(
  context: ServiceContext,
  { badgeId, email }: { badgeId: string; email?: string },
): Promise<BadgeRecord> {
  const address = email === undefined ? undefined : normalizeAddress(email)
  return changeBadge(context, badgeId, async (badge) => {
    assertOffer(badge)
    const recipient = address === undefined ? badge.recipient : { ...badge.recipient, address }
    const recipientHash = await context.addressHash(recipient.address)
    const next = { ...badge, recipient, recipientHash }
    const isMoved = recipientHash !== badge.recipientHash
    if (isMoved) await assertNotAwarded(context, next)
    const { changes, byMail } = await offerMessage(context, next)
    return {
      by: 'issuer',
      set: { recipient, recipientHash, ...(byMail ? { mail: 'queued' as const } : {}) },
      events: [...(isMoved ? [{ type: 'readdressed' as const }] : []), { type: 'resent' }],
      changes: [...(await voidAll(context, 'claim', claimSubject(badgeId))), ...changes],
    }
  })
}

/** The link of an offer, to be handed out otherwise. Such a link proves nobody's mailbox. */
export async function createClaimLink(
  context: ServiceContext,
  { badgeId }: { badgeId: string },
): Promise<{ url: string; token: string; expiresAt: string }> {
  let link = { url: '', token: '', expiresAt: '' }
  await changeBadge(context, badgeId, async (badge) => {
    assertOffer(badge)
    const minted = await mint(context, {
      purpose: 'claim',
      subject: claimSubject(badgeId),
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
      changes: [...(await voidAll(context, 'claim', claimSubject(badgeId))), minted.change],
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
  throw new BadgeError('ERR_ROW_DUPLICATE', 'That address has been given the same achievement already.')
}

const isOver = ({ stage }: BadgeRecord): boolean => stage === 'revoked' || stage === 'replaced'
