import type { JsonValue } from '../types/json.js'

/**
 * The JSON Canonicalization Scheme of RFC 8785. Strings and numbers come out of `JSON.stringify` as the RFC wants
 * them; what it adds is the order of members, by UTF-16 code units. Give it values from `parseJson` or `copyJson`.
 */
export function jcs(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => (value[key] === undefined ? [] : [`${JSON.stringify(key)}:${jcs(value[key])}`]))
  return `{${members.join(',')}}`
}
