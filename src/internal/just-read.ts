import { sharedCache } from './shared-caches.js'

/** Documents that were had from where they are published just now, though not over the network. */
const known = sharedCache('justRead', () => new WeakSet<object>())

/** A copy of a document of our own, marked as fresh: what is read from its publisher is as new as it can be. */
export function justRead<Document extends object>(document: Document): Document {
  const copy = { ...document }
  known().add(copy)
  return copy
}

export const isJustRead = (document: unknown): boolean =>
  typeof document === 'object' && document !== null && known().has(document)
