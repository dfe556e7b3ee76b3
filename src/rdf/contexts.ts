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
      const { document: context } = await load(url, 'context')
      if (!isJsonObject(context)) return null
      contexts.set(url, context)
    }
  } catch {
    return null
  }
  return contexts
}

/** The same for contexts that the loader has in memory; `null` when it has to be waited for. */
export function contextsAtOnce(urls: Iterable<string>, load: DocumentLoader): ReadonlyMap<string, JsonObject> | null {
  const contexts = new Map<string, JsonObject>()
  for (const url of urls) {
    const context = answerAtOnce(load, url)?.document
    if (!isJsonObject(context)) return null
    contexts.set(url, context)
  }
  return contexts
}
