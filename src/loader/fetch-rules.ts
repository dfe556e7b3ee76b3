import { BadgeError } from '../errors.js'
import { concatBytes } from '../internal/bytes.js'
import { parseJson } from '../internal/json.js'
import { limits } from '../internal/limits.js'
import type { JsonValue } from '../types/json.js'
import type { FetchLike } from '../types/loader.js'
import { isPrivateHost } from './private-hosts.js'

/** What came back: parsed JSON, or the text of something else, and the address after redirects. */
export interface FetchedDocument {
  readonly url: string
  readonly document: JsonValue
}

const ACCEPT = 'application/ld+json, application/json;q=0.9, */*;q=0.1'

/**
 * Fetches a document under the rules that need no DNS: `https` only, no credentials, no host that is literally
 * private, redirects followed by hand and checked like the first address, size and time capped. Names that resolve
 * to private addresses are the business of the `fetch` that is passed in.
 */
export async function fetchDocument(url: string, fetch: FetchLike): Promise<FetchedDocument> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(failed(url, `took longer than ${limits.fetchMilliseconds / 1000} seconds`))
    }, limits.fetchMilliseconds)
  })
  try {
    // Raced, since a fetch that is passed in need not obey the signal.
    return await Promise.race([fetchWithRedirects(url, fetch, controller.signal), timeout])
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

async function fetchWithRedirects(url: string, fetch: FetchLike, signal: AbortSignal): Promise<FetchedDocument> {
  let address = url
  for (let redirects = 0; redirects <= limits.fetchRedirects; redirects++) {
    assertAllowed(address)
    const response = await request(address, fetch, signal)
    const location = redirectTarget(response, address)
    if (location === null) return { url: address, document: await readBody(response, address) }
    await response.body?.cancel()
    address = location
  }
  throw refused(url, `it redirects more than ${limits.fetchRedirects} times`)
}

async function request(address: string, fetch: FetchLike, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, {
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { accept: ACCEPT },
      signal,
    })
  } catch (cause) {
    throw failed(address, 'did not answer', cause)
  }
}

/** Throws unless the address is one that may be fetched. */
function assertAllowed(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null) throw refused(address, 'it is not a URL')
  if (url.protocol !== 'https:') throw refused(address, 'only https is allowed')
  if (url.username !== '' || url.password !== '') throw refused(address, 'it carries credentials')
  if (isPrivateHost(url.hostname)) throw refused(address, 'its host is private')
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function redirectTarget(response: Response, address: string): string | null {
  // A browser shows nothing of a redirect that it was told not to follow.
  if (response.type === 'opaqueredirect') throw refused(address, 'it redirects, which cannot be followed here')
  // A fetch that followed by itself went where no rule was applied.
  if (response.redirected) throw refused(address, 'the fetch that was passed in followed a redirect by itself')
  if (!REDIRECTS.has(response.status)) return null
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, address)) throw failed(address, 'redirects to nowhere')
  return new URL(location, address).href
}

async function readBody(response: Response, address: string): Promise<JsonValue> {
  if (!response.ok) {
    await response.body?.cancel()
    throw failed(address, `answered with status ${response.status}`)
  }
  const bytes = await readCapped(response, address)
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes)
  // Something that is not JSON at all is text (a JWT); something that is nearly JSON is not let through as text.
  return /^\s*[[{]/.test(text) ? parseJson(text) : text.trim()
}

async function readCapped(response: Response, address: string): Promise<Uint8Array> {
  const tooLarge = () => failed(address, `is larger than ${limits.fetchBytes} bytes`)
  if (Number(response.headers.get('content-length') ?? 0) > limits.fetchBytes) {
    await response.body?.cancel()
    throw tooLarge()
  }
  const reader = response.body?.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done || value === undefined) return concatBytes(...parts)
      size += value.length
      if (size > limits.fetchBytes) throw tooLarge()
      parts.push(value)
    }
  } catch (cause) {
    await reader?.cancel().catch(() => {})
    throw cause instanceof BadgeError ? cause : failed(address, 'broke off', cause)
  }
}

const refused = (address: string, why: string): BadgeError =>
  new BadgeError('ERR_FETCH_REFUSED', `${shown(address)} is not fetched: ${why}.`)

const failed = (address: string, what: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_FETCH_FAILED', `${shown(address)} ${what}.`, cause === undefined ? {} : { cause })

/** Addresses in messages: without credentials, query and fragment, and short. */
function shown(address: string): string {
  const plain = address.replace(/[?#].*$/s, '').replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1')
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain
}
