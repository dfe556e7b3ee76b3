import type { DisplayRecord } from '../core/records/index.js'
import type { ShownBadge } from '../sharing/types.js'

/** A display that is to be created. */
export interface NewDisplay {
  readonly title: string
  /** Only badges of these achievements, by id. Default: all that may be shown. */
  readonly achievementIds?: readonly string[]
  /** 5 to 120. Default 12. */
  readonly secondsPerSlide?: number
  /** BCP 47. */
  readonly locale?: string
}

/** Screens of the organisation: what the host creates and ends, and what they show. */
export interface DisplaySteps {
  /** A display, and the address that its screens open. The token is shown once. */
  create(input: NewDisplay): Promise<{ display: DisplayRecord; token: string; url: string }>
  /** The newest first, the ones that were ended included. */
  list(): Promise<readonly DisplayRecord[]>
  /** Ends a display at once. */
  revoke(input: { displayId: string }): Promise<DisplayRecord>
  /**
   * What a screen shows at this moment: badges in force whose learners agreed to it, the newest first, at most 24.
   * `gone` for one that was ended, `null` for one that never existed.
   */
  look(token: string): Promise<{ display: DisplayRecord; badges: readonly ShownBadge[] } | 'gone' | null>
}
