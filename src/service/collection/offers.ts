import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { findBadge, requireBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import { passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import { subjectOf } from '../core/ids.js'
import type { BadgeRecord } from '../core/records/index.js'
import { retrying } from '../core/store.js'
import { HOUR } from '../core/time.js'
import { mint } from '../core/tokens.js'
import { collector, newest, sizeOf } from './pages.js'
import type { CollectionSteps } from './types.js'

/** Badges that are read at once. */
const AT_ONCE = 100

/** Whether its recipient can still answer it. */
const isOpen = (context: ServiceContext, badge: BadgeRecord): boolean =>
  ['offered', 'accepted'].includes(stageNow(context, badge))

export async function offersTo(
  context: ServiceContext,
  { personId, badgeId, cursor, limit }: Parameters<CollectionSteps['offers']>[0],
): ReturnType<CollectionSteps['offers']> {
  const { hashes } = await collector(context, personId)
  if (badgeId !== undefined) {
    const badge = (await findBadge(context, badgeId))?.value
    const isTheirs = badge !== undefined && hashes.includes(badge.recipientHash) && isOpen(context, badge)
    return { badges: isTheirs ? [badge] : [] }
  }
  return waiting(context, hashes, { cursor, limit: sizeOf(limit), look: limits.collectionSearched })
}

/**
 * The offers among the badges of these addresses, the newest first, until there are enough, or so many badges were looked at;
 * `cursor` goes on behind the last of them.
 */
export async function waiting(
  context: ServiceContext,
  hashes: readonly string[],
  { cursor, limit, look }: { readonly cursor?: string | undefined; readonly limit: number; readonly look: number },
): ReturnType<CollectionSteps['offers']> {
  const badges: BadgeRecord[] = []
  let at = cursor
  for (let looked = 0; looked < look; looked += AT_ONCE) {
    const page = await newest(context, 'badges', 'recipient', hashes, { cursor: at, limit: AT_ONCE })
    for (const { key, value } of page.records) {
      at = key
      if (!isTombstone(value) && isOpen(context, value)) badges.push(value)
      if (badges.length === limit) return { badges, cursor: at }
    }
    if (page.cursor === undefined) return { badges }
  }
  return { badges, ...defined({ cursor: at }) }
}

/** Long enough to look at the offer; there is a button for another one. */
const OPEN_MS = HOUR

export async function openOffer(
  context: ServiceContext,
  { personId, badgeId }: { personId: string; badgeId: string },
): Promise<{ token: string; expiresAt: string }> {
  return retrying(async () => {
    const { person, hashes } = await collector(context, personId)
    const { value: badge } = await requireBadge(context, badgeId)
    if (!hashes.includes(badge.recipientHash) || !isOpen(context, badge)) {
      // The same as for a badge that does not exist: ids of other people's badges are not confirmed.
      throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no badge with this id.')
    }
    const consent = await passing(context, 'offer', { badge, person })
    const { text, expiresAt, change } = await mint(context, {
      purpose: 'claim',
      subject: subjectOf('badge', badgeId),
      expiresAt: context.now() + OPEN_MS,
      data: { via: 'hand' },
    })
    await context.storage.commit([...consent, change])
    return { token: text, expiresAt: expiresAt ?? '' }
  })
}
