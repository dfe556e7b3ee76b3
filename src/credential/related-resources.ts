import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Report } from './findings.js'

/** VCDM 2.0 §5.3: each resource has a digest, and there is one object for each. */
export function checkRelatedResources({ relatedResource }: JsonObject, fail: Report): void {
  if (relatedResource === undefined) return
  const known = new Set<JsonValue>()
  for (const [i, entry] of asArray<JsonValue>(relatedResource).entries()) {
    if (!isJsonObject(entry)) continue
    const pointer = Array.isArray(relatedResource) ? pointerJoin('/relatedResource', i) : '/relatedResource'
    const { id, digestSRI, digestMultibase } = entry
    if (!isDigest(digestSRI) && !isDigest(digestMultibase)) {
      fail('vcdm.resource-digest', pointer, 'A related resource must have a "digestSRI" or a "digestMultibase".')
    }
    if (id === undefined) continue
    if (known.has(id)) fail('vcdm.resource-once', `${pointer}/id`, 'Two related resources have the same "id".')
    known.add(id)
  }
}

/** One text, or several of them. */
const isDigest = (value: JsonValue | undefined): boolean => {
  const digests = asArray<JsonValue>(value)
  return digests.length > 0 && digests.every((digest) => typeof digest === 'string' && digest.trim() !== '')
}
