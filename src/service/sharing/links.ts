import { BadgeError } from '../../errors.js'
import { capsuleFields } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { changeBadge, requireBadge } from '../core/change.js'
import { passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { newId, subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { ShareRecord } from '../core/records/index.js'
import { findAll, put, read, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { mint, use } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import { assertOwner } from './owner.js'
import type { NewLink } from './types.js'

/** A link to one badge. It reveals nothing about other badges or links, and is revoked on its own. */
export async function createLink(
  context: ServiceContext,
  { badgeId, personId, label, expiresAt, show }: NewLink,
): Promise<{ share: ShareRecord; token: string; url: string }> {
  const until = expiresAt === undefined ? undefined : Date.parse(expiresAt)
  if (until !== undefined && !(until > context.now())) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`expiresAt` must be a date and time in the future.')
  }
  if (label !== undefined && label.length > limits.linkLabel) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `The label of a link must have at most ${limits.linkLabel} characters.`,
    )
  }
  if (show?.every((field) => capsuleFields.includes(field)) === false) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`show\` lists some of ${capsuleFields.join(', ')}.`)
  }
  const id = newId(context.now())
  const { text, hash, change } = await mint(context, {
    purpose: 'share',
    subject: subjectOf('share', id),
    ...defined({ expiresAt: until }),
    data: { badgeId, shareId: id },
  })
  const share: ShareRecord = {
    schemaVersion: 1,
    id,
    badgeId,
    ...defined({ label }),
    ...defined({ show: show && [...show] }),
    createdAt: iso(context.now()),
    ...defined({ expiresAt: until === undefined ? undefined : iso(until) }),
    tokenHash: hash,
  }
  await changeBadge(context, badgeId, async (badge) => {
    assertOwner(badge, personId)
    const consent = await passing(context, 'publish', { badge })
    if (badge.stage !== 'claimed') {
      throw new BadgeError('ERR_STAGE_INVALID', `A badge that is ${badge.stage} has no links.`)
    }
    return {
      by: 'learner',
      events: [{ type: 'link-created', data: { share: id, capsule: show !== undefined } }],
      changes: [...consent, change, put('shares', id, undefined, share)],
    }
  })
  return { share, token: text, url: context.baseUrl + pathOf('link', text) }
}

export async function linksOf(
  context: ServiceContext,
  { badgeId, personId }: { badgeId: string; personId: string },
): Promise<ShareRecord[]> {
  assertOwner((await requireBadge(context, badgeId)).value, personId)
  return sharesOf(context, badgeId)
}

export const sharesOf = async (context: ServiceContext, badgeId: string): Promise<ShareRecord[]> =>
  (await findAll(context.storage, 'shares', { index: 'badge', value: badgeId })).map(({ value }) => value)

/** The changes that end every link of a badge. */
export async function planEndOfLinks(context: ServiceContext, badgeId: string): Promise<StorageChange[]> {
  const shares = await findAll(context.storage, 'shares', { index: 'badge', value: badgeId })
  const open = shares.filter(({ value }) => value.revokedAt === undefined)
  const ended = await Promise.all(open.map((share) => planEndOfLink(context, share)))
  return ended.flatMap(({ changes }) => changes)
}

async function planEndOfLink(context: ServiceContext, share: Stored<'shares'>) {
  const revoked: ShareRecord = { ...share.value, revokedAt: iso(context.now()) }
  const token = await read(context.storage, 'tokens', share.value.tokenHash)
  const changes: StorageChange[] = [put('shares', share.key, share, revoked)]
  if (token !== undefined && token.value.usedAt === undefined) changes.push(use(context, token))
  return { revoked, changes }
}

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
    const ended = await planEndOfLink(context, share)
    revoked = ended.revoked
    return { by: 'learner', events: [{ type: 'link-revoked', data: { share: shareId } }], changes: ended.changes }
  })
  return revoked as ShareRecord
}
