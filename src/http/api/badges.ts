import { isBaseProof } from '../../internal/base-proof.js'
import { defined } from '../../internal/defined.js'
import { asArray } from '../../internal/json.js'
import { serviceLimits } from '../../internal/limits.js'
import { type BadgeRecord, stages } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import {
  draftOf,
  limitOf,
  named,
  objectOf,
  oneOf,
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

/**
 * The record, as programs see it: nothing of tokens or mail accounts. Its credential is what may be handed on: of a base
 * proof (`ecdsa-sd-2023`) a copy derived from it.
 */
export const badgeJson = async ({ service }: Visit, badge: BadgeRecord) => ({
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
  credential: isBase(badge)
    ? (await service.sharing.view({ badgeId: badge.id, isIssuer: true }))?.credential
    : badge.credential,
})

const isBase = ({ credential }: BadgeRecord): boolean =>
  asArray<JsonValue>((credential as unknown as JsonObject).proof).some(isBaseProof)

const statusPurposes = ['revocation', 'suspension'] as const
const claimPolicies = ['link', 'code', 'session'] as const

const idOf = (visit: Visit): string => visit.place.badgeId ?? ''
const badgeAnswer = { 200: { description: 'The badge.', schema: schemaRef('Badge') } }

/** Badges. */
export const badgeOperations: readonly Operation[] = [
  {
    id: 'issueBadge',
    method: 'POST',
    path: '/api/badges',
    summary: 'Issues a badge and offers it.',
    protected: true,
    headers: { 'Idempotency-Key': 'Calls with the same key issue one badge.' },
    cap: serviceLimits.apiUploadBytes,
    body: {
      type: 'object',
      required: ['draft', 'recipient'],
      properties: {
        draft: schemaRef('Draft'),
        recipient: schemaRef('Recipient'),
        picture: { type: 'string', description: 'PNG or SVG in base64.' },
        offer: { type: 'boolean', default: true },
        statusPurpose: { type: 'string', enum: [...statusPurposes], default: 'revocation' },
        claimPolicy: { type: 'string', enum: [...claimPolicies], description: 'What claiming takes besides the link.' },
      },
    },
    answers: {
      201: { description: 'The badge.', schema: schemaRef('Badge') },
      404: { description: 'The badge that was issued under this key was erased.' },
    },
    async run(visit, value) {
      const body = objectOf(value, 'The body')
      const key = visit.request.headers.get('idempotency-key')
      const badge = await visit.service.issue({
        draft: draftOf(visit, body.draft),
        recipient: recipientOf(body.recipient),
        ...pictureOf(body),
        ...(key === null ? {} : { idempotencyKey: key }),
        ...named('offer', optionalFlag(body, 'offer')),
        ...named('statusPurpose', oneOf(body, 'statusPurpose', statusPurposes)),
        ...named('claimPolicy', oneOf(body, 'claimPolicy', claimPolicies)),
      })
      return {
        status: 201,
        body: await badgeJson(visit, badge),
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
          required: ['badges'],
          properties: { badges: { type: 'array', items: schemaRef('Badge') }, cursor: { type: 'string' } },
        },
      },
    },
    async run(visit) {
      const query = visit.url.searchParams
      const stage = oneOf({ stage: query.get('stage') }, 'stage', stages)
      const given = (name: 'batchId' | 'email' | 'cursor') =>
        query.get(name) === null ? {} : { [name]: query.get(name) ?? '' }
      const page = await visit.service.list({
        limit: limitOf(visit),
        ...named('stage', stage),
        ...given('batchId'),
        ...given('email'),
        ...given('cursor'),
      })
      return {
        status: 200,
        body: { badges: await Promise.all(page.badges.map((badge) => badgeJson(visit, badge))), cursor: page.cursor },
      }
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
      return { status: 200, body: await badgeJson(visit, badge) }
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
      return { status: 200, body: await badgeJson(visit, await visit.service.revoke({ badgeId: idOf(visit), reason })) }
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
      const reason = optionalText(optionalBody(value), 'reason')
      const badge = await visit.service.suspend({ badgeId: idOf(visit), ...defined({ reason }) })
      return { status: 200, body: await badgeJson(visit, badge) }
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
      return { status: 200, body: await badgeJson(visit, await visit.service.reinstate({ badgeId: idOf(visit) })) }
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
      const email = optionalText(optionalBody(value), 'email', 254)
      const badge = await visit.service.resend({ badgeId: idOf(visit), ...defined({ email }) })
      return { status: 200, body: await badgeJson(visit, badge) }
    },
  },
  {
    id: 'correctName',
    method: 'POST',
    path: '/api/badges/:badgeId/correct',
    summary: 'Corrects the name: revokes the badge and issues another in its place.',
    protected: true,
    body: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', maxLength: serviceLimits.personName } },
    },
    answers: {
      201: {
        description: 'The badge that was replaced, and the one in its place.',
        schema: {
          type: 'object',
          required: ['old', 'badge'],
          properties: { old: schemaRef('Badge'), badge: schemaRef('Badge') },
        },
      },
    },
    async run(visit, value) {
      const name = optionalText(objectOf(value, 'The body'), 'name', 200)
      if (name === undefined || name.trim() === '') throw wrong('"name" must be the right name.')
      const { old, badge } = await visit.service.correctName({ badgeId: idOf(visit), name })
      return {
        status: 201,
        body: { old: await badgeJson(visit, old), badge: await badgeJson(visit, badge) },
        headers: { location: `${visit.service.baseUrl}/api/badges/${badge.id}` },
      }
    },
  },
]
