import { BadgeError } from '../../errors.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { instantOf, parseDateTime } from '../../internal/time.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { JsonObject } from '../../types/json.js'
import type { ServiceContext } from './context.js'
import { isId } from './ids.js'
import type { SavedBadgeVersionRecord, ValidFor } from './records/index.js'
import { read } from './store.js'
import { iso } from './time.js'

/** A badge of the library, and which version of it. Default: the newest. */
export interface SavedRef {
  readonly id: string
  readonly version?: number
}

/** What a badge is made from: its draft, and the version of the library that it follows, where it follows one. */
export interface FromLibrary {
  readonly draft: Omit<BadgeDraft, 'recipient' | 'credentialStatus'>
  readonly saved: { readonly id: string; readonly version: number; readonly validFor?: ValidFor }
  readonly picture?: string
}

export const versionKey = (id: string, version: number): string => `${id}.${String(version).padStart(6, '0')}`

/** A version of a badge of the library. Throws `ERR_RECORD_NOT_FOUND`, and `ERR_STAGE_INVALID` for one that is retired. */
export async function savedVersion(
  context: Pick<ServiceContext, 'storage'>,
  { id, version }: SavedRef,
): Promise<SavedBadgeVersionRecord> {
  const badge = isId(id) ? (await read(context.storage, 'saved-badges', id))?.value : undefined
  const wanted = version ?? badge?.version ?? 0
  const found = badge && (await read(context.storage, 'saved-badge-versions', versionKey(id, wanted)))?.value
  if (badge === undefined || found === undefined) {
    throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such badge in the library.')
  }
  if (badge.retiredAt !== undefined) {
    throw new BadgeError('ERR_STAGE_INVALID', 'This badge of the library is retired, and is not awarded any more.')
  }
  return found
}

/** The draft of a badge of the library, with what is said besides: the issuer above all. */
export async function fromLibrary(
  context: Pick<ServiceContext, 'storage'>,
  ref: SavedRef,
  given: object,
): Promise<FromLibrary> {
  if (Object.hasOwn(given, 'achievement')) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'With `saved`, the draft has no `achievement` of its own.')
  }
  const found = await savedVersion(context, ref)
  const { id, version, achievement, validFor, picture } = found
  const results = levelResult(found)
  return {
    draft: {
      ...given,
      achievement,
      ...(results === undefined ? {} : { credentialSubject: { result: [results] } }),
    } as unknown as FromLibrary['draft'],
    saved: { id, version, ...(validFor === undefined ? {} : { validFor }) },
    ...(picture === undefined ? {} : { picture }),
  }
}

/** The id of what a level is a result of. */
export const levelId = (achievementId: string): string => `${achievementId}#level`

const levelResult = ({ achievement, level }: SavedBadgeVersionRecord): JsonObject | undefined =>
  level === undefined ? undefined : { resultDescription: levelId(String(achievement.id)), value: level }

type Draft = FromLibrary['draft']

/** The draft of one row: its results are beside the level, and not in its place; it ends when the rule says. */
export function savedRow(draft: Draft, own: object | undefined, validFor: ValidFor | undefined, now: number): Draft {
  const whole = { ...draft, ...own } as Draft & { credentialSubject?: JsonObject; validFrom?: unknown }
  const [common, mine] = [draft, own ?? {}].map((each) => (each as { credentialSubject?: unknown }).credentialSubject)
  const subject =
    isJsonObject(common as never) && isJsonObject(mine as never) && common !== mine
      ? {
          ...(common as JsonObject),
          ...(mine as JsonObject),
          result: [...asArray((common as JsonObject).result), ...asArray((mine as JsonObject).result)],
        }
      : undefined
  const { validUntil, validFrom } = whole as { validUntil?: unknown; validFrom?: unknown }
  return {
    ...whole,
    ...(subject === undefined ? {} : { credentialSubject: subject as never }),
    ...(validFor === undefined || validUntil !== undefined
      ? {}
      : { validUntil: iso(endOf(beginOf(validFrom, now), validFor)) }),
  } as Draft
}

function beginOf(validFrom: unknown, now: number): number {
  const at = instantOf(validFrom)?.getTime()
  return at ?? parseDateTime(`${String(validFrom)}T00:00:00Z`) ?? now
}

/** The same day so many months or years later, or the last one of that month. */
export function endOf(begin: number, { count, unit }: ValidFor): number {
  const date = new Date(begin)
  if (unit === 'days') {
    date.setUTCDate(date.getUTCDate() + count)
    return date.getTime()
  }
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + count * (unit === 'years' ? 12 : 1))
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime()
}
