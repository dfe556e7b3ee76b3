import type { ServiceContext } from './context.js'
import { put, read, retrying } from './store.js'

/** Takes up to `n` of what a window of time allows; returns how many were granted, and when there will be more. */
export async function takeSome(
  context: ServiceContext,
  key: string,
  n: number,
  { limit, windowMs }: { limit: number; windowMs: number },
): Promise<{ granted: number; retryAfterMs: number }> {
  return retrying(async () => {
    const now = context.now()
    const stored = await read(context.storage, 'counters', key)
    const isOver = stored === undefined || stored.value.until <= now
    const count = isOver ? 0 : stored.value.count
    const until = isOver ? now + windowMs : stored.value.until
    const granted = Math.max(0, Math.min(n, limit - count))
    if (granted > 0) {
      const value = { schemaVersion: 1 as const, count: count + granted, until }
      await context.storage.commit([put('counters', key, stored, value, until)])
    }
    return { granted, retryAfterMs: granted === n ? 0 : until - now }
  })
}

/** The same for one use, counted in the memory of this process: no statement, and gone with it. */
export function takeHere(
  { windows, now: clock }: Pick<ServiceContext, 'windows' | 'now'>,
  key: string,
  { limit, windowMs }: { limit: number; windowMs: number },
): { granted: number; retryAfterMs: number } {
  const now = clock()
  const known = windows.get(key)
  const window = known === undefined || known.until <= now ? { count: 0, until: now + windowMs } : known
  if (window.count >= limit) return { granted: 0, retryAfterMs: window.until - now }
  windows.set(key, { ...window, count: window.count + 1 })
  return { granted: 1, retryAfterMs: 0 }
}

/** Gives back what was taken and not needed. */
export async function giveBack(context: ServiceContext, key: string, n: number): Promise<void> {
  await retrying(async () => {
    const stored = await read(context.storage, 'counters', key)
    if (stored === undefined || stored.value.until <= context.now()) return
    const value = { ...stored.value, count: Math.max(0, stored.value.count - n) }
    await context.storage.commit([put('counters', key, stored, value, value.until)])
  })
}
