import type { ServiceContext } from './context.js'
import { newId, subjectOf } from './ids.js'
import type { StorageChange } from './ports/index.js'
import type { BadgeRecord, NoticeKind, NoticeRecord, PersonRecord } from './records/index.js'
import { put } from './store.js'
import { DAY, iso } from './time.js'

const KEPT_DAYS = 400

/** Whom a notice of a badge is for. Nobody but its owner reads it, once it has one. */
export const noticeTo = ({ personId, recipientHash }: Pick<BadgeRecord, 'personId' | 'recipientHash'>): string =>
  personId === undefined ? recipientHash : subjectOf('person', personId)

/** Under which names the notices of a person are kept. */
export async function noticeNames(context: ServiceContext, person: PersonRecord): Promise<string[]> {
  const hashes = await Promise.all(person.emails.map(({ email }) => context.addressHash(email)))
  return [subjectOf('person', person.id), ...hashes]
}

export const putNotice = (notice: NoticeRecord, before: { readonly version: number } | undefined): StorageChange =>
  put('notices', notice.id, before, notice, Date.parse(notice.at) + KEPT_DAYS * DAY)

/** The change that puts a notice on the pages of whom the badge belongs to, in the commit of what it is about. */
export function planNotice(
  context: ServiceContext,
  kind: NoticeKind,
  badge: Pick<BadgeRecord, 'id' | 'personId' | 'recipientHash'>,
): StorageChange {
  const now = context.now()
  return putNotice(
    { schemaVersion: 1, id: newId(now), kind, badgeId: badge.id, to: noticeTo(badge), at: iso(now) },
    undefined,
  )
}
