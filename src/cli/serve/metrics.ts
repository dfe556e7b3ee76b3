import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { BadgeError } from '../../errors.js'
import { hashApiToken } from '../../http/index.js'
import { needed, type RuleTable } from '../../internal/options.js'
import { systemReason } from '../../internal/system-reason.js'
import type { BadgeService } from '../../service/index.js'
import { exposition, type Figures } from './figures.js'

/** Where figures are read. */
export interface MetricsSettings {
  readonly port: number
  /** Default 127.0.0.1. Another than the loopback needs `tokenHash`. */
  readonly host?: string
  /** SHA-256, in hex, of the bearer token that must come along. */
  readonly tokenHash?: string
}

export const metricsRules = {
  port: needed({ from: 0, to: 65_535, whole: true }),
  host: 'some text',
  tokenHash: 'some text',
} as const satisfies RuleTable

const isLoopback = (host: string): boolean => /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|\[::1\])$/i.test(host)

/** Figures are for the operator: where other machines reach them, they need a token. Throws `ERR_USAGE`. */
export function readMetrics(given: MetricsSettings | undefined): MetricsSettings | undefined {
  if (given?.tokenHash !== undefined && !/^[0-9a-f]{64}$/i.test(given.tokenHash)) {
    throw usage('"metrics.tokenHash" is SHA-256 in hex, as `hashApiToken` makes it.')
  }
  if (given?.host !== undefined && !isLoopback(given.host) && given.tokenHash === undefined) {
    throw usage('"metrics.host" is reached by other machines: give "metrics.tokenHash" too, or leave out the host.')
  }
  return given
}

const usage = (message: string): BadgeError => new BadgeError('ERR_USAGE', message)

const CONNECTIONS = 32

/** Listens for those who read figures, and gives what ends it; nothing where the configuration names no port. */
export async function serveMetrics(
  settings: MetricsSettings | undefined,
  figures: Figures,
  service: Pick<BadgeService, 'backlog'>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> } | undefined> {
  if (settings === undefined) return undefined
  const { host = '127.0.0.1', port } = settings
  const backlog = shared(() => service.backlog())
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const status = refusalOf(request, settings)
      if (status !== undefined) {
        response.writeHead(status, {
          'content-type': 'text/plain',
          ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
        })
        response.end()
        return
      }
      const found = await backlog().catch(() => undefined)
      response.writeHead(200, {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'cache-control': 'no-store',
      })
      response.end(request.method === 'HEAD' ? undefined : exposition(figures, found))
    }
    answer().catch(() => response.destroy())
  })
  server.maxConnections = CONNECTIONS
  await listening(server, host, port)
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Why a request gets no figures. */
function refusalOf(request: IncomingMessage, { tokenHash }: MetricsSettings): number | undefined {
  // A page of somebody else that has its name point here would read them in the operator's browser.
  if (tokenHash === undefined && !isLoopback((request.headers.host ?? '').replace(/:\d+$/, ''))) return 403
  if (tokenHash !== undefined && !isToken(request.headers.authorization, tokenHash)) return 401
  if ((request.url ?? '').split('?')[0] !== '/metrics') return 404
  return request.method === 'GET' || request.method === 'HEAD' ? undefined : 405
}

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest()

/** Compared by digests, whose differences say nothing of the hash. */
function isToken(authorization: string | undefined, tokenHash: string): boolean {
  const token = /^Bearer +(\S{1,512}) *$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) return false
  return timingSafeEqual(digest(hashApiToken(token)), digest(tokenHash.toLowerCase()))
}

/** Between two looks: who asks in between gets what the last one found. */
const KEPT_MS = 1_000

function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly found: Promise<T> } | undefined
  return () => {
    if (last === undefined || performance.now() - last.at >= KEPT_MS) last = { at: performance.now(), found: look() }
    return last.found
  }
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new BadgeError('ERR_USAGE', `Port ${port} of ${host} cannot be used for figures: ${systemReason(cause)}.`, {
          cause,
        }),
      ),
    )
    server.listen(port, host, resolve)
  })
}
