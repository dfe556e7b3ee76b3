import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** Counts work, and ends it where there is too much of it. */
export type Tick = (steps: number) => void

/** A meter for one document and its schemas. */
export function startMeter(): Tick {
  let steps = 0
  return (more) => {
    steps += more
    if (steps > documentLimits.schemaSteps) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', 'The JSON Schema would take more work than the limits allow.')
    }
  }
}

/** How regular expressions of a schema are run: never by the engine of the platform, which a pattern can stall. */
export interface PatternDoor {
  /** The name of a format that stands for the pattern. */
  readonly formatOf: (pattern: string) => string
  /** A pattern of fixed texts that matches the same member names. */
  readonly namesOf: (pattern: string) => string
}

type Kind = 'schema' | 'schemas' | 'data'

const MAPS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies']
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const SINGLE = ['items', 'additionalItems', 'additionalProperties', 'unevaluatedItems', 'unevaluatedProperties']
const SINGLE_TOO = ['contains', 'propertyNames', 'not', 'if', 'then', 'else']
const TEXT_WORK = ['minLength', 'maxLength']

/**
 * A view of data or of a schema that counts every look at it. In a schema, patterns go through the door, and formats
 * are annotations, as JSON Schema has them since 2019-09.
 */
export function metered<T extends JsonValue>(root: T, kind: Kind, tick: Tick, door: PatternDoor, longest: number): T {
  const views = new WeakMap<object, object>()
  const view = (value: unknown, as: Kind): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const known = views.get(value)
    if (known !== undefined) return known
    const made = new Proxy(value, {
      get: (target, key) => {
        tick(1)
        const member = Reflect.get(target, key)
        if (typeof key !== 'string') return member
        if (as === 'data') return view(member, 'data')
        if (as === 'schemas') return view(member, Array.isArray(member) ? 'schemas' : 'schema')
        return keyword(target as JsonObject, key, member)
      },
      ownKeys: (target) => {
        const keys = Reflect.ownKeys(target)
        tick(keys.length)
        return keys
      },
    })
    views.set(value, made)
    return made
  }
  const keyword = (schema: JsonObject, key: string, member: unknown): unknown => {
    if (key === 'pattern' && typeof member === 'string') return undefined
    if (key === 'format') return typeof schema.pattern === 'string' ? door.formatOf(schema.pattern) : undefined
    if (key === 'patternProperties' && isJsonObject(member)) return view(byName(member), 'schemas')
    if (TEXT_WORK.includes(key) && member !== undefined) tick(Math.ceil(longest / 64))
    if (MAPS.includes(key) || LISTS.includes(key)) return view(member, 'schemas')
    if (SINGLE.includes(key) || SINGLE_TOO.includes(key))
      return view(member, Array.isArray(member) ? 'schemas' : 'schema')
    return view(member, 'data')
  }
  const renamed = new WeakMap<object, JsonObject>()
  const byName = (patterns: JsonObject): JsonObject => {
    const known = renamed.get(patterns)
    if (known !== undefined) return known
    const made: JsonObject = {}
    for (const [pattern, schema] of Object.entries(patterns)) {
      const names = door.namesOf(pattern)
      made[names] = made[names] === undefined ? (schema as JsonValue) : { allOf: [made[names], schema as JsonValue] }
    }
    renamed.set(patterns, made)
    return made
  }
  return view(root, kind) as T
}
