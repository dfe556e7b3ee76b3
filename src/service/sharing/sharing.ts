import { BadgeError } from '../../errors.js'
import { type CapsuleField, capsuleFields, capsuleFieldsOf } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { serviceLimits } from '../../internal/limits.js'
import type { BadgeView, Viewer } from '../api/index.js'
import { changeBadge, findBadge, needBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import type { Visibility } from '../core/lifecycle/index.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord, ShareRecord } from '../core/records/index.js'
import { canHide, shownOf } from '../core/shown.js'
import { findAll, put, read } from '../core/store.js'
import { iso, lookUp, mint, stateOf, use } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import { planConsent } from '../people/consents.js'

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
  /** Only these parts of the badge. Default: all of it. */
  readonly show?: readonly CapsuleField[]
}

/** A link to one badge. It says nothing of other badges or links, and can be revoked by itself. */
export async function createLink(
  context: ServiceContext,
  { badgeId, personId, label, expiresAt, show }: NewLink,
): Promise<{ share: ShareRecord; token: string; url: string }> {
  const until = expiresAt === undefined ? undefined : Date.parse(expiresAt)
  if (until !== undefined && !(until > context.now())) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`expiresAt` must be a date and time to come.')
  }
  if (label !== undefined && label.length > serviceLimits.linkLabel) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `The label of a link has at most ${serviceLimits.linkLabel} characters.`,
    )
  }
  if (show?.every((field) => capsuleFields.includes(field)) === false) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A link shows some of ${capsuleFields.join(', ')}.`)
  }
  const id = newId(context.now())
  const { text, hash, change } = await mint(context, {
    purpose: 'share',
    subject: `share:${id}`,
    ...defined({ expiresAt: until }),
    data: { badgeId, shareId: id },
  })
  const share: ShareRecord = {
    schemaVersion: 1,
    id,
    badgeId,
    ...defined({ label }),
    ...(show === undefined ? {} : { show: [...show] }),
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
      events: [{ type: 'link-created', data: { share: id, capsule: show !== undefined } }],
      changes: [change, put('shares', id, undefined, share)],
    }
  })
  return { share, token: text, url: context.baseUrl + pathOf('link', text) }
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
  {
    badgeId,
    personId,
    allowed,
    textVersion = '1',
  }: { badgeId: string; personId: string; allowed: boolean; textVersion?: string },
): Promise<BadgeRecord> =>
  changeBadge(context, badgeId, (badge) => {
    assertOwner(badge, personId)
    if (badge.display === allowed) return { by: 'learner' }
    return {
      by: 'learner',
      set: { display: allowed },
      events: [{ type: allowed ? 'display-allowed' : 'display-ended' }],
      changes: planConsent(context, { personId, purpose: 'display', textVersion, given: allowed, badgeId }),
    }
  })

/** What a link to this badge can leave out. */
export async function capsuleOf(
  context: ServiceContext,
  { badgeId, personId }: { badgeId: string; personId: string },
): Promise<{ fields: readonly CapsuleField[]; inFile: boolean }> {
  const { value: badge } = await needBadge(context, badgeId)
  assertOwner(badge, personId)
  const fields = capsuleFieldsOf(badge.credential)
  // What the issuer signed as mandatory stays in every copy, such as the identifier of somebody who has no id.
  const fixed = capsuleFieldsOf((await shownOf(context, badge, [])).credential)
  return { fields: fields.filter((field) => !fixed.includes(field)), inFile: canHide(badge) }
}

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
  return through === undefined ? null : toView(context, badge, { through, viewer, isIssuer })
}

/** The badge behind a link of the learner. */
export async function viewLink(
  context: ServiceContext,
  { token: text }: { token: string },
): Promise<BadgeView | 'gone' | null> {
  const token = await lookUp(context, 'share', text)
  if (token === undefined) return null
  if (stateOf(context, token.value) !== 'open') return 'gone'
  const badge = (await findBadge(context, token.value.data.badgeId))?.value
  if (badge === undefined || badge.visibility === 'private') return null
  const share = await read(context.storage, 'shares', token.value.data.shareId ?? '')
  // Without its record nobody knows what it may show.
  if (share === undefined) return null
  return toView(context, badge, { through: 'link', show: share.value.show })
}

interface Way {
  readonly through: BadgeView['through']
  readonly viewer?: Viewer | undefined
  readonly isIssuer?: boolean
  readonly show?: readonly CapsuleField[] | undefined
}

/** The badge for whoever came this way; whether they may is decided before. */
export async function toView(context: ServiceContext, badge: BadgeRecord, way: Way): Promise<BadgeView> {
  const { through, viewer = {}, isIssuer = false, show } = way
  const heir =
    badge.replacedBy === undefined ? null : await viewBadge(context, { badgeId: badge.replacedBy, viewer, isIssuer })
  return {
    badgeId: badge.id,
    ...(await shownOf(context, badge, show)),
    ...defined({ show }),
    stage: stageNow(context, badge),
    suspended: badge.suspended,
    visibility: badge.visibility,
    issuerName: badge.issuerName,
    achievementName: badge.achievementName,
    ...(heir === null ? {} : { replacedBy: heir.badgeId }),
    isOwner: through === 'owner',
    through,
    hasPicture: badge.picture !== undefined && (show === undefined || show.includes('picture')),
  }
}

/** Expired from the moment it is, not from when somebody noticed. */
export const stageNow = (context: ServiceContext, { stage, validUntil }: BadgeRecord): BadgeRecord['stage'] =>
  validUntil !== undefined && Date.parse(validUntil) < context.now() && stage !== 'revoked' && stage !== 'replaced'
    ? 'expired'
    : stage
