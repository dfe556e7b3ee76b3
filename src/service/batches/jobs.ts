import type { Refusal } from '../../batch/engine/index.js'
import { refusal } from '../../batch/engine/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { copyJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { prepareBadge } from '../badges/issue.js'
import { checkPicture, keepPicture } from '../badges/pictures.js'
import type { IssueInput } from '../badges/types.js'
import type { ServiceContext } from '../core/context.js'
import { newId, subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BatchJobRecord, BatchRecord, BatchRowsRecord } from '../core/records/index.js'
import { find, findPage, put, read, retrying, type Stored } from '../core/store.js'
import { DAY, iso, MINUTE } from '../core/time.js'
import { possibleActors } from '../staff/acting.js'
import { allMayStillAct, mayStillAct } from '../staff/plan.js'
import { readBatchId, withLibrary } from './batches.js'
import { addressesOf, CHUNK, chunkKey, erasedSince, forgetBatch, forgetRows, rowsOf } from './job-rows.js'
import { releaseSome } from './release.js'
import { readRelease, releaseDue, throughOf } from './release-plan.js'
import { badgesOf, issueRows, isUndone } from './rows.js'
import type { BatchInputRow, BatchRowOutcome, BatchStartInput } from './types.js'

/** A worker that ends in the middle of some rows is followed by another one after this time. */
const LEASE_MS = MINUTE
/** What failed as a whole, such as a key that is away, is tried again after this time. */
const AGAIN_MS = MINUTE
/** Rows that wait hold addresses: whatever happens, they are gone after this time. */
const KEPT_MS = 30 * DAY
/** Records of rows that are written in one commit. */
const WRITTEN_AT_ONCE = 20

/** Whether it is issued in the background, and not over. */
const isOpen = ({ total, stage }: BatchRecord): boolean =>
  total !== undefined && (stage === 'queued' || stage === 'running')

/** Whether its badges wait to be offered. */
const isHeld = ({ stage }: BatchRecord): boolean => stage === 'held' || stage === 'releasing'

/**
 * Stores the rows of a batch, which `tick` issues. A batch that was started stays as it is. Throws `ERR_DRAFT_INVALID` where
 * the draft alone is wrong, and `ERR_LIMIT_EXCEEDED`; then nothing is started.
 */
export async function startBatch(context: ServiceContext, input: BatchStartInput): Promise<BatchRecord> {
  const id = readBatchId(context, input.id)
  const known = await started(context, id)
  if (known !== undefined) return known
  if (input.picture !== undefined) checkPicture(input.picture)
  const upload = newId(context.now())
  try {
    return await begin(context, id, upload, input)
  } catch (error) {
    // What was written down belongs to nothing; where that fails too, it goes when its time is over.
    await forgetRows(context, upload).catch(context.report)
    throw error
  }
}

async function begin(
  context: ServiceContext,
  id: string,
  upload: string,
  given: BatchStartInput,
): Promise<BatchRecord> {
  const { input, saved, ...library } = await withLibrary(context, given)
  const { label, draft, offer = true, statusPurpose } = input
  const { storage } = context
  const release = readRelease(context, input)
  const startedBy = await possibleActors(context)
  const total = await storeRows(context, upload, input)
  const picture = (await keepPicture(context, input.picture)) ?? library.picture
  return retrying(async () => {
    const other = await started(context, id)
    if (other !== undefined) {
      await forgetRows(context, upload)
      return other
    }
    const now = context.now()
    const batch: BatchRecord = {
      schemaVersion: 1,
      id,
      ...defined({ label, saved: saved && { id: saved.id, version: saved.version } }),
      createdAt: iso(now),
      stage: 'queued',
      rows: 0,
      issued: 0,
      refused: 0,
      total,
      ...defined({ release }),
      startedBy,
      ...throughOf(context, undefined),
    }
    const job: BatchJobRecord = {
      schemaVersion: 1,
      draft: copyJson(draft, { datesAsText: context.timeZone }) as BatchJobRecord['draft'],
      offer,
      upload,
      ...defined({ saved, picture, statusPurpose, startedBy: context.actors.issuer }),
    }
    const event = { type: 'batch-started', data: { rows: total } } as const
    const log = await nextEntries(context, subjectOf('batch', id), 'issuer', event)
    await storage.commit([
      put('batches', id, undefined, batch, now),
      put('batch-jobs', id, await read(storage, 'batch-jobs', id), job, now + KEPT_MS),
      ...log.changes,
    ])
    context.emit(log.events)
    return batch
  })
}

/** The batch of this id, if it was started; throws `ERR_STAGE_INVALID` for one that was issued at once, or undone. */
async function started(context: ServiceContext, id: string): Promise<BatchRecord | undefined> {
  const before = (await read(context.storage, 'batches', id))?.value
  if (before === undefined) return undefined
  if (before.total !== undefined && !isUndone(before)) return before
  throw new BadgeError('ERR_STAGE_INVALID', 'There is a batch with this id, which was not started in the background.')
}

