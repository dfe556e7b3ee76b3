/** A worker of a batch, a file of its own in the built package: `pool.ts` starts it. */
import { workerData } from 'node:worker_threads'
import { defined } from '../internal/defined.js'
import { sharedCache } from '../internal/shared-caches.js'
import { importKeyPair } from '../keys/index.js'
import { issueAll } from './executor.js'
import { filesIn } from './folder.js'
import { createRowIssuer, type RowIssuer, type RowTask } from './issue-row.js'
import { type Reply, STOP, type WorkerSetup, write } from './messages.js'

const { plan, secret, id, controller, stop } = workerData as WorkerSetup

const ready = sharedCache('rowIssuer', start)

/** Does some rows, unless the batch is being ended. */
export default async function issueRows(tasks: readonly RowTask[]): Promise<Reply> {
  return movable(write(await issueAll(await ready(), tasks, () => Atomics.load(stop, 0) === STOP)))
}

async function start(): Promise<RowIssuer> {
  const key = await importKeyPair(secret, { id, ...defined({ controller }) })
  return createRowIssuer(plan, key, plan.folder === undefined ? undefined : filesIn(plan.folder))
}

/** Files that go to the other thread are handed over, not copied. */
async function movable(value: Reply): Promise<Reply> {
  const buffers = value.outcomes.flatMap((outcome) =>
    'json' in outcome ? [outcome.json.bytes, outcome.image?.bytes].flatMap((bytes) => bytes?.buffer ?? []) : [],
  )
  if (buffers.length === 0) return value
  const { move, transferableSymbol, valueSymbol } = await import('piscina')
  return move({ [transferableSymbol]: buffers, [valueSymbol]: value } as never) as never
}
