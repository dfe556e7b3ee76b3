/**
 * Badges for many people at once, with constant memory and worker threads.
 *
 * @module badgewright/batch
 */
export { issueBatch } from './issue-batch.js'
export type {
  BatchOptions,
  BatchOutcome,
  BatchProgress,
  BatchRow,
  BatchTemplate,
} from './types.js'
