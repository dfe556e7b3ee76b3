import { readdir } from 'node:fs/promises'
import { withPeers } from '../../adapters/embedded/index.js'
import { BadgeError } from '../../errors.js'
import { closest } from '../../internal/suggest.js'
import { type BadgeService, createBadgeService, type StorageAdapter } from '../../service/index.js'
import type { Surroundings } from '../core/surroundings.js'
import { readServeConfig, type ServeConfig } from './config.js'
import { assertIssuerKeys, issuerFolder, issuerUrl } from './issuer-folder.js'
import { keysIn } from './key-files.js'
import { assertSameSecret, baseUrlOf } from './open-service.js'
import { DATABASE_FILE, openStorage } from './open-storage.js'
import { ownKeyType } from './own-key.js'
import { readSecrets, SECRETS_FILE, type ServeSecrets } from './secrets.js'

/** Where the data of a server is, as for `serve`. */
export interface DataOptions {
  readonly config?: string
  readonly data?: string
  readonly baseUrl?: string
  readonly storage?: string
  /** Name of an issuer beside that of the server. */
  readonly issuer?: string
}

/** The data of a server that may run meanwhile: databases let several processes in. */
export interface OpenData {
  /** The folder with the keys: of the server, or of the issuer that was named. */
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
  const secrets = await readSecrets(data, baseUrl, around, false, await ownKeyType(config, around))
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
      // What the VC-API has stored is verified with the contexts that it was signed with.
      sign: { contexts: config.contexts },
    })
    if (options.issuer === undefined) return await act({ data, baseUrl, secrets, storage, service })
    return await act({ baseUrl, storage, ...(await ofIssuer(options.issuer, data, baseUrl, service, around)) })
  } finally {
    await storage.close()
  }
}

/**
 * What the database has of an issuer beside that of the server.
 *
 * @throws BadgeError `ERR_USAGE`
 */
export async function storedIssuer(
  name: string,
  service: BadgeService,
): Promise<Awaited<ReturnType<BadgeService['issuers']['list']>>[number]> {
  const records = await service.issuers.list()
  const record = records.find((one) => one.name === name)
  if (record !== undefined) return record
  const names = records.flatMap((one) => one.name ?? [])
  const guess = closest(name, names)
  throw new BadgeError(
    'ERR_USAGE',
    `There is no issuer ${name} here; there is ${names.length === 0 ? 'none beside that of the server' : names.join(', ')}.${guess === undefined ? '' : ` Did you mean ${guess}?`}`,
  )
}

/** The same for an issuer beside that of the server, whose keys are in a folder of its own. */
async function ofIssuer(
  name: string,
  data: string,
  baseUrl: string,
  service: BadgeService,
  around: Surroundings,
): Promise<Pick<OpenData, 'data' | 'secrets' | 'service'>> {
  const record = await storedIssuer(name, service)
  const folder = issuerFolder(data, name)
  await assertIssuerKeys(folder, name)
  const secrets = await readSecrets(folder, issuerUrl(baseUrl, name), around)
  const { suites, timeZone } = record
  const issuer = { name, signer: secrets.key, findSigner: keysIn(folder, around), timeZone }
  return {
    data: folder,
    secrets,
    service: service.forIssuer(suites.length === 0 ? issuer : { ...issuer, suite: suites }),
  }
}

/** Throws `ERR_FILE_UNREADABLE` where no server has begun yet: another secret than its own would be made. */
export async function assertData({ data, storage }: Pick<ServeConfig, 'data' | 'storage'>): Promise<void> {
  const names = await readdir(data).catch((): string[] => [])
  const hasRecords = storage !== undefined || names.includes(DATABASE_FILE)
  if (hasRecords && names.includes(SECRETS_FILE)) return
  throw new BadgeError('ERR_FILE_UNREADABLE', `${data} is not the data folder of a server: --data or --config name it.`)
}
