/** The life of a badge as a pure state machine with a log. */
export { applyMove, initialState, moves } from './machine.js'
export {
  type LifecycleEvent,
  type LifecycleEventType,
  type LifecycleState,
  type Move,
  type MoveType,
  type Stage,
  stages,
  type Visibility,
  visibilities,
} from './types.js'
