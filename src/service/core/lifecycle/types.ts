/** The stages of a badge's life. */
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

export const visibilities = ['private', 'unlisted', 'public'] as const

/** Who may see a badge: its owner, anyone with a link, everybody. */
export type Visibility = (typeof visibilities)[number]

/** A badge as the state machine sees it. */
export interface LifecycleState {
  readonly stage: Stage
  readonly visibility: Visibility
  /** A suspended badge keeps its stage, and is not valid until it is reinstated. */
  readonly suspended: boolean
  /** Whether somebody opened the offer and pressed a button; a mere visit does not count. */
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

const lifecycleEventTypes = [
  'issued',
  'offered',
  'opened',
  'accepted',
  'auto-accepted',
  'declined',
  'decline-undone',
  'claimed',
  'visibility-changed',
  'suspended',
  'reinstated',
  'expired',
  'revoked',
  'replaced',
] as const

export type LifecycleEventType = (typeof lifecycleEventTypes)[number]

/** What a move did: an entry of the log. */
export interface LifecycleEvent {
  readonly type: LifecycleEventType
  /** In milliseconds since 1970. */
  readonly at: number
  readonly from?: Stage
  readonly to: Stage
  readonly visibility?: Visibility
}

/** The state after a move. Without events, nothing changed: the badge was there already. */
export interface MoveResult {
  readonly state: LifecycleState
  readonly events: readonly LifecycleEvent[]
}
