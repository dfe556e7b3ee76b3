import { BadgeError } from '../../errors.js'
import { base64Decode } from '../../internal/encoding.js'
import { isJsonObject } from '../../internal/json.js'
import type { BadgeRecord, BatchInputRow, IssueInput } from '../../service/index.js'
import { stages } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { httpLimits } from '../limits.js'
import { NotFound } from '../outcome.js'
import { checkPicture } from '../upload.js'
import { issuerId } from '../verify-own.js'
import type { Visit } from '../visit.js'
import type { Operation } from './operation.js'
import { schemaRef } from './schemas.js'

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

function objectOf(value: JsonValue | undefined, what: string): JsonObject {
  if (!isJsonObject(value)) throw wrong(`${what} must be a JSON object.`)
  return value
}

function optionalText(body: JsonObject, name: string, max = 500): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value.length > max)
    throw wrong(`"${name}" must be text of at most ${max} characters.`)
  return value
}

function recipientOf(value: JsonValue | undefined): IssueInput['recipient'] {
  const recipient = objectOf(value, '"recipient"')
  const name = optionalText(recipient, 'name')
  const locale = optionalText(recipient, 'locale', 35)
  return {
    email: optionalText(recipient, 'email', 254) ?? '',
    ...(name === undefined ? {} : { name }),
    ...(locale === undefined ? {} : { locale }),
  }
}

/** The draft, with this issuer where it names none. What is wrong with it, the service says. */
function draftOf(visit: Visit, value: JsonValue | undefined): IssueInput['draft'] {
  const { recipient: _, credentialStatus: __, ...draft } = objectOf(value, '"draft"')
  const { options, service } = visit.site
  const issuer = {
    id: issuerId(service),
    name: options.issuerProfile?.name ?? options.siteName ?? new URL(service.baseUrl).host,
    ...options.issuerProfile,
  }
  return { issuer, ...draft } as IssueInput['draft']
}

function pictureOf(body: JsonObject): { picture?: Uint8Array } {
  const text = optionalText(body, 'picture', Math.ceil((httpLimits.pictureBytes * 4) / 3) + 8)
  if (text === undefined) return {}
  try {
    return { picture: checkPicture(base64Decode(text)) }
  } catch (cause) {
    throw wrong('"picture" must be a PNG or SVG in base64.'.concat(cause instanceof BadgeError ? '' : ''))
  }
}

/** The record, as programs see it: nothing of tokens or mail accounts. */
export const badgeJson = (badge: BadgeRecord) => ({
  id: badge.id,
  stage: badge.stage,
  suspended: badge.suspended,
  visibility: badge.visibility,
  credentialId: badge.credentialId,
  achievementId: badge.achievementId,
  achievementName: badge.achievementName,
  issuerId: badge.issuerId,
  recipient: { email: badge.recipient.address, name: badge.recipient.name, locale: badge.recipient.locale },
  issuedAt: badge.issuedAt,
  validUntil: badge.validUntil,
  offeredAt: badge.offeredAt,
  claimedAt: badge.claimedAt,
  declinedAt: badge.declinedAt,
  revokedAt: badge.revokedAt,
  revocationReason: badge.revocationReason,
  replacedBy: badge.replacedBy,
  replaces: badge.replaces,
  batchId: badge.batchId,
  mail: badge.mail,
  status: badge.status,
  credential: badge.credential,
})

const idOf = (visit: Visit): string => visit.place.badgeId ?? ''
const badgeAnswer = {
  200: { description: 'The badge.', schema: schemaRef('Badge') },
  404: { description: 'There is none.' },
}
const reasonBody: JsonObject = { type: 'object', properties: { reason: { type: 'string', maxLength: 500 } } }

