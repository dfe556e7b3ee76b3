import type { JsonObject } from '../../../types/json.js'
import type { StatusPlace } from './badge.js'

/**
 * What is kept of a credential that was signed as it was handed in, and is not a badge of this service: collection `issued`.
 * There is none of one that has neither a status here nor was to be stored.
 */
export interface IssuedRecord {
  readonly schemaVersion: 1
  readonly issuerId: string
  /** Its places in the status lists; empty where it has no status here. */
  readonly places: readonly StatusPlace[]
  readonly issuedAt: string
  /** Only where it was to be stored, and until it is removed. */
  readonly credential?: JsonObject | string
  /** A presentation that was to be stored; such a record is of nothing else. */
  readonly presentation?: JsonObject
  /** What `credential` is: with an embedded proof, or a JWT by VC-JOSE-COSE or by Open Badges 3.0. */
  readonly form?: 'vc' | 'vc+jwt' | 'vc-jwt'
}