/** Writes rows down as they come, and returns how many there are. */
async function storeRows(context: ServiceContext, upload: string, { draft, rows }: BatchStartInput): Promise<number> {
  let isChecked = false
  let records: BatchRowsRecord[] = []
  let chunk: ({ readonly row: BatchInputRow } | { readonly refused: Refusal })[] = []
  let total = 0
  let written = 0
  const due = context.now() + KEPT_MS
  const write = async (): Promise<void> => {
    const keys = records.map((_, i) => chunkKey(upload, written + i))
    await context.storage.commit(records.map((value, i) => put('batch-rows', keys[i] ?? '', undefined, value, due)))
    written += records.length
    records = []
  }
  const close = async (): Promise<void> => {
    const from = total - chunk.length + 1
    const plain = copyJson(chunk, { datesAsText: context.timeZone }) as unknown as BatchRowsRecord['rows']
    records.push({ schemaVersion: 1, upload, from, addresses: await addressesOf(context, plain), rows: plain })
    chunk = []
  }
  for await (const row of rows) {
    total += 1
    if (total > limits.batchJobRows) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `At most ${limits.batchJobRows} rows are issued in the background.`)
    }
    if (!isChecked && !isBadgeError(row) && row?.draft === undefined) {
      // What is wrong with all of them is said at once.
      prepareBadge(context, { draft: draft as IssueInput['draft'], recipient: { email: 'learner@learner.example' } })
      isChecked = true
    }
    chunk.push(isBadgeError(row) ? { refused: refusal(total, row) } : { row })
    if (chunk.length === CHUNK) await close()
    if (records.length === WRITTEN_AT_ONCE) await write()
  }
  if (total === 0) throw new BadgeError('ERR_ARGUMENT_INVALID', 'A batch has at least one row.')
  if (chunk.length > 0) await close()
  if (records.length > 0) await write()
  return total
}

/** Issues no further rows, and offers no badges that wait. Badges that were issued stay; `undo` revokes them. */
export async function cancelBatch(
  context: ServiceContext,
  { batchId }: { readonly batchId: string },
): Promise<BatchRecord> {
  const batch = await retrying(async () => {
    const stored = await read(context.storage, 'batches', batchId)
    if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such batch.')
    if (stored.value.stage === 'cancelled') return stored.value
    if (!isOpen(stored.value) && !isHeld(stored.value)) {
      throw new BadgeError('ERR_STAGE_INVALID', 'Neither rows nor badges of this batch wait.')
    }
    const next: BatchRecord = { ...stored.value, stage: 'cancelled' }
    const log = await nextEntries(context, subjectOf('batch', batchId), 'issuer', { type: 'batch-cancelled' })
    await context.storage.commit([put('batches', batchId, stored, next), ...log.changes])
    context.emit(log.events)
    return next
  })
  await forgetBatch(context, batchId)
  return batch
}

/** Rows of a batch in the background that were refused, in their order. */
export async function listRefusals(
  context: ServiceContext,
  { batchId, cursor }: { readonly batchId: string; readonly cursor?: string },
): Promise<{ refusals: readonly Refusal[]; cursor?: string }> {
  if ((await read(context.storage, 'batches', batchId)) === undefined) {
    throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such batch.')
  }
  const by = { index: 'batch', value: batchId }
  const page = await findPage(context.storage, 'batch-refusals', by, { cursor, limit: 1 })
  return { refusals: page.records.flatMap(({ value }) => value.refused), ...defined({ cursor: page.cursor }) }
}

/** How batches are worked on. */
interface Working {
  readonly withinMs: number
  /** Erases what came of an address while it was erased. */
  readonly eraseLate: (context: ServiceContext, address: string) => Promise<unknown>
}

/** Issues rows of batches that wait, and offers badges of those that are released, in turn, until `withinMs` are over. */
export async function runJobs(context: ServiceContext, working: Working): Promise<JobReport> {
  const end = context.now() + working.withinMs
  const done = { rows: 0, released: 0 }
  do {
    const now = context.now()
    const [leased] = await context.storage.lease('batches', { due: now, n: 1, until: now + LEASE_MS })
    if (leased === undefined) break
    const { rows = 0, released = 0 } = await turn(context, leased.key, working).catch((error: unknown) =>
      failed(context, leased.key, error),
    )
    done.rows += rows
    done.released += released
  } while (context.now() < end)
  return done
}

/** Rows that were issued, and badges that were offered since their batch was released. */
interface JobReport {
  readonly rows: number
  readonly released: number
}

async function turn(context: ServiceContext, batchId: string, working: Working): Promise<Partial<JobReport>> {
  const batch = await read(context.storage, 'batches', batchId)
  if (batch !== undefined && isHeld(batch.value)) {
    return { released: await releaseSome(context, batchId, context.now() + LEASE_MS) }
  }
  return { rows: await runChunk(context, batchId, batch, working) }
}

/** What ends a batch ends no batch in the background: the same may go well later. */
async function failed(context: ServiceContext, batchId: string, error: unknown): Promise<Partial<JobReport>> {
  if (isBadgeError(error, 'ERR_STAGE_INVALID')) return {}
  if (isBadgeError(error, 'ERR_STORAGE_FAILED')) throw error
  context.report(error)
  await retrying(async () => {
    const stored = await read(context.storage, 'batches', batchId)
    if (stored === undefined || !(isOpen(stored.value) || isHeld(stored.value))) return
    await context.storage.commit([put('batches', batchId, stored, stored.value, context.now() + AGAIN_MS)])
  })
  return {}
}

