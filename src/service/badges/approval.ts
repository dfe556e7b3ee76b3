import { BadgeError } from '../../errors.js'
import type { ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import type { BadgeRecord } from '../core/records/index.js'
import { put, read } from '../core/store.js'
import { possibleActors } from '../staff/acting.js'

/** Throws `ERR_ACCESS_DENIED` where badges are offered by batches alone, which somebody approves. */
export function assertApproved({ options }: ServiceContext): void {
  if (options.approval?.required !== true) return
  throw new BadgeError(
    'ERR_ACCESS_DENIED',
    'Badges of this issuer are approved before they are offered: issue a batch, which may have a single row.',
  )
}

/**
 * The change by which a batch that was approved is to be approved again, since one of its badges is another one now. Who made
 * it that counts as having given its rows.
 */
export async function approveAgain(
  context: ServiceContext,
  { unreleased, batchId }: BadgeRecord,
): Promise<StorageChange[]> {
  if (unreleased !== true || batchId === undefined) return []
  const stored = await read(context.storage, 'batches', batchId)
  const release = stored?.value.release
  if (stored === undefined || release?.approval === undefined || release.approval === 'rejected') return []
  const { startedBy, ...batch } = stored.value
  const next = {
    ...batch,
    // Of a batch whose beginning nobody wrote down, everybody may have given the rows.
    ...(startedBy === undefined ? {} : { startedBy: [...new Set([...startedBy, ...(await possibleActors(context))])] }),
    release: { ...release, approval: 'needed' as const },
  }
  // One that is in the middle of its release waits with the rest.
  return [put('batches', batchId, stored, next.stage === 'releasing' ? { ...next, stage: 'held' as const } : next)]
}
