import { issuerIdOf } from '../../badge/index.js'
import { createTurns, inOrder, refusal, refuseRow } from '../../batch/engine/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { jcs } from '../../internal/jcs.js'
import { copyJson } from '../../internal/json.js'
import { mailboxKey } from '../../internal/mailbox.js'
import { checkOptions } from '../../internal/options.js'
import { UTC } from '../../internal/time-zone.js'
import { issue, type Making, makingOf, type PreparedBadge, prepareBadge } from '../badges/issue.js'
import { keepPicture } from '../badges/pictures.js'
import { revokeTogether } from '../badges/revoke.js'
import type { IssueInput } from '../badges/types.js'
import { findBadge } from '../core/change.js'
import { achievementKey, awardKey, isTombstone, tombstoneHash } from '../core/collections.js'
import { keyedHash, type ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import { groupedStorage } from '../core/grouped-storage.js'
import { readRecipient } from '../core/recipient.js'
import type { BatchRecord } from '../core/records/index.js'
import { type FromLibrary, savedRow } from '../core/saved-badge.js'
import { findAll, read, type Stored } from '../core/store.js'
import { nameGuardian, readGuardian } from '../people/guardians.js'
import { rowTable } from './inputs.js'
import { isRunning } from './release-plan.js'
import type { BatchInput, BatchInputRow, BatchRowOutcome } from './types.js'

/** Rows under way at once: what they ask of the storage is asked together. */
const CONCURRENCY = 32
export const UNDONE = 'The batch was undone.'

export const isUndone = ({ stage }: BatchRecord): boolean => stage === 'undoing' || stage === 'undone'

/** Ends the rows of a batch, whichever row finds out. */
class BatchStopped extends Error {}

/** What rows are issued with. */
export type RowsInput = Pick<
  BatchInput,
  'draft' | 'picture' | 'rows' | 'offer' | 'statusPurpose' | 'dryRun' | 'concurrency' | 'signal'
>

/** The batch that rows belong to. */
export interface OfBatch {
  readonly id: string
  /** Key of its picture. */
  readonly picture?: string | undefined
  /** The badge of the library that it awards. */
  readonly saved?: FromLibrary['saved'] | undefined
  /** Number of the first row. Default 1. */
  readonly first?: number
  /** Its badges wait for their release. */
  readonly unreleased?: boolean
  /** The call that adds them, where several may. */
  readonly run?: string
}

/**
 * Issues a badge for each row. Rows are read one by one, as they are needed; those that are under way at once are read,
 * checked and written together, and those of one address keep their order. Yields what became of them in their order. Throws
 * `ERR_STAGE_INVALID` when the batch was undone or cancelled meanwhile.
 */
export async function* issueRows(
  context: ServiceContext,
  input: RowsInput,
  batch: OfBatch,
): AsyncGenerator<BatchRowOutcome> {
  const { concurrency = CONCURRENCY, signal } = input
  const inTurn = createTurns()
  const grouped = groupedStorage(context.storage)
  const alike = { draftText: createDraftText(input.draft), making: makingOf(context, input.statusPurpose) }
  const inGroup: ServiceContext = { ...context, storage: grouped.storage }
  let allBegun: Promise<unknown> = Promise.resolve()
  let hasFailed = false
  let isPictureHeld = false
  const each = async ({ row, number }: Numbered): Promise<BatchRowOutcome | undefined> => {
    if (hasFailed) return undefined
    const outcome = await grouped.take(() => issueRow(inGroup, input, batch, alike, row, number))
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
    const address = isBadgeError(row) ? '' : mailboxKey(String(row?.email).trim())
    const done = inTurn(address, () => each(numbered)).catch((error: unknown) => {
      hasFailed = true
      throw error
    })
    allBegun = Promise.all([allBegun, done.catch(() => {})]).then(() => {})
    return done
  }
  try {
    const rows = numbered(input.rows, batch.first ?? 1)
    for await (const outcome of inOrder(rows, { chunk: 1, width: concurrency, run, signal })) {
      if (outcome !== undefined) yield outcome
    }
  } catch (error) {
    if (error instanceof BatchStopped)
      throw new BadgeError('ERR_STAGE_INVALID', 'This batch was undone or cancelled in the meantime.')
    throw error
  } finally {
    hasFailed = true
    // What has begun is finished, so that nothing is written after the answer.
    await allBegun
  }
}

/** Rows after which everything else of the process has its turn. */
const ROWS_BETWEEN_BREATHS = CONCURRENCY

/** A storage in memory makes nobody wait, and then neither requests nor timers, an abort among them, would come in. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

interface Numbered {
  readonly row: BatchInputRow | BadgeError
  readonly number: number
}

async function* numbered(rows: BatchInput['rows'], first: number): AsyncGenerator<Numbered> {
  let number = first - 1
  for await (const row of rows) {
    if (number % ROWS_BETWEEN_BREATHS === 0) await breath()
    number += 1
    yield { row, number }
  }
}

/** What becomes of a row. Throws what ends the batch. */
async function issueRow(
  context: ServiceContext,
  input: RowsInput,
  batch: OfBatch,
  alike: Alike,
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
    return await issueOne(context, input, batch, alike, row, number)
  } catch (error) {
    return refuseRow(number, error, { namesIssuer: row.draft?.issuer !== undefined })
  }
}

