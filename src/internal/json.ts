import { BadgeError } from '../errors.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { utf8Decode } from './bytes.js'
import { limits } from './limits.js'
import { pointerJoin } from './pointer.js'

export interface JsonLimits {
  readonly bytes?: number
  readonly depth?: number
}

/**
 * Reads JSON that somebody else wrote. Beyond `JSON.parse` it refuses what two readers could understand differently
 * (duplicate members, lone surrogates, numbers that overflow) and what is dangerous to copy (`__proto__`), and it
 * caps size and depth before any work.
 */
export function parseJson(input: string | Uint8Array, caps: JsonLimits = {}): JsonValue {
  const maxBytes = caps.bytes ?? limits.jsonBytes
  if (input.length > maxBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `JSON may have at most ${maxBytes} bytes; this has more.`)
  }
  const text = typeof input === 'string' ? input : decodeUtf8(input)
  assertDepth(text, caps.depth ?? limits.jsonDepth)
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', 'The text is not JSON.', { cause })
  }
  assertUnambiguous(text)
  return copyJson(value, caps)
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', 'The bytes are not UTF-8 text.', { cause })
  }
}

function assertDepth(text: string, maxDepth: number): void {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === QUOTE) i = endOfString(text, i)
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      depth += 1
      if (depth > maxDepth) throw tooDeep(maxDepth)
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth -= 1
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const COMMA = 0x2c

function endOfString(text: string, start: number): number {
  let i = start + 1
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1
  return i
}

const tooDeep = (maxDepth: number): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', `JSON may be nested at most ${maxDepth} levels deep; this is deeper.`)

/** Walks text that is known to be JSON and refuses an object that names a member twice. */
function assertUnambiguous(text: string): void {
  const namesOfOpen: (Set<string> | null)[] = []
  let expectsName = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === QUOTE) {
      const end = endOfString(text, i)
      if (expectsName) rememberName(namesOfOpen.at(-1), text.slice(i, end + 1))
      expectsName = false
      i = end
    } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      namesOfOpen.push(char === OPEN_BRACE ? new Set() : null)
      expectsName = char === OPEN_BRACE
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      namesOfOpen.pop()
    } else if (char === COMMA) {
      expectsName = namesOfOpen.at(-1) !== null
    }
  }
}

function rememberName(names: Set<string> | null | undefined, literal: string): void {
  const name = JSON.parse(literal) as string
  if (names?.has(name)) {
    throw new BadgeError('ERR_JSON_DUPLICATE_KEY', 'An object names the same member twice.')
  }
  names?.add(name)
}

/**
 * A deep copy as plain JSON, under the same rules as {@link parseJson}, for values that were handed over as objects:
 * no functions, dates, bigints, cycles, accessors or class instances. `undefined` members are left out, as
 * `JSON.stringify` does.
 */
export function copyJson(value: unknown, caps: JsonLimits = {}): JsonValue {
  return copy(value, '', 0, caps.depth ?? limits.jsonDepth)
}

function copy(value: unknown, pointer: string, depth: number, maxDepth: number): JsonValue {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) {
        throw new BadgeError('ERR_JSON_LONE_SURROGATE', 'A string holds half of a surrogate pair.', { pointer })
      }
      return value
    case 'number':
      if (!Number.isFinite(value)) {
        throw new BadgeError('ERR_JSON_NUMBER_RANGE', 'A number is too large or not a number.', { pointer })
      }
      return value
    case 'boolean':
      return value
    case 'object':
      if (value === null) return null
      if (depth >= maxDepth) throw tooDeep(maxDepth)
      return Array.isArray(value)
        ? value.map((item, i) => copy(item, pointerJoin(pointer, i), depth + 1, maxDepth))
        : copyObject(value, pointer, depth, maxDepth)
    default:
      throw new BadgeError('ERR_JSON_INVALID', `A ${typeof value} has no JSON form.`, { pointer })
  }
}

function copyObject(value: object, pointer: string, depth: number, maxDepth: number): JsonObject {
  const prototype = Object.getPrototypeOf(value)
  // A plain object of another realm has a prototype whose own prototype is null.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new BadgeError('ERR_JSON_INVALID', 'Only plain objects have a JSON form.', { pointer })
  }
  const out: JsonObject = {}
  for (const key of Object.keys(value)) {
    if (key === '__proto__') {
      throw new BadgeError('ERR_JSON_FORBIDDEN_KEY', 'An object has a member called __proto__.', { pointer })
    }
    if (!key.isWellFormed()) {
      throw new BadgeError('ERR_JSON_LONE_SURROGATE', 'A member name holds half of a surrogate pair.', { pointer })
    }
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) out[key] = copy(member, pointerJoin(pointer, key), depth + 1, maxDepth)
  }
  return out
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as a list: JSON-LD makes no difference between one value and an array of it. */
export const asArray = <T>(value: T | readonly T[] | undefined | null): readonly T[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value as T]

/** Freezes a JSON value through and through. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) deepFreeze(member)
  }
  return value
}
