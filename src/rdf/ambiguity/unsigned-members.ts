import { asArray, isJsonObject } from '../../internal/json.js'
import { type Path, pointerOf } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { isPropertyName, isSilent } from './survey.js'

/** What the document says in a place that gives no statement of RDF, so that anybody can write it in afterwards. */
export interface UnsignedMember {
  readonly pointer: string
  readonly term: string
  readonly detail: string
}

/** A node whose id is the key of a map. */
export interface KeyedNode {
  readonly node: JsonObject
  readonly path: Path
  readonly id: string
}

/**
 * Members that are not part of what is signed over RDF, though a context defines them: `null` and empty lists under names
 * that an issuer or holder chose, and keys of maps that no statement has. A term of the data model or of Open Badges may
 * be empty: readers know it, and show nothing.
 *
 * A term counts by its name, wherever a context defines it: with two definitions, the one that signs less is taken.
 *
 * @param standard - the contexts of data model and Open Badges
 * @param own - all others
 * @see https://www.w3.org/TR/json-ld11-api/#expansion-algorithm
 */
export function findUnsignedMembers(
  document: JsonObject,
  standard: readonly JsonValue[],
  own: readonly JsonValue[],
): { readonly unsigned: readonly UnsignedMember[]; readonly keyed: readonly KeyedNode[] } {
  const known = definitionsIn(standard)
  const others = definitionsIn(own)
  const unsigned: UnsignedMember[] = []
  const keyed: KeyedNode[] = []
  const add = (path: Path, term: string, detail: string): void => {
    unsigned.push({ pointer: pointerOf(path), term, detail })
  }
  const members = (value: JsonObject, up: Path | undefined): void => {
    for (const [term, member] of Object.entries(value)) {
      if (term === '@context' || member === undefined) continue
      const path: Path = { up, token: term }
      const definitions = others.get(term) ?? known.get(term) ?? []
      if (definitions.length > 0 && definitions.every(isJsonLiteral)) continue
      if (isSilent(member)) {
        const isKnown = !others.has(term) && known.has(term) && isPropertyName(term)
        if (!isKnown && !(Array.isArray(member) && definitions.length > 0 && definitions.every(isList))) {
          add(path, term, `${JSON.stringify(term)} is empty, and so not part of what is signed.`)
        }
        continue
      }
      const maps = definitions.filter(isMap)
      for (const item of maps.length > 0 ? asArray(member) : []) if (isJsonObject(item)) keys(item, path, maps)
      if (maps.length > 0 && isJsonObject(member)) entries(member, path)
      else inside(member, path)
    }
  }
  const inside = (value: JsonValue, path: Path): void => {
    if (isJsonObject(value)) members(value, path)
    else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) {
        if (typeof item === 'object' && item !== null) inside(item, { up: path, token: i })
      }
    }
  }
  /** The keys of a map: those of an index are nowhere in RDF, and the others only where there is something under them. */
  const keys = (map: JsonObject, up: Path, maps: readonly JsonObject[]): void => {
    for (const [key, value] of Object.entries(map)) {
      const path: Path = { up, token: key }
      if (isSilent(value) || maps.some(isBareIndex)) {
        add(path, key, `${JSON.stringify(key)} is a key of a map, and not part of what is signed.`)
      } else if (isJsonObject(value) && maps.some((map) => has(map, '@id'))) keyed.push({ node: value, path, id: key })
    }
  }
  const entries = (map: JsonObject, up: Path): void => {
    for (const [key, value] of Object.entries(map)) if (value !== undefined) inside(value, { up, token: key })
  }
  members(document, undefined)
  return { unsigned, keyed }
}

const has = (definition: JsonObject, container: string): boolean =>
  asArray<JsonValue>(definition['@container']).includes(container)
const isJsonLiteral = (definition: JsonObject): boolean => definition['@type'] === '@json'
const isList = (definition: JsonObject): boolean => has(definition, '@list')
const isMap = (definition: JsonObject): boolean =>
  ['@index', '@id', '@type', '@language'].some((container) => has(definition, container))
/** Without a property for the keys, they are an order of the author's own. */
const isBareIndex = (definition: JsonObject): boolean =>
  has(definition, '@index') && (definition['@index'] === undefined || definition['@index'] === '@index')

/** What contexts say of each name, here and in the contexts within them. */
function definitionsIn(contexts: readonly JsonValue[]): ReadonlyMap<string, readonly JsonObject[]> {
  const found = new Map<string, JsonObject[]>()
  const visit = (context: JsonValue | undefined): void => {
    for (const item of asArray(context)) {
      if (!isJsonObject(item)) continue
      for (const [name, definition] of Object.entries(item)) {
        if (name.startsWith('@')) continue
        const said = isJsonObject(definition) ? definition : {}
        const others = found.get(name)
        if (others === undefined) found.set(name, [said])
        else others.push(said)
        visit(said['@context'])
      }
    }
  }
  visit([...contexts])
  return found
}
