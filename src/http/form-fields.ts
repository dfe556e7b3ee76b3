import { asArray, isJsonObject } from '../internal/json.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { FormField } from './pages/apply.js'

/** The fields of a form, from the JSON Schema of an object without nesting. */
export function formFields(schema: JsonObject): readonly FormField[] {
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  const required = asArray<JsonValue>(schema.required)
  return Object.entries(properties).flatMap(([name, row]) => {
    if (!isJsonObject(row)) return []
    const items = isJsonObject(row.items) ? row.items : {}
    const choices = strings(row.enum) ?? strings(items.enum) ?? []
    return {
      name,
      label: text(row.title) ?? name,
      hint: text(row.description),
      required: required.includes(name),
      kind: kindOf(row, choices),
      choices,
      maxLength: typeof row.maxLength === 'number' ? row.maxLength : undefined,
    }
  })
}

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
const strings = (value: JsonValue | undefined): string[] | undefined =>
  Array.isArray(value)
    ? value.flatMap((item) => (['string', 'number'].includes(typeof item) ? String(item) : []))
    : undefined

const formats: Readonly<Record<string, FormField['kind']>> = { email: 'email', uri: 'url', url: 'url', date: 'date' }
/** From so many characters on, an answer gets a field of several lines. */
const LONG = 200

function kindOf(row: JsonObject, choices: readonly string[]): FormField['kind'] {
  if (row.type === 'array') return 'choices'
  if (row.type === 'boolean') return 'boolean'
  if (choices.length > 0) return 'choice'
  if (row.type === 'number' || row.type === 'integer') return 'number'
  const format = typeof row.format === 'string' ? formats[row.format] : undefined
  if (format !== undefined) return format
  return typeof row.maxLength === 'number' && row.maxLength > LONG ? 'long' : 'text'
}
