import { handOver } from './not-covered.js'

/** The keywords of JSON-LD 1.1 and its framing that the reference knows; others are refused as reserved. */
const keywords = new Set([
  '@base',
  '@container',
  '@context',
  '@default',
  '@direction',
  '@embed',
  '@explicit',
  '@graph',
  '@id',
  '@included',
  '@index',
  '@json',
  '@language',
  '@list',
  '@nest',
  '@none',
  '@omitDefault',
  '@prefix',
  '@preserve',
  '@protected',
  '@requireAll',
  '@reverse',
  '@set',
  '@type',
  '@value',
  '@version',
  '@vocab',
])

const AT = 0x40

export const isKeyword = (value: string): boolean => value.charCodeAt(0) === AT && keywords.has(value)

/** A string of the form of a keyword; those that are none are reserved and never IRIs (JSON-LD 1.1 §4.1.4). */
export const looksLikeKeyword = (value: string): boolean => value.charCodeAt(0) === AT && /^@[a-zA-Z]+$/.test(value)

// The same weak test as the reference makes, or verdicts would differ: a scheme, a colon, no white space.
const absoluteIri = /^(?:[A-Za-z][A-Za-z0-9+-.]*|_):[^\s]*$/

/** True for absolute IRIs and blank node identifiers. */
export const isAbsolute = (value: string): boolean => absoluteIri.test(value)

export const isBlankLabel = (value: string): boolean => value.startsWith('_:')

// biome-ignore lint/suspicious/noControlCharactersInRegex: N-Quads escapes exactly these in IRIs.
const unsafeInIri = /[\u0000-\u0020<>"{}|^`\\]/

const unicodeEscape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** An IRI as an N-Quads term. */
export const iriTerm = (iri: string): string =>
  unsafeInIri.test(iri) ? `<${iri.replace(new RegExp(unsafeInIri, 'g'), unicodeEscape)}>` : `<${iri}>`

// An absolute IRI in which nothing needs an escape, in one look: printable ASCII but for <>"{}|^` and the backslash.
const plainIri = /^[A-Za-z][A-Za-z0-9+-.]*:[!#-;=?-[\]_a-z~]*$/

/** The N-Quads term of an absolute IRI; `undefined` for a relative reference. */
export const resourceTerm = (iri: string | null): string | undefined => {
  if (iri === null) return undefined
  if (plainIri.test(iri)) return `<${iri}>`
  return isAbsolute(iri) ? iriTerm(iri) : undefined
}

/** As much of an active context as the expansion of IRIs looks at. */
export interface Vocabulary {
  readonly vocab: string | undefined
  lookup(term: string): { readonly id: string | null | undefined; readonly prefix: boolean | undefined } | undefined
}

/**
 * IRI expansion (JSON-LD 1.1 API §5.2) with a base of `null`, so that a relative reference stays as it is.
 *
 * @param relativeToVocab - whether the string may be a term and `@vocab` applies: properties and types
 * @param require - defines a term of the local context first, while one is being processed
 */
export function expandIri(
  context: Vocabulary,
  value: string,
  relativeToVocab: boolean,
  require?: (term: string) => void,
): string | null {
  if (value.charCodeAt(0) === AT) {
    if (keywords.has(value)) return value
    if (looksLikeKeyword(value)) return null
  }
  require?.(value)
  if (relativeToVocab) {
    const definition = context.lookup(value)
    if (definition?.id !== undefined) return definition.id
  }
  const colon = value.indexOf(':')
  if (colon > 0) {
    if (value.startsWith('//', colon + 1) || (colon === 1 && value.charCodeAt(0) === UNDERSCORE)) return value
    const prefix = value.slice(0, colon)
    require?.(prefix)
    const definition = context.lookup(prefix)
    if (definition?.prefix === true) {
      if (typeof definition.id !== 'string') handOver('prefix without IRI')
      return definition.id + value.slice(colon + 1)
    }
  }
  if (!relativeToVocab || context.vocab === undefined || (colon > 0 && isAbsolute(value))) return value
  return context.vocab + value
}

const UNDERSCORE = 0x5f
