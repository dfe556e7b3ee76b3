/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject

/** A JSON object. */
export interface JsonObject {
  [member: string]: JsonValue | undefined
}

/** A JSON-LD `@context` value: a URL, an inline context, or an ordered list of these. */
export type JsonLdContext = string | JsonObject | (string | JsonObject)[]
