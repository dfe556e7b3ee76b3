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
    required: ['id', 'stage', 'credential'],
    properties: {
      id: text('Id of the record.'),
      stage: text('issued, offered, accepted, claimed, declined, expired, revoked or replaced.'),
      suspended: { type: 'boolean' },
      visibility: text('private, unlisted or public.'),
      credential: ref('Credential'),
      credentialId: text('Id of the credential.'),
      recipient: ref('Recipient'),
      issuedAt: text('ISO 8601.'),
    },
  },
  Batch: {
    type: 'object',
    required: ['id', 'stage'],
    properties: { id: text('Id of the batch.'), stage: text('running, done, undoing or undone.') },
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
    },
  },
  VerificationResult: {
    type: 'object',
    required: ['verified', 'problemDetails'],
    properties: { verified: { type: 'boolean' }, problemDetails: { type: 'array', items: { type: 'object' } } },
  },
} as const satisfies Readonly<Record<string, JsonObject>>

export const schemaRef = (name: keyof typeof schemas): JsonObject => ref(name)
