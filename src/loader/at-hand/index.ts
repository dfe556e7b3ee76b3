/** Bundled contexts without waiting, for what cannot wait: they load with whatever imports this, and no loader does. */
import { sharedCache } from '../../internal/shared-caches.js'
import type { JsonObject } from '../../types/json.js'
import { readBundledContext } from '../bundled-contexts.js'

const read = sharedCache('contextsAtHand', () => new Map<string, JsonObject>())

/** A bundled context, frozen; `undefined` for any other. */
export function contextAtHand(url: string): JsonObject | undefined {
  const context = read().get(url) ?? readBundledContext(url)
  if (context !== undefined) read().set(url, context)
  return context
}
