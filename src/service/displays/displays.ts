import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { askedLocale } from '../../texts/index.js'
import type { BadgeView } from '../api/index.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import { logEntries } from '../core/log.js'
import type { BadgeRecord, DisplayRecord } from '../core/records/index.js'
import { find, findAll, put, read, retrying } from '../core/store.js'
import { iso, lookUp, mint, stateOf, use } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import { stageNow, toView } from '../sharing/sharing.js'

export interface NewDisplay {
  readonly title: string
  readonly achievementIds?: readonly string[]
  readonly secondsPerSlide?: number
  readonly locale?: string
}

const MAX_ACHIEVEMENTS = 100
/** Badges that a display shows. */
const SLIDES = 24
/** Badges that are looked at for them, so that a filter that fits little costs little. */
const LOOKED_AT = 2_000

/** A display of the organisation, with a token of its own that can be ended. */
export async function createDisplay(
  context: ServiceContext,
  { title, achievementIds, secondsPerSlide = 12, locale }: NewDisplay,
): Promise<{ display: DisplayRecord; token: string; url: string }> {
  const wrong = (message: string) => new BadgeError('ERR_ARGUMENT_INVALID', message)
  if (typeof title !== 'string' || isBlank(title) || title.length > 100) {
    throw wrong('A display has a title of at most 100 characters.')
  }
  if (!(Number.isInteger(secondsPerSlide) && secondsPerSlide >= 5 && secondsPerSlide <= 120)) {
    throw wrong('`secondsPerSlide` is a whole number from 5 to 120.')
  }
  if (achievementIds !== undefined && !(achievementIds.length <= MAX_ACHIEVEMENTS && achievementIds.every(isId))) {
    throw wrong(`\`achievementIds\` are at most ${MAX_ACHIEVEMENTS} ids of achievements.`)
  }
  const id = newId(context.now())
  const { text, hash, change } = await mint(context, { purpose: 'display', subject: `display:${id}`, data: { id } })
  const display: DisplayRecord = {
    schemaVersion: 1,
    id,
    title: title.trim(),
    ...(achievementIds === undefined || achievementIds.length === 0 ? {} : { achievementIds: [...achievementIds] }),
    secondsPerSlide,
    ...(locale === undefined ? {} : { locale: askedLocale(locale) }),
    createdAt: iso(context.now()),
    tokenHash: hash,
  }
  const log = logEntries(context, `display:${id}`, 0, 'issuer', [{ type: 'display-created' }])
  await context.storage.commit([change, put('displays', id, undefined, display), ...log.changes])
  context.tell(log.events)
  return { display, token: text, url: context.baseUrl + pathOf('display', text) }
}

const isId = (id: unknown): boolean => typeof id === 'string' && id !== '' && id.length <= 2048

export const listDisplays = async (context: ServiceContext): Promise<DisplayRecord[]> =>
  (await findAll(context.storage, 'displays', undefined, true)).map(({ value }) => value)

/** Ends a display at once. */
export const revokeDisplay = (context: ServiceContext, { displayId }: { displayId: string }): Promise<DisplayRecord> =>
  retrying(async () => {
    const stored =
      typeof displayId === 'string' && /^[0-9a-z]{26}$/.test(displayId)
        ? await read(context.storage, 'displays', displayId)
        : undefined
    if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such display.')
    if (stored.value.revokedAt !== undefined) return stored.value
    const revoked: DisplayRecord = { ...stored.value, revokedAt: iso(context.now()) }
    const token = await read(context.storage, 'tokens', stored.value.tokenHash)
    const log = logEntries(context, `display:${displayId}`, 1, 'issuer', [{ type: 'display-revoked' }])
    await context.storage.commit([
      put('displays', displayId, stored, revoked),
      ...(token === undefined || token.value.usedAt !== undefined ? [] : [use(context, token)]),
      ...log.changes,
    ])
    context.tell(log.events)
    return revoked
  })

/** What a screen shows at this moment. Looking changes nothing. */
export async function lookAtDisplay(
  context: ServiceContext,
  text: string,
): Promise<{ display: DisplayRecord; badges: readonly BadgeView[] } | 'gone' | null> {
  const token = await lookUp(context, 'display', text)
  if (token === undefined) return null
  if (stateOf(context, token.value) !== 'open') return 'gone'
  const display = (await read(context.storage, 'displays', token.value.data.id ?? ''))?.value
  if (display === undefined) return null
  if (display.revokedAt !== undefined) return 'gone'
  const badges = await shownOn(context, display)
  return { display, badges: await Promise.all(badges.map((badge) => toView(context, badge, { through: 'display' }))) }
}

async function shownOn(context: ServiceContext, { achievementIds }: DisplayRecord): Promise<BadgeRecord[]> {
  const shown: BadgeRecord[] = []
  let cursor: string | undefined
  let seen = 0
  do {
    const page = await find(
      context.storage,
      'badges',
      { index: 'display', value: 'yes' },
      { cursor, limit: 100, descending: true },
    )
    for (const { value: badge } of page.records) {
      if (isTombstone(badge) || !badge.display || badge.suspended) continue
      if (stageNow(context, badge) !== 'claimed') continue
      if (achievementIds?.includes(badge.achievementId) === false) continue
      shown.push(badge)
    }
    cursor = page.cursor
    seen += page.records.length
  } while (cursor !== undefined && shown.length < SLIDES && seen < LOOKED_AT)
  return shown.slice(0, SLIDES)
}
