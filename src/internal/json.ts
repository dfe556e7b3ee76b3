import { BadgeError, isBadgeError } from '../errors.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { utf8Decode } from './bytes.js'
import { fileLimits } from './file-limits.js'
import { pointerJoin } from './pointer.js'
import { formatInZone } from './time-zone.js'

export interface JsonLimits {
  readonly bytes?: number
  readonly depth?: number
  readonly values?: number
}

/**
 * Reads JSON that somebody else wrote. Beyond `JSON.parse` it refuses what two readers could understand differently
 * (duplicate members, lone surrogates, numbers that overflow) and what is dangerous to copy (`__proto__`), and it
 * caps size, depth and number of values before any work.
 */
export function parseJson(input: string | Uint8Array, caps: JsonLimits = {}): JsonValue {
  const maxBytes = caps.bytes ?? fileLimits.jsonBytes
  if (input.length > maxBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `JSON may have at most ${maxBytes} bytes; this has more.`)
  }
  const text = typeof input === 'string' ? input : decodeUtf8(input)
  assertShape(text, caps.depth ?? fileLimits.jsonDepth, caps.values ?? fileLimits.jsonValues)
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch {
    // The engine's error quotes the text, which may be a secret or an address: it is not a cause to keep.
    throw new BadgeError('ERR_JSON_INVALID', NOT_JSON)
  }
  assertUnambiguous(text)
  return copyJson(value, caps)
}

/** What `parseJson` says; `parseJsonText` adds the place. */
export const NOT_JSON = 'The text is not JSON.'

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', 'The bytes are not UTF-8 text.', { cause })
  }
}

/**
 * Caps depth and number of values. Every comma is followed by a value or a member with one, and so is every bracket
 * that is not closed at once.
 */
function assertShape(text: string, maxDepth: number, maxValues: number): void {
  let depth = 0
  let values = 1
  let previous = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char <= SPACE) continue
    if (char === QUOTE) i = endOfString(text, i)
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      depth += 1
      values += 1
      if (depth > maxDepth) throw tooDeep(maxDepth)
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      depth -= 1
      if (previous === OPEN_BRACE || previous === OPEN_BRACKET) values -= 1
    } else if (char === COMMA) {
      values += 1
      if (values > maxValues) throw tooMany(maxValues)
    }
    previous = char
  }
  if (values > maxValues) throw tooMany(maxValues)
}

const SPACE = 0x20
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

const tooMany = (maxValues: number): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', `JSON may hold at most ${maxValues} values; this holds more.`)

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
    throw new BadgeError('ERR_JSON_DUPLICATE_KEY', `An object names the same member twice: ${shortName(name)}.`)
  }
  names?.add(name)
}

/** A name as a message may show it. */
const shortName = (name: string): string => JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)

/** How {@link copyJson} treats what it copies. */
export interface CopyOptions extends JsonLimits {
  /** Valid dates become text, in the offset of this time zone. */
  readonly datesAsText?: string
}

/**
 * A deep copy as plain JSON, under the same rules as {@link parseJson}, for values that were handed over as objects:
 * no functions, dates, bigints, cycles, holes, accessors (they are not run) or class instances. `undefined` members
 * are left out, as `JSON.stringify` does. What occurs several times counts several times. Whatever a proxy does, only
 * a BadgeError comes out.
 */
export function copyJson(value: unknown, options: CopyOptions = {}): JsonValue {
  const { bytes = fileLimits.jsonBytes, depth = fileLimits.jsonDepth, values = fileLimits.jsonValues } = options
  const plain = Plain.jsonOf(value)
  if (plain !== undefined) return plain
  const copying: Copying = {
    maxBytes: bytes,
    maxDepth: depth,
    maxValues: values,
    datesAsText: options.datesAsText,
    characters: 0,
    values: 0,
    path: [],
  }
  try {
    return copy(value, copying)
  } catch (error) {
    if (isBadgeError(error)) throw error
    // Thrown by somebody else's code, and perhaps made so that looking at it throws as well: it is not a cause to keep.
    throw new BadgeError('ERR_JSON_INVALID', 'The value could not be read: its own code failed.')
  }
}

