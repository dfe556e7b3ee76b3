import { isBadgeError } from '../../errors.js'
import { keyedHash, type ServiceContext } from '../core/context.js'
import { takeSome } from '../core/rate-limit.js'
import type { MessageKind } from '../core/records/index.js'
import { commitQuietly, put, read, retrying, type Stored } from '../core/store.js'
import { MINUTE } from '../core/time.js'

/** Somebody sits in front of a page and waits for these. */
const awaited: ReadonlySet<MessageKind> = new Set([
  'links',
  'code',
  'confirm-address',
  'confirm-claim',
  'recovery',
  'staff-link',
  'test',
])

/**
 * Of messages that were leased, those that their domain takes now. The others are due later, one after the other as the domain
 * takes them, so that thousands of one domain are looked at once and hold up none of another. Those that somebody waits for
 * come first.
 */
export async function withinDomainRate(
  context: ServiceContext,
  leased: readonly Stored<'outbox'>[],
): Promise<readonly Stored<'outbox'>[]> {
  const limit = context.mailSettings.perDomainPerMinute
  if (limit === undefined) return leased
  const byDomain = new Map<string, Stored<'outbox'>[]>()
  for (const stored of leased) {
    const { state, channel, to } = stored.value
    if (state !== 'queued' || channel !== 'mail') continue
    const domain = to.slice(to.lastIndexOf('@') + 1).toLowerCase()
    byDomain.set(domain, [...(byDomain.get(domain) ?? []), stored])
  }
  const later = new Map<string, number>()
  for (const [domain, messages] of byDomain) {
    // What is kept is a keyed hash, until there is nothing to wait for.
    const name = await keyedHash(context, 'mail domain', domain)
    const rate = { limit, windowMs: MINUTE }
    const { granted, retryAfterMs } = await takeSome(context, `mail-domain ${name}`, messages.length, rate)
    const isAwaited = ({ value }: Stored<'outbox'>): boolean => awaited.has(value.kind)
    const inOrder = [...messages.filter(isAwaited), ...messages.filter((message) => !isAwaited(message))]
    const over = inOrder.slice(granted)
    if (over.length === 0) continue
    const next = context.now() + retryAfterMs
    for (const { key } of over.filter(isAwaited)) later.set(key, next)
    const others = over.filter((message) => !isAwaited(message))
    const turns = await takeTurns(context, `mail-turns ${name}`, others.length, { next, spacing: MINUTE / limit })
    for (const [i, { key }] of others.entries()) later.set(key, turns[i] ?? next)
  }
  const changes = leased.flatMap((stored) => {
    const due = later.get(stored.key)
    return due === undefined ? [] : [put('outbox', stored.key, stored, stored.value, due)]
  })
  await context.storage.commit(changes).catch(async (error: unknown) => {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
    // One of them was changed by somebody else, such as by erasing its person.
    for (const change of changes) await commitQuietly(context.storage, [change])
  })
  return leased.filter(({ key }) => !later.has(key))
}

/** The times of the next `n` messages to a domain, behind those that got theirs before. */
async function takeTurns(
  { storage }: ServiceContext,
  key: string,
  n: number,
  { next, spacing }: { readonly next: number; readonly spacing: number },
): Promise<number[]> {
  if (n === 0) return []
  return retrying(async () => {
    const stored = await read(storage, 'counters', key)
    const first = Math.max(next, stored?.value.until ?? 0)
    const until = Math.ceil(first + n * spacing)
    const value = { schemaVersion: 1 as const, count: n, until }
    await storage.commit([put('counters', key, stored, value, until)])
    return Array.from({ length: n }, (_, i) => Math.ceil(first + i * spacing))
  })
}