async function issueOne(
  context: ServiceContext,
  { draft, offer = true, statusPurpose, dryRun = false }: RowsInput,
  { id, picture, unreleased = false, run, saved }: OfBatch,
  { draftText, making }: Alike,
  { email, name, locale, guardian, draft: own }: BatchInputRow,
  number: number,
): Promise<BatchRowOutcome> {
  const recipient = { email, ...defined({ name, locale, guardian }) }
  const whole =
    saved === undefined
      ? ({ ...draft, ...own } as IssueInput['draft'])
      : savedRow(draft, own, saved.validFor, context.now())
  // Keyed, since it outlives the badge: from a plain digest, addresses could be guessed.
  const content = await keyedHash(context, 'batch row', contentText(recipient, draftText(own)))
  const key = `batch:${id}:${content.slice(0, 32)}`
  const input = { draft: whole, recipient, offer, idempotencyKey: key, ...defined({ statusPurpose }) }
  const earlier = await read(context.storage, 'taken', `issue:${key}`)
  const prepared =
    earlier === undefined
      ? {
          ...prepareBadge(context, input, making),
          recipientHash: await context.addressHash(readRecipient(recipient).email),
        }
      : undefined
  const given =
    prepared === undefined ? earlier?.value.badgeId : await findAward(context, prepared, saved?.validFor !== undefined)
  if (given !== undefined) {
    // A list that names guardians, of learners who were given the badge before.
    if (!dryRun && !unreleased) await nameGuardian(context, recipient, guardian)
    if (!dryRun && unreleased && earlier === undefined) await nameQuietly(context, given, recipient, guardian)
    const isOwn = earlier !== undefined || (await findBadge(context, given))?.value.batchId === id
    return { row: number, status: 'already', badgeId: given, ...(isOwn ? { inBatch: true as const } : {}) }
  }
  if (dryRun) return { row: number, status: 'checked' }
  const follows = saved && { id: saved.id, version: saved.version }
  const badge = await issue(context, input, {
    batchId: id,
    unreleased,
    ...defined({ picture, prepared, saved: follows }),
  })
  // Undoing a batch lists its badges after it has said so: what it cannot have seen yet is revoked here.
  const now = await read(context.storage, 'batches', id)
  if (now !== undefined && isUndone(now.value)) {
    await revokeTogether(context, [badge.id], UNDONE)
    throw new BatchStopped()
  }
  if (now?.value.stage === 'cancelled') throw new BatchStopped()
  // It took so long that it was taken for killed, and others have gone on.
  if (unreleased && run !== undefined && now !== undefined && !isRunning(now.value, run)) throw new BatchStopped()
  return { row: number, status: 'issued', badgeId: badge.id }
}

const canonical = (value: unknown): string => jcs(copyJson(value, { datesAsText: UTC }))

/** The canonical form of a row: a draft and whom it is for. */
const contentText = (recipient: IssueInput['recipient'], draftText: string): string =>
  `{"draft":${draftText},"recipient":${canonical(recipient)}}`

/** What is made once for all rows. */
interface Alike {
  readonly draftText: DraftText
  readonly making: Making
}

/** The canonical form of a row's draft, by its own members. */
type DraftText = (own: BatchInputRow['draft']) => string

/** It is made once for all rows that have no members of their own. */
function createDraftText(draft: RowsInput['draft']): DraftText {
  let common: string | undefined
  return (own) => {
    if (own !== undefined) return canonical({ ...draft, ...own })
    common ??= canonical({ ...draft })
    return common
  }
}

/** Nothing is sent before a batch is released, and what a child has is not closed without its guardian being asked. */
async function nameQuietly(
  context: ServiceContext,
  badgeId: string,
  recipient: BatchInputRow,
  guardian: BatchInputRow['guardian'],
): Promise<void> {
  if (guardian === undefined) return
  const waits = (await findBadge(context, badgeId))?.value.unreleased === true
  if (waits) return nameGuardian(context, recipient, guardian, { isQuiet: true })
  throw new BadgeError(
    'ERR_ROW_INVALID',
    'The learner has this badge already, and a batch that waits for its release asks no guardian: name the guardian by themselves.',
  )
}

/** How many badges rows of a batch have between them. */
export const badgesOf = (outcomes: readonly BatchRowOutcome[]): number =>
  new Set(
    outcomes.flatMap((outcome) =>
      outcome.status === 'issued' || (outcome.status === 'already' && outcome.inBatch) ? [outcome.badgeId] : [],
    ),
  ).size

/** The badge of this achievement that the recipient has already, even if it was erased since. */
async function findAward(
  context: ServiceContext,
  { unsigned, recipient, recipientHash }: PreparedBadge,
  /** What has ended is awarded again. */
  isRenewed: boolean,
): Promise<string | undefined> {
  const subject = unsigned.credentialSubject as { achievement?: { id?: string } }
  const award = {
    issuerId: issuerIdOf(unsigned) ?? context.issuerId,
    achievementId: String(subject.achievement?.id ?? ''),
    recipientHash: recipientHash ?? (await context.addressHash(recipient.email)),
  }
  const value = awardKey(award)
  const [badges, gone, erased] = await Promise.all([
    findAll(context.storage, 'badges', { index: 'award', value }),
    findAll(context.storage, 'badges', { index: 'gone', value }),
    findAll(context.storage, 'badges', { index: 'erased', value: achievementKey(award) }),
  ])
  const over: readonly string[] = ['revoked', 'replaced', ...(isRenewed ? ['expired'] : [])]
  const holding = badges.find(({ value }) => !isTombstone(value) && !over.includes(stageNow(context, value)))
  const isTheirs = ({ value }: Stored<'badges'>): boolean =>
    isTombstone(value) && value.salt !== undefined && value.recipientHash === tombstoneHash(value.salt, recipient.email)
  return (holding ?? gone[0] ?? erased.find(isTheirs))?.key
}
