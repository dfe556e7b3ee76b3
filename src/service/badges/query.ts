import { defined } from '../../internal/defined.js'
import { normalizeAddress } from '../core/address.js'
import { findBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import type { BadgeRecord } from '../core/records/index.js'
import { findPage } from '../core/store.js'
import type { BadgePage, BadgeQuery } from './types.js'

export const getBadge = async (context: ServiceContext, badgeId: string): Promise<BadgeRecord | null> =>
  (await findBadge(context, badgeId))?.value ?? null

/** Badges, the newest first. With several conditions, a page may hold fewer than `limit`. */
export async function listBadges(context: ServiceContext, query: BadgeQuery = {}): Promise<BadgePage> {
  const { stage, batchId, email, personId, cursor, limit = 50 } = query
  const by =
    batchId !== undefined
      ? { index: 'batch', value: batchId }
      : email !== undefined
        ? { index: 'recipient', value: await context.addressHash(normalizeAddress(email)) }
        : personId !== undefined
          ? { index: 'person', value: personId }
          : stage !== undefined
            ? { index: 'stage', value: stage }
            : undefined
  const page = await findPage(context.storage, 'badges', by, { cursor, limit, descending: true })
  const badges = page.records.flatMap(({ value }) => (isTombstone(value) ? [] : [value]))
  const wanted = badges.filter(
    (badge) =>
      (stage === undefined || badge.stage === stage) && (personId === undefined || badge.personId === personId),
  )
  return { badges: wanted, ...defined({ cursor: page.cursor }) }
}
