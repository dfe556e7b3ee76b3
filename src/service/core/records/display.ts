/** One or more screens of the organisation that show the same: collection `displays`. */
export interface DisplayRecord {
  readonly schemaVersion: 1
  readonly id: string
  /** What it is called, for its issuer and as the title of page and feeds. */
  readonly title: string
  /** Only badges of these achievements, by id. Absent: all whose learners agreed. */
  readonly achievementIds?: readonly string[]
  /** Seconds that each badge stays. */
  readonly secondsPerSlide: number
  /** BCP 47: the language of its texts. */
  readonly locale?: string
  readonly createdAt: string
  readonly revokedAt?: string
  /** Key of its token in `tokens`. */
  readonly tokenHash: string
}
