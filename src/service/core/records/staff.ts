import type { Grant } from '../roles/index.js'

/** Somebody who acts for the issuer: collection `staff`, by `id`. */
export interface StaffRecord {
  readonly schemaVersion: 1
  readonly id: string
  /** What the log and colleagues call them. */
  readonly name: string
  /** Where sign-in links go. Absent for those whom the host's login knows, and for those who left. */
  readonly email?: string
  readonly locale?: string
  /** Hash of the account's name at the host, if its login says who this is and what they may do. */
  readonly subject?: string
  readonly grants: readonly Grant[]
  readonly createdAt: string
  /** When they were removed. The record stays, so that the log can name them. */
  readonly removedAt?: string
  /** Events so far. */
  readonly events: number
}

/** Which member of staff an address or an account at the host belongs to: collection `staff-keys`. */
export interface StaffKeyRecord {
  readonly schemaVersion: 1
  readonly staffId: string
}
