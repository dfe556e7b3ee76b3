import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { isHttpUrl } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { contradictsBaseContext } from './base-context.js'
import { isMultibaseDigest, isSri } from './digests.js'
import type { Report } from './findings.js'

/** VCDM 2.0 §5.3: each resource has a digest, and there is one object for each. */
export function checkRelatedResources({ relatedResource }: JsonObject, fail: Report): void {
  if (relatedResource === undefined) return
  const known = new Set<JsonValue>()
  for (const [i, entry] of asArray<JsonValue>(relatedResource).entries()) {
    const pointer = Array.isArray(relatedResource) ? pointerJoin('/relatedResource', i) : '/relatedResource'
    if (!isJsonObject(entry) || entry.id === undefined) {
      fail('vcdm.resource-digest', pointer, 'A related resource is an object with the "id" of what it is about.')
      continue
    }
    const { id, digestSRI, digestMultibase } = entry
    if (!isDigest(digestSRI, isSri) && !isDigest(digestMultibase, isMultibaseDigest)) {
      fail('vcdm.resource-digest', pointer, 'A related resource must have a "digestSRI" or a "digestMultibase".')
    }
    if (contradictsBaseContext(entry)) {
      fail('vcdm.resource-digest', pointer, 'The digest is not that of any text that was published at this URL.')
    }
    const name = comparable(id)
    if (known.has(name)) fail('vcdm.resource-once', `${pointer}/id`, 'Two related resources have the same "id".')
    known.add(name)
  }
}

/** An address as it would be fetched: another spelling of it is the same resource. */
const comparable = (id: JsonValue): JsonValue => (typeof id === 'string' && isHttpUrl(id) ? new URL(id).href : id)

/** One text, or several of them. */
const isDigest = (value: JsonValue | undefined, has: (text: string) => boolean): boolean => {
  const digests = asArray<JsonValue>(value)
  return digests.length > 0 && digests.every((digest) => typeof digest === 'string' && has(digest))
}
