import { Validator } from '@cfworker/json-schema'
import { BadgeError, type ErrorProblem } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, copyJson, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { checkValue, needed } from '../../internal/options.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { FieldKind, FormAnswers, FormField } from './types.js'

const NAME = /^[A-Za-z][\w-]{0,63}$/
const LONG_TEXT = 200
const formats: Readonly<Record<string, FieldKind>> = { email: 'email', uri: 'url', date: 'date' }

/**
 * The fields that a JSON Schema asks for: an object whose properties are text, numbers, booleans, one of several
 * options, or some of them.
 *
 * @throws BadgeError `ERR_FORM_INVALID` for a schema that asks for more than a page can show
 *
 * @example
 * import { fieldsOf } from 'badgewright/service'
 *
 * const fields = fieldsOf({
 *   type: 'object',
 *   properties: { essay: { type: 'string', title: 'What did you weld?', minLength: 10 } },
 *   required: ['essay'],
 * })
 * console.log(fields[0]?.kind, fields[0]?.required) // text true
 */
export function fieldsOf(schema: JsonObject): readonly FormField[] {
  checkValue('schema', schema, needed('object'))
  const { type, properties, required } = schema
  if (type !== 'object' || !isJsonObject(properties))
    throw wrong('The schema of a form must have `type: "object"` and `properties`.')
  const names = Object.keys(properties)
  if (names.length === 0 || names.length > limits.formFields) {
    throw wrong(`A form must have 1 to ${limits.formFields} fields.`)
  }
  return names.map((name) => {
    const property = properties[name]
    if (!NAME.test(name) || !isJsonObject(property))
      throw wrong('The name of a field must be a letter followed by at most 63 letters, digits, `_` or `-`.')
    return fieldOf(name, property, asArray(required as JsonValue).includes(name))
  })
}

function fieldOf(name: string, property: JsonObject, required: boolean): FormField {
  const options = isJsonObject(property.items) ? textsOf(property.items.enum) : textsOf(property.enum)
  const number = (key: string) => (typeof property[key] === 'number' ? { [key]: property[key] } : {})
  return {
    name,
    kind: kindOf(property, options),
    title: typeof property.title === 'string' ? property.title : name,
    ...(typeof property.description === 'string' ? { description: property.description } : {}),
    required,
    ...defined({ options }),
    ...number('minLength'),
    ...number('maxLength'),
    ...number('minimum'),
    ...number('maximum'),
  }
}

function kindOf(property: JsonObject, options: readonly string[] | undefined): FieldKind {
  const { type, format, maxLength } = property
  if (type === 'array' && options !== undefined) return 'choices'
  if (type === 'boolean') return 'checkbox'
  if (type === 'number' || type === 'integer') return type
  if (type === 'string' && options !== undefined) return 'choice'
  if (type === 'string' && typeof format === 'string') return formats[format] ?? 'text'
  if (type === 'string') return typeof maxLength === 'number' && maxLength > LONG_TEXT ? 'long-text' : 'text'
  throw wrong('A field must be text, a number, a boolean, one of several options, or some of them.')
}

const textsOf = (value: JsonValue | undefined): readonly string[] | undefined =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
    ? (value as string[])
    : undefined

/** Answers in the types of the schema. Throws `ERR_ANSWERS_INVALID` with every problem. */
export function readAnswers(schema: JsonObject, given: FormAnswers): JsonObject {
  const fields = fieldsOf(schema)
  const answers: JsonObject = {}
  const problems: ErrorProblem[] = []
  for (const name of Object.keys(given)) {
    if (!fields.some((field) => field.name === name)) problems.push(problem(`/${name}`, 'The form has no such field.'))
  }
  for (const field of fields) {
    const raw = Object.hasOwn(given, field.name) ? given[field.name] : undefined
    const texts = asArray(raw as string | readonly string[] | undefined)
    if (texts.some((text) => typeof text !== 'string' || text.length > limits.answerText)) {
      problems.push(problem(`/${field.name}`, `An answer has at most ${limits.answerText} characters.`))
      continue
    }
    const answer = answerOf(field, texts)
    if (answer !== undefined) answers[field.name] = answer
    else if (field.required) problems.push(problem(`/${field.name}`, 'This needs an answer.'))
  }
  const { errors } = new Validator(schema as object, '2020-12', false).validate(answers)
  for (const { instanceLocation, keyword, error } of errors) {
    // These only repeat what is said about the field itself, or was said above.
    if (keyword === 'properties' || keyword === 'required' || keyword === 'items') continue
    problems.push(problem(instanceLocation.replace(/^#/, ''), error))
  }
  if (problems.length === 0) return copyJson(answers) as JsonObject
  throw new BadgeError('ERR_ANSWERS_INVALID', 'The answers do not match the form.', { problems })
}

function answerOf({ kind }: FormField, texts: readonly string[]): JsonValue | undefined {
  const clean = texts.map(plainText).filter((text) => text !== '')
  const [first] = clean
  if (kind === 'choices') return clean.length === 0 ? undefined : [...new Set(clean)]
  if (kind === 'checkbox') return first === undefined ? undefined : !['false', 'off', 'no', '0'].includes(first)
  if (first === undefined) return undefined
  if (kind !== 'number' && kind !== 'integer') return first
  const number = /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(first) ? Number(first) : Number.NaN
  return Number.isNaN(number) ? first : number
}

const TAG = /<[a-z/!?][^<>]*>?/gi

/** Text without markup, control characters and marks that change the direction of writing. */
export function plainText(text: string): string {
  let clean = text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\n\P{C}]/gu, '')
  for (let before = ''; before !== clean; ) {
    before = clean
    clean = clean.replaceAll(TAG, '')
  }
  return clean.trim()
}

const problem = (pointer: string, detail: string): ErrorProblem => ({ code: 'ERR_ANSWERS_INVALID', pointer, detail })
const wrong = (message: string): BadgeError => new BadgeError('ERR_FORM_INVALID', message)
