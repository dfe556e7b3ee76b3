import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sqliteStorage, withPeers } from '../../adapters/embedded/index.js'
import { BadgeError } from '../../errors.js'
import { type BadgeService, createBadgeService, type StorageAdapter } from '../../service/index.js'
import type { Surroundings } from '../core/surroundings.js'
import { readServeConfig } from './config.js'
import { keysIn } from './key-files.js'
import { readSecrets, type ServeSecrets } from './secrets.js'

/** Where the data of a server is, as for `serve`. */
export interface DataOptions {
  readonly config?: string
  readonly data?: string
  readonly baseUrl?: string
}

/** The data of a server that may run meanwhile: SQLite lets several processes in. */
export interface OpenData {
  readonly data: string
  readonly baseUrl: string
  readonly secrets: ServeSecrets
  readonly storage: StorageAdapter
  readonly service: BadgeService
}

/** Opens the data folder of a server, does something with it, and closes it. Nothing is sent, and no folder is made. */
export async function withData<T>(
  options: DataOptions,
  around: Surroundings,
  act: (open: OpenData) => Promise<T>,
): Promise<T> {
  around.umask(0o077)
  const config = await readServeConfig(options.config, options, around)
  const { data } = config
  const names = await readdir(data).catch((): string[] => [])
  if (!names.includes('badges.db') || !names.includes('secrets.json')) {
    throw new BadgeError(
      'ERR_FILE_UNREADABLE',
      `${data} is not the data folder of a server: --data or --config name it.`,
    )
  }
  const baseUrl = (config.baseUrl ?? `http://localhost:${config.port}`).replace(/\/+$/, '')
  const secrets = await readSecrets(data, baseUrl, around)
  const [storage] = await withPeers(sqliteStorage({ file: join(data, 'badges.db') }))
  try {
    const service = createBadgeService({
      signer: secrets.key,
      findSigner: keysIn(data, around),
      storage,
      baseUrl,
      secret: secrets.stored.secret,
    })
    return await act({ data, baseUrl, secrets, storage, service })
  } finally {
    await storage.close()
  }
}
