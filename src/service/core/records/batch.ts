import type { Refusal } from '../../../batch/engine/index.js'
import type { JsonObject } from '../../../types/json.js'
import type { StatusPlace } from './badge.js'
import type { ValidFor } from './saved-badge.js'

/** A batch of badges: collection `batches`. */
export interface BatchRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly label?: string
  /** The badge of the library that it awards, and which version. */
  readonly saved?: { readonly id: string; readonly version: number }
  readonly createdAt: string
  /**
   * `held`: its badges are issued, and wait for a date, or for somebody who approves. `stopped`: the one who began it may not
   * award any more, so that no further rows are issued.
   */
  readonly stage: 'queued' | 'running' | 'held' | 'releasing' | 'done' | 'cancelled' | 'stopped' | 'undoing' | 'undone'
  /** Rows so far. */
  readonly rows: number
  readonly issued: number
  readonly refused: number
  /** Badges that it gave: rows of people who had the badge already have none of it. */
  readonly badges?: number
  /** Rows in all, of a batch that is issued in the background. */
  readonly total?: number
  /** Of a batch whose badges are offered later than they are issued. */
  readonly release?: {
    /** From when on they are offered. Absent: as soon as they may be. */
    readonly at?: string
    /** Whether somebody has to approve, and has. */
    readonly approval?: 'needed' | 'given' | 'rejected'
  }
  /** Badges that were offered by the release so far. */
  readonly offered?: number
  /** Who gave its rows: `staff:…` or `token:…` with an id, or `issuer` for the application around the service. */
  readonly startedBy?: readonly string[]
  /** Of these, colleagues by whose sign-in links others were signed in: it goes on only as long as they may award, too. */
  readonly through?: readonly string[]
  /** Calls that add rows at this moment, where its badges wait: it is approved when they have ended. */
  readonly runs?: readonly { readonly id: string; readonly at: string }[]
}

export type BatchRelease = NonNullable<BatchRecord['release']>

/** What the rows of a batch in the background are issued with: collection `batch-jobs`, by its id. */
export interface BatchJobRecord {
  readonly schemaVersion: 1
  readonly draft: JsonObject
  /** The badge of the library that it awards. */
  readonly saved?: { readonly id: string; readonly version: number; readonly validFor?: ValidFor }
  readonly offer: boolean
  /** Key of the picture in the blob store. */
  readonly picture?: string
  readonly statusPurpose?: StatusPlace['purpose']
  /** Under which its rows were written down. */
  readonly upload: string
  /** Who began it, where that is known: `staff:…` or `token:…`. */
  readonly startedBy?: string
}

/** Rows that wait: collection `batch-rows`. */
export interface BatchRowsRecord {
  readonly schemaVersion: 1
  /** Of several who start a batch of one id at once, and of one who tries again, each writes rows of their own. */
  readonly upload: string
  /** Number of the first one. */
  readonly from: number
  /** Keyed hashes of the addresses that they name, by which rows of somebody who is erased are found. */
  readonly addresses: readonly string[]
  /** As they were given, or why one is refused; `gone` where somebody was erased meanwhile. */
  readonly rows: readonly (
    | { readonly row: JsonObject }
    | { readonly refused: Refusal }
    | { readonly gone: 'learner' | 'guardian' }
  )[]
}

/** Rows that were refused in the background: collection `batch-refusals`. */
export interface BatchRefusalsRecord {
  readonly schemaVersion: 1
  readonly batchId: string
  readonly refused: readonly Refusal[]
}
