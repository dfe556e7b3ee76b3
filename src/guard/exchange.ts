import type { IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { byteCollector } from '../internal/byte-collector.js'
import { defined } from '../internal/defined.js'
import { limits } from '../internal/limits.js'
import { fetchFailed, fetchRefused } from '../loader/fetch/index.js'
import { bareAddress, readAllowList } from './allow-list.js'
import { nodeHttps, nodeZlib } from './node-modules.js'
import type { HostAddress } from './resolve-host.js'

/** What one request may cost. */
export interface ExchangeLimits {
  readonly maxBytes: number
  readonly connectMilliseconds: number
  readonly idleMilliseconds: number
}

/** What is sent besides the URL: with a body it is a POST. */
export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ExchangeOptions extends ExchangeLimits, Outgoing {
  /** The only addresses that are connected to. */
  readonly addresses: readonly HostAddress[]
  /** Aborted with the error to throw. */
  readonly signal: AbortSignal
  readonly secureContext?: SecureContext
}

/**
 * Sends one request over a connection of its own and reads the whole answer. Nothing is sent but the URL and what is in
 * `options`; TLS is verified whatever the environment says.
 */
export function exchange(url: URL, options: ExchangeOptions): Promise<Response> {
  const mayConnectTo = readAllowList(options.addresses.map(({ address }) => address))
  return new Promise((resolve, reject) => {
    const outgoing = nodeHttps().request({
      protocol: 'https:',
      hostname: bareAddress(url.hostname),
      port: url.port === '' ? 443 : Number(url.port),
      path: url.pathname + url.search,
      method: options.body === undefined ? 'GET' : 'POST',
      headers: { ...options.headers, 'accept-encoding': 'identity', 'user-agent': 'badgewright' },
      agent: false,
      lookup: pinned(options.addresses),
      rejectUnauthorized: true,
      maxHeaderSize: limits.fetchHeaderBytes,
      ...defined({ secureContext: options.secureContext }),
    })
    const fail = (error: unknown) => {
      reject(error)
      outgoing.destroy()
    }
    const stop = () => fail(options.signal.reason)
    const slow = setTimeout(
      () => fail(fetchFailed(url.href, 'could not be connected to in time')),
      options.connectMilliseconds,
    )
    // Node keeps to the addresses it is given; a runtime that only imitates it must not slip past them.
    let connected = false
    outgoing.on('socket', (socket) =>
      socket.once('secureConnect', () => {
        clearTimeout(slow)
        connected = mayConnectTo.address(socket.remoteAddress ?? '')
      }),
    )
    outgoing.setTimeout(options.idleMilliseconds, () => fail(fetchFailed(url.href, 'fell silent')))
    outgoing.on('error', (cause) => fail(fetchFailed(url.href, 'did not answer', cause)))
    let answered = false
    outgoing.on('response', (incoming) => {
      answered = true
      if (!connected) return fail(fetchRefused(url.href, 'the connection went to an address that was not checked'))
      readResponse(incoming, url, options.maxBytes).then((response) => {
        resolve(response)
        outgoing.destroy()
      }, fail)
    })
    outgoing.on('close', () => {
      clearTimeout(slow)
      options.signal.removeEventListener('abort', stop)
      // The connection may be gone while the last of the body is still inflated.
      if (!answered) reject(fetchFailed(url.href, 'ended without an answer'))
    })
    if (options.signal.aborted) return stop()
    options.signal.addEventListener('abort', stop)
    outgoing.end(options.body)
  })
}

/** Name resolution that is already done, so that the addresses used are those that were checked. */
const pinned =
  (addresses: readonly HostAddress[]): LookupFunction =>
  (_, { all }, answer) => {
    const [first = { address: '', family: 4 }] = addresses
    if (all) answer(null, [...addresses])
    else answer(null, first.address, first.family)
  }

/** Statuses that come without a body (Fetch Standard, "null body status"). */
const BODILESS = new Set([204, 205, 304])

/** Header fields that no longer fit what is handed on, or that do not concern us. */
const DROPPED = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'set-cookie', 'set-cookie2'])

async function readResponse(incoming: IncomingMessage, url: URL, maxBytes: number): Promise<Response> {
  const status = incoming.statusCode ?? 0
  if (status < 200 || status > 599) throw fetchFailed(url.href, `answered with status ${status}`)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    if (!DROPPED.has(name)) for (const each of value ?? []) headers.append(name, each)
  }
  const body = await readBody(incoming, url, maxBytes)
  return new Response(BODILESS.has(status) ? null : body, { status, headers })
}

/** Decoders of the encodings that some servers use although none was asked for. */
const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: () => nodeZlib().createGunzip(),
  'x-gzip': () => nodeZlib().createGunzip(),
  deflate: () => nodeZlib().createInflate(),
  br: () => nodeZlib().createBrotliDecompress(),
}

function readBody(incoming: IncomingMessage, url: URL, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(fetchFailed(url.href, `is larger than ${maxBytes} bytes`))
    const broken = (cause: unknown) => reject(fetchFailed(url.href, 'broke off', cause))
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return tooLarge()
    const encoding = (incoming.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
    const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding]?.() : undefined
    if (decoder === undefined && encoding !== 'identity' && encoding !== '') {
      return reject(fetchFailed(url.href, 'is compressed in a way that is not read here'))
    }
    const collected = byteCollector(maxBytes)
    const stream: Readable = decoder === undefined ? incoming : incoming.pipe(decoder)
    incoming.on('error', (cause) => {
      decoder?.destroy()
      broken(cause)
    })
    stream.on('error', broken)
    stream.on('data', (chunk: Uint8Array) => {
      if (collected.add(chunk)) return
      stream.destroy()
      tooLarge()
    })
    stream.on('end', () => resolve(collected.bytes()))
  })
}
