import { BadgeError } from '../errors.js'
import { limits } from '../internal/limits.js'
import type { BatchInput, BatchInputRow } from '../service/index.js'
import { found, type Host, type Operation, operation, type WithDraft, withDraft } from './operation.js'
import { flag, id, input, integer, listOf, output, text } from './schema.js'
import { members, schemas } from './schemas.js'

const { cursor, email, guardian, limit, locale, name, picture, reason, saved, statusPurpose } = members
const { Batch, BatchResult, RefusedRow } = schemas
const batchId = id('Id of the batch.')
const releaseAt = text(
  'When badges are offered that are issued now: ISO 8601, or a day, which begins in the time zone of the issuer.',
  limits.dateText,
)

type Given = Omit<BatchInput, 'draft' | 'picture' | 'rows' | 'signal' | 'onProgress'> &
  WithDraft & { readonly rows: readonly BatchInputRow[]; readonly background?: boolean }

const withRows = {
  draft: members.draft,
  rows: {
    ...listOf(
      input(
        { email },
        { name, locale, guardian, draft: { type: 'object', description: 'Members that differ in this row.' } },
      ),
      'One recipient each.',
      limits.batchJobRows,
    ),
    minItems: 1,
  },
}
const settings = {
  id: text('Id of the batch: letters, digits, `-` and `_`.', limits.batchId),
  label: text('What it is called.', limits.title),
  saved,
  picture,
  offer: flag('Offers the badges.', true),
  releaseAt,
  approval: flag('Whether somebody must approve before anything is sent. Default: as the service is set up.'),
  statusPurpose,
}

/** At once, or in the background where that is asked for or there are many rows. */
async function issueOrStart(host: Host, { background, ...given }: Given): Promise<unknown> {
  const { service } = host
  if (background !== true && given.rows.length <= limits.batchRows) {
    return service.batches.issue(withDraft(host, given))
  }
  const { dryRun, concurrency, ...started } = given
  if (dryRun === true || concurrency !== undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A batch in the background takes neither `dryRun` nor `concurrency`.')
  }
  return { batch: await service.batches.start(withDraft(host, started)), outcomes: [] }
}

/** Many badges at once. */
export const batchOperations: readonly Operation[] = [
  operation({
    name: 'batches.issue',
    summary: 'Issues one badge for each row, at once or in the background. The same `id` again continues it.',
    access: 'issuer',
    actions: ['award'],
    input: input(withRows, {
      ...settings,
      dryRun: flag('Reports what would happen, and writes nothing.', false),
      background: flag(
        `Answers at once and issues in the background; the batch says how far it is. More than ${limits.batchRows} rows always are.`,
        false,
      ),
      concurrency: integer('Rows under way at once.', 1, limits.batchWidth),
    }),
    output: BatchResult,
    errors: [
      'ERR_FORMAT_UNKNOWN',
      'ERR_KEY_INVALID',
      'ERR_RECORD_NOT_FOUND',
      'ERR_SIGN_FAILED',
      'ERR_SIGN_ISSUER_MISMATCH',
      'ERR_STAGE_INVALID',
    ],
    run: issueOrStart,
  }),
  operation({
    name: 'batches.cancel',
    summary:
      'Issues no further rows of a batch, and offers none of its badges that wait. Badges that were issued stay.',
    access: 'issuer',
    actions: ['award'],
    input: input({ batchId }),
    output: Batch,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { batchId: string }) => service.batches.cancel(given),
  }),
  operation({
    name: 'batches.resend',
    summary: `Mails a new link to those of a batch who have not answered: ${limits.resentAtOnce} badges at a time, and where to go on.`,
    access: 'issuer',
    actions: ['award'],
    input: input({ batchId }, { cursor }),
    output: output({ resent: integer('Mails that are sent.') }, { cursor }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { batchId: string; cursor?: string }) => service.batches.resend(given),
  }),
  operation({
    name: 'batches.approve',
    summary: 'Approves of a batch, so that its badges are offered; not by those who gave its rows.',
    access: 'issuer',
    actions: ['decide'],
    input: input({ batchId }),
    output: Batch,
    errors: ['ERR_ACCESS_DENIED', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { batchId: string }) => service.batches.approve(given),
  }),
  operation({
    name: 'batches.reject',
    summary: 'Revokes every badge of a batch that needs approval, before anybody has heard of them.',
    access: 'issuer',
    actions: ['decide'],
    input: input({ batchId }, { reason }),
    output: output({ batch: Batch, revoked: integer('Badges that were revoked.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { batchId: string; reason?: string }) => service.batches.reject(given),
  }),
  operation({
    name: 'batches.schedule',
    summary: 'Sets another date for the badges of a batch that waits or was cancelled meanwhile; without one, at once.',
    access: 'issuer',
    actions: ['award'],
    input: input({ batchId }, { releaseAt }),
    output: Batch,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { batchId: string; releaseAt?: string }) => service.batches.schedule(given),
  }),
  operation({
    name: 'batches.refusals',
    summary: 'Rows of a batch in the background that were refused, in their order.',
    access: 'issuer',
    actions: ['read'],
    input: input({ batchId }, { cursor }),
    output: output({ refusals: listOf(RefusedRow) }, { cursor }, 'Rows, and where to continue.'),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { batchId: string; cursor?: string }) => service.batches.refusals(given),
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