async function runChunk(
  context: ServiceContext,
  batchId: string,
  batch: Stored<'batches'> | undefined,
  { eraseLate }: Working,
): Promise<number> {
  const { storage } = context
  const job = await read(storage, 'batch-jobs', batchId)
  const [chunk] =
    job === undefined ? [] : (await find(storage, 'batch-rows', rowsOf(job.value.upload), { limit: 1 })).records
  if (batch === undefined || !isOpen(batch.value) || job === undefined || chunk === undefined) {
    await settle(context, batchId, async (now) => ({ ...now, stage: 'done' }))
    return 0
  }
  const mayGoOn =
    (await mayStillAct(context, job.value.startedBy, 'award')) &&
    (await allMayStillAct(context, batch.value.through ?? [], 'award'))
  if (!mayGoOn) {
    await stop(context, batchId)
    return 0
  }
  const unreleased = batch.value.release !== undefined
  const outcomes = await outcomesOf(context, { id: batchId, unreleased }, job.value, chunk.value)
  const refused = outcomes.filter((outcome) => outcome.status === 'refused')
  await settle(context, batchId, async (now, also) => {
    const before = await read(storage, 'batch-rows', chunk.key)
    // Somebody else was quicker: these rows are counted already.
    if (before === undefined) return now
    for (const address of erasedSince(chunk.value.rows, before.value.rows)) await eraseLate(context, address)
    also(put('batch-rows', chunk.key, before, null))
    if (refused.length > 0) {
      const value = { schemaVersion: 1, batchId, refused } as const
      also(put('batch-refusals', chunk.key, await read(storage, 'batch-refusals', chunk.key), value))
    }
    return {
      ...now,
      stage: 'running',
      rows: now.rows + outcomes.length,
      issued: now.issued + outcomes.length - refused.length,
      refused: now.refused + refused.length,
      badges: (now.badges ?? 0) + badgesOf(outcomes),
    }
  })
  return outcomes.length
}

/** Ends a batch in whose name nobody may award any more. The owner sees it on its page and in the log. */
async function stop(context: ServiceContext, batchId: string): Promise<void> {
  await retrying(async () => {
    const stored = await read(context.storage, 'batches', batchId)
    if (stored === undefined || !isOpen(stored.value)) return
    const next: BatchRecord = { ...stored.value, stage: 'stopped' }
    const log = await nextEntries(context, subjectOf('batch', batchId), 'system', { type: 'batch-stopped' })
    await context.storage.commit([put('batches', batchId, stored, next), ...log.changes])
    context.emit(log.events)
  })
  await forgetBatch(context, batchId)
}

async function outcomesOf(
  context: ServiceContext,
  batch: { readonly id: string; readonly unreleased: boolean },
  { draft, saved, offer, picture, statusPurpose, startedBy }: BatchJobRecord,
  { rows, from }: BatchRowsRecord,
): Promise<BatchRowOutcome[]> {
  const outcomes: BatchRowOutcome[] = []
  const input = {
    draft: draft as unknown as IssueInput['draft'],
    offer,
    ...defined({ statusPurpose }),
    rows: rows.map((each) => {
      if ('gone' in each) return new BadgeError('ERR_ROW_INVALID', 'Somebody whom this row names was erased.')
      if ('row' in each) return each.row as unknown as BatchInputRow
      const { code, message, problems } = each.refused
      return new BadgeError(code, message, { problems })
    }),
  }
  // The log of each badge names who began the batch.
  const acting = startedBy === undefined ? context : { ...context, actors: { ...context.actors, issuer: startedBy } }
  for await (const outcome of issueRows(acting, input, { ...batch, ...defined({ picture, saved }), first: from })) {
    outcomes.push(outcome)
  }
  return outcomes
}

/** Changes a batch that is open: what waits of it goes with its last rows. */
async function settle(
  context: ServiceContext,
  batchId: string,
  next: (now: BatchRecord, also: (change: StorageChange) => void) => Promise<BatchRecord>,
): Promise<void> {
  await retrying(async () => {
    const stored = await read(context.storage, 'batches', batchId)
    if (stored === undefined || !isOpen(stored.value)) return
    const changes: StorageChange[] = []
    const batch = await next(stored.value, (change) => changes.push(change))
    const isDone = batch.stage === 'done' || batch.rows >= (batch.total ?? 0)
    const job: Stored<'batch-jobs'> | undefined = isDone
      ? await read(context.storage, 'batch-jobs', batchId)
      : undefined
    const stage = !isDone ? batch.stage : batch.release === undefined ? ('done' as const) : ('held' as const)
    const settled: BatchRecord = { ...batch, stage }
    await context.storage.commit([
      put('batches', batchId, stored, settled, isDone ? releaseDue(context, settled) : context.now()),
      ...changes,
      ...(job === undefined ? [] : [put('batch-jobs', batchId, job, null)]),
    ])
  })
}
