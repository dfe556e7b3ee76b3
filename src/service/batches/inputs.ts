import { needed } from '../../internal/options.js'
import { type InputsOf, members, page, text } from '../core/inputs.js'
import type { BatchSteps } from './types.js'

export const batchInputs = {
  issue: [
    members({
      label: 'text',
      id: 'text',
      draft: needed('object'),
      picture: 'bytes',
      rows: needed('rows'),
      offer: 'boolean',
      statusPurpose: ['revocation', 'suspension'],
      dryRun: 'boolean',
      concurrency: { from: 1, to: 64, whole: true },
      signal: 'signal',
      onProgress: 'function',
    }),
  ],
  undo: [members({ batchId: text, reason: 'text' })],
  get: [text],
  list: [{ members: page }],
} as const satisfies InputsOf<BatchSteps>
