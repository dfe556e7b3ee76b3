import type { BadgeState } from './badge-view.js'

/** What a badge is no more, in English, for what gets no other words. */
export const stateWords: Readonly<Record<Exclude<BadgeState, 'valid'>, string>> = {
  expired: 'Expired',
  revoked: 'Revoked',
  suspended: 'Suspended',
  replaced: 'Replaced',
}
