import { readdir } from 'node:fs/promises'
import { withPeers } from '../../adapters/embedded/index.js'
import { BadgeError } from '../../errors.js'
import { type BadgeService, createBadgeService, type StorageAdapter } from '../../service/index.js'
import type { Surroundings } from '../core/surroundings.js'
import { readServeConfig, type ServeConfig } from './config.js'
import { keysIn } from './key-files.js'
import { assertSameSecret, baseUrlOf } from './open-service.js'
import { DATABASE_FILE, openStorage } from './open-storage.js'
import { readSecrets, SECRETS_FILE, type ServeSecrets } from './secrets.js'

/** Where the data of a server is, as for `serve`. */
export interface DataOptions {
  readonly config?: string
  readonly data?: string
  readonly baseUrl?: string
  readonly storage?: string
}

/** The data of a server that may run meanwhile: databases let several processes in. */
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
  await assertData(config)
  const baseUrl = baseUrlOf(config, config.port)
  const secrets = await readSecrets(data, baseUrl, around)
  const [storage] = await withPeers(openStorage(config))
  try {
    // A backup of this database with the keys of another server would be of no use to anybody.
    if (config.storage !== undefined) await assertSameSecret(storage, secrets, { looksOnly: true })
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

/** Throws `ERR_FILE_UNREADABLE` where no server has begun yet: another secret than its own would be made. */
export async function assertData({ data, storage }: Pick<ServeConfig, 'data' | 'storage'>): Promise<void> {
  const names = await readdir(data).catch((): string[] => [])
  const hasRecords = storage !== undefined || names.includes(DATABASE_FILE)
  if (hasRecords && names.includes(SECRETS_FILE)) return
  throw new BadgeError('ERR_FILE_UNREADABLE', `${data} is not the data folder of a server: --data or --config name it.`)
}
