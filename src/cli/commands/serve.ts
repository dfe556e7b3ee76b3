import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { folderMail, oidcAuth, smtpMail, sqliteStorage, withPeers } from '../../adapters/embedded/index.js'
import { createClientAddress, createGuardedFetch, createNodeListener, nodeRequest } from '../../adapters/node/index.js'
import { BadgeError } from '../../errors.js'
import { createHandler, hashApiToken } from '../../http/index.js'
import { defined } from '../../internal/defined.js'
import { systemReason } from '../../internal/system-reason.js'
import { type Auth, createBadgeService } from '../../service/index.js'
import type { SuiteName } from '../../types/proof.js'
import { say } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { readServeConfig, type ServeConfig } from '../serve/config.js'
import { keysIn } from '../serve/key-files.js'
import { readSecrets, type ServeSecrets } from '../serve/secrets.js'
import { startWarnings } from '../serve/warnings.js'

export interface ServeOptions {
  readonly config?: string
  readonly port?: number
  readonly data?: string
  readonly baseUrl?: string
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
    await serveOn(server, config, around)
  } finally {
    // Whatever went wrong, an open port must not keep the process alive.
    server.close()
    server.closeIdleConnections()
  }
}

async function serveOn(server: Server, config: ServeConfig, around: Surroundings): Promise<void> {
  const { port } = server.address() as AddressInfo
  const baseUrl = (config.baseUrl ?? `http://localhost:${port}`).replace(/\/+$/, '')
  const secrets = await readSecrets(config.data, baseUrl, around)
  const [storage, mail, login] = await withPeers(
    sqliteStorage({ file: join(config.data, 'badges.db') }),
    config.smtp === undefined ? folderMail({ folder: join(config.data, 'outbox') }) : smtpMail(config.smtp),
    config.oidc === undefined
      ? Promise.resolve(undefined)
      : oidcAuth({ ...config.oidc, baseUrl, secret: secrets.secret }),
  )
  const reportDefect = (error: unknown): void =>
    say(error instanceof Error ? `${error.name}: ${error.message}` : String(error), around)
  const service = createBadgeService({
    signer: secrets.key,
    findSigner: keysIn(config.data, around),
    storage,
    mail,
    baseUrl,
    secret: secrets.secret,
    locale: config.locale,
    claimPolicy: config.claimPolicy,
    mailSettings: { from: config.from },
    ...defined({ timeZone: config.timeZone, webhooks: config.webhooks }),
    onError: reportDefect,
  })
  const fetch = config.online ? createGuardedFetch() : undefined
  const handler = createHandler(service, {
    auth: issuerByCookie(secrets, login),
    siteName: config.siteName,
    issuerProfile: config.issuer,
    frameAncestors: config.frameAncestors,
    share: config.share,
    apiTokenHashes: [hashApiToken(secrets.apiToken), ...config.apiTokenHashes],
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
  for (const warning of await startWarnings(config, baseUrl, service)) say(`Warning: ${warning}`, around)
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '')
  const listener = createNodeListener(
    async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/.well-known/')) return handler.wellKnown(request)
      return enter(pathname, prefix, baseUrl, secrets) ?? handler(request)
    },
    { origin: new URL(baseUrl).origin },
  )
  server.on('request', (request, response) => void listener(request, response))
  around.stdout.write(announcement(config, port, baseUrl, secrets))
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

const COOKIE = 'badges-issuer'

/** The operator of this server is its issuer: anyone who has the link that was printed at the start. */
function issuerByCookie({ issuerToken }: ServeSecrets, login: Auth | undefined): Auth {
  return {
    ...login,
    async identify(request) {
      const found = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(request.headers.get('cookie') ?? '')?.[1]
      const isIssuer = found !== undefined && same(found, issuerToken)
      return isIssuer ? { subject: 'operator', emails: [], roles: ['issuer'] } : (login?.identify(request) ?? null)
    },
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** `/enter/TOKEN`, printed in the terminal alone: signs the operator in. */
function enter(pathname: string, prefix: string, baseUrl: string, { issuerToken }: ServeSecrets): Response | undefined {
  const token = pathname.startsWith(`${prefix}/enter/`) ? pathname.slice(`${prefix}/enter/`.length) : undefined
  if (token === undefined || !same(token, issuerToken)) return undefined
  const secure = baseUrl.startsWith('https:') ? '; Secure' : ''
  return new Response(null, {
    status: 303,
    headers: {
      location: `${prefix}/issuer`,
      'set-cookie': `${COOKIE}=${issuerToken}; Path=/; HttpOnly; SameSite=Lax${secure}`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  })
}

/** To standard output, so that a script can read the addresses. */
function announcement({ data, host, smtp }: ServeConfig, port: number, baseUrl: string, secrets: ServeSecrets): string {
  return `Badges are served. Click:
  Start page      ${baseUrl}/
  Issue badges    ${baseUrl}/enter/${secrets.issuerToken}   (signs you in; keep it to yourself)
  Screens         ${baseUrl}/issuer/displays
  Check a badge   ${baseUrl}/verify
  API             ${baseUrl}/api/openapi.json   (bearer token: "apiToken" in ${secrets.apiTokenFile})
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
