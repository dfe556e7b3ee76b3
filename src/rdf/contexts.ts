import { asArray, isJsonObject } from '../internal/json.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'

/**
 * The contexts that a document names, by URL, as the loader answers them; `null` when it cannot answer one, so that
 * the reference path says which and where.
 */
export async function loadNamedContexts(
  document: JsonObject,
  load: DocumentLoader,
): Promise<ReadonlyMap<string, JsonObject> | null> {
  const urls = new Set<string>()
  collect(document, urls)
  const contexts = new Map<string, JsonObject>()
  try {
    for (const url of urls) {
      const { document: context } = await load(url, 'context')
      if (!isJsonObject(context)) return null
      contexts.set(url, context)
    }
  } catch {
    return null
  }
  return contexts
}

function collect(value: JsonValue | undefined, urls: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) collect(item, urls)
    return
  }
  for (const key in value) {
    if (key !== '@context') collect(value[key], urls)
    else for (const context of asArray(value[key])) if (typeof context === 'string') urls.add(context)
  }
}
