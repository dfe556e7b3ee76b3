import { defined } from '../../internal/defined.js'
import { normalizeAddress } from '../core/address.js'
import { findBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { nameWords } from '../core/name-words.js'
import type { BadgeRecord } from '../core/records/index.js'
import { findPage } from '../core/store.js'
import type { BadgePage, BadgeQuery } from './types.js'

export const getBadge = async (context: ServiceContext, badgeId: string): Promise<BadgeRecord | null> =>
  (await findBadge(context, badgeId))?.value ?? null

/**
 * Badges, the newest first. They are read by the first condition that is given of those here, which are in the order of how
 * few badges each leaves; with several conditions, a page may hold fewer than `limit`.
 */
export async function listBadges(context: ServiceContext, query: BadgeQuery = {}): Promise<BadgePage> {
  const { stage, batchId, email, name, achievementId, personId, cursor, limit = 50 } = query
  const words = name === undefined ? [] : nameWords(name)
  // A name of which nothing can be looked up is nobody's.
  if (name !== undefined && words.length === 0) return { badges: [] }
  const recipient = email === undefined ? undefined : await context.addressHash(normalizeAddress(email))
  const conditions: readonly [index: string, value: string | undefined][] = [
    ['recipient', recipient],
    ['person', personId],
    ['name', words.toSorted((a, b) => b.length - a.length)[0]],
    ['batch', batchId],
    ['achievement', achievementId],
    ['stage', stage],
  ]
  const [index, value] = conditions.find(([, value]) => value !== undefined) ?? []
  const by = index === undefined || value === undefined ? undefined : { index, value }
  const page = await findPage(context.storage, 'badges', by, { cursor, limit, descending: true })
  const badges = page.records.flatMap(({ value }) => (isTombstone(value) ? [] : [value]))
  const wanted = badges.filter(
    (badge) =>
      (stage === undefined || badge.stage === stage) &&
      (batchId === undefined || badge.batchId === batchId) &&
      (achievementId === undefined || badge.achievementId === achievementId) &&
      (personId === undefined || badge.personId === personId) &&
      words.every((word) => nameWords(badge.recipient.name ?? '').includes(word)),
  )
  return { badges: wanted, ...defined({ cursor: page.cursor }) }
}
