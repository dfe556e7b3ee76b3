import { Pool } from 'pg'
import type { PostgresPool } from '../../../src/adapters/storage/postgres.js'

/**
 * A pool of the caller's, whose connections now and then end after a commit and before its answer: it is written, and
 * nobody is told.
 */
export function losingPool(
  url: string,
  loses: () => boolean,
): { readonly pool: PostgresPool; readonly lost: () => number } {
  const pool = new Pool({ connectionString: url, max: 10 })
  let lost = 0
  return {
    lost: () => lost,
    pool: {
      async connect() {
        const client = await pool.connect()
        let isOver = false
        const over = (): Error => new Error('Connection terminated unexpectedly')
        return {
          async query(text, values) {
            if (isOver) throw over()
            const result = await client.query(text, values)
            if (text === 'COMMIT' && loses()) {
              isOver = true
              lost += 1
              throw over()
            }
            return result
          },
          release: (isBroken) => client.release(isOver || isBroken),
          on: (event, listener) => client.on(event, listener),
          removeListener: (event, listener) => client.removeListener(event, listener),
        }
      },
      end: () => pool.end(),
      on: (event, listener) => pool.on(event as 'error', listener),
      removeListener: (event, listener) => pool.removeListener(event, listener),
    },
  }
}
