import { documentLimits } from './document-limits.js'

/** A map that forgets what was not asked for the longest when it would grow beyond its bound. */
export interface BoundedCache<V> {
  get(key: string): V | undefined
  set(key: string, value: V): void
  /** Forgets every key that begins with this. */
  drop(prefix: string): void
}

export function createCache<V>(bound: number): BoundedCache<V> {
  const entries = new Map<string, V>()
  let latest: string | undefined
  return {
    get(key) {
      const value = entries.get(key)
      // Moved to the end, unless it is there already.
      if (value !== undefined && key !== latest) {
        entries.delete(key)
        entries.set(key, value)
        latest = key
      }
      return value
    },
    set(key, value) {
      if (key.length > documentLimits.cacheKey) return
      entries.delete(key)
      entries.set(key, value)
      latest = key
      if (entries.size <= bound) return
      const [oldest] = entries.keys()
      if (oldest !== undefined) entries.delete(oldest)
    },
    drop(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key)
      latest = undefined
    },
  }
}
