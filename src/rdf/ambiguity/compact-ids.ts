import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { RenamedTerm } from './survey.js'

const scheme = /^([^:]+):(?!\/\/)/

/**
 * Ids that a context of the document's own makes mean another id than the one that is there: compact IRIs, and
 * relative ones under a `@base`. What is signed is the other id; readers compare the text.
 *
 * The bundled contexts are not asked: none of their terms is a scheme that ids begin with.
 *
 * @param own - the contexts that are not bundled
 * @param all - these and the bundled ones, which say where an IRI is
 * @see https://www.w3.org/TR/json-ld11-api/#iri-expansion
 */
export function findCompactIds(
  document: JsonObject,
  own: readonly JsonValue[],
  all: readonly JsonValue[],
): readonly RenamedTerm[] {
  const { prefixes, hasBase } = prefixesOf(own)
  if (prefixes.size === 0 && !hasBase) return []
  const ids = new Set(['id', '@id'])
  const terms = new Set<string>()
  for (const context of all) collectIriTerms(context, ids, terms)

  const found: RenamedTerm[] = []
  const path: (string | number)[] = []
  const isCompact = (text: string, term: string): boolean => {
    const prefix = scheme.exec(text)?.[1]
    if (prefix !== undefined) return prefixes.has(prefix) && (ids.has(term) || terms.has(term))
    return hasBase && !text.includes(':') && ids.has(term)
  }
  const walk = (value: JsonValue | undefined, term: string): void => {
    if (typeof value === 'string' && isCompact(value, term)) {
      const detail = `The id in ${JSON.stringify(term)} means another one than it says, by a context of the document's own.`
      found.push({ kind: 'renamed', pointer: path.reduce<string>(pointerJoin, ''), term, detail })
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) {
        path.push(i)
        walk(item, term)
        path.pop()
      }
    } else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        if (name === '@context') continue
        path.push(name)
        walk(member, name)
        path.pop()
      }
    }
  }
  walk(document, '')
  return found
}

function prefixesOf(contexts: readonly JsonValue[]): { prefixes: ReadonlySet<string>; hasBase: boolean } {
  const prefixes = new Set<string>()
  let hasBase = false
  const visit = (context: JsonValue | undefined): void => {
    for (const item of asArray(context)) {
      if (!isJsonObject(item)) continue
      for (const [name, definition] of Object.entries(item)) {
        if (name === '@base') hasBase ||= definition !== null
        if (name.startsWith('@')) continue
        prefixes.add(name)
        if (isJsonObject(definition)) visit(definition['@context'])
      }
    }
  }
  visit([...contexts])
  return { prefixes, hasBase }
}

/** The terms whose values are IRIs or, of `@vocab`, terms too; which context is in force where is not asked. */
function collectIriTerms(context: JsonValue | undefined, ids: Set<string>, terms: Set<string>): void {
  for (const item of asArray(context)) {
    if (!isJsonObject(item)) continue
    for (const [name, definition] of Object.entries(item)) {
      if (!isJsonObject(definition)) continue
      if (definition['@type'] === '@id') ids.add(name)
      if (definition['@type'] === '@vocab') terms.add(name)
      collectIriTerms(definition['@context'], ids, terms)
    }
  }
}
