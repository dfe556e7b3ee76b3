/**
 * A point in time: a `Date`, or ISO 8601 with a time zone (`2026-05-01T12:00:00Z`). Drafts take a day too
 * (`2026-05-01`), which begins and ends in the issuer's `timeZone`.
 */
export type Instant = Date | string
