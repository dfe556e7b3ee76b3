import type { BatchProgress } from '../../batch/index.js'
import type { BadgeError, BadgeErrorCode, ErrorProblem } from '../../errors.js'
import type { IssueInput } from '../badges/types.js'
import type { BatchRecord, StatusPlace } from '../core/records/index.js'
import type { Guardian } from '../people/types.js'

/** Many badges of one draft. */
export interface BatchInput {
  readonly label?: string
  /** Calling again with the same id continues the batch; rows that were issued are not issued again. */
  readonly id?: string
  readonly draft: IssueInput['draft']
  /** A badge of the library, as `issue` takes it. */
  readonly saved?: IssueInput['saved']
  readonly picture?: Uint8Array
  /** Rows, or an error for a row that cannot be read, which becomes its outcome. */
  readonly rows: Iterable<BatchInputRow | BadgeError> | AsyncIterable<BatchInputRow | BadgeError>
  readonly offer?: boolean
  /**
   * When the badges are offered that are issued now: ISO 8601, or a day, which begins in the time zone of the issuer. Until
   * then nobody but the issuer knows of them, and `cancel`, `schedule` and `undo` still change that.
   */
  readonly releaseAt?: string
  /** Whether somebody must `approve` before anything is sent. Default: as the option `approval` of the service says. */
  readonly approval?: boolean
  readonly statusPurpose?: StatusPlace['purpose']
  /** Nothing is written. */
  readonly dryRun?: boolean
  /** Rows in progress at once, 1 to 64. Default 8. Rows of one address keep their order. */
  readonly concurrency?: number
  /** Aborting ends the batch with `ERR_ABORTED` after the rows in progress; the same `id` continues it. */
  readonly signal?: AbortSignal
  /** Called after every row: how many are done so far, by outcome. */
  readonly onProgress?: (progress: BatchProgress) => void
}

/** A batch that `tick` issues, in this process or another. Dates become text in the time zone of the issuer. */
export type BatchStartInput = Pick<
  BatchInput,
  'label' | 'id' | 'draft' | 'saved' | 'picture' | 'rows' | 'offer' | 'releaseAt' | 'approval' | 'statusPurpose'
>

/** One row of a batch. */
export interface BatchInputRow {
  readonly email: string
  readonly name?: string
  readonly locale?: string
  /** For somebody under age: who decides for them, and until when. */
  readonly guardian?: Guardian
  /** Members of the draft that differ in this row. */
  readonly draft?: Partial<IssueInput['draft']>
}

/** What became of a row. */
export type BatchRowOutcome =
  | {
      readonly row: number
      readonly status: 'issued' | 'already'
      readonly badgeId: string
      /** `already`, by a row of this batch. */
      readonly inBatch?: true
    }
  | { readonly row: number; readonly status: 'checked' }
  | {
      readonly row: number
      readonly status: 'refused'
      readonly code: BadgeErrorCode
      readonly message: string
      readonly problems: readonly ErrorProblem[]
    }

/** A page of batches. */
export interface BatchPage {
  /** The newest first. */
  readonly batches: readonly BatchRecord[]
  readonly cursor?: string
}

/** Many badges at once. */
export interface BatchSteps {
  /**
   * Issues a badge for each row. A row that cannot become a badge is `refused`; one whose badge this batch, or an earlier
   * one, has given to the same person is `already`. If the batch is killed, calling it again with the same `id` continues
   * it. Outcomes are in the order of the rows. Throws `ERR_STAGE_INVALID` if the batch was undone, before or meanwhile.
   */
  issue(input: BatchInput): Promise<{ batch: BatchRecord; outcomes: readonly BatchRowOutcome[] }>
  /**
   * Writes down up to 100,000 rows, and returns at once: `tick` issues them, here or in another process, in turn with other
   * batches. `get` says how far it is. The same `id` again gives the batch as it is. Throws `ERR_DRAFT_INVALID` where the
   * draft is wrong for every row, `ERR_LIMIT_EXCEEDED`, and `ERR_STAGE_INVALID` for the id of a batch of another kind.
   */
  start(input: BatchStartInput): Promise<BatchRecord>
  /**
   * Issues no further rows of a batch that was started, and offers none of its badges that wait for their release. Badges
   * that were issued stay, and `undo` revokes them.
   */
  cancel(input: { batchId: string }): Promise<BatchRecord>
  /**
   * Lets the badges of a batch that needs approval be offered, once all of them are issued. Throws `ERR_ACCESS_DENIED` for
   * those who gave its rows, unless the option `approval.own` lets them.
   */
  approve(input: { batchId: string }): Promise<BatchRecord>
  /** Revokes every badge of a batch that needs approval, before anybody has heard of them. */
  reject(input: { batchId: string; reason?: string }): Promise<{ batch: BatchRecord; revoked: number }>
  /**
   * Another date for the badges of a batch that waits, or at once where none is given; also for one that was cancelled
   * while it waited. Where it needs approval, it needs it again.
   */
  schedule(input: { batchId: string; releaseAt?: string }): Promise<BatchRecord>
  /** Rows of a started batch that were refused, some at a time, in their order. */
  refusals(input: {
    batchId: string
    cursor?: string
  }): Promise<{ refusals: readonly Extract<BatchRowOutcome, { status: 'refused' }>[]; cursor?: string }>
  /** Mails a new link to those who have not answered yet: 200 badges at a time, and `cursor` where there are more. */
  resend(input: { batchId: string; cursor?: string }): Promise<{ resent: number; cursor?: string }>
  /** Revokes every badge of the batch, and sends none of its mail that is still in the queue. */
  undo(input: { batchId: string; reason?: string }): Promise<{ batch: BatchRecord; revoked: number }>
  get(batchId: string): Promise<BatchRecord | null>
  list(query?: { cursor?: string; limit?: number }): Promise<BatchPage>
}
