import { BadgeError } from '../errors.js'
import { hasMemory, withMemory } from '../internal/at-once.js'
import { documentLimits } from '../internal/document-limits.js'
import { copyJson, deepFreeze, isJsonObject } from '../internal/json.js'
import { isJustRead } from '../internal/just-read.js'
import { later } from '../internal/later.js'
import { loaderRules } from '../internal/option-tables.js'
import { checkOptions } from '../internal/options.js'
import { sharedCache } from '../internal/shared-caches.js'
import { canParseUrl, isUri } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { DocumentLoader, LoaderOptions } from '../types/loader.js'
import { digestOf, expectedDigest, isBundledContext } from './manifest.js'
import { documentGone } from './served/index.js'

type RemoteDocument = Awaited<ReturnType<DocumentLoader>>
type DocumentKind = NonNullable<Parameters<DocumentLoader>[1]>

/**
 * Makes a document loader: the bundled contexts, then `contexts`, then `documents`, and, only when `fetch` is given,
 * the network. A bundled URL always has its bundled content. What it answers is frozen.
 *
 * It fits where `jsonld` and `@digitalbazaar/vc` want a `documentLoader`.
 *
 * @param options - what to know beside the bundled contexts; with none, nothing else is answered
 * @returns a function that throws a `BadgeError` with `ERR_CONTEXT_UNAVAILABLE`, `ERR_DOCUMENT_UNAVAILABLE`,
 * `ERR_DOCUMENT_GONE`, `ERR_CONTEXT_DIGEST`, `ERR_FETCH_REFUSED` or `ERR_FETCH_FAILED` for what it cannot answer
 * @see https://www.w3.org/TR/json-ld11-api/#loaddocumentcallback
 *
 * @example
 * import { createDocumentLoader } from 'badgewright/contexts'
 *
 * const load = createDocumentLoader({ contexts: { 'https://acme.example/context': { '@context': {} } } })
 * const { document } = await load('https://www.w3.org/ns/credentials/v2')
 * console.log(Object.isFrozen(document)) // true
 */
export function createDocumentLoader(options: LoaderOptions = {}): DocumentLoader {
  checkOptions(options, loaderRules)
  return loaderFor(options)
}

/** The loader for options that were looked at, where they may be some of many. */
export function loaderFor(options: LoaderOptions): DocumentLoader {
  const { contexts, documents, fetch } = options
  const knowsMore = contexts !== undefined || documents !== undefined || fetch !== undefined
  return knowsMore ? makeLoader(options) : bundledLoader
}

function makeLoader({ contexts = {}, documents = {}, fetch }: LoaderOptions): DocumentLoader {
  const kept = new Map<string, Promise<RemoteDocument>>()

  async function load(url: string, kind: DocumentKind): Promise<RemoteDocument> {
    const bundled = isBundledContext(url) ? (bundledAnswers().get(url) ?? (await readBundled(url))) : undefined
    if (bundled !== undefined) return bundled
    const given = givenFor(url, contexts, documents)
    if (given === null) throw documentGone(url)
    if (given !== undefined) {
      const found = answer(url, await supplied(url, given, kind))
      return isJustRead(given) ? Object.freeze({ ...found, fetched: true as const }) : found
    }
    if (kind === 'context' && !isUri(url)) throw notAUrl()
    if (fetch === undefined) throw unavailable(url, kind)
    const { fetchDocument } = await import('./fetch/index.js')
    const fetched = await fetchDocument(url, fetch)
    return Object.freeze({
      ...answer(fetched.url, await supplied(url, fetched.document, kind)),
      fetched: true as const,
    })
  }

  async function loader(url: string, kind: DocumentKind = 'context'): Promise<RemoteDocument> {
    if (kind === 'document' || fetch === undefined) return load(url, kind)
    const known = kept.get(url)
    if (known !== undefined) return known
    const loading = load(url, kind)
    if (kept.size < documentLimits.cachedContexts) {
      kept.set(url, loading)
      loading.catch(() => kept.delete(url))
    }
    return loading
  }
  return withMemory(loader, (url) => bundledAnswers().get(url))
}

