export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

/** Times are kept as text, in UTC. */
export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()
