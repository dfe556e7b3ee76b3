import { documentLimits } from '../../internal/document-limits.js'
import { isJsonObject } from '../../internal/json.js'
import type { JsonValue } from '../../types/json.js'

/** What a context defines, with the contexts that its terms bring along. Read as it stands, nothing resolved. */
export interface ContextTerms {
  readonly terms: readonly { readonly name: string; readonly id: string }[]
  /** Values of `@vocab`. */
  readonly vocabularies: readonly string[]
  /** Constructs by which a term can put its value somewhere else, and imports. */
  readonly constructs: readonly string[]
}

/** The names that the bundled contexts of a document give to IRIs. */
export interface Vocabulary {
  /**
   * Whether an id (IRI, compact IRI or term), however it may be resolved, is an IRI that has a name in this vocabulary,
   * other than `name`.
   */
  standsFor(id: string, name?: string): boolean
}

/** Words that everybody shares: that a context of somebody's own names them too is not a disguise. */
const shared: readonly string[] = ['https://schema.org/', 'http://schema.org/', 'http://www.w3.org/2001/XMLSchema#']

/** `@direction` moves nothing, but makes the same signed literal out of another text: some readers leave it out of RDF. */
const movers: readonly string[] = ['@reverse', '@nest', '@import', '@direction']

/** The terms of a context, and of the contexts within it. */
export function collectTerms(context: JsonValue): ContextTerms {
  const terms: { name: string; id: string }[] = []
  const vocabularies: string[] = []
  const constructs: string[] = []
  const visit = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    if (!isJsonObject(value)) return
    for (const [name, definition] of Object.entries(value)) {
      if (name === '@vocab' && typeof definition === 'string') vocabularies.push(definition)
      // A context as a member of a context: `jsonld` takes it in place of the one around it. `@propagate` makes terms
      // mean one thing here and another thing below.
      if (['@import', '@context', '@propagate', '@direction'].includes(name)) constructs.push(name)
      if (name.startsWith('@') || definition === undefined || definition === null) continue
      const id = isJsonObject(definition) ? (definition['@id'] ?? name) : definition
      if (typeof id === 'string') terms.push({ name, id })
      if (!isJsonObject(definition)) continue
      if (movers.some((mover) => definition[mover] !== undefined)) constructs.push(name)
      visit(definition['@context'])
    }
  }
  visit(context)
  return { terms, vocabularies, constructs }
}

/**
 * The vocabulary of bundled contexts, in a document that also has contexts of its own, whose prefixes and `@vocab` may
 * be in force anywhere.
 */
export function createVocabulary(bundled: readonly JsonValue[], own: readonly JsonValue[]): Vocabulary {
  const known = bundled.map(collectTerms)
  const further = own.map(collectTerms)
  const meanings = new Map<string, Set<string>>()
  for (const { terms } of [...known, ...further]) for (const { name, id } of terms) remember(meanings, name, id)
  const vocabularies = further.flatMap((context) => context.vocabularies)
  const named = new Map<string, Set<string>>()
  const bundledMeanings = new Map<string, Set<string>>()
  for (const { terms } of known) for (const { name, id } of terms) remember(bundledMeanings, name, id)
  for (const { terms } of known) {
    for (const { name, id } of terms)
      for (const iri of readings(id, bundledMeanings, []) ?? []) remember(named, iri, name)
  }
  return {
    standsFor(id, name) {
      const iris = readings(id, meanings, vocabularies)
      if (iris === null) return true
      return iris.some((iri) => {
        const names = named.get(iri)
        if (names === undefined || shared.some((start) => iri.startsWith(start))) return false
        return !names.has(id) && !(name !== undefined && names.has(name))
      })
    },
  }
}

function remember(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set()
  map.set(key, values.add(value))
}

/** Every IRI that an id may mean: as it is, as a term, by a prefix, or appended to a vocabulary; `null` for too many. */
function readings(
  id: string,
  meanings: ReadonlyMap<string, ReadonlySet<string>>,
  vocabularies: readonly string[],
): readonly string[] | null {
  const found = new Set([id, ...(id.includes(':') ? [] : vocabularies.map((vocabulary) => vocabulary + id))])
  for (const reading of found) {
    const colon = reading.indexOf(':')
    const prefix = colon < 0 ? reading : reading.slice(0, colon)
    const rest = colon < 0 ? '' : reading.slice(colon + 1)
    for (const meaning of meanings.get(prefix) ?? []) found.add(meaning + rest)
    if (found.size > documentLimits.rdfReadings) return null
  }
  return [...found]
}
