import { answerAtOnce } from '../internal/at-once.js'
import { isJsonObject } from '../internal/json.js'
import type { JsonObject } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'

/**
 * The contexts of these URLs, as the loader answers them; `null` when it cannot answer one, so that the reference path
 * says which and where.
 */
export async function loadContexts(
  urls: Iterable<string>,
  load: DocumentLoader,
): Promise<ReadonlyMap<string, JsonObject> | null> {
  const contexts = new Map<string, JsonObject>()
  try {
    for (const url of urls) {
      const { document: context } = answerAtOnce(load, url) ?? (await load(url, 'context'))
      if (!isJsonObject(context)) return null
      contexts.set(url, context)
    }
  } catch {
    return null
  }
  return contexts
}
