import { BadgeError } from '../../errors.js'
import { asDateTime } from '../../internal/date-forms.js'
import { defined } from '../../internal/defined.js'
import { parseDateTime } from '../../internal/time.js'
import type { ServiceContext } from '../core/context.js'
import type { BatchRecord, BatchRelease } from '../core/records/index.js'
import { HOUR, iso } from '../core/time.js'
import type { BatchInput } from './types.js'

/** What the badges of a batch wait for; `undefined` where they are offered at once. */
export function readRelease(
  context: ServiceContext,
  { releaseAt, approval = false, offer = true }: Pick<BatchInput, 'releaseAt' | 'approval' | 'offer'>,
  before?: BatchRecord,
): BatchRelease | undefined {
  if (!offer) {
    // They would be offered with the others, and what was approved would have been other rows.
    if (before?.release !== undefined) {
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'The badges of this batch wait to be offered; begin another one.')
    }
    if (releaseAt === undefined && !approval) return undefined
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'What is not offered has neither `releaseAt` nor `approval`.')
  }
  const required = context.options.approval?.required === true
  // Rows that are added were not seen by anybody who approved of the others.
  const needsApproval = approval || required || before?.release?.approval !== undefined
  const at = releaseAt === undefined ? before?.release?.at : readReleaseAt(context, releaseAt)
  if (at === undefined && !needsApproval) return before?.release
  return defined({ at, approval: needsApproval ? ('needed' as const) : undefined })
}

/** A day begins in the time zone of the issuer, and a time without an offset is one there. */
export function readReleaseAt({ timeZone }: ServiceContext, text: string): string {
  const time = parseDateTime(asDateTime(text, 'start', timeZone) ?? '')
  if (time !== null) return iso(time)
  throw new BadgeError(
    'ERR_ARGUMENT_INVALID',
    '`releaseAt` must be a day such as 2027-06-30, or a date and time such as 2027-06-30T10:00:00+02:00.',
  )
}

/** When a batch is to be looked at for its release. */
export function releaseDue(context: ServiceContext, { stage, release }: BatchRecord): number | undefined {
  if (release === undefined || (stage !== 'held' && stage !== 'releasing')) return undefined
  if (release.approval === 'needed' || release.approval === 'rejected') return undefined
  return release.at === undefined ? context.now() : Date.parse(release.at)
}

/** By whose links those are signed in who have given rows of a batch, and who acts now. */
export function throughOf(
  { actors: { through = [] } }: ServiceContext,
  before: BatchRecord | undefined,
): Pick<BatchRecord, 'through'> {
  const all = [...new Set([...(before?.through ?? []), ...through])]
  return all.length === 0 ? {} : { through: all }
}

/** A call that was killed holds back the approval of its batch for so long. */
const RUN_MS = HOUR

/** A batch to which one call more adds rows. */
export const withRun = (context: ServiceContext, batch: BatchRecord, id: string): BatchRecord =>
  batch.release === undefined ? batch : { ...batch, runs: [...runsOf(context, batch), { id, at: iso(context.now()) }] }

/** The batch after such a call has ended. One that was taken for killed has added rows that nobody approved of. */
export function withoutRun(context: ServiceContext, { runs, ...batch }: BatchRecord, id: string): BatchRecord {
  const { release } = batch
  if (release === undefined) return batch
  const others = runsOf(context, { ...batch, ...defined({ runs }) }).filter((run) => run.id !== id)
  const isLate = release.approval === 'given' && !isRunning({ ...batch, ...defined({ runs }) }, id)
  return {
    ...batch,
    ...(isLate ? { release: { ...release, approval: 'needed' } } : {}),
    ...(others.length === 0 ? {} : { runs: others }),
  }
}

export const isRunning = ({ runs = [] }: BatchRecord, id: string): boolean => runs.some((run) => run.id === id)

const runsOf = (context: ServiceContext, { runs = [] }: BatchRecord) =>
  runs.filter(({ at }) => context.now() - Date.parse(at) < RUN_MS)
