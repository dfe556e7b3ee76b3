import type { PublicKeyInput } from '../keys/index.js'
import type { Auth, BadgeView } from '../service/index.js'
import type { JsonObject } from '../types/json.js'
import type { ContextMap, DocumentMap, FetchLike } from '../types/loader.js'
import type { SuiteName } from '../types/proof.js'
import type { HeadElement } from './pages/layout.js'
import type { PageTextOverrides } from './texts/index.js'

export type { HeadElement } from './pages/layout.js'

/** Answers requests. Whatever goes wrong is an answer too: it never rejects. */
export interface BadgeHandler {
  (request: Request): Promise<Response>
  /**
   * For the root of the domain, where other verifiers look keys up: `/.well-known/did.json` and
   * `/.well-known/jwks.json`. Anything else is 404.
   */
  readonly wellKnown: (request: Request) => Promise<Response>
}

/** A badge that may be shown, for pages and files about sharing it. */
export interface SharedBadge {
  readonly view: BadgeView
  /** The page that was asked for, absolute. */
  readonly url: string
  readonly locale: string
  /** Who recognised the page by its URL: everybody may see a public badge, and search engines list it. */
  readonly isPublic: boolean
}

/** A request that the pages of sharing may answer: previews, cards, feeds, screens. */
export interface ShareRequest {
  readonly request: Request
  /** Below the base path, such as `/oembed` or `/display/dsp_…`. */
  readonly path: string
  readonly locale: string
}

/** What further pages and previews of shared badges add. */
export interface SharePages {
  /** For the head of a page of a badge: Open Graph, oEmbed, links to feeds. */
  head?(badge: SharedBadge): readonly HeadElement[]
  /** Answers what the handler itself has no route for; `null` for what is unknown here too. GET and HEAD only. */
  respond?(request: ShareRequest): Promise<Response | null>
}

/** The VC-API: `/credentials/issue`, `/credentials/verify`, `/presentations/verify`. */
export interface VcApiOptions {
  /** Further JSON-LD contexts, by URL. */
  readonly contexts?: ContextMap
  /** Documents that answer instead of the network. */
  readonly documents?: DocumentMap
  /** Fetches what verifying needs; give it a guarded one (`badgewright/node`). Without it nothing is fetched. */
  readonly fetch?: FetchLike
  readonly suite?: SuiteName | readonly SuiteName[]
  /** Whether verifying needs a bearer token too. Default false. */
  readonly protectVerify?: boolean
}

/** Options of `createHandler`. */
export interface HandlerOptions {
  /** Path in front of all paths that reach the handler. Default: that of the service's `baseUrl`. */
  readonly basePath?: string
  /** The host's login. Default: the service's `auth`. */
  readonly auth?: Auth
  /** The nonce of the host's content security policy, for one request. Default: a random one. */
  readonly nonce?: (request: Request) => string
  /** What the pages are headed by. Default: a word for badges, in the language of the page. */
  readonly siteName?: string
  readonly texts?: PageTextOverrides
  /** Origins that may show the pages in a frame: iframe mode, where cookies are partitioned. Default: none. */
  readonly frameAncestors?: readonly string[]
  /** The visitor's IP address, for rate limits; from the socket or a proxy that you trust. Without it those have none. */
  readonly clientAddress?: (request: Request) => string | undefined
  /** SHA-256, in hex, of tokens that may write through the API; see `hashApiToken`. Without one nobody may. */
  readonly apiTokenHashes?: readonly string[]
  readonly vcApi?: VcApiOptions
  /** Public keys of the issuer, the retired ones included. Default: that of the signer, where it is a key pair. */
  readonly issuerKeys?: readonly PublicKeyInput[]
  /** Members for the issuer of badges that are issued through pages and API: name, URL, picture. */
  readonly issuerProfile?: { readonly name: string; readonly url?: string } & JsonObject
  readonly share?: SharePages
  /** Is told of defects. What it is told holds no token or address of the request. */
  readonly onError?: (error: unknown) => void
  /** Default: the service's clock. */
  readonly clock?: () => Date
}
