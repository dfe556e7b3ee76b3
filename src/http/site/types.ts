import type { CardOptions } from '../../draw/cards/index.js'
import type { CertificateOptions } from '../../draw/certificate/index.js'
import type { FontOptions } from '../../draw/index.js'
import type { PublicKeyInput } from '../../keys/index.js'
import type { Auth } from '../../service/index.js'
import type { ShareAdapter } from '../../share/index.js'
import type { JsonObject } from '../../types/json.js'
import type { FetchLike, LoaderOptions } from '../../types/loader.js'
import type { SuiteName } from '../../types/proof.js'
import type { PageTextOverrides } from '../texts/index.js'

/** Answers requests. Whatever goes wrong is an answer too: it never rejects. */
export interface BadgeHandler {
  (request: Request): Promise<Response>
  /**
   * For the root of the domain, where other verifiers look keys up: `/.well-known/did.json` and
   * `/.well-known/jwks.json`. Anything else is 404.
   */
  readonly wellKnown: (request: Request) => Promise<Response>
}

/** How badges are shared, drawn and printed. */
export interface ShareSettings extends FontOptions {
  /** Ids of the networks to offer, in this order. Default: all whose form was confirmed. */
  readonly networks?: readonly string[]
  /** Ways to share of your own; one with a known id takes its place. */
  readonly adapters?: readonly ShareAdapter[]
  /** For X: without `#`. */
  readonly hashtags?: readonly string[]
  /** For LinkedIn: the number of the issuer's page, which brings its logo. */
  readonly linkedInOrganizationId?: string
  readonly cards?: Pick<CardOptions, 'theme' | 'hue' | 'template'>
  readonly certificate?: Pick<CertificateOptions, 'paper' | 'template' | 'hue'>
}

/** The VC-API: `/credentials/issue`, `/credentials/verify`, `/presentations/verify`. */
export interface VcApiOptions {
  /** Further JSON-LD contexts, by URL. */
  readonly contexts?: NonNullable<LoaderOptions['contexts']>
  /** Documents that answer instead of the network. */
  readonly documents?: NonNullable<LoaderOptions['documents']>
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
  /**
   * Previews, cards, certificates and links to share work without it. Cards need the packages `@resvg/resvg-js` and
   * `fontkit`, certificates `pdfkit` too, both the fonts `@expo-google-fonts/noto-*`; where one is missing `onError` is
   * told once how to install it, and the pages leave out what cannot be drawn.
   */
  readonly share?: ShareSettings
  /** Is told of defects. What it is told holds no token or address of the request. */
  readonly onError?: (error: unknown) => void
  /** Default: the service's clock. */
  readonly clock?: () => Date
}
