import { defined } from '../internal/defined.js'
import { limits } from '../internal/limits.js'
import type { JsonObject } from '../types/json.js'

/** Small builders for JSON Schemas (2020-12), so that a row of the catalogue reads like a sentence. */

export const text = (description: string, maxLength?: number): JsonObject => ({
  type: 'string',
  description,
  ...defined({ maxLength }),
})

export const id = (description: string): JsonObject => ({
  type: 'string',
  description,
  minLength: 1,
  maxLength: limits.recordId,
})

export const time = (description: string): JsonObject => ({ type: 'string', description, maxLength: limits.timeText })

export const flag = (description: string, standard?: boolean): JsonObject => ({
  type: 'boolean',
  description,
  ...defined({ default: standard }),
})

export const integer = (description: string, minimum?: number, maximum?: number): JsonObject => ({
  type: 'integer',
  description,
  ...defined({ minimum, maximum }),
})

export const oneOf = (description: string, words: readonly string[], standard?: string): JsonObject => ({
  type: 'string',
  description,
  enum: [...words],
  ...defined({ default: standard }),
})

export const listOf = (items: JsonObject, description?: string, maxItems?: number): JsonObject => ({
  type: 'array',
  items,
  ...defined({ description, maxItems }),
})

export const orNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] })

type Members = Readonly<Record<string, JsonObject>>

/** An input: members that must be there, members that may be, and no others. */
export const input = (required: Members = {}, optional: Members = {}): JsonObject => ({
  type: 'object',
  ...(Object.keys(required).length === 0 ? {} : { required: Object.keys(required) }),
  properties: { ...required, ...optional },
  additionalProperties: false,
})

/** An output. Clients must put up with members that later versions add. */
export const output = (required: Members, optional: Members = {}, description?: string): JsonObject => ({
  type: 'object',
  ...defined({ description }),
  required: Object.keys(required),
  properties: { ...required, ...optional },
})
