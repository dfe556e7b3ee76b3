import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Dialect } from '../../wallet/index.js'
import type { Refusal } from '../../wallet/issuing/index.js'
import type { HandOverStage, WalletCopyRecord } from '../core/records/index.js'
import type { Viewer } from '../core/shown.js'

export type { Dialect } from '../../wallet/index.js'
export type { Refusal, RefusalCode } from '../../wallet/issuing/index.js'

/** A badge that waits for a wallet. */
export interface HandOver {
  /** The address of the page that a camera opens, and that wallets ask for protocols: what a QR code has. */
  readonly url: string
  /** The link of OpenID4VCI to the same, for wallets whose scanners know nothing else: `openid-credential-offer://…`. */
  readonly offerLink: string
  /** The same with the whole offer in it, for a wallet that fetches none: too long for a QR code that is easy to read. */
  readonly offerByValue: string
  /** What the wallet asks its owner for, where `code` was asked for. It is never sent the same way as the link. */
  readonly code?: string
  readonly expiresAt: string
}

/** What the page of a hand-over shows. */
export interface HandOverView {
  readonly badgeId: string
  readonly achievementName: string
  readonly issuerName: string
  readonly stage: HandOverStage
  readonly isOver: boolean
  readonly bound: boolean
  readonly asksCode: boolean
  readonly expiresAt: string
  /** The DID that the copy is about, once there is one. */
  readonly holder?: string
  /** Links that a wallet opens, while it is open. The last is absent where a transaction code is asked for. */
  readonly links?: {
    readonly offer: string
    readonly exchange?: string
    readonly learnerWallet?: string
  }
  /** The transaction code; only for the one who acts for the owner of the badge. */
  readonly code?: string
}

/** A copy of a badge in a wallet. */
export interface WalletCopy extends Omit<WalletCopyRecord, 'schemaVersion' | 'credential' | 'jwt'> {
  readonly achievementName: string
}

/** Badges on their way into wallets: OpenID4VCI 1.0, and exchanges of VCALM. */
export interface WalletSteps {
  /**
   * Holds a badge that was claimed out to a wallet, for ten minutes, as its issuer does. The wallet that takes it gets a copy that
   * is about its own DID. One that is in a wallet already takes its owner for another: `createOwnOffer`.
   *
   * @param input.bound - `false`: the badge as it is, which names no wallet. Default `true`
   * @param input.code - whether the wallet must be given a code of six digits, which belongs wherever the link leaves the page of
   * the one who asked for it. Default `false`
   * @throws BadgeError `ERR_STAGE_INVALID` for a badge that is not claimed or not in force, `ERR_AUTHENTICATION_NEEDED`,
   * `ERR_CONSENT_NEEDED`, `ERR_LIMIT_EXCEEDED`, `ERR_RECORD_NOT_FOUND`
   */
  createOffer(input: { readonly badgeId: string; readonly bound?: boolean; readonly code?: boolean }): Promise<HandOver>
  /**
   * The same by its owner. Another wallet than before takes one who has signed in to the account in the last minutes; where
   * `viewer` does not say how, the host vouches for that.
   */
  createOwnOffer(input: {
    readonly badgeId: string
    readonly viewer: Viewer
    readonly bound?: boolean
    readonly code?: boolean
  }): Promise<HandOver>
  /** What the address of a hand-over shows; reads only. `null` where there is none. */
  look(input: { readonly token: string; readonly viewer?: Viewer }): Promise<HandOverView | null>
  /** The credential offer behind an address, while it is open; reads only, since programs that draw previews fetch it too. */
  offer(token: string): Promise<JsonObject | null>
  /** Answers a token request, which uses the code of an offer up: of several at once, one succeeds. */
  token(input: { readonly form: string }): Promise<
    | Refusal
    | {
        readonly accessToken: string
        readonly expiresIn: number
        /** Only where it was asked for. */
        readonly details?: readonly string[]
      }
  >
  /** A fresh `c_nonce`. Nothing is stored before a wallet uses it. */
  nonce(): Promise<string>
  /** Answers a credential request. With the same access token and key, the same badge. */
  credential(input: {
    readonly accessToken: string
    readonly body: JsonValue
    readonly dialects?: readonly Dialect[]
  }): Promise<
    | (Refusal & { readonly nonce?: string })
    | {
        readonly credential: JsonObject | string
        readonly notificationId: string
        readonly format: 'ldp_vc' | 'jwt_vc_json'
        readonly isOld: boolean
      }
  >
  /** What a wallet says that it did with the badge. It may say so again. */
  notify(input: { readonly accessToken: string; readonly body: JsonValue }): Promise<Refusal | null>
  /**
   * Answers what a wallet posts to the exchange of VCALM: first with a request to show who it is, then with the badge. `null`
   * where there is no such exchange, or it is over.
   */
  exchange(input: { readonly token: string; readonly body: JsonValue }): Promise<Refusal | JsonObject | null>
  /** Copies of the badges of a person, the newest first. */
  copies(input: { readonly personId: string }): Promise<readonly WalletCopy[]>
  /**
   * Ends a copy: its status says so from then on. The badge and other copies stay.
   *
   * @throws BadgeError `ERR_RECORD_NOT_FOUND`
   */
  endCopy(input: { readonly copyId: string; readonly personId: string }): Promise<WalletCopy>
}
