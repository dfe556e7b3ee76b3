import { BadgeError, isBadgeError } from '../errors.js'
import { limits } from '../internal/limits.js'
import type { JsonObject } from '../types/json.js'
import type { KeyPair, Signer } from '../types/keys.js'
import type { Done, Executor } from './executor.js'
import type { RowTask } from './issue-row.js'
import { type Reply, revive, STOP, type WorkerSetup } from './messages.js'
import type { Plan } from './plan.js'
import { startThreads, type Threads } from './threads/index.js'

/** Rows that go to a worker in one message. */
const CHUNK = 32

/**
 * Workers do the rows. Each gets the plan with its pictures, and the key, when it starts: through the message port, as
 * everything between threads, and never by arguments or the environment, which other processes can read.
 */
export async function startPool(plan: Plan, key: Signer, workers: number): Promise<Executor> {
  const secret = await secretOf(key)
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const setup: WorkerSetup = { plan, secret, id: key.id, controller: key.controller, stop }
  // The next rows are there when a worker is done with some, however busy this thread is.
  const pool = await start(() =>
    startThreads<readonly RowTask[], Reply>('batch-worker.cjs', { workers, setup, tasks: 2 }),
  )
  const underWay = new Set<Promise<Done>>()
  return {
    chunk:
      plan.folder === undefined
        ? Math.max(1, Math.min(CHUNK, Math.floor(limits.batchMessageBytes / largestPicture(plan))))
        : CHUNK,
    width: 2 * workers + 1,
    async run(tasks) {
      const done = ask(pool, tasks)
      underWay.add(done)
      try {
        return await done
      } finally {
        underWay.delete(done)
      }
    },
    async end() {
      Atomics.store(stop, 0, STOP)
      await Promise.all(underWay)
      await pool.end()
    },
  }
}

async function secretOf(key: Signer & Partial<KeyPair>): Promise<JsonObject> {
  if (key.exportSecret === undefined) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      'A signer whose secret is elsewhere cannot move to workers; leave `workers` out, and see `concurrency`.',
    )
  }
  try {
    return await key.exportSecret('jwk')
  } catch (cause) {
    if (isBadgeError(cause)) throw cause
    throw new BadgeError('ERR_KEY_UNSUPPORTED', 'The key does not give its secret to workers.')
  }
}

/** What is not plain data, in `contexts` or `documents`, cannot go to workers. */
async function start<T>(create: () => Promise<T>): Promise<T> {
  try {
    return await create()
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The options of the batch must be plain data.', { cause })
  }
}

async function ask(pool: Threads<readonly RowTask[], Reply>, tasks: readonly RowTask[]): Promise<Done> {
  try {
    return revive(await pool.run(tasks))
  } catch (cause) {
    const error = new BadgeError('ERR_INTERNAL', 'A worker of the batch failed.', { cause })
    return { outcomes: [], warnings: [], error }
  }
}

function largestPicture({ picture, achievements }: Plan): number {
  const pictures = [picture, ...[...achievements.values()].map((entry) => entry.picture)]
  return Math.max(1, ...pictures.map((each) => each?.bytes.length ?? 0))
}
