/**
 * Records in a folder, without a database: a journal that is only ever added to, and one lock file. Processes of one
 * host may share it. Everything is held in memory as well, so it suits thousands of badges, not millions. For Node.
 *
 * @module badgewright/storage/files
 */
import { mkdirSync } from 'node:fs'
import type { StorageAdapter } from '../../service/index.js'
import { checkChanges, failed } from './checks.js'
import { openJournal } from './journal.js'
import { recordsOf } from './table.js'

/** Options of {@link fileStorage}. */
export interface FileStorageOptions {
  /** The folder; it is made where it is missing. */
  readonly folder: string
  /** Waits for the disk at every commit, so that a power failure loses nothing. Default true. */
  readonly sync?: boolean
}

/**
 * A storage in a folder.
 *
 * @throws BadgeError `ERR_STORAGE_FAILED` for a folder that cannot be used, or whose journal is damaged before its end;
 * `ERR_STORAGE_LOCKED` when a process that is alive holds the lock for more than ten seconds
 *
 * @example
 * import { fileStorage } from 'badgewright/storage/files'
 *
 * const storage = fileStorage({ folder: 'service-data' })
 * await storage.commit([{ collection: 'notes', key: 'a', expectedVersion: 0, value: { text: 'kept' } }])
 * await storage.close()
 * const again = fileStorage({ folder: 'service-data' })
 * console.log((await again.get('notes', 'a'))?.value) // { text: 'kept' }
 * await again.close()
 */
export function fileStorage({ folder, sync = true }: FileStorageOptions): StorageAdapter {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw failed('make its folder', cause)
  }
  const journal = openJournal(folder, sync)
  return {
    capabilities: { durable: true, sharedBy: 'host' },
    get: async (collection, key) => journal.read((table) => table.get(collection, key)),
    commit: async (changes) => {
      checkChanges(changes)
      await journal.write((table) => table.plan(changes))
    },
    query: async (query) => journal.read((table) => table.query(query)),
    lease: async (collection, options) =>
      recordsOf(await journal.write((table) => table.planLease(collection, options))),
    close: () => journal.close(),
  }
}
