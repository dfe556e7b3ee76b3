import type { BadgeState } from './badge-view.js'

const withdrawn: readonly BadgeState[] = ['revoked', 'suspended', 'replaced']

/** Whether its issuer took it back, for a time or for good: then it is no longer posted. That it has expired is said with it. */
export const isWithdrawn = (state: BadgeState): boolean => withdrawn.includes(state)
