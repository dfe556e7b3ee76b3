/**
 * Records in memory, for tests and trials: gone when the process ends.
 *
 * @module badgewright/storage/memory
 */
import type { StorageAdapter } from '../../service/index.js'
import { checkChanges, checkCount } from './checks.js'
import { RecordTable, recordsOf } from './table.js'

/**
 * A storage that forgets everything with the process.
 *
 * @example
 * import { memoryStorage } from 'badgewright/storage/memory'
 *
 * const storage = memoryStorage()
 * await storage.commit([{ collection: 'notes', key: 'a', expectedVersion: 0, value: { text: 'first' } }])
 * console.log((await storage.get('notes', 'a'))?.version) // 1
 */
export function memoryStorage(): StorageAdapter {
  const table = new RecordTable()
  return {
    capabilities: { durable: false, sharedBy: 'process' },
    get: async (collection, key) => table.get(collection, key),
    async commit(changes) {
      checkChanges(changes)
      table.apply(table.plan(changes))
    },
    query: async (query) => table.query(query),
    async count(query) {
      checkCount(query)
      return table.count(query)
    },
    async lease(collection, options) {
      const leased = table.planLease(collection, options)
      table.apply(leased)
      return recordsOf(leased)
    },
    snapshot: async () => table.snapshot(),
    async close() {},
  }
}
