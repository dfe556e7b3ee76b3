import { BadgeError, isBadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { copyJson, isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { metered, type PatternDoor, startMeter, type Tick } from './meter.js'

/** What a schema has against a document: the first thing that is wrong, and where. */
export interface SchemaFault {
  /** RFC 6901 pointer into the document. */
  readonly pointer: string
  readonly keyword: string
}

/** Drafts of JSON Schema, by what `$schema` names. */
const drafts = [
  { name: /draft-0?4/, draft: '4' },
  { name: /draft-0?[67]/, draft: '7' },
  { name: /2019-09/, draft: '2019-09' },
  { name: /2020-12/, draft: '2020-12' },
] as const

type Draft = (typeof drafts)[number]['draft']

/**
 * Holds a document against a JSON Schema, in bounded time whatever either of them is, and without `eval`.
 *
 * @param others - schemas that it refers to, by their URL
 * @returns the first fault, or `undefined` when there is none
 * @throws BadgeError `ERR_SCHEMA_UNUSABLE` for a schema that is malformed or refers to what is not there,
 * `ERR_LIMIT_EXCEEDED` for too much work
 */
export async function findSchemaFault(
  document: JsonObject,
  schema: JsonValue,
  options: { readonly draft: Draft; readonly url: string; readonly others?: ReadonlyMap<string, JsonValue> },
): Promise<SchemaFault | undefined> {
  const { dereference, format, validate } = await import('@cfworker/json-schema')
  const texts = textsOf(document)
  const tick = startMeter()
  const patterns = await openDoor(tick, texts.names, [schema, ...(options.others?.values() ?? [])])
  const copy = copyJson(schema)
  const root = isJsonObject(copy) ? { ...copy, $id: copy.$id ?? options.url } : copy
  try {
    const lookup = dereference(root as never)
    for (const [url, other] of options.others ?? []) {
      const part = copyJson(other)
      dereference((isJsonObject(part) ? { ...part, $id: url } : part) as never, lookup)
    }
    const view = <T extends JsonValue>(value: T, kind: 'schema' | 'schemas' | 'data'): T =>
      metered(value, kind, tick, patterns.door, texts.longest)
    const { valid, errors } = validate(
      view(document, 'data'),
      view(root, 'schema') as never,
      draftOf(root, options.draft),
      view(lookup as unknown as JsonObject, 'schemas') as never,
    )
    const fault = errors.at(-1)
    const keyword = fault?.keyword === 'format' ? 'pattern' : (fault?.keyword ?? '')
    return valid ? undefined : { pointer: pointerOf(fault?.instanceLocation ?? '#'), keyword }
  } catch (error) {
    if (isBadgeError(error)) throw error
    // What the engine says of a schema quotes it; what it cannot bear (recursion without end) is the schema's fault too.
    throw new BadgeError('ERR_SCHEMA_UNUSABLE', 'The JSON Schema is malformed, or refers to what is not there.')
  } finally {
    for (const name of patterns.names()) delete format[name]
  }
}

const draftOf = (schema: JsonValue, fallback: Draft): Draft => {
  const named = isJsonObject(schema) && typeof schema.$schema === 'string' ? schema.$schema : ''
  return drafts.find(({ name }) => name.test(named))?.draft ?? fallback
}

function pointerOf(location: string): string {
  try {
    return decodeURIComponent(location.slice(1))
  } catch {
    return ''
  }
}

interface Texts {
  readonly names: readonly string[]
  readonly longest: number
}

/** What regular expressions and lengths are about: names of members, and the longest text. */
function textsOf(document: JsonObject): Texts {
  const names = new Set<string>()
  let [longest, total] = [0, 0]
  const walk = (value: JsonValue | undefined): void => {
    if (typeof value === 'string') {
      longest = Math.max(longest, value.length)
      total += value.length
    } else if (Array.isArray(value)) for (const item of value) walk(item)
    else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        names.add(name)
        total += name.length
        walk(member)
      }
    }
  }
  walk(document)
  if (total > documentLimits.schemaText) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', 'The credential is too large to be held against a JSON Schema.')
  }
  return { names: [...names], longest }
}

interface Door {
  readonly door: PatternDoor
  /** What was put into the engine's table of formats. */
  readonly names: () => readonly string[]
}

/** Whether there is a pattern anywhere, be it where one means nothing: then what runs them has to be at hand. */
function hasPattern(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasPattern)
  if (!isJsonObject(value)) return false
  return value.pattern !== undefined || value.patternProperties !== undefined || Object.values(value).some(hasPattern)
}

/**
 * Patterns in RE2 syntax, which takes linear time. The engine has no hook for them but its formats, so that each
 * pattern becomes a format for as long as one (synchronous) validation takes. What runs them is larger than all else
 * that a verification may need, and most schemas have none: it loads where there is one, and nothing else ever runs it.
 */
async function openDoor(tick: Tick, memberNames: readonly string[], schemas: readonly JsonValue[]): Promise<Door> {
  const RE2JS = schemas.some(hasPattern) ? (await import('re2js')).RE2JS : undefined
  const { format } = await import('@cfworker/json-schema')
  const compiled = new Map<string, (text: string) => boolean>()
  const matcher = (pattern: string): ((text: string) => boolean) => {
    const known = compiled.get(pattern)
    if (known !== undefined) return known
    if (RE2JS === undefined || pattern.length > documentLimits.schemaPattern) throw unusablePattern()
    let expression: ReturnType<typeof RE2JS.compile>
    try {
      expression = RE2JS.compile(RE2JS.translateRegExp(pattern))
    } catch {
      throw unusablePattern()
    }
    const matches = (text: string): boolean => {
      tick(Math.ceil((text.length * Math.ceil(pattern.length / 32)) / 8))
      return expression.matcher(text).find()
    }
    compiled.set(pattern, matches)
    return matches
  }
  const nameOf = (pattern: string): string => `badgewright-pattern:${pattern}`
  return {
    names: () => [...compiled.keys()].map(nameOf),
    door: {
      formatOf: (pattern) => {
        format[nameOf(pattern)] = matcher(pattern)
        return nameOf(pattern)
      },
      namesOf: (pattern) => {
        const matches = matcher(pattern)
        const found = memberNames.filter((name) => matches(name)).map(escaped)
        return found.length === 0 ? '[^\\s\\S]' : `^(?:${found.join('|')})$`
      },
    },
  }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const unusablePattern = (): BadgeError =>
  new BadgeError('ERR_SCHEMA_UNUSABLE', 'The JSON Schema has a pattern that cannot be run in bounded time.')