/** Badges and batches. */
export const badgeOperations: readonly Operation[] = [
  {
    id: 'issueBadge',
    method: 'POST',
    path: '/api/badges',
    summary: 'Issues a badge and offers it. The header `Idempotency-Key` makes repeating it safe.',
    protected: true,
    cap: httpLimits.batchBytes,
    body: {
      type: 'object',
      required: ['draft', 'recipient'],
      properties: {
        draft: schemaRef('Draft'),
        recipient: schemaRef('Recipient'),
        picture: { type: 'string', description: 'PNG or SVG in base64.' },
        offer: { type: 'boolean', default: true },
        statusPurpose: { type: 'string', enum: ['revocation', 'suspension'] },
      },
    },
    answers: { 201: { description: 'The badge.', schema: schemaRef('Badge') } },
    async run(visit, value) {
      const body = objectOf(value, 'The body')
      const key = visit.request.headers.get('idempotency-key')
      const badge = await visit.service.issue({
        draft: draftOf(visit, body.draft),
        recipient: recipientOf(body.recipient),
        ...pictureOf(body),
        ...(key === null ? {} : { idempotencyKey: key }),
        ...(typeof body.offer === 'boolean' ? { offer: body.offer } : {}),
        ...(body.statusPurpose === 'suspension' ? { statusPurpose: 'suspension' as const } : {}),
      })
      return {
        status: 201,
        body: badgeJson(badge),
        headers: { location: `${visit.service.baseUrl}/api/badges/${badge.id}` },
      }
    },
  },
  {
    id: 'listBadges',
    method: 'GET',
    path: '/api/badges',
    summary: 'Lists badges, the newest first.',
    protected: true,
    query: {
      stage: 'Only this stage.',
      batchId: 'Only this batch.',
      email: 'Only this address.',
      cursor: 'Where to go on.',
      limit: 'At most so many, up to 200.',
    },
    answers: {
      200: {
        description: 'Badges, and where to go on.',
        schema: {
          type: 'object',
          properties: { badges: { type: 'array', items: schemaRef('Badge') }, cursor: { type: 'string' } },
        },
      },
    },
    async run(visit) {
      const query = visit.url.searchParams
      const stage = stages.find((name) => name === query.get('stage'))
      const given = (name: 'batchId' | 'email' | 'cursor') =>
        query.get(name) === null ? {} : { [name]: query.get(name) ?? '' }
      const limit = Number(query.get('limit') ?? 50)
      if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw wrong('"limit" is a number from 1 to 200.')
      const page = await visit.service.list({
        limit,
        ...(stage === undefined ? {} : { stage }),
        ...given('batchId'),
        ...given('email'),
        ...given('cursor'),
      })
      return { status: 200, body: { badges: page.badges.map(badgeJson), cursor: page.cursor } }
    },
  },
  {
    id: 'getBadge',
    method: 'GET',
    path: '/api/badges/:badgeId',
    summary: 'One badge.',
    protected: true,
    answers: badgeAnswer,
    async run(visit) {
      const badge = await visit.service.get(idOf(visit))
      if (badge === null) throw new NotFound()
      return { status: 200, body: badgeJson(badge) }
    },
  },
  {
    id: 'revokeBadge',
    method: 'POST',
    path: '/api/badges/:badgeId/revoke',
    summary: 'Revokes a badge for good.',
    protected: true,
    body: { ...reasonBody, required: ['reason'] },
    answers: badgeAnswer,
    async run(visit, value) {
      const body = objectOf(value, 'The body')
      const reason = optionalText(body, 'reason')
      if (reason === undefined || reason.trim() === '') throw wrong('"reason" must say why.')
      return { status: 200, body: badgeJson(await visit.service.revoke({ badgeId: idOf(visit), reason })) }
    },
  },
  {
    id: 'suspendBadge',
    method: 'POST',
    path: '/api/badges/:badgeId/suspend',
    summary: 'Suspends a badge that was issued with the status purpose `suspension`.',
    protected: true,
    body: reasonBody,
    answers: badgeAnswer,
    async run(visit, value) {
      const reason = optionalText(isJsonObject(value) ? value : {}, 'reason')
      const badge = await visit.service.suspend({ badgeId: idOf(visit), ...(reason === undefined ? {} : { reason }) })
      return { status: 200, body: badgeJson(badge) }
    },
  },
  {
    id: 'reinstateBadge',
    method: 'POST',
    path: '/api/badges/:badgeId/reinstate',
    summary: 'Ends a suspension.',
    protected: true,
    answers: badgeAnswer,
    async run(visit) {
      return { status: 200, body: badgeJson(await visit.service.reinstate({ badgeId: idOf(visit) })) }
    },
  },
  {
    id: 'resendOffer',
    method: 'POST',
    path: '/api/badges/:badgeId/resend',
    summary: 'Sends a new link; every earlier one is void.',
    protected: true,
    body: { type: 'object', properties: { email: { type: 'string', description: 'A better address.' } } },
    answers: badgeAnswer,
    async run(visit, value) {
      const email = optionalText(isJsonObject(value) ? value : {}, 'email', 254)
      const badge = await visit.service.resend({ badgeId: idOf(visit), ...(email === undefined ? {} : { email }) })
      return { status: 200, body: badgeJson(badge) }
    },
  },
  {
    id: 'issueBatch',
    method: 'POST',
    path: '/api/batches',
    summary: 'Issues one badge for each row. The same `id` again continues it.',
    protected: true,
    cap: httpLimits.batchBytes,
    body: {
      type: 'object',
      required: ['draft', 'rows'],
      properties: {
        id: { type: 'string' },
        label: { type: 'string' },
        draft: schemaRef('Draft'),
        picture: { type: 'string', description: 'PNG or SVG in base64.' },
        rows: { type: 'array', maxItems: httpLimits.rows, items: schemaRef('Recipient') },
        dryRun: { type: 'boolean', default: false },
      },
    },
    answers: {
      200: { description: 'What would be issued (`dryRun`).' },
      201: {
        description: 'The batch, and what became of each row.',
        schema: {
          type: 'object',
          properties: { batch: schemaRef('Batch'), outcomes: { type: 'array', items: { type: 'object' } } },
        },
      },
    },
    async run(visit, value) {
      const body = objectOf(value, 'The body')
      const { rows } = body
      if (!Array.isArray(rows) || rows.length === 0 || rows.length > httpLimits.rows) {
        throw wrong(`"rows" must be a list of 1 to ${httpLimits.rows} recipients.`)
      }
      const id = optionalText(body, 'id', 100)
      const label = optionalText(body, 'label', 200)
      const dryRun = body.dryRun === true
      const result = await visit.service.batches.issue({
        draft: draftOf(visit, body.draft),
        rows: rows.map((row): BatchInputRow => recipientOf(row)),
        dryRun,
        ...pictureOf(body),
        ...(id === undefined ? {} : { id }),
        ...(label === undefined ? {} : { label }),
        ...(typeof body.offer === 'boolean' ? { offer: body.offer } : {}),
      })
      return { status: dryRun ? 200 : 201, body: result }
    },
  },
  {
    id: 'getBatch',
    method: 'GET',
    path: '/api/batches/:batchId',
    summary: 'One batch.',
    protected: true,
    answers: { 200: { description: 'The batch.', schema: schemaRef('Batch') }, 404: { description: 'There is none.' } },
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
      200: { description: 'The batch, and how many badges were revoked.' },
      404: { description: 'There is none.' },
    },
    async run(visit, value) {
      const reason = optionalText(isJsonObject(value) ? value : {}, 'reason')
      const batchId = visit.place.batchId ?? ''
      return {
        status: 200,
        body: await visit.service.batches.undo({ batchId, ...(reason === undefined ? {} : { reason }) }),
      }
    },
  },
]
