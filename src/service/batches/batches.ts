import { issuerIdOf } from '../../badge/index.js'
import { createTurns, inOrder, refusal, refuseRow } from '../../batch/engine/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { jcs } from '../../internal/jcs.js'
import { copyJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { checkOptions } from '../../internal/options.js'
import { UTC } from '../../internal/time-zone.js'
import { issue, type PreparedBadge, prepareBadge } from '../badges/issue.js'
import { checkPicture, keepPicture } from '../badges/pictures.js'
import { revokeTogether } from '../badges/revoke.js'
import type { IssueInput } from '../badges/types.js'
import { achievementKey, awardKey, isTombstone, tombstoneHash } from '../core/collections.js'
import { keyedHash, type ServiceContext } from '../core/context.js'
import { groupedStorage } from '../core/grouped-storage.js'
import { newId } from '../core/ids.js'
import { readRecipient } from '../core/recipient.js'
import type { BatchRecord } from '../core/records/index.js'
import { find, findAll, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { nameGuardian, readGuardian } from '../people/guardians.js'
import { rowTable } from './inputs.js'
import type { BatchInput, BatchInputRow, BatchPage, BatchRowOutcome } from './types.js'

/** Badges that are revoked in one commit. */
const TOGETHER = 50
/** Rows under way at once: what they ask of the storage is asked together. */
const CONCURRENCY = 32
const BATCH_ID = /^[\w-]+$/
const UNDONE = 'The batch was undone.'

const isUndone = ({ stage }: BatchRecord): boolean => stage === 'undoing' || stage === 'undone'

/** Ends a batch, whichever row finds out. */
class BatchUndone extends Error {}

function assertNotUndone(batch: BatchRecord): void {
  if (isUndone(batch)) throw new BadgeError('ERR_STAGE_INVALID', 'This batch was undone; begin another one.')
}

/**
 * Issues a badge for each row, each in a commit of its own, so that a batch that was killed goes on where it was. Rows
 * are read one by one, as they are needed, and several are under way at once; rows of one address keep their order.
 */
export async function issueBatchRows(
  context: ServiceContext,
  input: BatchInput,
): Promise<{ batch: BatchRecord; outcomes: readonly BatchRowOutcome[] }> {
  const { id = newId(context.now()), label, dryRun = false, concurrency = CONCURRENCY, signal, onProgress } = input
  if (id.length > limits.batchId || !BATCH_ID.test(id)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `The id of a batch must be 1 to ${limits.batchId} letters, digits, \`-\` or \`_\`.`,
    )
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > limits.batchWidth) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      `\`concurrency\` must be a whole number from 1 to ${limits.batchWidth}.`,
    )
  }
  if (input.picture !== undefined) checkPicture(input.picture)
  const picture = dryRun ? undefined : await keepPicture(context, input.picture)
  const begun = await writeBatch(context, id, dryRun, (before) => {
    if (before !== undefined) assertNotUndone(before)
    return {
      schemaVersion: 1,
      id,
      ...defined({ label }),
      createdAt: before?.createdAt ?? iso(context.now()),
      stage: 'running',
      rows: 0,
      issued: 0,
      refused: 0,
    }
  })
  const outcomes: BatchRowOutcome[] = []
  const progress = { rows: 0, issued: 0, checked: 0, already: 0, refused: 0 }
  const inTurn = createTurns()
  const grouped = groupedStorage(context.storage)
  const inGroup: ServiceContext = { ...context, storage: grouped.storage }
  let allBegun: Promise<unknown> = Promise.resolve()
  let hasFailed = false
  let isPictureHeld = false
  const each = async ({ row, number }: Numbered): Promise<BatchRowOutcome | undefined> => {
    if (hasFailed) return undefined
    const outcome = await grouped.take(() => issueRow(inGroup, input, { id, picture }, row, number))
    // The first badge that has the picture keeps it; until then the last one of others may have been erased with it.
    if (outcome.status === 'issued' && !isPictureHeld) {
      isPictureHeld = true
      await keepPicture(context, input.picture).catch(context.report)
    }
    return outcome
  }
  const run = ([numbered]: readonly Numbered[]): Promise<BatchRowOutcome | undefined> => {
    if (numbered === undefined) return Promise.resolve(undefined)
    const { row } = numbered
    const address = isBadgeError(row) ? '' : String(row?.email).trim().toLowerCase()
    const done = inTurn(address, () => each(numbered)).catch((error: unknown) => {
      hasFailed = true
      throw error
    })
    allBegun = Promise.all([allBegun, done.catch(() => {})]).then(() => {})
    return done
  }
  try {
    for await (const outcome of inOrder(numbered(input.rows), { chunk: 1, width: concurrency, run, signal })) {
      if (outcome === undefined) continue
      outcomes.push(outcome)
      progress.rows += 1
      progress[outcome.status] += 1
      onProgress?.({ ...progress })
    }
  } catch (error) {
    hasFailed = true
    // What has begun is finished, so that nothing is written after the answer.
    await allBegun
    if (error instanceof BatchUndone)
      throw new BadgeError('ERR_STAGE_INVALID', 'This batch was undone in the meantime.')
    throw error
  }
  const batch = await writeBatch(context, id, dryRun, (before = begun) => ({
    ...before,
    // If it was undone in the meantime, it stays so.
    stage: isUndone(before) ? before.stage : 'done',
    rows: progress.rows,
    issued: progress.issued + progress.already,
    refused: progress.refused,
  }))
  return { batch, outcomes }
}

