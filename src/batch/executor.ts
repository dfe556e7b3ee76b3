import { BadgeError } from '../errors.js'
import type { Signer } from '../types/keys.js'
import type { ModelFinding } from '../types/model.js'
import { createRowIssuer, type Files, type RowIssuer, type RowTask } from './issue-row.js'
import type { Plan } from './plan.js'
import type { BatchOutcome } from './types.js'

/** What became of some rows, and what was to be warned of. */
export interface Done {
  readonly outcomes: readonly BatchOutcome[]
  readonly warnings: readonly ModelFinding[]
  /** What ended the batch at the row after these. */
  readonly error?: unknown
}

/** Who does the rows: this thread, or workers. */
export interface Executor {
  /** Rows that are handed over at once. */
  readonly chunk: number
  /** Chunks that may be under way. */
  readonly width: number
  readonly run: (tasks: readonly RowTask[]) => Promise<Done>
  /** Starts no further row; what is written is whole when it resolves. */
  readonly end: () => Promise<void>
}

/** This thread does the rows, a few at a time where the signer is slow. */
export function threadExecutor(plan: Plan, key: Signer, files: Files | undefined, concurrency: number): Executor {
  let hasEnded = false
  // A row that waits for a signer far away is not waited for in the end; so it must not write afterwards.
  const guarded: Files | undefined = files && {
    ...files,
    write(name, content) {
      if (hasEnded) throw new BadgeError('ERR_ABORTED', 'The batch has ended.')
      files.write(name, content)
    },
  }
  const issuer = createRowIssuer(plan, key, guarded)
  return {
    chunk: 1,
    width: concurrency,
    run: (tasks) => issueAll(issuer, tasks, () => hasEnded),
    async end() {
      hasEnded = true
    },
  }
}

/** Issues rows one after the other. Never rejects: an error that ends the batch is part of the result. */
export async function issueAll(issuer: RowIssuer, tasks: readonly RowTask[], hasEnded: () => boolean): Promise<Done> {
  const outcomes: BatchOutcome[] = []
  try {
    for (const task of tasks) {
      if (hasEnded()) break
      outcomes.push(await issuer.issue(task))
      // A row is work without a pause; timers, signals and other people's requests want their turn too.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return { outcomes, warnings: issuer.takeWarnings() }
  } catch (error) {
    return { outcomes, warnings: issuer.takeWarnings(), error }
  }
}
