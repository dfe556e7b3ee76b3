import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { type CollectionName, indexesOf } from './collections.js'
import type { JobRelay, StorageAdapter, StorageChange, StoredRecord } from './ports/index.js'
import { MINUTE } from './time.js'

type Job = Parameters<JobRelay['push']>[0][number]

/** Which records are jobs, and by which name an engine knows them. */
const collectionOf = {
  mail: 'outbox',
  webhook: 'deliveries',
  batch: 'batches',
  badge: 'badges',
} as const satisfies Record<Job['kind'], CollectionName>

const kinds = Object.keys(collectionOf) as Job['kind'][]

/** What is due later is left to `tick`: an engine need not hold the expiry of every badge for years. */
const HORIZON_MS = 15 * MINUTE

/** A storage that lets a relay hear of its commits: after each, or inside where it asks for that and the storage can. */
export function relayedStorage(
  storage: StorageAdapter,
  relay: JobRelay,
  { now, report }: { readonly now: () => number; readonly report: (error: unknown) => void },
): StorageAdapter {
  const { commitWith } = storage
  if (relay.inCommit === true && commitWith === undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A `relay` with `inCommit` needs a storage in PostgreSQL.')
  }
  return {
    ...forwarding(storage),
    async commit(changes) {
      const jobs = jobsIn(changes, now() + HORIZON_MS)
      if (jobs.length === 0) return storage.commit(changes)
      if (relay.inCommit === true && commitWith !== undefined) {
        return commitWith.call(storage, changes, (sql) => relay.push(jobs, sql))
      }
      await storage.commit(changes)
      // Nobody waits for an engine that is away, and what it was not told of is due in the storage.
      try {
        await relay.push(jobs)
      } catch (error) {
        report(error)
      }
    },
  }
}

const jobsIn = (changes: readonly StorageChange[], before: number): readonly Job[] =>
  changes.flatMap(({ collection, key, value, due }) => {
    const kind = kinds.find((each) => collectionOf[each] === collection)
    if (kind === undefined || value === null || due === undefined || due > before) return []
    return [{ id: `${kind}:${key}`, kind, due }]
  })

/**
 * The storage as it looks to somebody who works on one job: nothing else is due. Gives the record out as `lease` does, once,
 * so that an engine may say twice that it is due. It is taken from `under`, so that no relay hears of it.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for what is not the id of a job
 */
export function storageOfJob(storage: StorageAdapter, under: StorageAdapter, job: string): StorageAdapter {
  const { collection, key } = placeOf(job)
  return {
    ...forwarding(storage),
    async lease(asked, { due, n, until }) {
      if (asked !== collection || n < 1) return []
      const record = await under.get(collection, key)
      if (record?.due === undefined || record.due > due) return []
      try {
        await under.commit([leased(collection, record, until)])
      } catch (error) {
        // Somebody else has it, or has changed it: then it is theirs, or due again.
        if (isBadgeError(error, 'ERR_STORAGE_CONFLICT')) return []
        throw error
      }
      return [{ ...record, version: record.version + 1, due: until }]
    },
  }
}

const leased = (collection: CollectionName, { key, version, value }: StoredRecord, due: number): StorageChange => {
  const indexes = (indexesOf[collection] as ((record: unknown) => StorageChange['indexes']) | undefined)?.(value)
  return { collection, key, expectedVersion: version, value, due, ...defined({ indexes }) }
}

function placeOf(job: string): { readonly collection: CollectionName; readonly key: string } {
  const at = job.indexOf(':')
  const kind = kinds.find((each) => each === job.slice(0, at))
  const key = job.slice(at + 1)
  if (kind === undefined || key === '' || key.includes('\0')) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A job is one of ${kinds.join(', ')}, a colon and an id.`)
  }
  return { collection: collectionOf[kind], key }
}

/** All that a storage can do, by the storage itself: one that is an object of a class keeps its `this`. */
const forwarding = (storage: StorageAdapter): StorageAdapter => ({
  capabilities: storage.capabilities,
  get: (collection, key) => storage.get(collection, key),
  commit: (changes) => storage.commit(changes),
  query: (query) => storage.query(query),
  lease: (collection, options) => storage.lease(collection, options),
  close: () => storage.close(),
  ...defined({
    commitWith: storage.commitWith?.bind(storage),
    getMany: storage.getMany?.bind(storage),
    queryMany: storage.queryMany?.bind(storage),
    count: storage.count?.bind(storage),
    listen: storage.listen?.bind(storage),
    snapshot: storage.snapshot?.bind(storage),
  }),
})
