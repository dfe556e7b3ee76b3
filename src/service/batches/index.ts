import type { StepsOf } from '../core/steps.js'
import { getBatch, issueBatchRows, listBatches, undoBatch } from './batches.js'
import { cancelBatch, listRefusals, startBatch } from './jobs.js'
import type { BatchSteps } from './types.js'

export const batchSteps: StepsOf<BatchSteps> = {
  issue: issueBatchRows,
  start: startBatch,
  cancel: cancelBatch,
  refusals: listRefusals,
  undo: undoBatch,
  get: getBatch,
  list: listBatches,
}

export { batchInputs } from './inputs.js'
export { runJobs } from './jobs.js'
