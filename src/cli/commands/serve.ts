import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { folderMail, oidcAuth, passkeys, smtpMail, sqliteStorage, withPeers } from '../../adapters/embedded/index.js'
import { createClientAddress, createGuardedFetch, createNodeListener, nodeRequest } from '../../adapters/node/index.js'
import { BadgeError } from '../../errors.js'
import { createHandler, hashApiToken } from '../../http/index.js'
import { defined } from '../../internal/defined.js'
import { systemReason } from '../../internal/system-reason.js'
import { type BadgeService, createBadgeService } from '../../service/index.js'
import type { SuiteName } from '../../types/proof.js'
import { say } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { readServeConfig, type ServeConfig } from '../serve/config.js'
import { keysIn } from '../serve/key-files.js'
import { finishRotation } from '../serve/rotate.js'
import { readSecrets, type ServeSecrets } from '../serve/secrets.js'
import { startWarnings } from '../serve/warnings.js'

export interface ServeOptions {
  readonly config?: string
  readonly port?: number
  readonly data?: string
  readonly baseUrl?: string
  /** Whether the operator's token and the secret of sessions and links are replaced first. */
  readonly rotateSecrets?: boolean
}

/** Seconds between two looks at what is due: mail, reminders, badges that expire. */
const TICK_MS = 2_000

/** The pages and the API on one port, on SQLite and a folder of `.eml` files, until the process is asked to end. */
export async function serve(options: ServeOptions, around: Surroundings): Promise<void> {
  // Database, mails and secrets are for this account alone, also where the folder was there before.
  around.umask(0o077)
  const config = await readServeConfig(options.config, options, around)
  const server = createServer()
  await listen(server, config)
  try {
    await serveOn(server, config, around, options)
  } finally {
    // Whatever went wrong, an open port must not keep the process alive.
    server.close()
    server.closeIdleConnections()
  }
}

async function serveOn(
  server: Server,
  config: ServeConfig,
  around: Surroundings,
  options: ServeOptions,
): Promise<void> {
  const { port } = server.address() as AddressInfo
  const baseUrl = (config.baseUrl ?? `http://localhost:${port}`).replace(/\/+$/, '')
  const secrets = await readSecrets(config.data, baseUrl, around, options.rotateSecrets)
  const [storage, mail, login, verifier] = await withPeers(
    sqliteStorage({ file: join(config.data, 'badges.db') }),
    config.smtp === undefined ? folderMail({ folder: join(config.data, 'outbox') }) : smtpMail(config.smtp),
    config.oidc === undefined
      ? Promise.resolve(undefined)
      : oidcAuth({ ...config.oidc, baseUrl, secret: secrets.stored.secret }),
    config.passkeys === undefined
      ? Promise.resolve(undefined)
      : passkeys({ ...config.passkeys, name: config.siteName }),
  )
  const reportDefect = (error: unknown): void =>
    say(error instanceof Error ? `${error.name}: ${error.message}` : String(error), around)
  const service = createBadgeService({
    signer: secrets.key,
    findSigner: keysIn(config.data, around),
    storage,
    mail,
    baseUrl,
    secret: secrets.stored.secret,
    locale: config.locale,
    claimPolicy: config.claimPolicy,
    mailSettings: { from: config.from },
    ...defined({ timeZone: config.timeZone, webhooks: config.webhooks, passkeys: verifier }),
    onError: reportDefect,
  })
  const fetch = config.online ? createGuardedFetch() : undefined
  const handler = createHandler(service, {
    ...defined({ auth: login }),
    siteName: config.siteName,
    issuerProfile: config.issuer,
    frameAncestors: config.frameAncestors,
    share: config.share,
    apiTokenHashes: [hashApiToken(secrets.stored.apiToken), ...config.apiTokenHashes],
    clientAddress:
      config.trustedProxies === undefined
        ? (request) => nodeRequest(request)?.socket.remoteAddress
        : createClientAddress({ trustedProxies: config.trustedProxies }),
    rateLimits: config.rateLimits,
    vcApi: {
      contexts: config.contexts,
      documents: config.documents,
      protectVerify: config.protectVerify,
      ...defined({ fetch, suite: config.suite as SuiteName | undefined }),
    },
    onError: reportDefect,
  })
  const rotated = await finishRotation(secrets.file, secrets.stored, service)
  if (rotated !== undefined) say(rotated, around)
  await addOwners(config, service)
  for (const warning of await startWarnings(config, baseUrl, service)) say(`Warning: ${warning}`, around)
  const listener = createNodeListener(
    async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/.well-known/')) return handler.wellKnown(request)
      return handler(request)
    },
    { origin: new URL(baseUrl).origin },
  )
  server.on('request', (request, response) => void listener(request, response))
  around.stdout.write(announcement(config, port, baseUrl, secrets, await entrance(service)))
  await untilTold(around, async () => {
    await service.tick().catch(reportDefect)
  })
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  await service.close()
  await mail.close?.()
  await storage.close()
}

async function listen(server: Server, { host, port }: ServeConfig): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new BadgeError(
          'ERR_USAGE',
          `Port ${port} of ${host} cannot be used: ${systemReason(cause)}. Give another with --port.`,
          { cause },
        ),
      ),
    )
    server.listen(port, host, resolve)
  })
}

/** Those whom the configuration makes owners, at the first start: one who was removed since does not come back. */
async function addOwners({ owners }: ServeConfig, service: BadgeService): Promise<void> {
  if ((await service.staff.list()).length > 0) return
  for (const { email, name } of owners) await service.staff.add({ email, name, grants: [{ role: 'owner' }] })
}

/** Where the operator signs in: once, by a link that is printed in the terminal alone. */
async function entrance(service: BadgeService): Promise<string> {
  const operator = await service.staff.operator()
  if (operator === null) return `${service.baseUrl}/staff/sign-in`
  const { url } = await service.staff.createSignInLink({ staffId: operator.id })
  return `${url}   (signs you in once, within an hour; keep it to yourself)`
}

/** To standard output, so that a script can read the addresses. */
function announcement(
  { data, host, smtp }: ServeConfig,
  port: number,
  baseUrl: string,
  secrets: ServeSecrets,
  staffUrl: string,
): string {
  return `Badges are served. Click:
  Start page      ${baseUrl}/
  Issue badges    ${staffUrl}
  Screens         ${baseUrl}/issuer/displays
  Check a badge   ${baseUrl}/verify
  API             ${baseUrl}/api/openapi.json   (bearer token: "apiToken" in ${secrets.file})
  Mail            ${smtp === undefined ? join(data, 'outbox') : smtp.host}
  Issuer          ${secrets.key.controller}
  Listens on      http://${host.includes(':') ? `[${host}]` : host}:${port}
Ctrl+C ends it. Everything is kept in ${data}
`
}

/** Works again and again, until SIGINT or SIGTERM. */
async function untilTold(around: Surroundings, work: () => Promise<void>): Promise<void> {
  let wake = (): void => {}
  let isOver = false
  const end = (): void => {
    isOver = true
    wake()
  }
  around.once('SIGINT', end)
  around.once('SIGTERM', end)
  while (!isOver) {
    await work()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TICK_MS)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (isOver) wake()
    })
  }
}
