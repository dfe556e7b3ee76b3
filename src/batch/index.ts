/**
 * Badges for many people at once, with constant memory and worker threads.
 *
 * @module badgewright/batch
 */
export { issueBatch } from './issue-batch.js'
export type {
  BatchAchievement,
  BatchFile,
  BatchOptions,
  BatchOutcome,
  BatchProgress,
  BatchRow,
  BatchTemplate,
  CheckedOutcome,
  IssuedOutcome,
  RefusedOutcome,
} from './types.js'
