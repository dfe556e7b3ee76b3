/** Seeded randomness: the same seed gives the same documents everywhere. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number
  below(limit: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly [T, ...T[]]): T
  /** Between `min` and `max` items. */
  many<T>(min: number, max: number, make: (index: number) => T): T[]
  /** The value, or nothing. */
  maybe<T>(probability: number, make: () => T): T | undefined
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)] ?? list[0],
    many: (min, max, make) => Array.from({ length: min + below(max - min + 1) }, (_, i) => make(i)),
    maybe: (probability, make) => (next() < probability ? make() : undefined),
  }
}
