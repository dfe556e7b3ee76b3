import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { ServiceContext } from '../core/context.js'
import type { StorageAdapter } from '../core/ports/index.js'
import { put, type Stored } from '../core/store.js'

/** After this time another process may take up a message that is being sent, unless it was held on to. */
export const LEASE_MS = 120_000
const RENEW_MS = LEASE_MS / 3

/** A message that this process sends. */
export interface Held {
  /** As it is stored; its version goes up where it is held on to. */
  readonly stored: () => Stored<'outbox'>
  /** Sends it, and holds on to it meanwhile, however long that takes. */
  during<T>(send: () => Promise<T>): Promise<T>
}

/** Holds on to messages while they are being sent: nobody else takes them up, whatever the mail server takes. */
export function holding(context: ServiceContext): { hold(stored: Stored<'outbox'>): Held; end(): void } {
  const underWay = new Set<() => void>()
  const timer = setInterval(() => {
    for (const renew of underWay) renew()
  }, RENEW_MS)
  return {
    hold(first) {
      let stored = first
      let renewing = Promise.resolve()
      const renew = (): void => {
        renewing = renewing.then(async () => {
          stored = await renewed(context.storage, stored, context.now() + LEASE_MS).catch((error: unknown) => {
            // The next time, or somebody else has it: then how it ended is for them to record.
            if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) context.report(error)
            return stored
          })
        })
      }
      return {
        stored: () => stored,
        async during(send) {
          underWay.add(renew)
          try {
            return await send()
          } finally {
            underWay.delete(renew)
            await renewing
          }
        },
      }
    },
    end: () => clearInterval(timer),
  }
}

async function renewed(storage: StorageAdapter, stored: Stored<'outbox'>, until: number): Promise<Stored<'outbox'>> {
  await storage.commit([put('outbox', stored.key, stored, stored.value, until)])
  return { ...stored, version: stored.version + 1, ...defined({ due: until }) }
}
