import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { sqliteStorage } from '../../../src/adapters/storage/sqlite.js'
import type { StorageAdapter } from '../../../src/service/index.js'
import type { StoragePlace } from '../../adapters/storage/storages.js'

/** Opens the storage that another process has opened too. */
export async function openPlace(place: StoragePlace): Promise<StorageAdapter> {
  if (place.kind === 'sqlite') return sqliteStorage({ file: place.file })
  return postgresStorage({ url: place.url, schema: place.schema, connections: 4 })
}
