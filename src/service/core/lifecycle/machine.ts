import { BadgeError } from '../../../errors.js'
import type {
  LifecycleEvent,
  LifecycleEventType,
  LifecycleState,
  Move,
  MoveResult,
  MoveType,
  Stage,
  Visibility,
} from './types.js'

/** A badge that was just issued. */
export const initialState: LifecycleState = { stage: 'issued', visibility: 'private', suspended: false, opened: false }

/** Stages in which a badge is still valid. */
const live: readonly Stage[] = ['issued', 'offered', 'accepted', 'claimed', 'declined']

/** Stages in which a badge that was claimed can still be seen. */
const ended: readonly Stage[] = ['expired', 'revoked', 'replaced']

/** From the narrowest to the widest. */
const visibilities: readonly Visibility[] = ['private', 'unlisted', 'public']

/**
 * From which stages a move leads, where to, and in which stages it has happened already, so that doing it again changes
 * nothing. `same` keeps the stage.
 */
export const moves: Readonly<
  Record<MoveType, { readonly from: readonly Stage[]; readonly to: Stage | 'same'; readonly done: readonly Stage[] }>
> = {
  offer: { from: ['issued'], to: 'offered', done: ['offered'] },
  open: { from: ['offered', 'accepted', 'claimed', 'declined'], to: 'same', done: [] },
  accept: { from: ['issued', 'offered'], to: 'accepted', done: ['accepted', 'claimed'] },
  // An acceptance can be withdrawn until the badge is claimed; one that a rule made, after that too.
  decline: { from: ['issued', 'offered', 'accepted', 'claimed'], to: 'declined', done: ['declined'] },
  undo: { from: ['declined'], to: 'offered', done: ['offered'] },
  claim: { from: ['accepted'], to: 'claimed', done: ['claimed'] },
  show: { from: ['claimed', ...ended], to: 'same', done: [] },
  suspend: { from: live, to: 'same', done: [] },
  reinstate: { from: live, to: 'same', done: [] },
  expire: { from: live, to: 'expired', done: ['expired'] },
  revoke: { from: [...live, 'expired'], to: 'revoked', done: ['revoked'] },
  replace: { from: [...live, 'expired'], to: 'replaced', done: ['replaced'] },
}

/**
 * The state after a move, and what is to be written into the log. Pure. A move that has happened already gives the same
 * state and no event, so that every request can be repeated.
 *
 * @param at - milliseconds since 1970
 * @throws BadgeError `ERR_STAGE_INVALID` for a move that does not lead from where the badge is
 */
export function applyMove(state: LifecycleState, move: Move, at: number): MoveResult {
  const { from, to, done } = moves[move.type]
  if (done.includes(state.stage)) return { state, events: [] }
  if (!from.includes(state.stage)) {
    throw new BadgeError('ERR_STAGE_INVALID', `The step "${move.type}" is not possible: the badge is ${state.stage}.`)
  }
  const next = after(state, move, to === 'same' ? state.stage : to, at)
  if (next === undefined) return { state, events: [] }
  const event: LifecycleEvent = {
    type: eventType(move),
    at,
    from: state.stage,
    to: next.stage,
    ...(move.type === 'show' ? { visibility: move.visibility } : {}),
  }
  return { state: next, events: [event] }
}

/** `undefined` if nothing would change. */
function after(state: LifecycleState, move: Move, stage: Stage, at: number): LifecycleState | undefined {
  const { suspended, opened, visibility } = state
  switch (move.type) {
    case 'open':
      return opened ? undefined : { ...state, opened: true }
    case 'show':
      // A badge that has ended can be hidden at any time, and is not shown to more people than before.
      if (ended.includes(stage) && visibilities.indexOf(move.visibility) > visibilities.indexOf(visibility)) {
        throw new BadgeError(
          'ERR_STAGE_INVALID',
          `A badge that is ${stage} can be hidden, but not shown to more people.`,
        )
      }
      return visibility === move.visibility ? undefined : { ...state, visibility: move.visibility }
    case 'suspend':
      return suspended ? undefined : { ...state, suspended: true }
    case 'reinstate':
      return suspended ? { ...state, suspended: false } : undefined
    case 'decline':
      return { ...state, stage, visibility: 'private', declinedAtMs: at }
    case 'undo':
      if (at - (state.declinedAtMs ?? 0) > move.windowMs) {
        throw new BadgeError('ERR_STAGE_INVALID', 'The time in which a decline can be undone is over.')
      }
      return { ...withoutDecline(state), stage }
    default:
      return { ...withoutDecline(state), stage }
  }
}

function withoutDecline({ declinedAtMs: _, ...state }: LifecycleState): LifecycleState {
  return state
}

const eventTypes: Readonly<Record<MoveType, LifecycleEventType>> = {
  offer: 'offered',
  open: 'opened',
  accept: 'accepted',
  decline: 'declined',
  undo: 'decline-undone',
  claim: 'claimed',
  show: 'visibility-changed',
  suspend: 'suspended',
  reinstate: 'reinstated',
  expire: 'expired',
  revoke: 'revoked',
  replace: 'replaced',
}

const eventType = (move: Move): LifecycleEventType =>
  move.type === 'accept' && move.auto === true ? 'auto-accepted' : eventTypes[move.type]
