import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { isId } from '../core/ids.js'
import { noticeNames, putNotice } from '../core/notices.js'
import { find, readMany, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { waiting } from './offers.js'
import { collector, mayHave, newest, sizeOf } from './pages.js'
import type { CollectionSteps, Notice } from './types.js'

export async function noticesOf(
  context: ServiceContext,
  { personId, cursor, limit }: { personId: string; cursor?: string; limit?: number },
): ReturnType<CollectionSteps['notices']> {
  const who = await collector(context, personId)
  const names = await noticeNames(context, who.person)
  const page = await newest(context, 'notices', 'to', names, { cursor, limit: sizeOf(limit) })
  const badges = await readMany(
    context.storage,
    'badges',
    page.records.map(({ value }) => value.badgeId),
  )
  const notices: Notice[] = []
  for (const [i, { value }] of page.records.entries()) {
    const badge = badges[i]?.value
    if (badge === undefined || isTombstone(badge)) continue
    // What somebody else has claimed since is theirs.
    if (badge.personId !== undefined && badge.personId !== personId) continue
    if (!(await mayHave(context, who, badge))) continue
    notices.push({ id: value.id, kind: value.kind, at: value.at, ...defined({ readAt: value.readAt }), badge })
  }
  return { notices, ...defined({ cursor: page.cursor }) }
}

export async function unreadOf(context: ServiceContext, personId: string): Promise<number> {
  const { person, hashes } = await collector(context, personId)
  const names = await noticeNames(context, person)
  const limit = limits.noticesCounted
  const [notices, offers] = await Promise.all([
    newest(context, 'notices', 'unread', names, { limit }),
    waiting(context, hashes, { limit, look: limit }),
  ])
  // What was kept for later was looked at.
  const unanswered = offers.badges.filter(({ stage }) => stage === 'offered')
  return Math.min(limit, notices.records.length + unanswered.length)
}

export async function readNotices(
  context: ServiceContext,
  { personId, noticeIds }: { personId: string; noticeIds?: readonly string[] },
): ReturnType<CollectionSteps['readNotices']> {
  if (noticeIds !== undefined && noticeIds.length > limits.noticesCounted) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `At most ${limits.noticesCounted} notices are marked at once.`)
  }
  const { person } = await collector(context, personId)
  const names = await noticeNames(context, person)
  if (noticeIds !== undefined) {
    return retrying(async () => {
      const found = await readMany(context.storage, 'notices', [...new Set(noticeIds.filter(isId))])
      const own = found.filter((notice) => notice !== undefined && names.includes(notice.value.to))
      const notices = own as Stored<'notices'>[]
      const badges = await readMany(
        context.storage,
        'badges',
        notices.map(({ value }) => value.badgeId),
      )
      const badgeIds = badges.flatMap((badge) =>
        badge !== undefined && !isTombstone(badge.value) && badge.value.personId === personId ? [badge.key] : [],
      )
      return { read: await markRead(context, notices), badgeIds }
    })
  }
  let read = 0
  for (const value of names) {
    for (;;) {
      const marked = await retrying(async () => {
        const { records } = await find(
          context.storage,
          'notices',
          { index: 'unread', value },
          { limit: limits.noticesCounted },
        )
        return markRead(context, records)
      })
      read += marked
      if (marked === 0) break
    }
  }
  return { read, badgeIds: [] }
}

async function markRead(context: ServiceContext, notices: readonly Stored<'notices'>[]): Promise<number> {
  const unread = notices.filter(({ value }) => value.readAt === undefined)
  if (unread.length === 0) return 0
  const readAt = iso(context.now())
  await context.storage.commit(unread.map((stored) => putNotice({ ...stored.value, readAt }, stored)))
  return unread.length
}
