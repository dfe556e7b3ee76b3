import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { checkPicture, keepPicture } from '../badges/pictures.js'
import { revokeTogether } from '../badges/revoke.js'
import type { ServiceContext } from '../core/context.js'
import { newId, subjectOf } from '../core/ids.js'
import { type NewEvent, nextEntries } from '../core/log.js'
import type { BatchRecord } from '../core/records/index.js'
import { type FromLibrary, fromLibrary } from '../core/saved-badge.js'
import { findAll, findPage, put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { possibleActors } from '../staff/acting.js'
import { CHUNK, chunkKey, forgetBatch } from './job-rows.js'
import { readRelease, releaseDue, throughOf, withoutRun, withRun } from './release-plan.js'
import { badgesOf, issueRows, isUndone, UNDONE } from './rows.js'
import type { BatchInput, BatchPage, BatchRowOutcome, BatchStartInput } from './types.js'

/** Badges that are revoked in one commit. */
const TOGETHER = 50
const BATCH_ID = /^[\w-]+$/

/** The id of a batch, checked; a new one where none is given. */
export function readBatchId(context: ServiceContext, id: string = newId(context.now())): string {
  if (id.length <= limits.batchId && BATCH_ID.test(id)) return id
  throw new BadgeError(
    'ERR_ARGUMENT_INVALID',
    `The id of a batch must be 1 to ${limits.batchId} letters, digits, \`-\` or \`_\`.`,
  )
}

/** Throws `ERR_STAGE_INVALID` for a batch that is over, or that a worker is at. */
function assertOpen(batch: BatchRecord): void {
  if (isUndone(batch)) throw new BadgeError('ERR_STAGE_INVALID', 'This batch was undone; begin another one.')
  if (batch.total !== undefined) {
    throw new BadgeError('ERR_STAGE_INVALID', 'This batch is issued in the background; ask for its progress.')
  }
}

/** Issues a badge for each row, so that a batch that was killed goes on where it was. */
export async function issueBatchRows(
  context: ServiceContext,
  given: BatchInput,
): Promise<{ batch: BatchRecord; outcomes: readonly BatchRowOutcome[] }> {
  const { input, saved, ...library } = await withLibrary(context, given)
  const { label, dryRun = false, concurrency, onProgress } = input
  const id = readBatchId(context, input.id)
  if (
    concurrency !== undefined &&
    (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > limits.batchWidth)
  ) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `\`concurrency\` must be a whole number from 1 to ${limits.batchWidth}.`,
    )
  }
  if (input.picture !== undefined) checkPicture(input.picture)
  const picture = dryRun ? undefined : ((await keepPicture(context, input.picture)) ?? library.picture)
  const by = await possibleActors(context)
  const run = newId(context.now())
  const begun = await writeBatch(context, id, dryRun, (before) => {
    if (before !== undefined) assertOpen(before)
    const release = readRelease(context, input, before)
    const batch: BatchRecord = {
      schemaVersion: 1,
      id,
      ...defined({ label, saved: saved && { id: saved.id, version: saved.version } }),
      createdAt: before?.createdAt ?? iso(context.now()),
      stage: 'running',
      rows: 0,
      issued: 0,
      refused: 0,
      ...defined({ release, offered: before?.offered }),
      startedBy: [...new Set([...(before?.startedBy ?? []), ...by])],
      ...throughOf(context, before),
      ...defined({ runs: before?.runs }),
    }
    return withRun(context, batch, run)
  })
  const unreleased = begun.release !== undefined
  const outcomes: BatchRowOutcome[] = []
  const progress = { rows: 0, issued: 0, checked: 0, already: 0, refused: 0 }
  try {
    for await (const outcome of issueRows(context, input, { id, picture, unreleased, run, saved })) {
      outcomes.push(outcome)
      progress.rows += 1
      progress[outcome.status] += 1
      onProgress?.({ ...progress })
    }
  } catch (error) {
    if (unreleased) await writeBatch(context, id, dryRun, (before = begun) => withoutRun(context, before, run))
    throw error
  }
  const batch = await writeBatch(context, id, dryRun, (before = begun) => ({
    ...ended(withoutRun(context, before, run)),
    rows: progress.rows,
    issued: progress.issued + progress.already,
    refused: progress.refused,
    badges: badgesOf(outcomes),
  }))
  if (!dryRun) await keepRefusals(context, id, outcomes)
  return { batch, outcomes }
}

