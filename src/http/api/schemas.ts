import { stages } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'

const text = (description: string): JsonObject => ({ type: 'string', description })
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

/** Schemas of the OpenAPI document. */
export const schemas = {
  Credential: { type: 'object', description: 'A credential, as JSON.', additionalProperties: true },
  Draft: {
    type: 'object',
    description: 'A badge without its recipient, as `createCredential` takes it. `issuer` may be left out.',
    required: ['achievement'],
    properties: {
      issuer: { type: 'object' },
      achievement: {
        type: 'object',
        required: ['name', 'description', 'criteria'],
        properties: { name: text('Its name.'), description: text('What it stands for.'), criteria: {} },
      },
      validFrom: text('ISO 8601 with a time zone.'),
      validUntil: text('ISO 8601 with a time zone.'),
    },
  },
  Recipient: {
    type: 'object',
    required: ['email'],
    properties: { email: text('E-mail address.'), name: text('Name.'), locale: text('BCP 47.') },
  },
  Badge: {
    type: 'object',
    required: [
      'id',
      'stage',
      'suspended',
      'visibility',
      'credential',
      'credentialId',
      'recipient',
      'issuedAt',
      'status',
    ],
    properties: {
      id: text('Id of the record.'),
      stage: { type: 'string', enum: [...stages] },
      suspended: { type: 'boolean' },
      visibility: { type: 'string', enum: ['private', 'unlisted', 'public'] },
      credential: ref('Credential'),
      credentialId: text('Id of the credential.'),
      achievementId: text('Id of the achievement.'),
      achievementName: text('Its name.'),
      issuerId: text('Id of the issuer.'),
      recipient: ref('Recipient'),
      issuedAt: text('ISO 8601, as all times.'),
      validUntil: text('When it ends by itself.'),
      offeredAt: text('When it was offered.'),
      claimedAt: text('When it was claimed.'),
      declinedAt: text('When it was declined.'),
      revokedAt: text('When it was revoked.'),
      revocationReason: text('Why.'),
      replacedBy: text('Id of the record that took its place.'),
      replaces: text('Id of the record whose place it took.'),
      batchId: text('Id of its batch.'),
      mail: {
        type: 'string',
        enum: ['queued', 'sent', 'delivered', 'bounced', 'complained', 'suppressed', 'failed'],
        description: 'What became of the newest mail about it.',
      },
      status: {
        type: 'object',
        required: ['listId', 'index', 'purpose'],
        properties: {
          listId: text('Id of the status list.'),
          index: { type: 'integer' },
          purpose: { type: 'string', enum: ['revocation', 'suspension'] },
        },
      },
    },
  },
  Batch: {
    type: 'object',
    required: ['id', 'stage', 'createdAt', 'rows', 'issued', 'refused'],
    properties: {
      id: text('Id of the batch.'),
      label: text('What it is called.'),
      stage: { type: 'string', enum: ['running', 'done', 'undoing', 'undone'] },
      createdAt: text('ISO 8601.'),
      rows: { type: 'integer' },
      issued: { type: 'integer' },
      refused: { type: 'integer' },
    },
  },
  BatchResult: {
    type: 'object',
    required: ['batch', 'outcomes'],
    properties: {
      batch: ref('Batch'),
      outcomes: {
        type: 'array',
        description: 'In the order of the rows.',
        items: {
          type: 'object',
          required: ['row', 'status'],
          properties: {
            row: { type: 'integer', minimum: 1 },
            status: { type: 'string', enum: ['issued', 'already', 'checked', 'refused'] },
            badgeId: text('Id of the badge, issued now or earlier.'),
            code: text('ERR_…, where it was refused.'),
            message: text('What is wrong.'),
            problems: { type: 'array', items: { type: 'object' } },
          },
        },
      },
    },
  },
  Form: {
    type: 'object',
    required: ['id', 'title', 'schema', 'draft', 'auto', 'open', 'createdAt'],
    properties: {
      id: text('Id of the form, and the end of its address.'),
      title: text('What it is headed by.'),
      description: text('What stands below.'),
      schema: { type: 'object', description: 'JSON Schema of the answers.' },
      draft: ref('Draft'),
      hasPicture: { type: 'boolean' },
      auto: { type: 'boolean' },
      open: { type: 'boolean' },
      createdAt: text('ISO 8601.'),
    },
  },
  Application: {
    type: 'object',
    required: ['id', 'formId', 'stage', 'applicant', 'answers', 'remarks', 'submittedAt'],
    properties: {
      id: text('Id of the application.'),
      formId: text('Id of its form.'),
      stage: { type: 'string', enum: ['submitted', 'asked', 'approved', 'rejected'] },
      applicant: ref('Recipient'),
      answers: { type: 'object' },
      remarks: {
        type: 'array',
        items: {
          type: 'object',
          required: ['by', 'text', 'at'],
          properties: {
            by: { type: 'string', enum: ['reviewer', 'applicant'] },
            text: text('What was said.'),
            at: text('ISO 8601.'),
          },
        },
      },
      submittedAt: text('ISO 8601.'),
      decidedAt: text('ISO 8601.'),
      badgeId: text('Id of the badge, once it was approved.'),
    },
  },
  Display: {
    type: 'object',
    required: ['id', 'title', 'secondsPerSlide', 'createdAt'],
    properties: {
      id: text('Id of the display.'),
      title: text('What it is called.'),
      achievementIds: { type: 'array', items: { type: 'string' } },
      secondsPerSlide: { type: 'integer' },
      locale: text('BCP 47.'),
      createdAt: text('ISO 8601.'),
      revokedAt: text('When it was ended.'),
    },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457, with a stable code.',
    required: ['type', 'title', 'status'],
    properties: {
      type: text('URI.'),
      title: text('What kind.'),
      status: { type: 'integer' },
      detail: text('What is wrong.'),
      code: text('ERR_…'),
      problems: { type: 'array', items: { type: 'object' } },
    },
  },
  VerificationResult: {
    type: 'object',
    required: ['verified', 'problemDetails'],
    properties: {
      verified: { type: 'boolean' },
      problemDetails: { type: 'array', items: { type: 'object' } },
      warnings: { type: 'array', items: { type: 'object' } },
    },
  },
} as const satisfies Readonly<Record<string, JsonObject>>

export const schemaRef = (name: keyof typeof schemas): JsonObject => ref(name)
