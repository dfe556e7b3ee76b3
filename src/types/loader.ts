import type { JsonObject, JsonValue } from './json.js'

/** The standard `fetch`, or anything that behaves like it. Nothing is fetched unless one is given. */
export interface FetchLike {
  (url: string, init?: RequestInit): Promise<Response>
  /**
   * Hosts that may be asked although their name or address is a private one, as `createGuardedFetch` has it for its
   * `allow`. The name is written as `URL.hostname` writes it. A plain `fetch` has no such list, so that none may.
   */
  readonly allowsHost?: (hostname: string) => boolean
}

/** Where documents come from. Every part is optional; with none, only the bundled contexts are known. */
export interface LoaderOptions {
  /**
   * Further JSON-LD contexts by URL, on top of the bundled ones. A URL that is bundled keeps its bundled content;
   * one that `contexts/manifest.json` names by digest must match that digest.
   */
  readonly contexts?: Readonly<Record<string, JsonObject>>
  /**
   * Documents by URL that answer instead of the network: DID documents, keys, JWKS, status lists, schemas.
   * A string is the document's text as served: JSON is read from it, anything else (a JWT, for example) stays text; `null`
   * says that what lay there is gone (HTTP 410).
   * The fragment of a URL and its spelling (`HTTPS://Example.org`, `https://example.org/`) make no difference.
   */
  readonly documents?: Readonly<Record<string, JsonValue>>
  /** Nothing is fetched without one. */
  readonly fetch?: FetchLike
}

export type DocumentMap = NonNullable<LoaderOptions['documents']>

/**
 * Answers a URL with its document, or throws a `BadgeError` (`ERR_CONTEXT_UNAVAILABLE`, `ERR_DOCUMENT_UNAVAILABLE`,
 * `ERR_DOCUMENT_GONE`, `ERR_CONTEXT_DIGEST`, `ERR_FETCH_…`). The answer is JSON-LD API's `RemoteDocument`, frozen: copy
 * it before you change it. It also fits where `jsonld` and the `@digitalbazaar` packages want a document loader: they
 * ask for contexts, and pass the URL only.
 *
 * `kind` is `context` (the default): a JSON-LD context, always JSON; or `document`: anything else, DIDs included.
 */
export type DocumentLoader = (
  url: string,
  kind?: 'context' | 'document',
) => Promise<{
  /** Always `null`: contexts named by HTTP `Link` headers are not followed. */
  readonly contextUrl: null
  readonly documentUrl: string
  /** Parsed JSON, or the text of something that is not JSON (a JWT, for example). */
  readonly document: JsonValue
  /** `static` for the bundled contexts: they never change, so that `jsonld` may keep what it makes of them. */
  readonly tag?: 'static'
  /** Set for what came from its publisher just now: over the network, or from this very server. */
  readonly fetched?: true
}>
