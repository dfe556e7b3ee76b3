import type { CollectionName } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { put } from '../core/store.js'
import { tokenRemovals } from './erase.js'

const AT_ONCE = 500
const LEASE_MS = 60_000
/** Records of these collections are removed when they are due; badges and messages are handled elsewhere. */
const retained: readonly CollectionName[] = [
  'tokens',
  'counters',
  'events',
  'applications',
  'asked',
  'guardianships',
  'notices',
  // Addresses that were given up.
  'portfolios',
  'wallet-offers',
  'batch-rows',
  'batch-jobs',
]

/** Removes what is older than `retention` allows. */
export async function retain(context: ServiceContext): Promise<{ removed: number }> {
  let removed = 0
  for (const collection of retained) {
    const now = context.now()
    const due = await context.storage.lease(collection, { due: now, n: AT_ONCE, until: now + LEASE_MS })
    const applications = collection === 'applications' ? due : []
    const tokens = await Promise.all(
      applications.map(({ key }) => tokenRemovals(context, subjectOf('application', key), ['application'])),
    )
    if (due.length === 0) continue
    await context.storage.commit([...due.map((record) => put(collection, record.key, record, null)), ...tokens.flat()])
    removed += due.length
  }
  return { removed }
}
