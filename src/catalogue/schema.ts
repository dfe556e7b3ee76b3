import type { JsonObject } from '../types/json.js'

/** Small builders for JSON Schemas (2020-12), so that a row of the catalogue reads like a sentence. */

export const text = (description: string, maxLength?: number): JsonObject => ({
  type: 'string',
  description,
  ...(maxLength === undefined ? {} : { maxLength }),
})

export const id = (description: string): JsonObject => ({ type: 'string', description, minLength: 1, maxLength: 200 })

export const time = (description: string): JsonObject => ({ type: 'string', description, maxLength: 40 })

export const flag = (description: string, standard?: boolean): JsonObject => ({
  type: 'boolean',
  description,
  ...(standard === undefined ? {} : { default: standard }),
})

export const integer = (description: string, minimum?: number, maximum?: number): JsonObject => ({
  type: 'integer',
  description,
  ...(minimum === undefined ? {} : { minimum }),
  ...(maximum === undefined ? {} : { maximum }),
})

export const oneOf = (description: string, words: readonly string[], standard?: string): JsonObject => ({
  type: 'string',
  description,
  enum: [...words],
  ...(standard === undefined ? {} : { default: standard }),
})

export const listOf = (items: JsonObject, description?: string, maxItems?: number): JsonObject => ({
  type: 'array',
  items,
  ...(description === undefined ? {} : { description }),
  ...(maxItems === undefined ? {} : { maxItems }),
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
  ...(description === undefined ? {} : { description }),
  required: Object.keys(required),
  properties: { ...required, ...optional },
})
