import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { planOffer } from '../badges/offer.js'
import { type BadgeChange, planBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord, BatchRecord, BatchRelease } from '../core/records/index.js'
import { find, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { HOST, possibleActors } from '../staff/acting.js'
import { allMayStillAct, mayStillAct } from '../staff/plan.js'
import { undoBatch, writeBatch } from './batches.js'
import { readReleaseAt, releaseDue, throughOf } from './release-plan.js'

/** Badges that are offered in one commit. */
const TOGETHER = 25
/** Commits before the next batch has its turn. */
const COMMITS = 20

interface Named {
  readonly batchId: string
}

/** Lets the badges of a batch be offered, at its date or at once. */
export async function approveBatch(context: ServiceContext, { batchId }: Named): Promise<BatchRecord> {
  const by = await possibleActors(context)
  return writeBatch(
    context,
    batchId,
    false,
    (before) => {
      const { batch, release } = waiting(before)
      if (release.approval === 'given') return batch
      if (release.approval !== 'needed')
        throw new BadgeError('ERR_STAGE_INVALID', 'This batch waits for its date alone.')
      assertOther(context, batch, by)
      return { ...batch, release: { ...release, approval: 'given' } }
    },
    (before) => (before?.release?.approval === 'given' ? undefined : { type: 'batch-approved' }),
  )
}

/** Those who gave the rows do not approve of them, unless the issuer has settled that they may. */
function assertOther(context: ServiceContext, { startedBy }: BatchRecord, by: readonly string[]): void {
  if (context.options.approval?.own === true) return
  // Of a batch whose beginning nobody wrote down, everybody may have given the rows.
  if (startedBy !== undefined && !by.some((actor) => startedBy.includes(actor))) return
  throw new BadgeError('ERR_ACCESS_DENIED', 'A batch is approved by somebody else than those who gave its rows.')
}

/** Revokes every badge of a batch that waits for approval; nobody ever hears of them. */
export async function rejectBatch(
  context: ServiceContext,
  { batchId, reason }: Named & { reason?: string },
): Promise<{ batch: BatchRecord; revoked: number }> {
  await writeBatch(
    context,
    batchId,
    false,
    (before) => {
      const { batch, release } = waiting(before)
      if (release.approval === undefined) throw new BadgeError('ERR_STAGE_INVALID', 'This batch needs no approval.')
      return { ...batch, stage: 'undoing', release: { ...release, approval: 'rejected' } }
    },
    () => ({ type: 'batch-rejected' }),
  )
  return undoBatch(context, { batchId, ...defined({ reason }) })
}

/**
 * Another date, or none; also for a batch that was cancelled, or stopped, which then goes on in the name of who calls this. It
 * is approved again where that is needed.
 */
export async function scheduleBatch(
  context: ServiceContext,
  { batchId, releaseAt }: Named & { releaseAt?: string },
): Promise<BatchRecord> {
  const at = releaseAt === undefined ? undefined : readReleaseAt(context, releaseAt)
  const by = await possibleActors(context)
  return writeBatch(
    context,
    batchId,
    false,
    (before) => {
      const { batch, release } = waiting(before, 'cancelled', 'stopped')
      const startedBy = [...new Set([...(batch.startedBy ?? []), ...(batch.stage === 'stopped' ? by : [])])]
      const approval = release.approval === undefined ? undefined : ('needed' as const)
      // Who sets the date of one that was stopped answers for it in place of those who are gone.
      const { through, ...rest } = batch
      const those = batch.stage === 'stopped' ? throughOf(context, undefined) : defined({ through })
      return { ...rest, ...those, stage: 'held', startedBy, release: defined({ at, approval }) }
    },
    () => ({ type: 'batch-scheduled', data: defined({ releaseAt: at }) }),
  )
}

/** A batch whose badges wait. Throws `ERR_RECORD_NOT_FOUND` and `ERR_STAGE_INVALID`. */
function waiting(
  batch: BatchRecord | undefined,
  ...also: readonly BatchRecord['stage'][]
): { batch: BatchRecord; release: BatchRelease } {
  if (batch === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such batch.')
  const { release, stage } = batch
  if (release !== undefined && (stage === 'held' || also.includes(stage))) return { batch, release }
  throw new BadgeError('ERR_STAGE_INVALID', 'No badges of this batch wait for their release.')
}

/** Offers some badges of a batch that may be released, which is this worker's until then. Returns how many. */
export async function releaseSome(context: ServiceContext, batchId: string, until: number): Promise<number> {
  let offered = 0
  for (let commits = 1; commits <= COMMITS; commits++) {
    // Then others have their turn.
    const next = commits === COMMITS ? context.now() : until
    const more = await retrying(() => releaseTogether(context, batchId, next))
    if (more === undefined) break
    offered += more
  }
  return offered
}

/** Offers a few badges, and counts them, in one commit: what was stopped meanwhile is not offered. */
async function releaseTogether(context: ServiceContext, batchId: string, turn: number): Promise<number | undefined> {
  const stored = await read(context.storage, 'batches', batchId)
  if (stored === undefined) return undefined
  const { value: batch } = stored
  const due = releaseDue(context, batch)
  if (due === undefined) return undefined
  if (due > context.now()) {
    await context.storage.commit([put('batches', batchId, stored, batch, due)])
    return undefined
  }
  if (!(await isStillMeant(context, batch))) {
    const log = await nextEntries(context, subjectOf('batch', batchId), 'system', { type: 'batch-stopped' })
    await context.storage.commit([put('batches', batchId, stored, { ...batch, stage: 'stopped' }), ...log.changes])
    context.emit(log.events)
    return undefined
  }
  const by = { index: 'unreleased', value: batchId }
  const { records } = await find(context.storage, 'badges', by, { limit: TOGETHER })
  const { changes, events, count } = await planTogether(context, records)
  const isDone = records.length === 0
  const next: BatchRecord = {
    ...batch,
    stage: isDone ? 'done' : 'releasing',
    offered: (batch.offered ?? 0) + count,
  }
  const log = isDone
    ? await nextEntries(context, subjectOf('batch', batchId), 'system', {
        type: 'batch-released',
        data: { badges: next.offered ?? 0 },
      })
    : { changes: [], events: [] }
  await context.storage.commit([
    put('batches', batchId, stored, next, isDone ? undefined : turn),
    ...changes,
    ...log.changes,
  ])
  context.emit([...events, ...log.events])
  return isDone ? undefined : count
}

/** Whether somebody stands for it: who approved, or one of those who gave the rows and may award at this moment. */
async function isStillMeant(
  context: ServiceContext,
  { release, startedBy, through = [] }: BatchRecord,
): Promise<boolean> {
  if (release?.approval === 'given') return true
  if (!(await allMayStillAct(context, through, 'award'))) return false
  if (startedBy === undefined || startedBy.includes(HOST)) return true
  for (const actor of startedBy) if (await mayStillAct(context, actor, 'award')) return true
  return false
}

/** The offers of as many badges as can be made in one commit, which may change a record once: two of one child cannot. */
async function planTogether(context: ServiceContext, records: readonly Stored<'badges'>[]) {
  const plans = await Promise.all(records.map((record) => planRelease(context, record)))
  const changes: StorageChange[] = []
  const events: BadgeChange['events'][number][] = []
  const taken = new Set<string>()
  let count = 0
  for (const plan of plans) {
    const names = plan.changes.map(({ collection, key }) => `${collection} ${key}`)
    if (names.some((name) => taken.has(name))) continue
    for (const name of names) taken.add(name)
    changes.push(...plan.changes)
    events.push(...plan.events)
    count += 1
  }
  return { changes, events, count }
}

async function planRelease(context: ServiceContext, stored: Stored<'badges'>): Promise<BadgeChange> {
  const { value } = stored
  // The index names badges that were issued and not offered, and nothing else.
  if (isTombstone(value)) throw new BadgeError('ERR_STORAGE_CONFLICT', 'A badge was erased meanwhile.')
  const offer = await planOffer(context, released(value), 'system')
  const plan = planBadge(
    context,
    { ...stored, value },
    {
      ...offer,
      set: { ...offer.set, releasedAt: iso(context.now()) },
      unset: [...(offer.unset ?? []), 'unreleased'],
    },
  )
  if (plan === undefined) throw new BadgeError('ERR_STORAGE_CONFLICT', 'A badge was offered meanwhile.')
  return plan
}

function released({ unreleased: _, ...badge }: BadgeRecord): BadgeRecord {
  return badge
}
