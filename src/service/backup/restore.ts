import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { base64Decode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { afterReminders, dueOfBadge } from '../core/due.js'
import { newNonce } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord, BatchRecord, MessageRecord, TokenRecord } from '../core/records/index.js'
import { put, retrying } from '../core/store.js'
import { entryPurposes, sessionPurposes, stateOf, voided } from '../core/tokens.js'
import { LIST_GENERATION } from '../status/places.js'
import { type BackupLine, collectionNames, invalid, PartReader } from './format.js'
import type { BackupManifest, BackupPart, BackupSteps } from './types.js'

/** Reads to the end, and changes nothing. */
export async function checkBackup(
  _: ServiceContext,
  { parts }: { readonly parts: AsyncIterable<BackupPart> },
): Promise<BackupManifest> {
  const reader = new PartReader()
  for await (const part of parts) for (const line of reader.take(part)) if ('blob' in line) bytesOf(line)
  return reader.end()
}

export async function restoreBackup(
  context: ServiceContext,
  { parts, sendWaiting = false }: Parameters<BackupSteps['restore']>[0],
): ReturnType<BackupSteps['restore']> {
  await assertEmpty(context)
  const reader = new PartReader()
  const writer = new RecordWriter(context)
  let held = 0
  for await (const part of parts) {
    for (const line of reader.take(part)) {
      if ('blob' in line) {
        await context.blobs.put(line.blob, { bytes: bytesOf(line), mediaType: line.mediaType })
        continue
      }
      const kept = sendWaiting ? line : hold(context, line)
      if (kept !== line && line.collection === 'outbox') held += 1
      if (kept?.collection === 'issuers') await overwrite(context, kept)
      else if (kept !== undefined) await writer.add(kept)
    }
  }
  const manifest = reader.end()
  if (manifest.issuerId !== context.issuerId) {
    throw new BadgeError('ERR_SIGN_ISSUER_MISMATCH', `The backup is of ${manifest.issuerId}, whose key this is not.`)
  }
  await writer.end()
  // Lists that were begun since the backup are in badges that nobody here knows: no list gets the URL of one again.
  if (!sendWaiting) {
    const generation = { schemaVersion: 1, value: sha256Hex(newNonce()).slice(0, 12) } as const
    await context.storage.commit([put('settings', LIST_GENERATION, undefined, generation)])
  }
  return { manifest, held }
}

async function assertEmpty({ storage }: ServiceContext): Promise<void> {
  for (const collection of collectionNames) {
    // What each issuer is follows from the settings, and is written down as soon as there is a handler.
    if (collection === 'issuers') continue
    if ((await storage.query({ collection, limit: 1 })).records.length === 0) continue
    throw new BadgeError('ERR_STORAGE_CONFLICT', 'The storage is not empty; a backup is restored into an empty one.')
  }
}

/** What the backup says of an issuer counts, as it did before the handler of this service was made. */
const overwrite = ({ storage }: ServiceContext, { collection, key, value }: RecordLine): Promise<void> =>
  retrying(async () => {
    const there = await storage.get(collection, key)
    await storage.commit([{ collection, key, expectedVersion: there?.version ?? 0, value }])
  })

function bytesOf({ base64 }: { readonly base64: string }): Uint8Array {
  try {
    return base64Decode(base64)
  } catch (cause) {
    throw invalid('A file is not in base64.', cause)
  }
}

type RecordLine = Exclude<BackupLine, { readonly blob: string }>

/** What may have happened since the backup was made, which nobody can tell, is not done by itself. */
function hold(context: ServiceContext, line: RecordLine): RecordLine | undefined {
  switch (line.collection) {
    case 'batches':
      return cancelledBatch(line)
    case 'status-counters':
      // Places of a list may have been given away since, to badges that nobody here knows: another one is begun.
      return { ...line, value: { ...line.value, next: FULL } }
    case 'settings':
      return line.key === LIST_GENERATION ? undefined : line
    case 'batch-jobs':
    case 'batch-rows':
      // Of a batch that is cancelled.
      return undefined
    case 'outbox':
      return heldMessage(line)
    case 'tokens':
      return endedEntry(context, line)
    case 'badges':
      return reminded(context, line)
    default:
      return line
  }
}

/** More numbers than any status list has. */
const FULL = 2 ** 31

/**
 * Its rows may have been issued since, and would get a second badge; what waited for its release may have been released,
 * rejected or undone.
 */
function cancelledBatch(line: RecordLine): RecordLine {
  const batch = line.value as unknown as BatchRecord
  const isUnderWay = batch.total !== undefined && ['queued', 'running'].includes(batch.stage)
  if (!isUnderWay && batch.stage !== 'held' && batch.stage !== 'releasing') return line
  const { due: _, ...rest } = line
  return { ...rest, value: { ...batch, stage: 'cancelled' } as unknown as RecordLine['value'] }
}

/** Sessions may have been ended since, and links used: everybody signs in again. */
function endedEntry(context: ServiceContext, line: RecordLine): RecordLine {
  const token = line.value as unknown as TokenRecord
  const lets = sessionPurposes.includes(token.purpose) || entryPurposes.includes(token.purpose)
  if (!lets || stateOf(context, token) !== 'open') return line
  const { value, due } = voided(context, token)
  return { ...line, value: value as unknown as RecordLine['value'], ...defined({ due }) }
}

/** It is given up until somebody asks for it. */
function heldMessage(line: RecordLine): RecordLine {
  const message = line.value as unknown as MessageRecord
  if (message.state !== 'queued') return line
  const value: MessageRecord = { ...message, state: 'failed', reason: 'It waited when the backup was made.' }
  const { indexes } = put('outbox', line.key, undefined, value)
  return {
    collection: 'outbox',
    key: line.key,
    value: value as unknown as RecordLine['value'],
    indexes: Object.fromEntries(Object.entries(indexes ?? {}).map(([name, values]) => [name, [values].flat()])),
  }
}

/** Reminders and notices that were due by now count as sent; the next ones follow. */
function reminded(context: ServiceContext, line: RecordLine): RecordLine {
  const before = line.value as unknown as BadgeRecord
  if (isTombstone(before)) return line
  const badge = afterReminders(context, before)
  if (badge === before) return line
  const { due: _, ...rest } = line
  return { ...rest, value: badge as unknown as RecordLine['value'], ...defined({ due: dueOfBadge(context, badge) }) }
}

/** Commits a number of records at once. */
class RecordWriter {
  #changes: StorageChange[] = []
  #size = 0

  constructor(readonly context: ServiceContext) {}

  async add({ collection, key, value, indexes, due }: RecordLine): Promise<void> {
    this.#changes.push({ collection, key, expectedVersion: 0, value, ...defined({ indexes, due }) })
    this.#size += collection === 'blobs' ? limits.backupCommit / 4 : 1
    if (this.#size >= limits.backupCommit) await this.end()
  }

  async end(): Promise<void> {
    const changes = this.#changes
    this.#changes = []
    this.#size = 0
    await this.context.storage.commit(changes)
  }
}