/**
 * What {@link copyJson} or {@link parseJson} gave, handed on to a function that takes anything: it is not copied once
 * more. Nothing that comes from outside can be one.
 */
export class Plain {
  readonly #json: JsonObject

  constructor(json: JsonObject) {
    this.#json = json
  }

  static jsonOf(value: unknown): JsonObject | undefined {
    return typeof value === 'object' && value !== null && #json in value ? value.#json : undefined
  }
}

interface Copying {
  readonly maxBytes: number
  readonly maxDepth: number
  readonly maxValues: number
  readonly datesAsText: string | undefined
  characters: number
  values: number
  /** Where the copy is; a pointer is made of it only when something is wrong. */
  readonly path: (string | number)[]
}

const placeOf = ({ path }: Copying): { pointer: string } => ({ pointer: path.reduce<string>(pointerJoin, '') })

function copy(value: unknown, copying: Copying): JsonValue {
  copying.values += 1
  if (copying.values > copying.maxValues) throw tooMany(copying.maxValues)
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) {
        throw new BadgeError('ERR_JSON_LONE_SURROGATE', 'A string holds half of a surrogate pair.', placeOf(copying))
      }
      countText(value, copying)
      return value
    case 'number':
      if (!Number.isFinite(value)) {
        throw new BadgeError('ERR_JSON_NUMBER_RANGE', 'A number is too large or not a number.', placeOf(copying))
      }
      return value
    case 'boolean':
      return value
    case 'object':
      if (value === null) return null
      if (copying.datesAsText !== undefined && value instanceof Date && !Number.isNaN(value.getTime())) {
        return formatInZone(value, copying.datesAsText)
      }
      if (copying.path.length >= copying.maxDepth) throw tooDeep(copying.maxDepth)
      return Array.isArray(value) ? copyArray(value, copying) : copyObject(value, copying)
    default:
      throw new BadgeError('ERR_JSON_INVALID', `A ${typeof value} has no JSON form.`, placeOf(copying))
  }
}

/** One string may be in many places and take memory once, until the copy is written down. */
function countText(text: string, copying: Copying): void {
  copying.characters += text.length
  if (copying.characters > copying.maxBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `JSON may have at most ${copying.maxBytes} bytes; this has more.`)
  }
}

/** An own property that holds a value, without running an accessor. */
function ownValue(object: object, key: string | number, copying: Copying): unknown {
  const property = Object.getOwnPropertyDescriptor(object, key)
  if (property === undefined || !('value' in property)) {
    throw new BadgeError('ERR_JSON_INVALID', 'Holes and accessors have no JSON form.', placeOf(copying))
  }
  return property.value
}

/** Item by item, so that the first hole ends it: a list can claim a length of four thousand million for nothing. */
function copyArray(list: readonly unknown[], copying: Copying): JsonValue[] {
  const out: JsonValue[] = []
  const { path } = copying
  for (let i = 0; i < list.length; i++) {
    path.push(i)
    out.push(copy(ownValue(list, i, copying), copying))
    path.pop()
  }
  return out
}

function copyObject(value: object, copying: Copying): JsonObject {
  const prototype = Object.getPrototypeOf(value)
  // A plain object of another realm has a prototype whose own prototype is null.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new BadgeError('ERR_JSON_INVALID', 'Only plain objects have a JSON form.', placeOf(copying))
  }
  const out: JsonObject = {}
  const { path } = copying
  for (const key of Object.keys(value)) {
    if (key === '__proto__') {
      throw new BadgeError('ERR_JSON_FORBIDDEN_KEY', 'An object has a member called __proto__.', placeOf(copying))
    }
    if (!key.isWellFormed()) {
      throw new BadgeError('ERR_JSON_LONE_SURROGATE', 'A member name holds half of a surrogate pair.', placeOf(copying))
    }
    path.push(key)
    const member = ownValue(value, key, copying)
    if (member !== undefined) {
      countText(key, copying)
      out[key] = copy(member, copying)
    }
    path.pop()
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
  if (typeof value === 'object' && value !== null) freezeObject(value)
  return value
}

function freezeObject(value: object): void {
  if (Object.isFrozen(value)) return
  Object.freeze(value)
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key]
    if (typeof member === 'object' && member !== null) freezeObject(member)
  }
}
