import { serviceLimits } from '../../internal/limits.js'
import type { BatchInputRow } from '../../service/index.js'
import { NotFound } from '../web/outcome.js'
import {
  draftOf,
  limitOf,
  named,
  objectOf,
  optionalBody,
  optionalFlag,
  optionalText,
  pictureOf,
  reasonBody,
  recipientOf,
  wrong,
} from './input.js'
import type { Operation } from './operation.js'
import { schemaRef } from './schemas.js'

/** Batches. */
export const batchOperations: readonly Operation[] = [
  {
    id: 'issueBatch',
    method: 'POST',
    path: '/api/batches',
    summary: 'Issues one badge for each row. The same `id` again continues it.',
    protected: true,
    cap: serviceLimits.apiUploadBytes,
    body: {
      type: 'object',
      required: ['draft', 'rows'],
      properties: {
        id: { type: 'string' },
        label: { type: 'string' },
        draft: schemaRef('Draft'),
        picture: { type: 'string', description: 'PNG or SVG in base64.' },
        rows: { type: 'array', maxItems: serviceLimits.batchRows, items: schemaRef('Recipient') },
        offer: { type: 'boolean', default: true },
        dryRun: { type: 'boolean', default: false, description: 'Says what would happen, and writes nothing.' },
      },
    },
    answers: {
      200: { description: 'What would be issued (`dryRun`).', schema: schemaRef('BatchResult') },
      201: { description: 'The batch, and what became of each row.', schema: schemaRef('BatchResult') },
    },
    async run(visit, value) {
      const body = objectOf(value, 'The body')
      const { rows } = body
      if (!Array.isArray(rows) || rows.length === 0 || rows.length > serviceLimits.batchRows) {
        throw wrong(`"rows" must be a list of 1 to ${serviceLimits.batchRows} recipients.`)
      }
      const dryRun = optionalFlag(body, 'dryRun') ?? false
      const result = await visit.service.batches.issue({
        draft: draftOf(visit, body.draft),
        rows: rows.map((row): BatchInputRow => recipientOf(row)),
        dryRun,
        ...pictureOf(body),
        ...named('id', optionalText(body, 'id', 100)),
        ...named('label', optionalText(body, 'label', serviceLimits.title)),
        ...named('offer', optionalFlag(body, 'offer')),
      })
      return { status: dryRun ? 200 : 201, body: result }
    },
  },
  {
    id: 'listBatches',
    method: 'GET',
    path: '/api/batches',
    summary: 'Lists batches, the newest first.',
    protected: true,
    query: { cursor: 'Where to go on.', limit: 'At most so many, up to 200.' },
    answers: {
      200: {
        description: 'Batches, and where to go on.',
        schema: {
          type: 'object',
          required: ['batches'],
          properties: { batches: { type: 'array', items: schemaRef('Batch') }, cursor: { type: 'string' } },
        },
      },
    },
    async run(visit) {
      return {
        status: 200,
        body: await visit.service.batches.list({
          limit: limitOf(visit),
          ...named('cursor', visit.url.searchParams.get('cursor') ?? undefined),
        }),
      }
    },
  },
  {
    id: 'getBatch',
    method: 'GET',
    path: '/api/batches/:batchId',
    summary: 'One batch.',
    protected: true,
    answers: { 200: { description: 'The batch.', schema: schemaRef('Batch') } },
    async run(visit) {
      const batch = await visit.service.batches.get(visit.place.batchId ?? '')
      if (batch === null) throw new NotFound()
      return { status: 200, body: batch }
    },
  },
  {
    id: 'undoBatch',
    method: 'POST',
    path: '/api/batches/:batchId/undo',
    summary: 'Revokes every badge of a batch and stops the mail that has not gone out.',
    protected: true,
    body: reasonBody,
    answers: {
      200: {
        description: 'The batch, and how many badges were revoked.',
        schema: {
          type: 'object',
          required: ['batch', 'revoked'],
          properties: { batch: schemaRef('Batch'), revoked: { type: 'integer' } },
        },
      },
    },
    async run(visit, value) {
      const batchId = visit.place.batchId ?? ''
      return {
        status: 200,
        body: await visit.service.batches.undo({
          batchId,
          ...named('reason', optionalText(optionalBody(value), 'reason')),
        }),
      }
    },
  },
]
