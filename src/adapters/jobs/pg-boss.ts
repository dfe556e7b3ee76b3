/**
 * A relay through pg-boss, for houses whose jobs are there already.
 *
 * @module badgewright/jobs/pg-boss
 */

import { BadgeError } from '../../errors.js'
import { checkOptions, needed } from '../../internal/options.js'
import type { BadgeService, JobRelay } from '../../service/index.js'

/** Jobs that a worker fetches at once. */
const AT_ONCE = 50

/**
 * Tells pg-boss 10 or 12 of what becomes due, and works it off. Where both are in one PostgreSQL, `inCommit` makes job and
 * record one commit. What pg-boss loses, `service.tick()` finds: call it every minute or so.
 *
 * @param options.boss - A pg-boss that was started
 * @param options.queue - Its queue, which must be there. Default `badgewright`
 * @returns The option `relay` of `createBadgeService`, and `work`, which handles the queue until the pg-boss is stopped
 * @throws BadgeError `ERR_ARGUMENT_INVALID`
 *
 * @example
 * import PgBoss from 'pg-boss'
 * import { pgBossRelay } from 'badgewright/jobs/pg-boss'
 *
 * const boss = new PgBoss('postgres://badges@db.example/badges') // then: await boss.start(); await boss.createQueue('badgewright')
 * const relay = pgBossRelay({ boss, inCommit: true })
 * console.log(typeof relay.push, typeof relay.work) // function function
 */
export function pgBossRelay(options: {
  readonly boss: {
    insert(...args: never[]): Promise<unknown>
    work(...args: never[]): Promise<unknown>
  }
  readonly queue?: string
  readonly inCommit?: boolean
}): JobRelay & { work(service: BadgeService): Promise<void> } {
  checkOptions(options, { boss: needed({ methods: ['insert', 'work'] }), queue: 'text', inCommit: 'boolean' })
  const { boss, queue = 'badgewright', inCommit = false } = options
  // Since 11 the queue is a parameter of its own, and there are statistics of it.
  const insert = boss.insert.bind(boss) as (...args: unknown[]) => Promise<unknown>
  const isOfQueue = 'getQueueStats' in boss
  return {
    inCommit,
    push(jobs, sql) {
      const rows = jobs.map(({ id, due }) => ({ name: queue, data: { id }, startAfter: new Date(due).toISOString() }))
      const within = sql === undefined ? {} : { db: { executeSql: sql } }
      return isOfQueue ? insert(queue, rows, within) : insert(rows, within)
    },
    async work(service) {
      // A job that fails is due in the storage as before.
      const handle = (jobs: readonly { readonly data: unknown }[]): Promise<unknown> =>
        Promise.all(jobs.map(({ data }) => service.tick({ job: idOf(data) })))
      const start = boss.work.bind(boss) as (...args: unknown[]) => Promise<unknown>
      await start(queue, { batchSize: AT_ONCE }, handle)
    },
  }
}

/** What `push` wrote, and nothing that somebody else has put into the queue. */
function idOf(data: unknown): string {
  const { id } = (data ?? {}) as { readonly id?: unknown }
  if (typeof id === 'string') return id
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'A job of this queue has the `id` that `relay.push` was given.')
}
