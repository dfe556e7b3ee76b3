import { createCredential } from '../../credential/index.js'
import { BadgeError, type BadgeErrorCode, isBadgeError } from '../../errors.js'
import { jcs } from '../../internal/jcs.js'
import { copyJson } from '../../internal/json.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { BatchInput, BatchInputRow, BatchRowOutcome, IssueInput } from '../api/index.js'
import { normalizeAddress } from '../core/address.js'
import { achievementKey, awardKey, isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import { find, findAll, put, read, retrying } from '../core/store.js'
import { iso } from '../core/tokens.js'
import type { BatchRecord } from '../records/index.js'
import { issue } from './issue.js'
import { keepPicture } from './pictures.js'
import { revokeTogether } from './revoke.js'

/** Badges that are revoked in one commit. */
const TOGETHER = 50

/** What no other row would fare better with. */
const endsTheBatch: ReadonlySet<BadgeErrorCode> = new Set<BadgeErrorCode>([
  'ERR_KEY_INVALID',
  'ERR_KEY_UNSUPPORTED',
  'ERR_SIGN_FAILED',
  'ERR_SIGN_ISSUER_MISMATCH',
  'ERR_STORAGE_FAILED',
  'ERR_STORAGE_LOCKED',
  'ERR_SUITE_UNSUPPORTED',
])

/** Issues a badge for each row, each in a commit of its own, so that a batch that was killed goes on where it was. */
export async function issueBatchRows(
  context: ServiceContext,
  input: BatchInput,
): Promise<{ batch: BatchRecord; outcomes: readonly BatchRowOutcome[] }> {
  const { id = newId(context.now()), label, draft, rows, offer = true, statusPurpose, dryRun = false } = input
  if (!/^[\w-]{1,64}$/.test(id))
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The id of a batch is letters, digits, `-` and `_`.')
  const picture = dryRun ? undefined : await keepPicture(context, input.picture)
  const begun = await writeBatch(context, id, dryRun, (before) => {
    if (before?.stage === 'undoing' || before?.stage === 'undone') {
      throw new BadgeError('ERR_STAGE_INVALID', 'This batch was undone; begin another one.')
    }
    return {
      schemaVersion: 1,
      id,
      ...(label === undefined ? {} : { label }),
      createdAt: before?.createdAt ?? iso(context.now()),
      stage: 'running',
      rows: 0,
      issued: 0,
      refused: 0,
    }
  })
  const outcomes: BatchRowOutcome[] = []
  const seen = new Map<string, number>()
  let number = 0
  for await (const row of rows) {
    number += 1
    try {
      outcomes.push(await issueRow(row))
    } catch (error) {
      if (!isBadgeError(error) || endsTheBatch.has(error.code)) throw error
      const { code, message, problems = [] } = error
      outcomes.push({ row: number, status: 'refused', code, message, problems })
    }
  }
  const count = (...stages: string[]) => outcomes.filter(({ status }) => stages.includes(status)).length
  const batch = await writeBatch(context, id, dryRun, (before) => ({
    ...(before ?? begun),
    stage: 'done',
    rows: outcomes.length,
    issued: count('issued', 'already'),
    refused: count('refused'),
  }))
  return { batch, outcomes }

  async function issueRow({ email, name, locale, draft: own }: BatchInputRow): Promise<BatchRowOutcome> {
    const recipient = { email, ...(name === undefined ? {} : { name }), ...(locale === undefined ? {} : { locale }) }
    const whole = { ...draft, ...own } as IssueInput['draft']
    // The same row twice is two rows: the second is told apart, and found to be given already.
    const content = sha256Hex(jcs(copyJson({ recipient, draft: whole }, { datesAsText: true })))
    const repetition = seen.get(content) ?? 0
    seen.set(content, repetition + 1)
    const key = `batch:${id}:${content.slice(0, 32)}`
    const earlier = await read(context.storage, 'taken', `issue:${key}`)
    if (earlier !== undefined) return { row: number, status: 'already', badgeId: earlier.value.badgeId }
    const given = await findAward(context, whole, email)
    if (given !== undefined) return { row: number, status: 'already', badgeId: given }
    if (dryRun) return { row: number, status: 'checked' }
    const badge = await issue(
      context,
      {
        draft: whole,
        recipient,
        offer,
        idempotencyKey: key,
        ...(statusPurpose === undefined ? {} : { statusPurpose }),
      },
      { batchId: id, ...(picture === undefined ? {} : { picture }) },
    )
    return { row: number, status: 'issued', badgeId: badge.id }
  }
}

/**
 * The badge of this achievement that the address has already, whoever it was erased by since. Throws
 * `ERR_DRAFT_INVALID` and what a wrong address throws.
 */
async function findAward(
  context: ServiceContext,
  draft: IssueInput['draft'],
  email: string,
): Promise<string | undefined> {
  const address = normalizeAddress(email)
  const credential = createCredential({ ...draft, recipient: { email: address } } as BadgeDraft, {
    issuerId: context.issuerId,
    now: new Date(context.now()),
  })
  const subject = credential.credentialSubject as { achievement?: { id?: string } }
  const issuer = credential.issuer as string | { id?: string }
  const award = {
    issuerId: typeof issuer === 'string' ? issuer : String(issuer.id),
    achievementId: String(subject.achievement?.id ?? ''),
    recipientHash: await context.addressHash(address),
  }
  const badges = await findAll(context.storage, 'badges', { index: 'award', value: awardKey(award) })
  const holding = badges.find(({ value }) => !isTombstone(value) && !['revoked', 'replaced'].includes(value.stage))
  if (holding !== undefined) return holding.key
  const erased = await findAll(context.storage, 'badges', { index: 'erased', value: achievementKey(award) })
  return erased.find(({ value }) => isTombstone(value) && value.recipientHash === tombstoneHash(value.salt, address))
    ?.key
}

/** What a tombstone keeps of an address. */
export const tombstoneHash = (salt: string, address: string): string => sha256Hex(`${salt} ${address.toLowerCase()}`)

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

/** Revokes every badge of a batch. Killed and called again, it goes on. Mail that is still owed is not sent. */
export async function undoBatch(
  context: ServiceContext,
  { batchId, reason = 'The batch was undone.' }: { batchId: string; reason?: string },
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
  if (typeof batchId !== 'string' || !/^[\w-]{1,64}$/.test(batchId)) return null
  return (await read(context.storage, 'batches', batchId))?.value ?? null
}

export async function listBatches(
  context: ServiceContext,
  { cursor, limit = 50 }: { cursor?: string; limit?: number } = {},
): Promise<{ batches: readonly BatchRecord[]; cursor?: string }> {
  const page = await find(context.storage, 'batches', undefined, { cursor, limit, descending: true })
  const batches = page.records.map(({ value }) => value)
  return page.cursor === undefined ? { batches } : { batches, cursor: page.cursor }
}
