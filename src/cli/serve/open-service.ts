import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { folderMail, oidcAuth, passkeys, smtpMail, withPeers } from '../../adapters/embedded/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { sha256Hex } from '../../internal/sha256.js'
import {
  type BadgeService,
  type BadgeServiceOptions,
  createBadgeService,
  type StorageAdapter,
} from '../../service/index.js'
import { say } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import type { ServeConfig } from './config.js'
import { createFigures, type Figures } from './figures.js'
import { keysIn } from './key-files.js'
import { openStorage } from './open-storage.js'
import { ownKeyType } from './own-key.js'
import { readSecrets, SECRETS_FILE, type ServeSecrets } from './secrets.js'

/** What a server and its workers have in common. */
export interface OpenService {
  readonly service: BadgeService
  readonly secrets: ServeSecrets
  readonly login: Awaited<ReturnType<typeof oidcAuth>> | undefined
  readonly reportDefect: (error: unknown) => void
  readonly figures: Figures
  readonly close: () => Promise<void>
}

/** What the configuration says of a service, whatever its key and its records are. */
export function serviceOptions(
  config: ServeConfig,
  baseUrl: string,
  verifier: BadgeServiceOptions['passkeys'],
): Omit<BadgeServiceOptions, 'signer' | 'storage'> {
  return {
    baseUrl,
    locale: config.locale,
    claimPolicy: config.claimPolicy,
    mailSettings: { from: config.from, ...config.mailRate },
    ...defined({
      statusPublishSeconds: config.statusPublishSeconds,
      timeZone: config.timeZone,
      approval: config.approval,
      webhooks: config.webhooks,
      brand: config.brand,
      passkeys: verifier,
    }),
  }
}

export const oidcOptions = (oidc: NonNullable<ServeConfig['oidc']>, baseUrl: string, secret: string) => ({
  ...oidc,
  baseUrl,
  secret,
})

/**
 * Opens records, secrets, mail and the provider of a configuration, and makes the service that works with them. The secrets
 * are made when the records could be opened.
 */
export async function openService(
  config: ServeConfig,
  baseUrl: string,
  around: Surroundings,
  rotateSecrets = false,
): Promise<OpenService> {
  const type = await ownKeyType(config, around)
  await mkdir(config.data, { recursive: true, mode: 0o700 })
  const [opened, mail, verifier] = await withPeers(
    openStorage(config),
    config.smtp === undefined ? folderMail({ folder: join(config.data, 'outbox') }) : smtpMail(config.smtp),
    config.passkeys === undefined
      ? Promise.resolve(undefined)
      : passkeys({ ...config.passkeys, name: config.siteName }),
  )
  const figures = createFigures()
  const storage = config.metrics === undefined ? opened : figures.watch(opened)
  const secrets = await readSecrets(config.data, baseUrl, around, rotateSecrets, type).catch(closing(storage))
  const login =
    config.oidc === undefined
      ? undefined
      : await oidcAuth(oidcOptions(config.oidc, baseUrl, secrets.stored.secret)).catch(closing(storage))
  if (config.storage !== undefined) await assertSameSecret(storage, secrets).catch(closing(storage))
  const reportDefect = (error: unknown): void =>
    say(error instanceof Error ? `${error.name}: ${error.message}` : String(error), around)
  const service = createBadgeService({
    ...serviceOptions(config, baseUrl, verifier),
    signer: secrets.key,
    findSigner: keysIn(config.data, around),
    storage,
    mail,
    secret: secrets.stored.secret,
    onError: reportDefect,
  })
  // A logo that cannot be shown is refused at the start, and not with the first page.
  await service.issuers.brand().catch(closing(storage))
  return {
    service,
    secrets,
    login,
    reportDefect,
    figures,
    async close() {
      await service.close()
      await mail.close?.()
      await storage.close()
    },
  }
}

const SECRET_OF = 'serve-secret'

/**
 * Servers and workers of one database have the same secret: a link that one of them mails, the others must know. The first
 * one writes down a digest of its own, unless this is only to look; throws `ERR_USAGE` for another.
 */
export async function assertSameSecret(
  storage: StorageAdapter,
  secrets: ServeSecrets,
  { looksOnly = false }: { readonly looksOnly?: boolean } = {},
): Promise<void> {
  const { stored, file } = secrets
  const digest = (secret: string): string => sha256Hex(`badgewright serve ${secret}`).slice(0, 40)
  const found = await storage.get('settings', SECRET_OF)
  const value = { schemaVersion: 1, value: digest(stored.secret) }
  if (found?.value.value === value.value || (found === undefined && looksOnly)) return
  // A secret that was just replaced is still known by the one before.
  if (found === undefined || stored.former?.some((former) => digest(former) === found.value.value)) {
    if (looksOnly) return
    const change = { collection: 'settings', key: SECRET_OF, expectedVersion: found?.version ?? 0, value }
    try {
      return await storage.commit([change])
    } catch (error) {
      if (isBadgeError(error, 'ERR_STORAGE_CONFLICT')) return assertSameSecret(storage, secrets)
      throw error
    }
  }
  throw new BadgeError(
    'ERR_USAGE',
    `The database belongs to a server with another secret. Copy the keys and ${SECRETS_FILE} of its data folder to ${dirname(file)}.`,
  )
}

const closing =
  (storage: StorageAdapter) =>
  async (error: unknown): Promise<never> => {
    await storage.close()
    throw error
  }

/** Under which the pages are reached. */
export const baseUrlOf = ({ baseUrl, tls }: Pick<ServeConfig, 'baseUrl' | 'tls'>, port: number): string =>
  (baseUrl ?? `${tls === undefined ? 'http' : 'https'}://localhost:${port}`).replace(/\/+$/, '')
