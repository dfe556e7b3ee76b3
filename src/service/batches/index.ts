import type { StepsOf } from '../core/steps.js'
import { getBatch, issueBatchRows, listBatches, undoBatch } from './batches.js'
import { cancelBatch, listRefusals, startBatch } from './jobs.js'
import { approveBatch, rejectBatch, scheduleBatch } from './release.js'
import { resendBatch } from './resend.js'
import type { BatchSteps } from './types.js'

export const batchSteps: StepsOf<BatchSteps> = {
  issue: issueBatchRows,
  start: startBatch,
  cancel: cancelBatch,
  approve: approveBatch,
  reject: rejectBatch,
  schedule: scheduleBatch,
  refusals: listRefusals,
  resend: resendBatch,
  undo: undoBatch,
  get: getBatch,
  list: listBatches,
}

export { batchInputs } from './inputs.js'
export { runJobs } from './jobs.js'
