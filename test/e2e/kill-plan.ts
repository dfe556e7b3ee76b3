import type { StoragePlace } from '../adapters/storage/storages.js'

/** What a worker is told. */
export interface WorkerTask {
  readonly place: StoragePlace
  readonly folder: string
  readonly rows: number
  readonly batchId: string
  /** Time of its start. */
  readonly now: number
  /** Where it dies by itself. */
  readonly kill?: { readonly point: string; readonly after: number }
}

/** A death: at a named point the n-th time it is passed, or so many milliseconds after the start. */
export type Death = { readonly point: string; readonly after: number } | { readonly afterMs: number }

export const points = [
  'after sign, before write',
  'after a row was written',
  'before the next status index is written',
  'at the next status index',
  'before send',
  'after send, before mark',
] as const

/** Seeded: mulberry32. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Deaths in a seeded order: every point several times, and every third one at some moment. */
export function planDeaths(count: number, seed: number): Death[] {
  const next = random(seed)
  return Array.from({ length: count }, (_, i) => {
    if (i % 3 === 2) return { afterMs: Math.floor(next() * 120) }
    const point = points[Math.floor(next() * points.length)] ?? points[0]
    // Numbers of a status list are reserved many at once, so those points are passed rarely.
    const isRare = point.includes('status index')
    return { point, after: isRare ? 1 : 1 + Math.floor(next() * 8) }
  })
}
