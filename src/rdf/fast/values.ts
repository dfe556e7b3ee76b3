import { documentLimits } from '../../internal/document-limits.js'
import type { JsonValue } from '../../types/json.js'
import type { ActiveContext } from './context.js'
import { expandIri, iriTerm, isAbsolute, isBlankLabel } from './iri.js'
import { handOver } from './not-covered.js'
import { isLanguageTag, type TermDefinition } from './terms.js'

const XSD = 'http://www.w3.org/2001/XMLSchema#'
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const XSD_DOUBLE = `${XSD}double`

/** How a plain value under a term is read: the coercion of the term and the defaults of the context. */
export interface Coercion {
  /** `@id`, `@vocab`, `@json`, `@none`, a datatype, or nothing. */
  readonly type: string | undefined
  /** What follows the text of a string literal: the closing quote, a language or a datatype. */
  readonly tail: string
  /** Whether a string is written as it is, with `tail`, and then its origin; see {@link Term}. */
  readonly isText: boolean
  readonly origin: string
  readonly language: string | undefined
  readonly direction: 'ltr' | 'rtl' | undefined
}

export function coercionOf(active: ActiveContext, definition: TermDefinition | undefined): Coercion {
  const type = definition?.type
  const language = (definition?.language === undefined ? active.language : definition.language) ?? undefined
  const direction = definition?.direction ?? undefined
  const typed = type !== undefined && !type.startsWith('@')
  return {
    type,
    tail: typed ? datatypeTail(type) : textTail(language, direction),
    isText: type !== '@id' && type !== '@vocab' && type !== '@json' && type !== XSD_DOUBLE,
    origin: typed ? 'typed string' : direction === undefined ? 'string' : 'directed',
    language,
    direction,
  }
}

/**
 * A term in N-Quads and how the reference tells it from others with the same form: it keeps the two triples of `1`
 * and `"1"^^xsd:integer` apart, though they are one in RDF. Such a clash is left to the reference.
 */
export interface Term {
  readonly text: string
  readonly origin: string
}

/** Origin of terms that the reference never takes as equal, such as JSON objects. */
export const UNIQUE = 'unique'

const textTail = (language: string | undefined, direction: 'ltr' | 'rtl' | undefined): string => {
  if (direction !== undefined) return `"^^${iriTerm(`https://www.w3.org/ns/i18n#${language ?? ''}_${direction}`)}`
  return language === undefined ? '"' : `"@${language}`
}

const datatypeTail = (datatype: string): string =>
  datatype === `${XSD}string` || datatype === `${RDF}langString` ? '"' : `"^^${iriTerm(datatype)}`

// biome-ignore lint/suspicious/noControlCharactersInRegex: canonical N-Quads escapes exactly these in literals.
const unsafeInLiteral = /[\u0000-\u001F\u007F"\\]/

const shortEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

const escapeChar = (char: string): string =>
  shortEscapes[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** A literal as an N-Quads term, from its text and what follows it. */
export const literal = (text: string, tail: string): string =>
  unsafeInLiteral.test(text)
    ? `"${text.replace(new RegExp(unsafeInLiteral, 'g'), escapeChar)}${tail}`
    : `"${text}${tail}`

/** A string, number or boolean under a term that is not coerced to IRIs (JSON-LD 1.1 API §5.3.2 and §8.6.2). */
export function plainTerm(value: string | number | boolean, coercion: Coercion): Term {
  const type = coercion.type
  const datatype = type === undefined || type.startsWith('@') ? undefined : type
  if (typeof value === 'string' && datatype !== XSD_DOUBLE) {
    return { text: literal(value, coercion.tail), origin: coercion.origin }
  }
  return nativeTerm(value, datatype)
}

function nativeTerm(value: string | number | boolean, datatype: string | undefined): Term {
  // Numbers of different value may have one form: 0 and 5e-324 as integers, "1.5" and "1.50" as doubles.
  const origin = `${datatype === undefined ? '' : 'typed '}${typeof value} ${value}`
  const text = (form: string, fallback: string): Term => ({
    text: literal(form, datatypeTail(datatype ?? fallback)),
    origin,
  })
  if (typeof value === 'boolean') return text(String(value), `${XSD}boolean`)
  if (typeof value === 'number' && !Number.isFinite(value)) handOver('number without JSON form')
  // The reference takes 1e-7 for an integer, since it has no decimal point; so must we.
  const isDouble = typeof value === 'number' && (String(value).includes('.') || Math.abs(value) >= 1e21)
  if (isDouble || datatype === XSD_DOUBLE) {
    const number = typeof value === 'number' ? value : Number.parseFloat(value)
    return text(number.toExponential(15).replace(/(\d)0*e\+?/, '$1E'), XSD_DOUBLE)
  }
  if (typeof value === 'number') return text(value.toFixed(0), `${XSD}integer`)
  return text(value, `${XSD}string`)
}

/** A JSON literal in its canonical form (RFC 8785). */
export function jsonTerm(value: JsonValue): Term {
  const origin = typeof value === 'object' && value !== null ? UNIQUE : 'json'
  return { text: literal(canonicalJson(value, 0), `"^^<${RDF}JSON>`), origin }
}

function canonicalJson(value: JsonValue | undefined, depth: number): string {
  if (depth > documentLimits.jsonDepth) handOver('deep JSON')
  if (typeof value === 'number' && !Number.isFinite(value)) handOver('number without JSON form')
  if (value === undefined) handOver('undefined in JSON')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], depth + 1)}`).join(',')}}`
}

