import { isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { expandIri, isAbsolute, isBlankLabel, isKeyword, looksLikeKeyword, type Vocabulary } from './iri.js'
import { handOver } from './not-covered.js'

/** What a term means in an active context (JSON-LD 1.1 API §4.2.1). `undefined` stands for "not said". */
export interface TermDefinition {
  /** `undefined` only while the term is being defined; `null` makes properties of this name be refused. */
  id: string | null | undefined
  reverse: boolean
  /** May be used as the prefix of a compact IRI. */
  prefix: boolean | undefined
  protected: boolean
  type: string | undefined
  container: readonly string[] | undefined
  index: string | undefined
  /** The context that comes with the term; `undefined` when there is none. */
  context: JsonValue | undefined
  language: string | null | undefined
  direction: 'ltr' | 'rtl' | null | undefined
  nest: string | undefined
}

/** A context under construction. */
export interface ContextBuilder extends Vocabulary {
  lookup(term: string): TermDefinition | undefined
  set(term: string, definition: TermDefinition): void
  markProtected(): void
}

/** One run over the terms of one local context. */
export interface Definitions {
  readonly builder: ContextBuilder
  readonly local: JsonObject
  /** Terms done (`true`) and under way (`false`), to find cycles. */
  readonly defined: Map<string, boolean>
  readonly protectedByDefault: boolean
  /** Called for every definition: the budget of work. */
  readonly count: () => void
}

export const isLanguageTag = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(value)

const entries = new Set([
  '@container',
  '@context',
  '@direction',
  '@id',
  '@index',
  '@language',
  '@nest',
  '@prefix',
  '@protected',
  '@reverse',
  '@type',
])

/**
 * Create Term Definition (JSON-LD 1.1 API §4.2.2). Anything that is not valid is handed over to the reference.
 *
 * @param override - whether a protected term may be redefined: only by the context of a property. Terms that are
 *   defined because another one depends on them never may; so does the reference.
 */
export function defineTerm(run: Definitions, term: string, override: boolean): void {
  const { builder, defined } = run
  const progress = defined.get(term)
  if (progress === true) return
  if (progress === false) handOver('cyclic term definition')
  defined.set(term, false)
  run.count()

  const given = Object.hasOwn(run.local, term) ? run.local[term] : undefined
  checkName(term, given)
  const previous = builder.lookup(term)
  const simple = typeof given === 'string' || given === null
  const value: JsonObject = simple
    ? { '@id': given }
    : isJsonObject(given)
      ? given
      : handOver('invalid term definition')
  for (const entry of Object.keys(value)) if (!entries.has(entry)) handOver('unknown entry in a term definition')

  const definition: TermDefinition = {
    id: undefined,
    reverse: false,
    prefix: undefined,
    protected: false,
    type: undefined,
    container: undefined,
    index: undefined,
    context: undefined,
    language: undefined,
    direction: undefined,
    nest: undefined,
  }
  builder.set(term, definition)
  defineIri(run, term, value, definition, simple)
  if (value['@protected'] === true || (run.protectedByDefault && value['@protected'] !== false)) {
    definition.protected = true
    builder.markProtected()
  }
  defined.set(term, true)

  defineType(run, value, definition)
  defineContainer(value, definition)
  defineRest(term, value, definition)
  if (definition.id === '@context' || definition.id === '@preserve') handOver('alias of a keyword that has none')

  if (previous?.protected === true && !override) {
    definition.protected = true
    builder.markProtected()
    if (!sameDefinition(previous, definition)) handOver('protected term redefined')
  }
}

function checkName(term: string, given: JsonValue | undefined): void {
  if (term === '@type' && isJsonObject(given)) {
    const keys = Object.keys(given)
    if ((given['@container'] ?? '@set') !== '@set' || given['@container'] === '') handOver('keyword redefined')
    const known = keys.every((key) => key === '@container' || key === '@id' || key === '@protected')
    if (keys.length === 0 || !known) handOver('keyword redefined')
  } else if (term === '' || term === '__proto__' || isKeyword(term) || looksLikeKeyword(term)) {
    handOver('reserved term')
  }
}

const require =
  (run: Definitions) =>
  (term: string): void => {
    if (Object.hasOwn(run.local, term) && run.defined.get(term) !== true) defineTerm(run, term, false)
  }

function defineIri(
  run: Definitions,
  term: string,
  value: JsonObject,
  definition: TermDefinition,
  simple: boolean,
): void {
  const { builder } = run
  const colon = term.indexOf(':')
  if ('@reverse' in value) {
    const reverse = value['@reverse']
    if ('@id' in value || '@nest' in value || typeof reverse !== 'string') handOver('invalid @reverse')
    const iri = expandIri(builder, reverse, true, require(run))
    if (iri === null || !isAbsolute(iri)) handOver('invalid @reverse')
    definition.id = iri
    definition.reverse = true
    return
  }
  if ('@id' in value) {
    const id = value['@id']
    if (id === null) {
      definition.id = null
      return
    }
    if (typeof id !== 'string' || (!isKeyword(id) && looksLikeKeyword(id))) handOver('invalid @id of a term')
    if (id !== term) {
      const iri = expandIri(builder, id, true, require(run))
      if (iri === null || !(isAbsolute(iri) || isKeyword(iri))) handOver('invalid @id of a term')
      if (/(?::[^:])|\//.test(term)) checkIriLikeTerm(run, term, iri)
      definition.id = iri
      definition.prefix = simple && colon <= 0 && /[:/?#[\]@]$/.test(iri)
      return
    }
  }
  definition.id = iriOfName(run, term, colon)
}

/** A term in the form of an IRI must mean what it says. */
function checkIriLikeTerm(run: Definitions, term: string, iri: string): void {
  const own: Definitions = { ...run, defined: new Map(run.defined).set(term, true) }
  if (expandIri(run.builder, term, true, require(own)) !== iri) handOver('term in the form of another IRI')
}

function iriOfName(run: Definitions, term: string, colon: number): string {
  if (colon > 0) {
    const prefix = term.slice(0, colon)
    if (Object.hasOwn(run.local, prefix)) defineTerm(run, prefix, false)
    const definition = run.builder.lookup(prefix)
    if (definition === undefined) return term
    return typeof definition.id === 'string' ? definition.id + term.slice(colon + 1) : handOver('prefix without IRI')
  }
  if (term === '@type') return term
  return run.builder.vocab === undefined ? handOver('term without IRI') : run.builder.vocab + term
}

function defineType(run: Definitions, value: JsonObject, definition: TermDefinition): void {
  if (!('@type' in value)) return
  const type = value['@type']
  if (typeof type !== 'string') handOver('invalid type mapping')
  if (type === '@json' || type === '@none' || type === '@id' || type === '@vocab') {
    definition.type = type
    return
  }
  const iri = expandIri(run.builder, type, true, require(run))
  if (iri === null || !isAbsolute(iri) || isBlankLabel(iri)) handOver('invalid type mapping')
  definition.type = iri
}

const containers = new Set(['@list', '@set', '@index', '@language', '@graph', '@id', '@type'])

function defineContainer(value: JsonObject, definition: TermDefinition): void {
  if (!('@container' in value)) return
  const given = value['@container']
  if (typeof given !== 'string' && !Array.isArray(given)) handOver('invalid container')
  const list = typeof given === 'string' ? [given] : (given as string[])
  if (!list.every((item) => containers.has(item)) || new Set(list).size !== list.length) handOver('invalid container')
  const has = (item: string): boolean => list.includes(item)
  if (has('@list') && list.length !== 1) handOver('invalid container')
  if (has('@graph')) {
    if (has('@list') || has('@language') || has('@type')) handOver('invalid container')
  } else if (list.length > (has('@set') ? 2 : 1)) handOver('invalid container')
  if (has('@type')) {
    definition.type ??= '@id'
    if (definition.type !== '@id' && definition.type !== '@vocab') handOver('invalid container')
  }
  if (definition.reverse && (has('@list') || has('@language') || has('@graph') || has('@id') || has('@type'))) {
    handOver('invalid container')
  }
  definition.container = list
}

function defineRest(term: string, value: JsonObject, definition: TermDefinition): void {
  if ('@index' in value) {
    const index = value['@index']
    if (definition.container?.includes('@index') !== true) handOver('invalid @index')
    if (typeof index !== 'string' || index.startsWith('@')) handOver('invalid @index')
    definition.index = index
  }
  if ('@context' in value) definition.context = value['@context']
  if ('@language' in value && !('@type' in value)) {
    const language = value['@language']
    if (language !== null && !isLanguageTag(language)) handOver('invalid language mapping')
    definition.language = language === null ? null : language.toLowerCase()
  }
  if ('@prefix' in value) {
    const prefix = value['@prefix']
    const nameable = !/[:/]/.test(term) && !(typeof definition.id === 'string' && isKeyword(definition.id))
    if (typeof prefix !== 'boolean' || !nameable) handOver('invalid @prefix')
    definition.prefix = prefix
  }
  if ('@direction' in value) {
    const direction = value['@direction']
    if (direction !== null && direction !== 'ltr' && direction !== 'rtl') handOver('invalid direction')
    definition.direction = direction
  }
  if ('@nest' in value) {
    const nest = value['@nest']
    if (typeof nest !== 'string' || (nest !== '@nest' && nest.startsWith('@'))) handOver('invalid @nest')
    definition.nest = nest
  }
}

const sameDefinition = (a: TermDefinition, b: TermDefinition): boolean =>
  a.id === b.id &&
  a.reverse === b.reverse &&
  a.prefix === b.prefix &&
  a.protected === b.protected &&
  a.type === b.type &&
  a.index === b.index &&
  a.language === b.language &&
  a.direction === b.direction &&
  a.nest === b.nest &&
  sameJson(sorted(a.container), sorted(b.container)) &&
  sameJson(a.context, b.context)

const sorted = (list: readonly string[] | undefined): string[] | undefined => (list ? [...list].sort() : undefined)

/** Deep equality, in which the order of a `@container` does not count. */
function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, i) => sameJson(item, b[i]))
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => {
    const left = a[key]
    const right = b[key]
    if (key === '@container' && Array.isArray(left) && Array.isArray(right)) {
      return sameJson([...left].sort(), [...right].sort())
    }
    return sameJson(left, right)
  })
}
