import { Pool } from 'pg'
import type { PostgresPool } from '../../../src/adapters/storage/postgres.js'
import type { StorageAdapter } from '../../../src/service/index.js'

/** What was asked of a storage: calls, and records that came back or were written. */
export interface Count {
  calls: number
  records: number
}

/** A storage that counts what is asked of it. */
export function countingStorage(storage: StorageAdapter): { storage: StorageAdapter; count: Count } {
  const count = { calls: 0, records: 0 }
  const counted = <T>(answer: T, records: number): T => {
    count.calls += 1
    count.records += records
    return answer
  }
  const { getMany, queryMany } = storage
  return {
    count,
    storage: {
      ...storage,
      get: async (...args) => counted(await storage.get(...args), 1),
      async commit(changes) {
        await storage.commit(changes)
        counted(undefined, changes.length)
      },
      async query(query) {
        const page = await storage.query(query)
        return counted(page, page.records.length)
      },
      async lease(...args) {
        const records = await storage.lease(...args)
        return counted(records, records.length)
      },
      ...(getMany && {
        getMany: async (places: Parameters<typeof getMany>[0]) => counted(await getMany(places), places.length),
      }),
      ...(queryMany && {
        async queryMany(queries: Parameters<typeof queryMany>[0]) {
          const pages = await queryMany(queries)
          return counted(pages, pages.flatMap(({ records }) => records).length)
        },
      }),
    },
  }
}

/** A pool that counts statements. */
export function countingPool(url: string): { pool: PostgresPool; statements: () => number; end: () => Promise<void> } {
  const pool = new Pool({ connectionString: url, max: 8 })
  let statements = 0
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    Object.assign(client, {
      query(...args: unknown[]) {
        statements += 1
        return query(...args)
      },
    })
  })
  return { pool, statements: () => statements, end: () => pool.end() }
}
