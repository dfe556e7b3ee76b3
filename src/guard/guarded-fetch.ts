import type { SecureContext } from 'node:tls'
import { BadgeError, isBadgeError } from '../errors.js'
import { utf8Encode } from '../internal/bytes.js'
import { createCache } from '../internal/cache.js'
import { defined } from '../internal/defined.js'
import { limits } from '../internal/limits.js'
import { checkOptions, number, type OptionTable } from '../internal/options.js'
import { sha256Hex } from '../internal/sha256.js'
import { sharedCache } from '../internal/shared-caches.js'
import { fetchableUrl, fetchFailed, fetchRefused, followRedirects } from '../loader/fetch/index.js'
import type { FetchLike } from '../types/loader.js'
import { readAllowList } from './allow-list.js'
import { type ExchangeLimits, exchange, type Outgoing } from './exchange.js'
import { nodeCrypto, nodeTls } from './node-modules.js'
import { defaultLookup, resolveHost } from './resolve-host.js'

/** Options of {@link createGuardedFetch}. With none, it asks whatever is public. */
export interface GuardedFetchOptions {
  /** Answers a host name with all its addresses. Default: the operating system's. */
  readonly lookup?: (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>
  /**
   * Certificate authorities (PEM) that are trusted besides Node's own. Without this, Node's own and those of the
   * environment variable `NODE_EXTRA_CA_CERTS` are. Verification itself cannot be switched off.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[]
  /**
   * What may be asked although it is private, such as an intranet: host names (`badges.corp.example`, with whatever
   * address they have), addresses (`10.1.2.3`) and blocks (`10.1.0.0/16`).
   */
  readonly allow?: readonly string[]
  /** Bytes of a body, decompressed. Default 5 MB. */
  readonly maxBytes?: number
  /** Milliseconds for everything, redirects included. Default 10,000. */
  readonly totalMilliseconds?: number
  /** Milliseconds until a TLS connection is open. Default 5,000. */
  readonly connectMilliseconds?: number
  /** Milliseconds that a server may keep silent. Default 5,000. */
  readonly idleMilliseconds?: number
}

const rules = {
  lookup: 'function',
  ca: { either: ['text or bytes', { each: 'text or bytes' }] },
  allow: 'texts',
  maxBytes: number(0),
  totalMilliseconds: number(0),
  connectMilliseconds: number(0),
  idleMilliseconds: number(0),
} as const satisfies OptionTable<GuardedFetchOptions>

/** What of a redirect is done; as in the Fetch Standard. */
const MODES: ReadonlySet<string> = new Set(['follow', 'manual', 'error'])

/**
 * Makes a `fetch` that is safe to point at addresses from a badge that a stranger handed in. For servers: a plain
 * `fetch` there can be sent to the metadata service of the cloud, to a database, or to a file that never ends.
 *
 * - `https` only; TLS verified, also when `NODE_TLS_REJECT_UNAUTHORIZED` says otherwise; no proxy
 * - every address of a host must be public, on every hop, and the connection goes to the addresses that were checked,
 *   so that a name server that answers differently the second time gains nothing
 * - at most three redirects (none for `redirect: 'manual'`, whose 3xx answer you get as it is)
 * - `GET`, with nothing but the URL and your `Accept` header: no credentials, cookies or referrer; or `POST` of a text to
 *   one address, without redirects, with its `content-type` and the headers `webhook-*`
 * - header, body (inflated), connection, silence and total time are capped; the body is read before you get the answer
 *
 * Give it to `verifyCredential` or to the webhooks of a service, or use it by itself.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for options that cannot be; the `fetch` rejects with `ERR_FETCH_REFUSED` for
 * what it does not ask, `ERR_FETCH_FAILED` for what it could not get, `ERR_ARGUMENT_INVALID` for requests it does not
 * make
 *
 * @example
 * import { verifyCredential } from 'badgewright'
 * import { createGuardedFetch } from 'badgewright/node'
 *
 * const fetch = createGuardedFetch({ allow: ['badges.intranet.example'] })
 * const result = await verifyCredential('{ "type": "some badge" }', { fetch })
 * console.log(result.outcome)
 */
export function createGuardedFetch(
  options: GuardedFetchOptions = {},
): FetchLike & Required<Pick<FetchLike, 'allowsHost'>> {
  checkOptions(options, rules)
  const { lookup = defaultLookup } = options
  const allow = readAllowList(options.allow ?? [])
  const caps: ExchangeLimits = {
    maxBytes: positive(options.maxBytes, limits.fetchBytes),
    connectMilliseconds: positive(options.connectMilliseconds, limits.fetchConnectMilliseconds),
    idleMilliseconds: positive(options.idleMilliseconds, limits.fetchIdleMilliseconds),
  }
  const totalMilliseconds = positive(options.totalMilliseconds, limits.fetchMilliseconds)
  const secureContext = options.ca === undefined ? undefined : trusting(options.ca)

  async function once(address: string, message: Outgoing, signal: AbortSignal): Promise<Response> {
    const url = fetchableUrl(address, allow.host)
    const addresses = await until(signal, resolveHost(url, lookup, allow))
    return exchange(url, { ...caps, ...message, addresses, signal, ...defined({ secureContext }) })
  }

  async function ask(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const message = outgoing(init)
    const mode = message.body === undefined ? (init.redirect ?? 'follow') : 'error'
    if (mode === 'manual') return once(url, message, signal)
    const { address, response } = await followRedirects(url, (hop) => checked(hop), allow.host)
    return Object.defineProperties(response, {
      url: { value: address },
      redirected: { value: address !== fetchableUrl(url, allow.host).href },
    })

    async function checked(hop: string): Promise<Response> {
      const answer = await once(hop, message, signal)
      if (mode === 'error' && answer.status > 300 && answer.status < 400 && answer.headers.has('location')) {
        throw fetchRefused(hop, 'it redirects')
      }
      return answer
    }
  }

  async function guardedFetch(url: string, init: RequestInit = {}): Promise<Response> {
    assertRequest(init)
    const address = String(url)
    const stop = new AbortController()
    const giveUp = () => stop.abort(fetchFailed(address, 'was given up', init.signal?.reason))
    const late = () => stop.abort(fetchFailed(address, `took longer than ${totalMilliseconds / 1000} seconds`))
    const timer = setTimeout(late, totalMilliseconds)
    init.signal?.addEventListener('abort', giveUp)
    if (init.signal?.aborted) giveUp()
    try {
      return await ask(address, init, stop.signal)
    } catch (error) {
      throw isBadgeError(error) ? error : fetchFailed(address, 'could not be fetched', error)
    } finally {
      clearTimeout(timer)
      init.signal?.removeEventListener('abort', giveUp)
    }
  }

  return Object.assign(guardedFetch, { allowsHost: allow.host })
}

/** Headers of a POST that are sent. A cookie or an `Authorization` in one would go to whatever address was configured. */
const POST_HEADER = /^(?:accept|content-type|webhook-[a-z-]+)$/

function assertRequest({ method = 'GET', body, redirect = 'follow', headers }: RequestInit): void {
  if (!MODES.has(redirect)) throw refused()
  if (method.toUpperCase() === 'GET' && (body ?? null) === null) return
  if (method.toUpperCase() !== 'POST' || typeof body !== 'string') throw refused()
  if (utf8Encode(body).length > limits.guardedPostBytes) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A guarded POST has at most ${limits.guardedPostBytes} bytes.`)
  }
  for (const name of new Headers(headers).keys()) {
    if (!POST_HEADER.test(name)) {
      const others = 'accept, content-type and webhook-*'
      throw new BadgeError('ERR_ARGUMENT_INVALID', `A guarded POST does not send the header "${name}", only ${others}.`)
    }
  }
}

const refused = (): BadgeError =>
  new BadgeError(
    'ERR_ARGUMENT_INVALID',
    'The guarded fetch makes plain GET requests, and POST requests of a text, only.',
  )

/** What is sent besides the URL. */
function outgoing({ body, headers }: RequestInit): Outgoing {
  const given = new Headers(headers)
  const accept = given.get('accept') ?? '*/*'
  return typeof body === 'string'
    ? { headers: { ...Object.fromEntries(given), accept }, body }
    : { headers: { accept } }
}

function positive(value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise
  if (Number.isSafeInteger(value) && value > 0 && value < 2 ** 31) return value
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'The limits of a guarded fetch are whole numbers above zero.')
}

const trusted = sharedCache('trustedAuthorities', createCache<SecureContext>)

function trusting(ca: NonNullable<GuardedFetchOptions['ca']>): SecureContext {
  const given = typeof ca === 'string' || ca instanceof Uint8Array ? [ca] : ca
  const texts = given.map((pem) => (typeof pem === 'string' ? pem : new TextDecoder().decode(pem)))
  const key = sha256Hex(utf8Encode(JSON.stringify(texts)))
  const context = trusted().get(key) ?? contextOf(texts)
  trusted().set(key, context)
  return context
}

function contextOf(texts: readonly string[]): SecureContext {
  try {
    // The context takes anything for a certificate, and trusts nobody then.
    const { X509Certificate } = nodeCrypto()
    for (const pem of texts) new X509Certificate(pem)
    const { createSecureContext, rootCertificates } = nodeTls()
    return createSecureContext({ ca: [...rootCertificates, ...texts] })
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`ca` must hold certificates in PEM.', { cause })
  }
}

/** Waits for something that cannot be stopped, such as a look-up by the operating system, as long as there is time. */
function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