/** Rows after which everything else of the process has its turn. */
const ROWS_BETWEEN_BREATHS = CONCURRENCY

/** A storage in memory makes nobody wait, and then neither requests nor timers, an abort among them, would come in. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

interface Numbered {
  readonly row: BatchInputRow | BadgeError
  readonly number: number
}

async function* numbered(rows: BatchInput['rows']): AsyncGenerator<Numbered> {
  let number = 0
  for await (const row of rows) {
    if (number % ROWS_BETWEEN_BREATHS === 0) await breath()
    number += 1
    yield { row, number }
  }
}

/** What becomes of a row. Throws what ends the batch. */
async function issueRow(
  context: ServiceContext,
  input: BatchInput,
  batch: { readonly id: string; readonly picture: string | undefined },
  row: BatchInputRow | BadgeError,
  number: number,
): Promise<BatchRowOutcome> {
  if (isBadgeError(row)) return refusal(number, row)
  try {
    checkOptions(row, rowTable, 'row')
    const recipient = readRecipient(row)
    if (row.guardian !== undefined) readGuardian(context, row.guardian, recipient)
  } catch (error) {
    // Of what all rows have in common, the same code would end the batch.
    if (isBadgeError(error)) return refusal(number, error)
    throw error
  }
  try {
    return await issueOne(context, input, batch, row, number)
  } catch (error) {
    return refuseRow(number, error, { namesIssuer: row.draft?.issuer !== undefined })
  }
}

async function issueOne(
  context: ServiceContext,
  { draft, offer = true, statusPurpose, dryRun = false }: BatchInput,
  { id, picture }: { readonly id: string; readonly picture: string | undefined },
  { email, name, locale, guardian, draft: own }: BatchInputRow,
  number: number,
): Promise<BatchRowOutcome> {
  const recipient = { email, ...defined({ name, locale, guardian }) }
  const whole = { ...draft, ...own } as IssueInput['draft']
  // Keyed, since it outlives the badge: from a plain digest, addresses could be guessed.
  const content = await keyedHash(
    context,
    'batch row',
    jcs(copyJson({ recipient, draft: whole }, { datesAsText: UTC })),
  )
  const key = `batch:${id}:${content.slice(0, 32)}`
  const input = { draft: whole, recipient, offer, idempotencyKey: key, ...defined({ statusPurpose }) }
  const earlier = await read(context.storage, 'taken', `issue:${key}`)
  const prepared = earlier === undefined ? prepareBadge(context, input) : undefined
  const given = prepared === undefined ? earlier?.value.badgeId : await findAward(context, prepared)
  if (given !== undefined) {
    // A list that names guardians, of learners who were given the badge before.
    if (!dryRun) await nameGuardian(context, recipient, guardian)
    return { row: number, status: 'already', badgeId: given }
  }
  if (dryRun) return { row: number, status: 'checked' }
  const badge = await issue(context, input, { batchId: id, ...defined({ picture, prepared }) })
  // Undoing a batch lists its badges after it has said so: what it cannot have seen yet is revoked here.
  const now = await read(context.storage, 'batches', id)
  if (now !== undefined && isUndone(now.value)) {
    await revokeTogether(context, [badge.id], UNDONE)
    throw new BatchUndone()
  }
  return { row: number, status: 'issued', badgeId: badge.id }
}

/** The badge of this achievement that the recipient has already, even if it was erased since. */
async function findAward(context: ServiceContext, { unsigned, recipient }: PreparedBadge): Promise<string | undefined> {
  const subject = unsigned.credentialSubject as { achievement?: { id?: string } }
  const award = {
    issuerId: issuerIdOf(unsigned) ?? context.issuerId,
    achievementId: String(subject.achievement?.id ?? ''),
    recipientHash: await context.addressHash(recipient.email),
  }
  const value = awardKey(award)
  const [badges, gone, erased] = await Promise.all([
    findAll(context.storage, 'badges', { index: 'award', value }),
    findAll(context.storage, 'badges', { index: 'gone', value }),
    findAll(context.storage, 'badges', { index: 'erased', value: achievementKey(award) }),
  ])
  const holding = badges.find(({ value }) => !isTombstone(value) && !['revoked', 'replaced'].includes(value.stage))
  const isTheirs = ({ value }: Stored<'badges'>): boolean =>
    isTombstone(value) && value.salt !== undefined && value.recipientHash === tombstoneHash(value.salt, recipient.email)
  return (holding ?? gone[0] ?? erased.find(isTheirs))?.key
}

async function writeBatch(
  context: ServiceContext,
  id: string,
  dryRun: boolean,
  next: (before: BatchRecord | undefined) => BatchRecord,
): Promise<BatchRecord> {
  return retrying(async () => {
    const before = await read(context.storage, 'batches', id)
    const batch = next(before?.value)
    if (!dryRun) await context.storage.commit([put('batches', id, before, batch)])
    return batch
  })
}

/** Revokes every badge of a batch. If it is killed and called again, it goes on. Mail in the queue is not sent. */
export async function undoBatch(
  context: ServiceContext,
  { batchId, reason = UNDONE }: { batchId: string; reason?: string },
): Promise<{ batch: BatchRecord; revoked: number }> {
  const stage = (stage: BatchRecord['stage']) =>
    writeBatch(context, batchId, false, (before) => {
      if (before === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such batch.')
      return { ...before, stage }
    })
  await stage('undoing')
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
  const page = await find(context.storage, 'batches', undefined, { cursor, limit, descending: true })
  const batches = page.records.map(({ value }) => value)
  return { batches, ...defined({ cursor: page.cursor }) }
}
