import type { JsonObject } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { PresentationResult } from '../../types/presentation.js'
import type { Instant } from '../../types/time.js'

/** Whom is asked for what, and where the answer goes. */
export interface RequestOptions {
  /** Id of the achievement that is asked for; of several, a badge of any will do. */
  readonly achievement: string | readonly string[]
  /** Ids of the issuers whose badges count: DIDs or URLs. */
  readonly issuers: readonly string[]
  /** What wallets call who asks. */
  readonly name: string
  /** An https URL of yours, to which the wallet posts its answer. */
  readonly responseUri: string
  /**
   * Your key, with the `did:web` of yours as its controller and listed under `authentication` in its document. The request is
   * signed by it, and the link is short. Not the key that signs badges: a request is signed for everybody who asks for one.
   */
  readonly signer?: Signer
  /** Where wallets fetch the signed request; you answer with `jwt`. Needed beside `signer`. */
  readonly requestUri?: string
  /** A picture of who asks. */
  readonly logo?: string
  /** The DID of the one person whose answer counts. Default: anybody's. */
  readonly holder?: string
  /** Default: 256 random bits. */
  readonly nonce?: string
  /** Default: 256 random bits. */
  readonly state?: string
  /** When the request was made. Default: the clock. */
  readonly now?: Instant
}

/** What an answer is held against: plain data, to be kept until then. */
export interface Asked {
  readonly nonce: string
  readonly state: string
  /** With its prefix; a presentation must be made for it. */
  readonly clientId: string
  /** For whom a presentation is made that comes by an exchange: the origin of `responseUri`. */
  readonly domain: string
  readonly achievements: readonly string[]
  readonly issuers: readonly string[]
  readonly holder?: string
}

/** A request to a wallet, in both protocols. */
export interface PresentationRequest {
  /** For a QR code or a button: `openid4vp://?…`. */
  readonly link: string
  /** The parameters of OpenID4VP 1.0. */
  readonly parameters: JsonObject
  /** The signed request, to be served as `application/oauth-authz-req+jwt`. Only with a `signer`. */
  readonly jwt?: string
  /** The same as a VerifiablePresentationRequest of VCALM, for an exchange. */
  readonly exchange: JsonObject
  /** Give it to `checkPresentationAnswer`, once. */
  readonly asked: Asked
}

/** What a wallet has sent: the fields of a form (OpenID4VP), or the presentation of an exchange (VCALM). */
export type Answer =
  | {
      /** JSON as text, as it comes in the form, or what is in it. */
      readonly vp_token: string | JsonObject
      readonly state?: string
    }
  | { readonly verifiablePresentation: JsonObject | string }

/**
 * Who has shown the badge. `proven`: the person whom the badge is about, by their key. `address`: the badge names an address
 * and no key, so that anybody who has the file can show it. `unproven`: by the key of that person, in a presentation that does
 * not say for whom it was made.
 */
export type Holder = 'proven' | 'address' | 'unproven'

/** What is to be said about an answer. */
export interface Verdict {
  /** `shown`: a badge as it was asked for, verified. `unclear`: nobody can tell. */
  readonly outcome: 'shown' | 'refused' | 'unclear'
  /** Why it is not `shown`. */
  readonly code?: string
  readonly detail?: string
  /** Only where it is `shown`. */
  readonly holder?: Holder
  /** The badge that was asked for. Only where it is `shown`. */
  readonly credential?: JsonObject
  /** What `verifyPresentation` found, where there was a presentation. */
  readonly result?: PresentationResult
}
