import { BadgeError } from '../../errors.js'
import type { BadgeView, Viewer } from '../api/index.js'
import { changeBadge, findBadge, needBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import { findAll, put, read } from '../core/store.js'
import { iso, lookUp, mint, stateOf, use } from '../core/tokens.js'
import type { Visibility } from '../lifecycle/index.js'
import type { ShareTarget, StorageChange } from '../ports/index.js'
import type { BadgeRecord, ShareRecord } from '../records/index.js'
import { pathOf } from '../urls.js'

const visibilities: readonly Visibility[] = ['private', 'unlisted', 'public']

function assertOwner(badge: BadgeRecord, personId: string): void {
  if (badge.personId !== undefined && badge.personId === personId) return
  // The same as for a badge that is not there: ids of other people's badges are not confirmed.
  throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no badge with this id.')
}

/** Who may see a badge. Only its owner decides. */
export async function setVisibility(
  context: ServiceContext,
  { badgeId, personId, visibility }: { badgeId: string; personId: string; visibility: Visibility },
): Promise<BadgeRecord> {
  if (!visibilities.includes(visibility)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`visibility` is private, unlisted or public.')
  }
  return changeBadge(context, badgeId, (badge) => {
    assertOwner(badge, personId)
    return { by: 'learner', moves: [{ type: 'show', visibility }] }
  })
}

export interface NewLink {
  readonly badgeId: string
  readonly personId: string
  readonly label?: string
  readonly expiresAt?: string
  readonly kind?: ShareRecord['kind']
}

/** A link to one badge. It says nothing of other badges or links, and can be revoked by itself. */
export async function createLink(
  context: ServiceContext,
  { badgeId, personId, label, expiresAt, kind = 'link' }: NewLink,
): Promise<{ share: ShareRecord; token: string; url: string }> {
  const until = expiresAt === undefined ? undefined : Date.parse(expiresAt)
  if (until !== undefined && !(until > context.now())) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`expiresAt` must be a date and time to come.')
  }
  if (label !== undefined && label.length > 100) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The label of a link has at most 100 characters.')
  }
  const id = newId(context.now())
  const purpose = kind === 'link' ? 'share' : 'display'
  const { text, hash, change } = await mint(context, {
    purpose,
    subject: `share:${id}`,
    ...(until === undefined ? {} : { expiresAt: until }),
    data: { badgeId, shareId: id },
  })
  const share: ShareRecord = {
    schemaVersion: 1,
    id,
    badgeId,
    kind,
    ...(label === undefined ? {} : { label }),
    createdAt: iso(context.now()),
    ...(until === undefined ? {} : { expiresAt: iso(until) }),
    tokenHash: hash,
  }
  await changeBadge(context, badgeId, (badge) => {
    assertOwner(badge, personId)
    if (badge.stage !== 'claimed') {
      throw new BadgeError('ERR_STAGE_INVALID', `A badge that is ${badge.stage} has no links.`)
    }
    return {
      by: 'learner',
      events: [{ type: 'link-created', data: { share: id, kind } }],
      changes: [change, put('shares', id, undefined, share)],
    }
  })
  return { share, token: text, url: context.baseUrl + pathOf(kind, text) }
}

export async function linksOf(
  context: ServiceContext,
  { badgeId, personId }: { badgeId: string; personId: string },
): Promise<ShareRecord[]> {
  assertOwner((await needBadge(context, badgeId)).value, personId)
  return sharesOf(context, badgeId)
}

export const sharesOf = async (context: ServiceContext, badgeId: string): Promise<ShareRecord[]> =>
  (await findAll(context.storage, 'shares', { index: 'badge', value: badgeId })).map(({ value }) => value)

/** Ends a link at once. */
export async function revokeLink(
  context: ServiceContext,
  { badgeId, personId, shareId }: { badgeId: string; personId: string; shareId: string },
): Promise<ShareRecord> {
  let revoked: ShareRecord | undefined
  await changeBadge(context, badgeId, async (badge) => {
    assertOwner(badge, personId)
    const share = await read(context.storage, 'shares', shareId)
    if (share === undefined || share.value.badgeId !== badgeId) {
      throw new BadgeError('ERR_RECORD_NOT_FOUND', 'This badge has no such link.')
    }
    revoked = share.value
    if (share.value.revokedAt !== undefined) return { by: 'learner' }
    revoked = { ...share.value, revokedAt: iso(context.now()) }
    const token = await read(context.storage, 'tokens', share.value.tokenHash)
    const changes: StorageChange[] = [put('shares', shareId, share, revoked)]
    if (token !== undefined && token.value.usedAt === undefined) changes.push(use(context, token))
    return { by: 'learner', events: [{ type: 'link-revoked', data: { share: shareId } }], changes }
  })
  return revoked as ShareRecord
}

