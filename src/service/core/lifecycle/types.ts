/** Where a badge is on its way. */
export const stages = [
  'issued',
  'offered',
  'accepted',
  'claimed',
  'declined',
  'expired',
  'revoked',
  'replaced',
] as const

export type Stage = (typeof stages)[number]

/** Who may see a badge: its owner, whoever has a link, everybody. */
export type Visibility = 'private' | 'unlisted' | 'public'

/** What the state machine knows of a badge. */
export interface BadgeState {
  readonly stage: Stage
  readonly visibility: Visibility
  /** Suspended badges keep their stage and do not hold until they are reinstated. */
  readonly suspended: boolean
  /** Whether the offer was looked at by somebody who then pressed a button; a mere visit does not count. */
  readonly opened: boolean
  /** When it was declined, in milliseconds since 1970: `undo` works for a while. */
  readonly declinedAtMs?: number
}

/** What can be done with a badge. */
export type Move =
  | { readonly type: 'offer' }
  | { readonly type: 'open' }
  | { readonly type: 'accept'; readonly auto?: boolean }
  | { readonly type: 'decline' }
  | { readonly type: 'undo'; readonly windowMs: number }
  | { readonly type: 'claim' }
  | { readonly type: 'show'; readonly visibility: Visibility }
  | { readonly type: 'suspend' }
  | { readonly type: 'reinstate' }
  | { readonly type: 'expire' }
  | { readonly type: 'revoke' }
  | { readonly type: 'replace' }

export type MoveType = Move['type']

export type LifecycleEventType =
  | 'issued'
  | 'offered'
  | 'opened'
  | 'accepted'
  | 'auto-accepted'
  | 'declined'
  | 'decline-undone'
  | 'claimed'
  | 'visibility-changed'
  | 'suspended'
  | 'reinstated'
  | 'expired'
  | 'revoked'
  | 'replaced'

/** What a move did: an entry of the log. */
export interface LifecycleEvent {
  readonly type: LifecycleEventType
  /** In milliseconds since 1970. */
  readonly at: number
  readonly from?: Stage
  readonly to: Stage
  readonly visibility?: Visibility
}

/** The state after a move. Without events, the badge was there already and nothing changed. */
export interface MoveResult {
  readonly state: BadgeState
  readonly events: readonly LifecycleEvent[]
}