/** Writes down what was refused, in the place of what was refused before. */
async function keepRefusals(
  context: ServiceContext,
  batchId: string,
  outcomes: readonly BatchRowOutcome[],
): Promise<void> {
  const refused = outcomes.filter((outcome) => outcome.status === 'refused')
  const parts = Array.from({ length: Math.ceil(refused.length / CHUNK) }, (_, part) =>
    refused.slice(part * CHUNK, (part + 1) * CHUNK),
  )
  await retrying(async () => {
    const before = await findAll(context.storage, 'batch-refusals', { index: 'batch', value: batchId })
    const keys = parts.map((_, part) => chunkKey(`at-once.${batchId}`, part))
    const changes = [
      ...before.filter(({ key }) => !keys.includes(key)).map((old) => put('batch-refusals', old.key, old, null)),
      ...parts.map((refused, part) =>
        put(
          'batch-refusals',
          keys[part] ?? '',
          before.find(({ key }) => key === keys[part]),
          {
            schemaVersion: 1,
            batchId,
            refused,
          },
        ),
      ),
    ]
    if (changes.length > 0) await context.storage.commit(changes)
  })
}

/** What a batch is issued from: its draft and picture, or those of a badge of the library. */
export async function withLibrary<Input extends BatchInput | BatchStartInput>(
  context: ServiceContext,
  { saved: ref, ...input }: Input,
): Promise<{ input: Omit<Input, 'saved'>; saved?: FromLibrary['saved']; picture?: string }> {
  if (ref === undefined) return { input }
  const { draft, saved, picture } = await fromLibrary(context, ref, input.draft)
  const own = input.picture === undefined ? defined({ picture }) : {}
  return { input: { ...input, draft }, saved, ...own }
}

/** If it was undone in the meantime, it stays so. */
function ended(batch: BatchRecord): BatchRecord {
  if (isUndone(batch) || batch.stage === 'cancelled') return batch
  if (batch.release === undefined) return { ...batch, stage: 'done' }
  return { ...batch, stage: batch.runs === undefined ? 'held' : 'running' }
}

export async function writeBatch(
  context: ServiceContext,
  id: string,
  dryRun: boolean,
  next: (before: BatchRecord | undefined) => BatchRecord,
  event?: (before: BatchRecord | undefined) => NewEvent | undefined,
): Promise<BatchRecord> {
  return retrying(async () => {
    const before = await read(context.storage, 'batches', id)
    const batch = next(before?.value)
    if (dryRun) return batch
    const happened = event?.(before?.value)
    const log = happened && (await nextEntries(context, subjectOf('batch', id), 'issuer', happened))
    await context.storage.commit([
      put('batches', id, before, batch, releaseDue(context, batch)),
      ...(log?.changes ?? []),
    ])
    if (log !== undefined) context.emit(log.events)
    return batch
  })
}

/** Revokes every badge of a batch. If it is killed and called again, it goes on. Mail in the queue is not sent. */
export async function undoBatch(
  context: ServiceContext,
  { batchId, reason = UNDONE }: { batchId: string; reason?: string },
): Promise<{ batch: BatchRecord; revoked: number }> {
  const stage = (stage: BatchRecord['stage']) =>
    writeBatch(
      context,
      batchId,
      false,
      (before) => {
        if (before === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such batch.')
        return { ...before, stage }
      },
      (before) => (before === undefined || isUndone(before) ? undefined : { type: 'batch-undone' }),
    )
  await stage('undoing')
  await forgetBatch(context, batchId)
  let revoked = 0
  const badges = await findAll(context.storage, 'badges', { index: 'batch', value: batchId })
  for (let i = 0; i < badges.length; i += TOGETHER) {
    revoked += await revokeTogether(
      context,
      badges.slice(i, i + TOGETHER).map(({ key }) => key),
      reason,
    )
  }
  return { batch: await stage('undone'), revoked }
}

export async function getBatch(context: ServiceContext, batchId: string): Promise<BatchRecord | null> {
  if (typeof batchId !== 'string' || !BATCH_ID.test(batchId)) return null
  return (await read(context.storage, 'batches', batchId))?.value ?? null
}

export async function listBatches(
  context: ServiceContext,
  { cursor, limit = 50 }: { cursor?: string; limit?: number } = {},
): Promise<BatchPage> {
  const page = await findPage(context.storage, 'batches', undefined, { cursor, limit, descending: true })
  const batches = page.records.map(({ value }) => value)
  return { batches, ...defined({ cursor: page.cursor }) }
}