/** Consent to screens of the organisation, or its end. It has nothing to do with being public. */
export const setDisplay = (
  context: ServiceContext,
  { badgeId, personId, allowed }: { badgeId: string; personId: string; allowed: boolean },
): Promise<BadgeRecord> =>
  changeBadge(context, badgeId, (badge) => {
    assertOwner(badge, personId)
    if (badge.display === allowed) return { by: 'learner' }
    return {
      by: 'learner',
      set: { display: allowed },
      events: [{ type: allowed ? 'display-allowed' : 'display-ended' }],
    }
  })

/**
 * A badge as this viewer may see it. `null` is "not found": unknown, private, erased and malformed ids are alike, in the
 * answer and in what is read.
 */
export async function viewBadge(
  context: ServiceContext,
  { badgeId, viewer, isIssuer = false }: { badgeId: string; viewer?: Viewer; isIssuer?: boolean },
): Promise<BadgeView | null> {
  const badge = (await findBadge(context, badgeId))?.value
  if (badge === undefined) return null
  const isOwner = badge.personId !== undefined && badge.personId === viewer?.personId
  const through = isOwner
    ? 'owner'
    : isIssuer
      ? 'issuer'
      : badge.visibility === 'public' && badge.claimedAt
        ? 'public'
        : undefined
  return through === undefined ? null : toView(context, badge, through, viewer, isIssuer)
}

/** The badge behind a link of the learner. */
export async function viewLink(
  context: ServiceContext,
  { token: text, kind = 'link' }: { token: string; kind?: ShareRecord['kind'] },
): Promise<BadgeView | 'gone' | null> {
  const token = await lookUp(context, kind === 'link' ? 'share' : 'display', text)
  if (token === undefined) return null
  if (stateOf(context, token.value) !== 'open') return 'gone'
  const badge = (await findBadge(context, token.value.data.badgeId))?.value
  if (badge === undefined) return null
  if (kind === 'display') {
    const isShown = badge.display && badge.stage === 'claimed' && !badge.suspended
    return isShown ? toView(context, badge, 'display') : null
  }
  return badge.visibility === 'private' ? null : toView(context, badge, 'link')
}

async function toView(
  context: ServiceContext,
  badge: BadgeRecord,
  through: BadgeView['through'],
  viewer: Viewer = {},
  isIssuer = false,
): Promise<BadgeView> {
  const heir =
    badge.replacedBy === undefined ? null : await viewBadge(context, { badgeId: badge.replacedBy, viewer, isIssuer })
  return {
    badgeId: badge.id,
    credential: badge.credential,
    stage: stageNow(context, badge),
    suspended: badge.suspended,
    visibility: badge.visibility,
    issuerName: badge.issuerName,
    achievementName: badge.achievementName,
    ...(heir === null ? {} : { replacedBy: heir.badgeId }),
    isOwner: through === 'owner',
    through,
    hasPicture: badge.picture !== undefined,
  }
}

/** Expired from the moment it is, not from when somebody noticed. */
const stageNow = (context: ServiceContext, { stage, validUntil }: BadgeRecord): BadgeRecord['stage'] =>
  validUntil !== undefined && Date.parse(validUntil) < context.now() && stage !== 'revoked' && stage !== 'replaced'
    ? 'expired'
    : stage

/** Where a badge can be shared to. */
export async function shareTargets(
  context: ServiceContext,
  { badgeId, url, locale = context.locale }: { badgeId: string; url: string; locale?: string },
): Promise<readonly ShareTarget[]> {
  const badge = (await needBadge(context, badgeId)).value
  const { share } = context.options
  if (share === undefined || badge.visibility === 'private' || !url.startsWith(`${context.baseUrl}/`)) return []
  return share.targets({ credential: badge.credential, url, locale })
}
