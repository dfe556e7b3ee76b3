import type { StepsOf } from '../core/steps.js'
import { getBatch, issueBatchRows, listBatches, undoBatch } from './batches.js'
import type { BatchSteps } from './types.js'

export const batchSteps: StepsOf<BatchSteps> = {
  issue: issueBatchRows,
  undo: undoBatch,
  get: getBatch,
  list: listBatches,
}

export { batchInputs } from './inputs.js'
