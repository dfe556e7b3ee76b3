import { BadgeError, isBadgeError } from '../../errors.js'
import { byteCollector } from '../../internal/byte-collector.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { canParseUrl } from '../../internal/url.js'
import type { JsonValue } from '../../types/json.js'
import type { FetchLike } from '../../types/loader.js'
import { documentGone, shown } from '../served/index.js'
import { isWebPage, readServedText } from '../served/text/index.js'
import { badPorts } from './bad-ports.js'
import { isPrivateHost } from './private-hosts.js'

/** What came back: parsed JSON, or the text of something else, and the address after redirects. */
export interface FetchedDocument {
  readonly url: string
  readonly document: JsonValue
}

const ACCEPT = 'application/ld+json, application/json;q=0.9, */*;q=0.1'
const ACCEPT_PICTURE = 'image/png, image/svg+xml, image/*;q=0.9, */*;q=0.1'

/**
 * Fetches a document under the rules that need no DNS: `https` only, no credentials, no host that is literally
 * private, redirects followed by hand and checked like the first address, size and time capped. Names that resolve
 * to private addresses are the business of the `fetch` that is passed in; `createGuardedFetch` minds them.
 *
 * The `fetch` is asked for the address as the URL parser writes it, without fragment, so that no other parser can take
 * it for another place than the one that was checked.
 */
export const fetchDocument = (url: string, fetch: FetchLike): Promise<FetchedDocument> =>
  fetchCapped(url, fetch, ACCEPT, readDocument)

/** Fetches the bytes of a picture, under the same rules. */
export const fetchPicture = async (url: string, fetch: FetchLike): Promise<Uint8Array> =>
  fetchCapped(url, fetch, ACCEPT_PICTURE, readCapped)

/** What becomes of an answer that was given at an address. */
type ReadAnswer<T> = (response: Response, address: string, signal: AbortSignal) => Promise<T>

async function fetchCapped<T>(url: string, fetch: FetchLike, accept: string, read: ReadAnswer<T>): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(fetchFailed(url, `took longer than ${documentLimits.fetchMilliseconds / 1000} seconds`)),
      documentLimits.fetchMilliseconds,
    )
  })
  try {
    // Raced, since a fetch that is passed in need not obey the signal.
    return await Promise.race([fetchAndRead(url, fetch, accept, read, controller.signal), timeout])
  } catch (error) {
    throw isBadgeError(error) ? error : fetchFailed(url, 'could not be read', error)
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

async function fetchAndRead<T>(
  url: string,
  fetch: FetchLike,
  accept: string,
  read: ReadAnswer<T>,
  signal: AbortSignal,
): Promise<T> {
  const ask = (address: string) => request(address, fetch, accept, signal)
  const { address, response } = await followRedirects(url, ask, fetch.allowsHost)
  if (response.ok) return read(response, address, signal)
  abandon(response)
  if (response.status === 410) throw documentGone(address)
  throw fetchFailed(address, `answered with status ${response.status}`)
}

async function request(address: string, fetch: FetchLike, accept: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, {
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { accept },
      signal,
    })
  } catch (cause) {
    throw isBadgeError(cause) ? cause : fetchFailed(address, 'did not answer', cause)
  }
}

/** An answer that is not a redirect, and the address that gave it. */
export interface Followed {
  readonly address: string
  readonly response: Response
}

/** Asks, and follows redirects by hand; every address is held against the rules before it is asked. */
export async function followRedirects(
  url: string,
  ask: (address: string) => Promise<Response>,
  allowsHost?: FetchLike['allowsHost'],
): Promise<Followed> {
  let address = fetchableUrl(url, allowsHost).href
  for (let redirects = 0; redirects <= documentLimits.fetchRedirects; redirects++) {
    const response = await ask(address)
    const location = redirectTarget(response, address)
    if (location === null) return { address, response }
    abandon(response)
    address = fetchableUrl(location, allowsHost).href
  }
  throw fetchRefused(url, `it redirects more than ${documentLimits.fetchRedirects} times`)
}

/**
 * The address as it may be fetched, without fragment.
 *
 * @throws BadgeError `ERR_FETCH_REFUSED` for one that may not
 */
export function fetchableUrl(address: string, allowsHost?: FetchLike['allowsHost']): URL {
  if (address.length > documentLimits.fetchUrl)
    throw fetchRefused(address, `it is longer than ${documentLimits.fetchUrl} characters`)
  const url = canParseUrl(address) ? new URL(address) : null
  if (url === null) throw fetchRefused(address, 'it is not a URL')
  if (url.protocol !== 'https:') throw fetchRefused(address, 'only https is allowed')
  if (url.username !== '' || url.password !== '') throw fetchRefused(address, 'it carries credentials')
  if (url.port !== '' && badPorts.has(Number(url.port))) throw fetchRefused(address, 'its port is not one for https')
  if (isPrivateHost(url.hostname) && allowsHost?.(url.hostname) !== true) {
    throw fetchRefused(address, 'its host is private')
  }
  url.hash = ''
  return url
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function redirectTarget(response: Response, address: string): string | null {
  // A browser shows nothing of a redirect that it was told not to follow.
  if (response.type === 'opaqueredirect') throw fetchRefused(address, 'it redirects, which cannot be followed here')
  // A fetch that followed by itself went where no rule was applied.
  if (response.redirected) {
    throw fetchRefused(address, 'the fetch that was passed in followed a redirect by itself')
  }
  if (!REDIRECTS.has(response.status)) return null
  const location = response.headers.get('location')
  if (location === null || !canParseUrl(location, address)) throw fetchFailed(address, 'redirects to nowhere')
  return new URL(location, address).href
}

async function readDocument(response: Response, address: string, signal: AbortSignal): Promise<FetchedDocument> {
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(await readCapped(response, address, signal))
  if (isWebPage(text)) throw fetchFailed(address, 'answered with a web page instead of a document')
  return { url: address, document: readServedText(text) }
}

async function readCapped(response: Response, address: string, signal: AbortSignal): Promise<Uint8Array> {
  const tooLarge = () => fetchFailed(address, `is larger than ${documentLimits.fetchBytes} bytes`)
  if (Number(response.headers.get('content-length') ?? 0) > documentLimits.fetchBytes) {
    abandon(response)
    throw tooLarge()
  }
  const collected = byteCollector(documentLimits.fetchBytes)
  if (response.body === null) return collected.bytes()
  const reader = response.body.getReader()
  // A body that never ends need not obey the signal that its fetch was given.
  const cancel = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', cancel)
  let empty = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return collected.bytes()
      if (value.length === 0 && ++empty > documentLimits.fetchEmptyChunks)
        throw fetchFailed(address, 'sends nothing without end')
      if (!collected.add(value)) throw tooLarge()
    }
  } catch (cause) {
    cancel()
    throw isBadgeError(cause) ? cause : fetchFailed(address, 'broke off', cause)
  }
}

/** Lets go of a body that nobody reads. Not awaited: a hostile stream may never say that it has stopped. */
const abandon = (response: Response): void => void response.body?.cancel().catch(() => {})

export const fetchRefused = (address: string, why: string): BadgeError =>
  new BadgeError('ERR_FETCH_REFUSED', `${shown(address)} is not fetched: ${why}.`)

export const fetchFailed = (address: string, what: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_FETCH_FAILED', `${shown(address)} ${what}.`, defined({ cause }))
