import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { askedLocale } from '../../texts/index.js'
import { isTombstone } from '../core/collections.js'
import { mayProceed } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import { isId, newId, subjectOf } from '../core/ids.js'
import { logEntries } from '../core/log.js'
import type { BadgeRecord, DisplayRecord } from '../core/records/index.js'
import { find, findAll, put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { lookUp, mint, stateOf, use } from '../core/tokens.js'
import { pathOf } from '../core/urls.js'
import type { ShownBadge } from '../sharing/types.js'
import { toView } from '../sharing/view.js'
import type { NewDisplay } from './types.js'

/** Badges that a display shows. */
const SLIDES = 24
/** Badges that are looked at for them, so that a filter that matches few costs little. */
const LOOKED_AT = 2_000

/** A display of the organisation, with a token of its own that can be ended. */
export async function createDisplay(
  context: ServiceContext,
  { title, achievementIds, secondsPerSlide = limits.slideSeconds.standard, locale }: NewDisplay,
): Promise<{ display: DisplayRecord; token: string; url: string }> {
  const wrong = (message: string) => new BadgeError('ERR_ARGUMENT_INVALID', message)
  if (typeof title !== 'string' || isBlank(title) || title.length > limits.displayTitle) {
    throw wrong(`\`title\` must have 1 to ${limits.displayTitle} characters.`)
  }
  const { min, max } = limits.slideSeconds
  if (!(Number.isInteger(secondsPerSlide) && secondsPerSlide >= min && secondsPerSlide <= max)) {
    throw wrong(`\`secondsPerSlide\` must be a whole number from ${min} to ${max}.`)
  }
  if (
    achievementIds !== undefined &&
    !(achievementIds.length <= limits.displayAchievements && achievementIds.every(isAchievementId))
  ) {
    throw wrong(`\`achievementIds\` must be at most ${limits.displayAchievements} ids of achievements.`)
  }
  const id = newId(context.now())
  const { text, hash, change } = await mint(context, {
    purpose: 'display',
    subject: subjectOf('display', id),
    data: { id },
  })
  const display: DisplayRecord = {
    schemaVersion: 1,
    id,
    title: title.trim(),
    ...(achievementIds === undefined || achievementIds.length === 0 ? {} : { achievementIds: [...achievementIds] }),
    secondsPerSlide,
    ...defined({ locale: locale === undefined ? undefined : askedLocale(locale) }),
    createdAt: iso(context.now()),
    tokenHash: hash,
  }
  const log = logEntries(context, subjectOf('display', id), 0, 'issuer', [{ type: 'display-created' }])
  await context.storage.commit([change, put('displays', id, undefined, display), ...log.changes])
  context.emit(log.events)
  return { display, token: text, url: context.baseUrl + pathOf('display', text) }
}

const isAchievementId = (id: unknown): boolean => typeof id === 'string' && id !== '' && id.length <= 2048

export const listDisplays = async (context: ServiceContext): Promise<DisplayRecord[]> =>
  (await findAll(context.storage, 'displays', undefined, true)).map(({ value }) => value)

/** Ends a display at once. */
export const revokeDisplay = (context: ServiceContext, { displayId }: { displayId: string }): Promise<DisplayRecord> =>
  retrying(async () => {
    const stored = isId(displayId) ? await read(context.storage, 'displays', displayId) : undefined
    if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such display.')
    if (stored.value.revokedAt !== undefined) return stored.value
    const revoked: DisplayRecord = { ...stored.value, revokedAt: iso(context.now()) }
    const token = await read(context.storage, 'tokens', stored.value.tokenHash)
    const log = logEntries(context, subjectOf('display', displayId), 1, 'issuer', [{ type: 'display-revoked' }])
    await context.storage.commit([
      put('displays', displayId, stored, revoked),
      ...(token === undefined || token.value.usedAt !== undefined ? [] : [use(context, token)]),
      ...log.changes,
    ])
    context.emit(log.events)
    return revoked
  })

/** What a screen shows at this moment. Changes nothing. */
export async function lookAtDisplay(
  context: ServiceContext,
  text: string,
): Promise<{ display: DisplayRecord; badges: readonly ShownBadge[] } | 'gone' | null> {
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
      if (!(await mayProceed(context, 'screens', { badge }))) continue
      shown.push(badge)
    }
    cursor = page.cursor
    seen += page.records.length
  } while (cursor !== undefined && shown.length < SLIDES && seen < LOOKED_AT)
  return shown.slice(0, SLIDES)
}
