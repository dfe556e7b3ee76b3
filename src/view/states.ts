import type { BadgeState } from './badge-view.js'

/** What a badge is no more, in English, for what gets no other words. */
export const stateWords: Readonly<Record<Exclude<BadgeState, 'valid'>, string>> = {
  expired: 'Expired',
  revoked: 'Revoked',
  suspended: 'Suspended',
  replaced: 'Replaced',
}

const withdrawn: readonly BadgeState[] = ['revoked', 'suspended', 'replaced']

/** Whether its issuer took it back, for a time or for good: then it is no longer posted. That it has expired is told with it. */
export const isWithdrawn = (state: BadgeState): boolean => withdrawn.includes(state)
