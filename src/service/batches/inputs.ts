import { needed, type OptionTable } from '../../internal/options.js'
import { savedTable } from '../badges/inputs.js'
import { guardian, type InputsOf, members, page, text } from '../core/inputs.js'
import type { BatchInputRow, BatchSteps } from './types.js'

/** A row that misspells a member must not lose its guardian. */
export const rowTable = {
  email: text,
  name: 'text',
  locale: 'text',
  guardian,
  draft: 'object',
} as const satisfies OptionTable<BatchInputRow>

const started = {
  label: 'text',
  id: 'text',
  draft: needed('object'),
  saved: { members: savedTable },
  picture: 'bytes',
  rows: needed('rows'),
  offer: 'boolean',
  releaseAt: 'text',
  approval: 'boolean',
  statusPurpose: ['revocation', 'suspension'],
} as const

export const batchInputs = {
  issue: [
    members({
      ...started,
      dryRun: 'boolean',
      concurrency: { from: 1, to: 64, whole: true },
      signal: 'signal',
      onProgress: 'function',
    }),
  ],
  start: [members(started)],
  cancel: [members({ batchId: text })],
  approve: [members({ batchId: text })],
  reject: [members({ batchId: text, reason: 'text' })],
  schedule: [members({ batchId: text, releaseAt: 'text' })],
  refusals: [members({ batchId: text, cursor: 'text' })],
  resend: [members({ batchId: text, cursor: 'text' })],
  undo: [members({ batchId: text, reason: 'text' })],
  get: [text],
  list: [{ members: page }],
} as const satisfies InputsOf<BatchSteps>
