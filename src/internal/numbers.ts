import { BadgeError } from '../errors.js'
import type { JsonValue } from '../types/json.js'
import { isJsonObject } from './json.js'
import { type Path, pointerOf } from './pointer.js'

/** A document whose numbers are those that its canonical RDF has. */
export interface RoundedNumbers<T> {
  /** The document itself where nothing had to be rounded. */
  readonly value: T
  /** Where numbers were rounded. */
  readonly pointers: readonly string[]
}

/**
 * Whether nothing in a document has to be refused or rounded for its numbers, as in most: they mean the same to every
 * reader, and RDF has all of their digits.
 */
export function hasOnlyPlainNumbers(value: JsonValue | undefined): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) || isPlainFraction(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item !== 'string' && !hasOnlyPlainNumbers(item)) return false
    return true
  }
  for (const key of Object.keys(value)) {
    const member = value[key]
    if (typeof member !== 'string' && !hasOnlyPlainNumbers(member)) return false
  }
  return true
}

/** A fraction that {@link roundedNumbers} leaves as it is. */
const isPlainFraction = (number: number): boolean =>
  !Number.isInteger(number) && (isShort(number) || (hasPoint(number) && rounded(number) === number))

/** Halves down to 1,024ths of small numbers, as in most credits and grades: at most fifteen digits, told by arithmetic. */
const isShort = (number: number): boolean => Number.isInteger(number * 1024) && Math.abs(number) < 100_000

const hasPoint = (number: number): boolean => String(number).includes('.')
const rounded = (number: number): number => Number(number.toExponential(15))

/**
 * Refuses whole numbers beyond 2^53: two readers make different numbers of the same digits (RFC 8259 §6, RFC 7493 §2.2).
 *
 * @throws BadgeError `ERR_JSON_NUMBER_RANGE`
 */
export function assertExactIntegers(document: JsonValue): void {
  mapNumbers(document, undefined, (number, path) => {
    if (Number.isInteger(number) && !Number.isSafeInteger(number))
      throw outOfRange('A whole number is beyond 2^53.', path)
    return number
  })
}

/**
 * The numbers as RDF has them: with 16 significant digits (JSON-LD 1.1 API §8.6.2), which is one less than some numbers
 * have, so that a signature over RDF holds for another number too. What a `@value` has beside its `@type` stays as it is.
 *
 * @throws BadgeError `ERR_JSON_NUMBER_RANGE` for a fraction like 1e-7, that RDF takes for a whole number
 */
export function roundedNumbers<T extends JsonValue>(document: T): RoundedNumbers<T> {
  const pointers: string[] = []
  const value = mapNumbers(document, undefined, (number, path) => {
    if (Number.isInteger(number)) return number
    if (!hasPoint(number)) throw outOfRange('A number is too small to be signed as it is.', path)
    const signed = rounded(number)
    if (signed !== number) pointers.push(pointerOf(path))
    return signed
  })
  return { value: value as T, pointers }
}

type Change = (number: number, path: Path | undefined) => number

/** A copy where something changes, else the value itself. */
function mapNumbers(value: JsonValue, path: Path | undefined, change: Change): JsonValue {
  if (typeof value === 'number') return change(value, path)
  if (typeof value !== 'object' || value === null) return value
  if (isJsonObject(value) && value['@value'] !== undefined && value['@type'] !== undefined) return value
  let copy: Record<string, JsonValue> | undefined
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, JsonValue | undefined>)[key]
    if (member === undefined || typeof member === 'string') continue
    const token = Array.isArray(value) ? Number(key) : key
    const changed = mapNumbers(member, { up: path, token }, change)
    if (changed === member) continue
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, JsonValue>
    copy[key] = changed
  }
  return (copy as JsonValue | undefined) ?? value
}

const outOfRange = (message: string, path: Path | undefined): BadgeError =>
  new BadgeError('ERR_JSON_NUMBER_RANGE', message, { pointer: pointerOf(path) })
