import { documentLimits } from '../../internal/document-limits.js'
import { isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/**
 * The places of a document because of which it has no form in RDF: the document is put together again part by part, and
 * what does not fit is named and left out. Beyond a bound of trials, the object that is being put together is named.
 *
 * @param isCovered - whether a document, or a part of it, has a form in RDF
 */
export function findUncovered(document: JsonObject, isCovered: (part: JsonObject) => boolean): readonly string[] {
  if (isCovered(document)) return []
  const root: JsonObject = {}
  const found: string[] = []
  let trials = documentLimits.rdfPlacesTried
  const isSound = (): boolean => {
    trials -= 1
    return isCovered(root)
  }
  /** Fills an object or list that is in its place and empty; `false` where even its names and types do not fit. */
  const fill = (whole: JsonObject | JsonValue[], part: JsonObject | JsonValue[], pointer: string): boolean => {
    const names = Object.keys(whole)
    const isNode = isJsonObject(whole)
    for (const name of isNode ? names.filter((each) => FIRST.has(each)) : []) write(part, name, whole)
    if (isNode && !isSound()) {
      const culprit = names.find((name) => FIRST.has(name) && name !== '@context' && fits(part, name))
      if (culprit === undefined) return false
      found.push(pointerJoin(pointer, culprit))
    }
    for (const name of names) {
      if (isNode && FIRST.has(name)) continue
      const at = pointerJoin(pointer, name)
      write(part, name, whole)
      if (isSound()) continue
      take(part, name)
      if (trials <= 0) {
        found.push(pointer)
        return true
      }
      const value = (whole as JsonObject)[name]
      if (typeof value !== 'object' || value === null) found.push(at)
      else {
        const inside: JsonObject | JsonValue[] = Array.isArray(value) ? [] : {}
        write(part, name, { [name]: inside })
        const before = found.length
        if (!(isSound() && fill(value, inside, at)) || found.length === before) {
          if (found.length === before) found.push(at)
          take(part, name)
        }
        if (trials <= 0) return true
      }
    }
    return true
  }
  /** Whether the object fits without this member; then it stays out. */
  const fits = (part: JsonObject | JsonValue[], name: string): boolean => {
    const held = (part as JsonObject)[name]
    take(part, name)
    if (isSound()) return true
    write(part, name, { [name]: held })
    return false
  }
  if (!fill(document, root, '') || found.length === 0) found.push('')
  return found.slice(0, documentLimits.rdfFindings)
}

/** What decides on the meaning of all others. */
const FIRST: ReadonlySet<string> = new Set(['@context', 'id', '@id', 'type', '@type'])

function write(part: JsonObject | JsonValue[], name: string, from: object): void {
  const value = (from as JsonObject)[name] as JsonValue
  if (Array.isArray(part)) part.push(value)
  else Object.defineProperty(part, name, { value, enumerable: true, configurable: true, writable: true })
}

function take(part: JsonObject | JsonValue[], name: string): void {
  if (Array.isArray(part)) part.pop()
  else delete part[name]
}
