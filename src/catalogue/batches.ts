import { limits } from '../internal/limits.js'
import type { BatchInput, BatchInputRow } from '../service/index.js'
import { found, type Operation, operation, type WithDraft, withDraft } from './operation.js'
import { flag, id, input, integer, listOf, output, text } from './schema.js'
import { members, schemas } from './schemas.js'

const { cursor, email, guardian, limit, locale, name, picture, reason, statusPurpose } = members
const { Batch, BatchResult, Draft } = schemas
const batchId = id('Id of the batch.')

type Given = Omit<BatchInput, 'draft' | 'picture' | 'rows' | 'signal' | 'onProgress'> &
  WithDraft & { readonly rows: readonly BatchInputRow[] }

/** Many badges at once. */
export const batchOperations: readonly Operation[] = [
  operation({
    name: 'batches.issue',
    summary: 'Issues one badge for each row. The same `id` again continues it.',
    access: 'issuer',
    actions: ['award'],
    input: input(
      {
        draft: Draft,
        rows: {
          ...listOf(
            input(
              { email },
              { name, locale, guardian, draft: { type: 'object', description: 'Members that differ in this row.' } },
            ),
            'One recipient each.',
            limits.batchRows,
          ),
          minItems: 1,
        },
      },
      {
        id: text('Id of the batch: letters, digits, `-` and `_`.', limits.batchId),
        label: text('What it is called.', limits.title),
        picture,
        offer: flag('Offers the badges at once.', true),
        dryRun: flag('Reports what would happen, and writes nothing.', false),
        statusPurpose,
        concurrency: integer('Rows under way at once.', 1, limits.batchWidth),
      },
    ),
    output: BatchResult,
    errors: [
      'ERR_FORMAT_UNKNOWN',
      'ERR_KEY_INVALID',
      'ERR_SIGN_FAILED',
      'ERR_SIGN_ISSUER_MISMATCH',
      'ERR_STAGE_INVALID',
    ],
    run: (host, given: Given) => host.service.batches.issue(withDraft(host, given)),
  }),
  operation({
    name: 'batches.undo',
    summary: 'Revokes every badge of a batch and stops the mail that has not gone out.',
    access: 'issuer',
    actions: ['revoke'],
    input: input({ batchId }, { reason }),
    output: output({ batch: Batch, revoked: integer('Badges that were revoked.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { batchId: string; reason?: string }) => service.batches.undo(given),
  }),
  operation({
    name: 'batches.get',
    summary: 'One batch.',
    access: 'issuer',
    actions: ['read'],
    input: input({ batchId }),
    output: Batch,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { batchId: string }) => found(await service.batches.get(given.batchId), 'batch'),
  }),
  operation({
    name: 'batches.list',
    summary: 'Lists batches, the newest first.',
    access: 'issuer',
    actions: ['read'],
    input: input({}, { cursor, limit }),
    output: output({ batches: listOf(Batch) }, { cursor }, 'Batches, and where to continue.'),
    errors: [],
    run: ({ service }, query: { cursor?: string; limit?: number }) => service.batches.list(query),
  }),
]
