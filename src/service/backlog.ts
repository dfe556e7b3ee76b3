import { defined } from '../internal/defined.js'
import { limits } from '../internal/limits.js'
import type { CollectionName } from './core/collections.js'
import type { ServiceContext } from './core/context.js'
import { find, readMany } from './core/store.js'
import type { BadgeService } from './types.js'

/** Batches that are looked at. */
const BATCHES = 100

/** How much waits: a handful of looks, whatever is stored. */
export async function backlog(context: ServiceContext): ReturnType<BadgeService['backlog']> {
  const { storage } = context
  const limit = limits.backlogRecords
  const waiting = async (collection: 'outbox' | 'deliveries') => {
    const now = context.now()
    const due = await storage.count?.({ collection, due: now, limit })
    const failed = await storage.count?.({ collection, index: 'state', value: 'failed', limit })
    if (due === undefined || failed === undefined) return undefined
    const oldestSeconds = due.since === undefined ? 0 : Math.max(0, now - due.since) / 1000
    return { due: due.count, oldestSeconds, givenUp: failed.count }
  }
  const all = async (collection: CollectionName) => (await storage.count?.({ collection, limit }))?.count
  const [messages, webhooks, batches, statusChanges] = await Promise.all([
    waiting('outbox'),
    waiting('deliveries'),
    openBatches(context),
    all('status-changes'),
  ])
  return { batches, ...defined({ messages, webhooks, statusChanges }) }
}

async function openBatches({ storage }: ServiceContext): Promise<{ open: number; rows: number }> {
  const { records } = await find(storage, 'batch-jobs', undefined, { limit: BATCHES })
  const batches = await readMany(
    storage,
    'batches',
    records.map(({ key }) => key),
  )
  const open = batches.flatMap((stored) => {
    const { stage, total = 0, rows } = stored?.value ?? { stage: 'done' as const, rows: 0 }
    return stage === 'queued' || stage === 'running' ? [Math.max(0, total - rows)] : []
  })
  return { open: open.length, rows: open.reduce((sum, rows) => sum + rows, 0) }
}
