/** A problem that somebody has reported on a page: collection `reports`, by `id`. */
export interface ReportRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly text: string
  /** The page that it is about, below the base URL. */
  readonly page?: string
  /** Where an answer goes, as they typed it: nobody has proven it. */
  readonly email?: string
  /** By whom it is found: the person, and the keyed hash of `email`. */
  readonly reporters: readonly string[]
  readonly at: string
  readonly closedAt?: string
}
