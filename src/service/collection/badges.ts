import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { foldText } from '../../internal/fold-text.js'
import { limits } from '../../internal/limits.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import type { BadgeRecord } from '../core/records/index.js'
import { find, findPage, type Stored } from '../core/store.js'
import { collector, mayHave, sizeOf } from './pages.js'
import type { CollectionQuery, CollectionSteps } from './types.js'

const COLLECTED: readonly string[] = ['claimed', 'expired', 'revoked', 'replaced']

/** A page of the badges that somebody has. In the order of time it is read as it is stored; other orders take a look at many. */
export async function badgesOf(context: ServiceContext, query: CollectionQuery): ReturnType<CollectionSteps['badges']> {
  const { personId, text = '', order = 'newest', cursor, limit } = query
  const words = wordsOf(text)
  const who = await collector(context, personId)
  const by = { index: 'person', value: personId }
  const owned = async (records: readonly Stored<'badges'>[]): Promise<BadgeRecord[]> => {
    const badges: BadgeRecord[] = []
    for (const { value } of records) {
      if (isTombstone(value) || !COLLECTED.includes(value.stage)) continue
      if (await mayHave(context, who, value)) badges.push(value)
    }
    return badges
  }
  const size = sizeOf(limit)
  if (words.length === 0 && (order === 'newest' || order === 'oldest')) {
    const page = await findPage(context.storage, 'badges', by, {
      cursor,
      limit: size,
      descending: order === 'newest',
    })
    return { badges: await owned(page.records), ...defined({ cursor: page.cursor }), partial: false }
  }
  const { records, cursor: rest } = await find(context.storage, 'badges', by, {
    limit: limits.collectionSearched,
    descending: true,
  })
  const found = (await owned(records))
    .filter((badge) => words.every((word) => foldText(`${badge.achievementName} ${badge.issuerName}`).includes(word)))
    .sort(comparing(order))
  const at = cursor === undefined ? -1 : found.findIndex(({ id }) => id === cursor)
  if (cursor !== undefined && at < 0) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`cursor` must be what the page before gave.')
  }
  const badges = found.slice(at + 1, at + 1 + size)
  const isLast = at + 1 + size >= found.length
  return { badges, ...defined({ cursor: isLast ? undefined : badges.at(-1)?.id }), partial: rest !== undefined }
}

const wordsOf = (text: string): string[] =>
  foldText(text.slice(0, limits.collectionQuery))
    .split(/\s+/)
    .filter((word) => word !== '')

/** Of badges that are alike, the newest comes first. */
function comparing(order: CollectionQuery['order']): (a: BadgeRecord, b: BadgeRecord) => number {
  const byTime = (a: BadgeRecord, b: BadgeRecord): number => (a.id < b.id ? 1 : -1)
  const { compare } = new Intl.Collator('en', { sensitivity: 'base', numeric: true })
  switch (order) {
    case 'oldest':
      return (a, b) => byTime(b, a)
    case 'issuer':
      return (a, b) =>
        compare(a.issuerName, b.issuerName) || compare(a.achievementName, b.achievementName) || byTime(a, b)
    case 'name':
      return (a, b) =>
        compare(a.achievementName, b.achievementName) || compare(a.issuerName, b.issuerName) || byTime(a, b)
    case 'newest':
    case undefined:
      return byTime
    default:
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'There is no such `order`.')
  }
}
