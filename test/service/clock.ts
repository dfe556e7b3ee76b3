/** When tests begin. */
export const START = Date.UTC(2026, 0, 5, 12)
export const DAY = 86_400_000
