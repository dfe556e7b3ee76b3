import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createClientAddress, createGuardedFetch, createNodeListener, nodeRequest } from '../../adapters/node/index.js'
import { BadgeError } from '../../errors.js'
import { createHandler, type HandlerOptions, hashApiToken } from '../../http/index.js'
import { defined } from '../../internal/defined.js'
import { systemReason } from '../../internal/system-reason.js'
import type { BadgeService } from '../../service/index.js'
import { dialects } from '../../wallet/index.js'
import { say } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { addOwners } from '../serve/add-owners.js'
import { readServeConfig, type ServeConfig } from '../serve/config.js'
import { assertKnownIssuers, leftOut, readIssuers, retiredIssuers } from '../serve/issuers.js'
import { serveMetrics } from '../serve/metrics.js'
import { baseUrlOf, openService } from '../serve/open-service.js'
import { rehearse } from '../serve/rehearse.js'
import { finishRotation } from '../serve/rotate.js'
import type { ServeSecrets } from '../serve/secrets.js'
import { tlsServer } from '../serve/tls.js'
import { untilTold, workUntilTold } from '../serve/until-told.js'
import { startWarnings } from '../serve/warnings.js'

export interface ServeOptions {
  readonly config?: string
  readonly port?: number
  readonly data?: string
  readonly baseUrl?: string
  /** URL of a PostgreSQL database. */
  readonly storage?: string
  /** Whether the operator's token and the secret of sessions and links are replaced first. */
  readonly rotateSecrets?: boolean
}

/**
 * The pages and the API on one port, on SQLite or PostgreSQL and a folder of `.eml` files or SMTP, until the process is
 * asked to end.
 */
export async function serve(options: ServeOptions, around: Surroundings): Promise<void> {
  // Database, mails and secrets are for this account alone, also where the folder was there before.
  around.umask(0o077)
  const config = await readServeConfig(options.config, options, around)
  const server = config.tls === undefined ? createServer() : await tlsServer(config.tls, around)
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
  const baseUrl = baseUrlOf(config, port)
  await rehearse(config, baseUrl, () => handlerSettings(config), around)
  const opened = await openService(config, baseUrl, around, options.rotateSecrets)
  const { service, secrets, login, figures, reportDefect } = opened
  const settings: HandlerOptions = {
    ...handlerSettings(config),
    ...defined({ auth: login }),
    apiTokenHashes: [hashApiToken(secrets.stored.apiToken), ...config.apiTokenHashes],
    onError: reportDefect,
  }
  const records = await service.issuers.list()
  const known = records.flatMap(({ name }) => name ?? [])
  await assertKnownIssuers(config.issuers, config.data, known)
  // Also where a rotation broke off before its end, and is taken up again.
  const rotates = (secrets.stored.former ?? []).length > 0
  const issuers = {
    ...(await retiredIssuers(config.issuers, config.data, records, around)),
    ...(await readIssuers(config.issuers, config.data, baseUrl, around, rotates)),
  }
  const handler = createHandler(service, { ...settings, issuers })
  await handler.start()
  const rotated = await finishRotation(secrets.file, secrets.stored, service)
  if (rotated !== undefined) say(rotated, around)
  await addOwners(config, service)
  for (const warning of await startWarnings(config, baseUrl, service, leftOut(config.issuers, records)))
    say(`Warning: ${warning}`, around)
  const listener = createNodeListener(
    async (request) => {
      const { pathname } = new URL(request.url)
      return figures.timed(() => (pathname.startsWith('/.well-known/') ? handler.wellKnown(request) : handler(request)))
    },
    { origin: new URL(baseUrl).origin },
  )
  const metrics = await serveMetrics(config.metrics, figures, service)
  try {
    server.on('request', (request, response) => void listener(request, response))
    around.stdout.write(announcement(config, port, baseUrl, secrets, await entrance(service), metrics?.url))
    if (config.work) await workUntilTold(service, around, reportDefect, figures)
    else await untilTold(around, async () => false)
  } finally {
    await metrics?.close()
  }
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  await opened.close()
}

/** What the configuration says of the pages and the API. */
function handlerSettings(config: ServeConfig): HandlerOptions {
  const { key: _, ...signing } = config.signing
  const fetch = config.online ? createGuardedFetch() : undefined
  return {
    siteName: config.siteName,
    ...(config.isNamed ? { issuerProfile: config.issuer } : {}),
    frameAncestors: config.frameAncestors,
    share: config.share,
    apiTokenHashes: config.apiTokenHashes,
    clientAddress:
      config.trustedProxies === undefined
        ? (request) => nodeRequest(request)?.socket.remoteAddress
        : createClientAddress({ trustedProxies: config.trustedProxies }),
    rateLimits: config.rateLimits,
    // What a server of one's own meets in the field.
    wallets: { compat: dialects },
    vcApi: {
      contexts: config.contexts,
      documents: config.documents,
      protectVerify: config.protectVerify,
      ...signing,
      ...defined({ fetch }),
    },
  }
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

/** Where the operator signs in: once, by a link that is printed in the terminal alone. */
async function entrance(service: BadgeService): Promise<string> {
  const operator = await service.staff.operator()
  if (operator === null) return `${service.baseUrl}/staff/sign-in`
  const { url } = await service.staff.createSignInLink({ staffId: operator.id })
  return `${url}   (signs you in once, within an hour; keep it to yourself)`
}

/** To standard output, so that a script can read the addresses. */
function announcement(
  { data, host, smtp, tls, issuers }: ServeConfig,
  port: number,
  baseUrl: string,
  secrets: ServeSecrets,
  staffUrl: string,
  metricsUrl: string | undefined,
): string {
  return `Badges are served. Click:
  Start page      ${baseUrl}/
  Issue badges    ${staffUrl}
  Screens         ${baseUrl}/issuer/displays
  Check a badge   ${baseUrl}/verify
  API             ${baseUrl}/api/openapi.json   (bearer token: "apiToken" in ${secrets.file})
  Mail            ${smtp === undefined ? join(data, 'outbox') : smtp.host}
  Issuer          ${secrets.key.controller}
${metricsUrl === undefined ? '' : `  Figures         ${metricsUrl}\n`}${Object.keys(issuers)
  .map((name) => `  Issuer          ${baseUrl}/issuers/${name}\n`)
  .join(
    '',
  )}  Listens on      ${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}
Ctrl+C ends it. Everything is kept in ${data}
`
}
