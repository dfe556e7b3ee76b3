import { randomUUID } from 'node:crypto'
import type { PostgresPool } from '../../../src/adapters/storage/postgres.js'
import { isBadgeError } from '../../../src/errors.js'
import type { MailMessage, StorageAdapter, StorageChange } from '../../../src/service/index.js'

/**
 * Faults that are planted around the storage, the mail or the pool, to show that the chaos finds them. None is in `src`.
 */
export const mutants = {
  'key ignored': 'Who repeats a call with its idempotency key issues another badge.',
  'id anew': 'Each try to send a message has a Message-ID of its own.',
  unfenced: 'A change is written whatever version the record has by now.',
  'loss unheard': 'A commit that failed counts as written.',
  'pool unheard': 'Nobody listens when a connection of the pool ends.',
} as const

export type Mutant = keyof typeof mutants

export function plantedStorage(storage: StorageAdapter, mutant: Mutant | undefined): StorageAdapter {
  switch (mutant) {
    case 'key ignored':
      return {
        ...storage,
        get: async (collection, key) => (collection === 'taken' ? undefined : storage.get(collection, key)),
        commit: (changes) => storage.commit(changes.filter(({ collection }) => collection !== 'taken')),
      }
    case 'unfenced':
      return { ...storage, commit: (changes) => overwrite(storage, changes) }
    case 'loss unheard':
      return {
        ...storage,
        commit: (changes) =>
          storage.commit(changes).catch((error: unknown) => {
            if (!isBadgeError(error, 'ERR_STORAGE_FAILED')) throw error
          }),
      }
    default:
      return storage
  }
}

/** Who comes last has the last word. */
async function overwrite(storage: StorageAdapter, changes: readonly StorageChange[]): Promise<void> {
  for (;;) {
    try {
      return await storage.commit(changes)
    } catch (error) {
      if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
    }
    const versions = await Promise.all(changes.map(({ collection, key }) => storage.get(collection, key)))
    changes = changes.map((change, i) => ({ ...change, expectedVersion: versions[i]?.version ?? 0 }))
  }
}

export const plantedMessage = (message: MailMessage, mutant: Mutant | undefined): MailMessage =>
  mutant === 'id anew' ? { ...message, messageId: `<${randomUUID()}@acme.example>` } : message

export function plantedPool(pool: PostgresPool, mutant: Mutant | undefined): PostgresPool {
  if (mutant !== 'pool unheard') return pool
  return { connect: () => pool.connect(), end: () => pool.end() }
}
