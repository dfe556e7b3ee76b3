import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { BadgeError } from '../../errors.js'
import { byteCollector } from '../../internal/byte-collector.js'
import { directContentOf, setDirectRead } from '../../internal/direct-body.js'
import { checkOptions, checkValue, needed } from '../../internal/options.js'
import { canParseUrl } from '../../internal/url.js'

/** What is needed of an `IncomingMessage` of `node:http`. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly rawHeaders: readonly string[]
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/** What is needed of a `ServerResponse` of `node:http`. */
export interface NodeResponse {
  statusCode: number
  readonly headersSent: boolean
  writeHead(status: number, headers: Record<string, string>): unknown
  setHeader(name: string, value: string | readonly string[]): unknown
  end(body?: Uint8Array | string): unknown
}

/** Under which a `Request` has the request of Node that it was made of. */
const INCOMING = Symbol('incoming')

/**
 * The request of Node behind a `Request` that {@link createNodeListener} made: for the host's session, or the address of
 * the socket. `undefined` for others.
 */
export function nodeRequest(request: Request): NodeRequest | undefined {
  checkValue('request', request, needed('request'))
  return (request as { readonly [INCOMING]?: NodeRequest })[INCOMING]
}

/**
 * A listener for `node:http`, Express and whatever takes `(request, response)`, from a function from `Request` to
 * `Response`. Where a framework has taken a prefix off the URL, the original is used.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an origin that is none
 *
 * @example
 * import { createServer } from 'node:http'
 * import { createNodeListener } from 'badgewright/node'
 *
 * const server = createServer(createNodeListener(async (request) => new Response(`Hello from ${request.url}`)))
 * server.listen(0, () => server.close())
 */
export function createNodeListener(
  handler: (request: Request) => Promise<Response>,
  options: {
    /** Scheme and host that requests are taken to be for, whatever their `Host` header says. Default: of that header. */
    readonly origin?: string
  } = {},
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  checkValue('handler', handler, needed('function'))
  checkOptions(options, { origin: 'text' })
  const { origin } = options
  if (origin !== undefined && (!canParseUrl(origin) || new URL(origin).origin !== origin)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`origin` is a scheme and a host, such as https://badges.example.')
  }
  return async (request, response) => {
    try {
      // No `Request` has these methods, so no handler could answer them.
      if (UNKNOWN_METHODS.has(request.method ?? '')) return refuse(response, 501)
      const url = urlOf(request, origin)
      if (url === undefined) return refuse(response, 400)
      await write(await handler(toRequest(request, url)), response)
    } catch {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end()
    }
  }
}

const UNKNOWN_METHODS: ReadonlySet<string> = new Set(['TRACE', 'TRACK', 'CONNECT'])

function refuse(response: NodeResponse, status: 400 | 501): void {
  response.writeHead(status, { 'content-type': 'text/plain' })
  response.end()
}

/** What is asked for; nothing where target or `Host` are malformed. */
function urlOf(message: NodeRequest, origin: string | undefined): URL | undefined {
  const base = origin ?? `http://${message.headers.host ?? 'localhost'}`
  const path = (message as { originalUrl?: string }).originalUrl ?? message.url ?? '/'
  // `//host/…` and `http://host/…` would name another host.
  const below = path.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^[/\\]{2,}/, '/')
  return canParseUrl(below, base) ? new URL(below, base) : undefined
}

function toRequest(message: NodeRequest, url: URL): Request {
  const { method = 'GET', rawHeaders } = message
  const fields = new Headers()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    if (!name.startsWith(':')) fields.append(name, rawHeaders[i + 1] ?? '')
  }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init: RequestInit & { duplex?: 'half' } = { method, headers: fields }
  if (hasBody) {
    init.body = streamOf(message as unknown as Readable)
    init.duplex = 'half'
  }
  const request = Object.defineProperty(new Request(url, init), INCOMING, { value: message })
  return hasBody ? setDirectRead(request, (cap) => readWhole(message as unknown as Readable, cap)) : request
}

/** The body for anyone who reads it as a stream of the web: it is made of the message when it is first asked for. */
function streamOf(message: Readable): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  const open = () => {
    reader ??= (Readable.toWeb(message) as NodeStream as unknown as ReadableStream<Uint8Array>).getReader()
    return reader
  }
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await open().read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (why) => open().cancel(why),
    },
    { highWaterMark: 0 },
  )
}

function readWhole(message: Readable, cap: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const collected = byteCollector(cap)
  return new Promise((resolve, reject) => {
    const brokenOff = (cause?: unknown) => reject(new Error('The request broke off.', { cause }))
    if (message.destroyed || message.readableEnded) return brokenOff()
    message.on('data', (chunk: Uint8Array) => {
      if (collected.add(chunk)) return
      resolve(null)
      message.destroy()
    })
    message.on('end', () => resolve(collected.bytes()))
    message.on('error', brokenOff)
    message.on('close', brokenOff)
  })
}

async function write(answer: Response, response: NodeResponse): Promise<void> {
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  const content = answer.body === null ? new Uint8Array() : directContentOf(answer)
  response.end(content ?? new Uint8Array(await answer.arrayBuffer()))
}
