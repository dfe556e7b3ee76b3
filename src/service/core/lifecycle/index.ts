/** The way of a badge, as a pure state machine with a log. */
export { applyMove, canMove, initialState, moves, replay } from './machine.js'
export {
  type BadgeState,
  type LifecycleEvent,
  type LifecycleEventType,
  type Move,
  type MoveResult,
  type MoveType,
  type Stage,
  stages,
  type Visibility,
} from './types.js'
