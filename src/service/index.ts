/**
 * The learner's journey: a service that issues badges, offers them, and lets learners claim and share them.
 *
 * @module badgewright/service
 */
export type * from './api/index.js'
export {
  applyMove,
  type BadgeState,
  canMove,
  initialState,
  type LifecycleEvent,
  type LifecycleEventType,
  type Move,
  type MoveResult,
  type MoveType,
  moves,
  replay,
  type Stage,
  stages,
  type Visibility,
} from './lifecycle/index.js'
export type { CommonText, LanguageTexts, MailTexts, MessageText } from './mail/texts/index.js'
export type * from './ports/index.js'
export type * from './records/index.js'
export { messageKinds, tokenPrefixes } from './records/index.js'
export { type PathName, pathOf, paths } from './urls.js'
