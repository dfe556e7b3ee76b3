import type { JsonObject, JsonValue } from '../types/json.js'

/** An input of the VC-API: what it is about, under one of these names, and options. */
export const body = (
  names: readonly [string, ...string[]],
  schema: JsonObject,
  options: JsonObject,
  needed: readonly string[] = [],
): JsonObject => {
  const required = [...(names.length === 1 ? names : []), ...needed]
  const schemaOf = (name: string): JsonObject => (name.endsWith('Jwt') ? { ...schema, type: 'string' } : schema)
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    ...(names.length === 1 ? {} : { oneOf: names.map((name) => ({ required: [name] })) }),
    properties: { ...Object.fromEntries(names.map((name) => [name, schemaOf(name)])), options },
    // What is null here is malformed, and not absent: the suites of the W3C ask for it.
    unevaluatedProperties: false,
  }
}

export const textOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined
