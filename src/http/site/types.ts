import type { CardOptions } from '../../draw/cards/index.js'
import type { CertificateOptions } from '../../draw/certificate/index.js'
import type { FontOptions } from '../../draw/index.js'
import type { PublicKeyInput } from '../../keys/index.js'
import type { Auth, Role, WalletPasses } from '../../service/index.js'
import type { ShareAdapter } from '../../share/index.js'
import type { PageTexts } from '../../texts/index.js'
import type { JsonObject } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { FetchLike, LoaderOptions } from '../../types/loader.js'
import type { SuiteName } from '../../types/proof.js'
import type { Dialect } from '../../wallet/index.js'

/** Answers requests. Every failure is a response too: it never rejects. */
export interface BadgeHandler {
  (request: Request): Promise<Response>
  /**
   * For the root of the domain, where other verifiers look for keys: `/.well-known/did.json` and `/.well-known/jwks.json`; and
   * wallets for what an issuer says of itself: `/.well-known/openid-credential-issuer` and `/.well-known/oauth-authorization-server`,
   * each with the path of the service behind it. Anything else is 404.
   */
  readonly wellKnown: (request: Request) => Promise<Response>
  /**
   * Ends when what each issuer is has been written down (`service.issuers.list()`), which begins when the handler is made. Wait
   * for it at the start, to hear there that a name belongs to another issuer: `ERR_SIGN_ISSUER_MISMATCH`.
   */
  readonly start: () => Promise<void>
}

/** How badges are shared, drawn and printed. */
export interface ShareSettings extends FontOptions {
  /** Ids of the networks to offer, in this order. Default: all whose form was confirmed. */
  readonly networks?: readonly string[]
  /** Ways to share of your own; one with a known id replaces the built-in one. */
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
  /** What credentials become: with an embedded proof (`vc`, the default), or a JWT. */
  readonly form?: 'vc' | 'vc+jwt' | 'vc-jwt'
  /** What every credential gets an entry in a published status list for. Default: none. */
  readonly statusPurpose?: 'revocation' | 'suspension' | readonly ('revocation' | 'suspension')[]
  /** For `ecdsa-sd-2023`: JSON pointers to what a holder can never leave out. */
  readonly mandatoryPointers?: readonly string[]
  /** Whether verifying needs a bearer token too. Default false. */
  readonly protectVerify?: boolean
}

/** Options of `createHandler`. */
export interface HandlerOptions {
  /** Prefix of all paths that reach the handler. Default: the path of the service's `baseUrl`. */
  readonly basePath?: string
  /** The host's login. Default: the service's `auth`. */
  readonly auth?: Auth
  /** The nonce of the host's content security policy, for one request. Default: a random one. */
  readonly nonce?: (request: Request) => string
  /** Name in the header of every page. Default: a word for badges, in the language of the page. */
  readonly siteName?: string
  /**
   * Texts of your own, in place of the built-in ones or in a language of yours. They also count for cards, certificates,
   * previews and ways to share.
   */
  readonly texts?: Readonly<Record<string, Partial<PageTexts>>>
  /** Origins that may show the pages in a frame: iframe mode, where cookies are partitioned. Default: none. */
  readonly frameAncestors?: readonly string[]
  /** The visitor's IP address, from the socket or a proxy that you trust. Without it no rate limit counts by visitor. */
  readonly clientAddress?: (request: Request) => string | undefined
  /** Rate limits in place of the built-in ones: so many requests in so many seconds. */
  readonly rateLimits?: Readonly<Record<string, { readonly limit: number; readonly windowSeconds: number }>>
  /**
   * SHA-256, in hex, of the API tokens; see `hashApiToken`. One that comes with a role may do what that includes; a hash
   * alone is that of an owner. More tokens are made by `service.staff.createToken`. Without any the API refuses what needs
   * a token.
   */
  readonly apiTokenHashes?: readonly (string | { readonly hash: string; readonly role: Role })[]
  readonly vcApi?: VcApiOptions
  readonly wallets?: {
    /**
     * What is spoken with wallets beside OpenID4VCI 1.0: `draft13` takes `proof` and `format` in credential requests,
     * `digitalbazaar` what `@digitalbazaar/oid4-client` sends. Default: nothing.
     */
    readonly compat?: readonly Dialect[]
  }
  /**
   * Passes for Apple and Google Wallet on the page of a badge, for its learner: what `walletPasses` of `badgewright/passes` gives.
   * Default: none.
   */
  readonly passes?: WalletPasses
  /**
   * Further issuers by name, each under `/issuers/NAME`: one handler, several keys and suites. `apiTokenHashes` of one are
   * tokens there alone; those of the handler are tokens at every issuer. One that was here before and is left out counts as
   * retired, without its key: `start()` reports it to `onError`. `service.issuers.remove` removes it for good.
   */
  readonly issuers?: Readonly<
    Record<
      string,
      Pick<VcApiOptions, 'suite' | 'form' | 'statusPurpose' | 'mandatoryPointers'> & {
        /** A key of its own, of a type that fits the suites. With a domain, its controller is `did:web:DOMAIN:issuers:NAME`. */
        readonly signer: Signer
        readonly findSigner?: (id: string) => Promise<Signer | undefined>
        /** Default: its name. */
        readonly profile?: { readonly name: string; readonly url?: string } & JsonObject
        /** Default: that of the service. */
        readonly timeZone?: string
        readonly apiTokenHashes?: readonly (string | { readonly hash: string; readonly role: Role })[]
        /**
         * Whether it issues nothing more. Its keys, status lists and what it has stored stay where they are, and with its key here
         * its credentials can still be revoked. Default `false`.
         */
        readonly retired?: boolean
      }
    >
  >
  /** Public keys of the issuer, the retired ones included. Default: that of the signer, where it is a key pair. */
  readonly issuerKeys?: readonly PublicKeyInput[]
  /** The issuer's profile in badges that are issued through pages and API: name, URL, picture. */
  readonly issuerProfile?: { readonly name: string; readonly url?: string } & JsonObject
  /**
   * Previews, cards, certificates and links to share work without it. Cards need the packages `@resvg/resvg-js` and
   * `fontkit`, certificates `pdfkit` too, both the fonts `@expo-google-fonts/noto-*`; where one is missing `onError` gets
   * one error with the command that installs it, and the pages leave out what cannot be drawn.
   */
  readonly share?: ShareSettings
  /** Called with every defect. The error holds no token or address of the request. */
  readonly onError?: (error: unknown) => void
  /** Default: the service's clock. */
  readonly clock?: () => Date
}