/** The loader that knows the bundled contexts only: it keeps nothing of its own, so that one is enough. */
const bundledLoader = makeLoader({})

/** Whether a loader certainly answers these contexts with their bundled content, so always with the same. */
export const isFixed = (contexts: readonly unknown[], load: DocumentLoader): boolean =>
  hasMemory(load) && contexts.every((context) => typeof context === 'string' && isBundledContext(context))

/** The bundled contexts that were asked for so far, each parsed then. */
const bundledAnswers = sharedCache('bundledContexts', () => new Map<string, RemoteDocument>())

async function readBundled(url: string): Promise<RemoteDocument | undefined> {
  const { readBundledContext } = await import('./bundled-contexts.js')
  const known = bundledAnswers().get(url)
  if (known !== undefined) return known
  const context = readBundledContext(url)
  if (context === undefined) return undefined
  const bundled = Object.freeze({ ...answer(url, context), tag: 'static' as const })
  bundledAnswers().set(url, bundled)
  return bundled
}

const answer = (documentUrl: string, document: JsonValue): RemoteDocument =>
  Object.freeze({ contextUrl: null, documentUrl, document })

/** What was given under the very URL, or else under the address that would be fetched for it. */
function givenFor(url: string, ...maps: readonly Readonly<Record<string, JsonValue>>[]): JsonValue | undefined {
  const names = /^https?:/i.test(url) ? [url, url.replace(/#.*$/s, ''), normalUrl(url)] : [url]
  for (const name of names) {
    for (const map of maps) {
      const given = ownMember(map, name)
      if (given !== undefined) return given
    }
  }
  return undefined
}

/** As the URL parser writes it, without fragment: what a `fetch` is asked for, and what a recording has. */
function normalUrl(text: string): string {
  if (!canParseUrl(text)) return text
  const url = new URL(text)
  url.hash = ''
  return url.href
}

const ownMember = (map: Readonly<Record<string, JsonValue>>, url: string): JsonValue | undefined =>
  Object.hasOwn(map, url) ? map[url] : undefined

const served = /* @__PURE__ */ later(() => import('./served/text/index.js'))

/** A frozen copy, so that the caller's own object is neither frozen nor handed around. */
async function supplied(url: string, value: JsonValue, kind: DocumentKind): Promise<JsonValue> {
  const copy = deepFreeze(typeof value === 'string' ? (await served()).readServedText(value) : copyJson(value))
  if (kind === 'context') assertContext(url, copy)
  return copy
}

function assertContext(url: string, context: JsonValue): asserts context is JsonObject {
  if (!isJsonObject(context)) {
    throw new BadgeError('ERR_CONTEXT_INVALID', `The document at ${url} is not a JSON-LD context.`)
  }
  const digest = expectedDigest(url)
  if (digest !== undefined && digestOf(context) !== digest) {
    throw new BadgeError(
      'ERR_CONTEXT_DIGEST',
      `The context ${url} is not the one that contexts/manifest.json names; supply the official file.`,
    )
  }
}

const notAUrl = (): BadgeError =>
  new BadgeError('ERR_CONTEXT_INVALID', 'A context must be named by an absolute URL.', { pointer: '/@context' })

function unavailable(url: string, kind: DocumentKind): BadgeError {
  return kind === 'context'
    ? new BadgeError(
        'ERR_CONTEXT_UNAVAILABLE',
        `Context ${url} is not bundled; pass it in \`contexts\` or enable \`fetch\`.`,
      )
    : new BadgeError(
        'ERR_DOCUMENT_UNAVAILABLE',
        `Document ${url} is not supplied; pass it in \`documents\` or enable \`fetch\`.`,
      )
}
