import { Validator } from '@cfworker/json-schema'
import { BadgeError, type ErrorProblem } from '../errors.js'
import { asArray, copyJson, isJsonObject } from '../internal/json.js'
import { limits } from '../internal/limits.js'
import { meant } from '../internal/options.js'
import { pointerGet, pointerTokens } from '../internal/pointer.js'
import { sharedCache } from '../internal/shared-caches.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/**
 * Holds an input against the schema of an operation. Where the schema names every member, one that is `null` counts as
 * absent, since many languages write optional members so.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` that says what is wrong with which member; for an unknown member, which
 * exist
 */
export function checkInput(schema: JsonObject, value: JsonValue | undefined, what = 'The input'): JsonObject {
  const given = value ?? {}
  if (!isJsonObject(given)) throw wrong(`${what} must be a JSON object.`)
  const copy = copyJson(given) as JsonObject
  const input = schema.additionalProperties === false ? withoutNulls(copy, schema) : copy
  const { errors } = validatorOf(schema).validate(input)
  if (errors.length === 0) return input
  const problems: ErrorProblem[] = []
  for (const [i, { keyword, keywordLocation, instanceLocation }] of errors.entries()) {
    // The validator says of an unknown member where its parent is, and then that nothing may be there.
    const next = isClosing(keyword) ? errors[i + 1] : undefined
    const place = next?.keyword === 'false' ? next.instanceLocation : instanceLocation
    const detail = isOtherBranch(errors, i) ? undefined : sentence(schema, keyword, keywordLocation, place, input)
    if (detail === undefined || problems.length === limits.findings) continue
    problems.push({ code: 'ERR_ARGUMENT_INVALID', pointer: place.replace(/^#/, ''), detail })
  }
  throw new BadgeError('ERR_ARGUMENT_INVALID', problems[0]?.detail ?? `${what} does not match its schema.`, {
    problems,
  })
}

/** Making one takes the whole schema apart; the schemas are those of the catalogue. */
const validators = sharedCache('inputValidators', () => new WeakMap<JsonObject, Validator>())

function validatorOf(schema: JsonObject): Validator {
  const known = validators().get(schema)
  if (known !== undefined) return known
  const made = new Validator(schema as object, '2020-12', false)
  validators().set(schema, made)
  return made
}

/** Leaves out members that are `null`, of the input and of its parts that have a schema with members. */
function withoutNulls(value: JsonObject, schema: JsonObject): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member = null]): [string, JsonValue][] => {
      const inner = properties[name]
      if (member === null && inner !== undefined) return []
      if (!isJsonObject(inner)) return [[name, member]]
      if (isJsonObject(member) && inner.additionalProperties === false) return [[name, withoutNulls(member, inner)]]
      const items = inner.items
      if (Array.isArray(member) && isJsonObject(items) && items.additionalProperties === false) {
        return [[name, member.map((item) => (isJsonObject(item) ? withoutNulls(item, items) : item))]]
      }
      return [[name, member]]
    }),
  )
}

/** What an error of the validator means to anyone who wrote the input; `undefined` where another error says it. */
function sentence(
  schema: JsonObject,
  keyword: string,
  keywordLocation: string,
  instanceLocation: string,
  input: JsonObject,
): string | undefined {
  const path = keywordLocation.replace(/^#/, '')
  const rule = pointerGet(schema, path)
  const name = instanceLocation === '#' ? 'The input' : `"${instanceLocation.slice(2)}"`
  switch (keyword) {
    case 'properties':
    case 'items':
    case 'anyOf':
    // Said where the member is refused.
    case 'false':
      return undefined
    case 'oneOf': {
      const names = asArray<JsonValue>(rule).flatMap((each) =>
        isJsonObject(each) ? asArray<JsonValue>(each.required) : [],
      )
      return `${name} must have either ${names.map((each) => `"${String(each)}"`).join(' or ')}.`
    }
    case 'required': {
      // What is missing of each way to write it, the ways themselves say.
      if (path.includes('/oneOf/')) return undefined
      const value = pointerGet(input, instanceLocation.replace(/^#/, ''))
      const missing =
        Array.isArray(rule) && isJsonObject(value)
          ? rule.find((member) => !Object.hasOwn(value, String(member)))
          : undefined
      return `${name} must have "${String(missing)}".`
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const parent = pointerGet(schema, path.slice(0, path.lastIndexOf('/')))
      const known = isJsonObject(parent) && isJsonObject(parent.properties) ? Object.keys(parent.properties) : []
      const unknown = pointerTokens(instanceLocation.replace(/^#/, '')).at(-1) ?? ''
      // A member that is known and wrong counts as unevaluated too, and was told of already.
      if (known.includes(unknown)) return undefined
      const list = known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`
      return `Unknown member ${JSON.stringify(unknown.slice(0, 40))}; ${list}.${meant(unknown, known)}`
    }
    case 'type':
      return `${name} must be ${asArray<JsonValue>(rule)
        .map((type) => article(String(type)))
        .join(' or ')}.`
    case 'enum':
      return `${name} must be one of ${Array.isArray(rule) ? rule.join(', ') : ''}.`
    case 'maxLength':
      return `${name} must have at most ${rule} characters.`
    case 'minLength':
      return `${name} must not be empty.`
    case 'maxItems':
      return `${name} must have at most ${rule} items.`
    case 'minItems':
      return rule === 1
        ? `${name} must not be an empty list; leave it out.`
        : `${name} must have at least ${rule} items.`
    case 'minimum':
      return `${name} must be at least ${rule}.`
    case 'maximum':
      return `${name} must be at most ${rule}.`
    default:
      return `${name} does not match its schema (${keyword}).`
  }
}

const branchOf = (location: string): readonly string[] | null => /^(.*\/anyOf)\/(\d+)\//.exec(location)

/** Whether an error only says that a value is not of the type of one way to write it, where another way says what is wrong. */
function isOtherBranch(errors: readonly { keyword: string; keywordLocation: string }[], at: number): boolean {
  const error = errors[at]
  const [, either, branch] = (error?.keyword === 'type' && branchOf(error.keywordLocation)) || []
  return (
    either !== undefined &&
    errors.some(({ keyword, keywordLocation }) => {
      const [, same, other] = branchOf(keywordLocation) ?? []
      return same === either && other !== branch && keyword !== 'type'
    })
  )
}

const isClosing = (keyword: string): boolean =>
  keyword === 'additionalProperties' || keyword === 'unevaluatedProperties'

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`)

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
