import { limits } from '../../internal/limits.js'

/** What was made, and how long it may be shown to those who ask on the same grounds. */
export interface Made<T> {
  readonly value: T
  readonly bytes: number
  /** Milliseconds since 1970; sooner than the interval where something in it changes by itself, or it is not to be kept. */
  readonly until?: number
}

/** Finished answers, each for an interval at most, and for those alone who come on the same grounds. */
export interface Kept<T> {
  /**
   * What was made under this key from the same grounds, or what `make` gives, once for all who ask meanwhile. Grounds are
   * compared by `===`: everything that the answer follows from must be in them, besides the key and the time.
   */
  get(key: string, grounds: unknown, make: () => Promise<Made<T>>): Promise<T>
  /** How much is kept. */
  size(): { readonly entries: number; readonly bytes: number }
}

interface Entry<T> {
  readonly grounds: unknown
  readonly value: T
  readonly bytes: number
  readonly since: number
  readonly until: number
}

/** Milliseconds for which something is kept; 0 for nothing. */
export function createKept<T>(milliseconds: number, now: () => number): Kept<T> {
  // In the order in which they were made, which is that in which they end.
  const entries = new Map<string, Entry<T>>()
  const underWay = new Map<string, { readonly grounds: unknown; readonly work: Promise<Entry<T> | undefined> }>()
  let total = 0

  const isFresh = ({ since, until }: Entry<T>, time: number): boolean => since <= time && time < until
  const forget = (key: string): void => {
    total -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }
  const sweep = (time: number): void => {
    for (const [key, entry] of entries) {
      if (isFresh(entry, time) && entries.size <= limits.keptAnswers && total <= limits.keptAnswerBytes) return
      forget(key)
    }
  }
  const keep = (key: string, entry: Entry<T>): void => {
    forget(key)
    if (!isFresh(entry, now()) || entry.bytes > limits.keptAnswerBytes / 8) return
    entries.set(key, entry)
    total += entry.bytes
    sweep(now())
  }
  const begin = async (key: string, grounds: unknown, make: () => Promise<Made<T>>): Promise<Entry<T>> => {
    const since = now()
    const { value, bytes, until = Number.POSITIVE_INFINITY } = await make()
    // A character takes two bytes at most in memory.
    const text = 2 * (key.length + (typeof grounds === 'string' ? grounds.length : 0))
    const entry = { grounds, value, bytes: text + bytes, since, until: Math.min(until, since + milliseconds) }
    keep(key, entry)
    return entry
  }

  return {
    async get(key, grounds, make) {
      const time = now()
      sweep(time)
      const known = entries.get(key)
      if (known !== undefined && known.grounds === grounds && isFresh(known, time)) return known.value
      const shared = underWay.get(key)
      if (shared !== undefined && shared.grounds === grounds) {
        const made = await shared.work
        if (made !== undefined && isFresh(made, now())) return made.value
      }
      const work = begin(key, grounds, make)
      const mine = { grounds, work: work.catch(() => undefined) }
      underWay.set(key, mine)
      try {
        return (await work).value
      } finally {
        if (underWay.get(key) === mine) underWay.delete(key)
      }
    },
    size: () => ({ entries: entries.size, bytes: total }),
  }
}