/** A string of a language map or with a language of its own. */
export function languageTerm(text: string, language: string | undefined, direction: 'ltr' | 'rtl' | undefined): Term {
  return { text: literal(text, textTail(language, direction)), origin: direction === undefined ? 'string' : 'directed' }
}

/** The raw entries of a value object. */
export interface ValueObject {
  readonly value: JsonValue | undefined
  readonly type: JsonValue | undefined
  readonly language: JsonValue | undefined
  readonly direction: JsonValue | undefined
  readonly index: JsonValue | undefined
}

/**
 * The literal of a value object.
 *
 * @param active - the context in which `@json` is recognised
 * @param typeScope - the context in which the datatype is expanded
 */
export function valueObjectTerm(entries: ValueObject, active: ActiveContext, typeScope: ActiveContext): Term {
  const term = bareValueTerm(entries, active, typeScope)
  if (entries.index === undefined) return term
  if (typeof entries.index !== 'string') handOver('invalid @index')
  return term.origin === UNIQUE ? term : { text: term.text, origin: `${term.origin} ${entries.index}` }
}

function bareValueTerm(entries: ValueObject, active: ActiveContext, typeScope: ActiveContext): Term {
  const { value, direction } = entries
  const language = entries.language ?? undefined
  if (entries.type !== undefined) {
    if (language !== undefined || direction !== undefined) handOver('type and language')
    const datatype = datatypeOf(entries.type, active, typeScope)
    if (datatype === '@json') return value === undefined ? handOver('no value') : jsonTerm(value)
    if (value === undefined || value === null || typeof value === 'object') handOver('value is not a scalar')
    if (typeof value === 'string' && datatype !== XSD_DOUBLE) {
      return { text: literal(value, datatypeTail(datatype)), origin: 'typed string' }
    }
    return nativeTerm(value, datatype)
  }
  if (value === undefined || value === null || typeof value === 'object') handOver('value is not a scalar')
  if (language === undefined && direction === undefined) {
    return typeof value === 'string' ? { text: literal(value, '"'), origin: 'string' } : nativeTerm(value, undefined)
  }
  if (typeof value !== 'string') handOver('language of something other than a string')
  if (language !== undefined && !isLanguageTag(language)) handOver('invalid language')
  if (direction !== undefined && direction !== 'ltr' && direction !== 'rtl') handOver('invalid direction')
  return languageTerm(value, language?.toLowerCase(), direction)
}

function datatypeOf(given: JsonValue, active: ActiveContext, typeScope: ActiveContext): string {
  const name = Array.isArray(given) && given.length === 1 ? given[0] : given
  if (typeof name !== 'string') handOver('invalid datatype')
  const datatype = expandIri(typeScope, name, true)
  if ((datatype === '@json') !== (expandIri(active, name, true) === '@json')) handOver('two readings of @json')
  if (datatype === '@json') return datatype
  if (datatype === null || !isAbsolute(datatype) || isBlankLabel(datatype)) handOver('invalid datatype')
  return datatype
}
