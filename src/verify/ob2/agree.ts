import { asArray, isJsonObject } from '../../internal/json.js'
import type { JsonValue } from '../../types/json.js'

/**
 * Whether everything that one document says is in another too. An address says no more than the document with that
 * id, and one value the same as a list of it; contexts are left aside.
 */
export function agrees(given: JsonValue | undefined, known: JsonValue | undefined): boolean {
  if (given === undefined) return true
  if (known === undefined) return false
  if (Array.isArray(given) || Array.isArray(known)) {
    const [ours, theirs] = [asArray<JsonValue>(given), asArray<JsonValue>(known)]
    return ours.length === theirs.length && ours.every((item, i) => agrees(item, theirs[i]))
  }
  if (isJsonObject(given)) {
    if (!isJsonObject(known)) return false
    return Object.entries(given).every(([key, member]) => key === '@context' || agrees(member, known[key]))
  }
  return isJsonObject(known) ? typeof given === 'string' && known.id === given : given === known
}
