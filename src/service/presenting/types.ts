import type { JsonObject } from '../../types/json.js'
import type { PublicKeyDocument } from '../../types/keys.js'
import type { Presenting } from '../../wallet/present/index.js'
import type { AskedConfirmation, KeptVerdict } from '../core/records/index.js'

/** What is asked for. */
export interface NewAsking {
  /** Ids of achievements: a badge of any will do. */
  readonly achievementIds: readonly string[]
  /** What the achievement is called, for the pages. */
  readonly achievementName?: string
  /** Ids of the issuers whose badges count. Default: that of the service. */
  readonly issuerIds?: readonly string[]
  /** Who asks, as wallets name them. Default: the name of the issuer. */
  readonly name?: string
  /** The DID of the one person whose answer counts. Default: anybody's. */
  readonly holder?: string
  /** For a browser, which then has to show that it asked, and who answered. Default: for a program, which sees the result at once. */
  readonly forBrowser?: boolean
}

/** A request as the one who asks sees it. */
export interface AskedView {
  readonly id: string
  readonly name: string
  readonly achievementIds: readonly string[]
  readonly achievementName?: string
  readonly issuerIds: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string
  /** `answered`: it waits for the number, or for the browser, that shows who answered. */
  readonly state: 'open' | 'answered' | 'decided' | 'expired'
  /** Of one that is answered: by which way, so what it waits for. */
  readonly way?: 'here' | 'there' | 'exchange'
  /** Only where it is `decided`. */
  readonly verdict?: KeptVerdict
  /** How it is known that the one who answered is the one who was asked; `skipped`: it is not. */
  readonly confirmed?: AskedConfirmation
  /** What the device of the one who has answered shows, for a program to compare. */
  readonly number?: string
  /** For another device: what a camera opens, and a wallet reads. */
  readonly page: string
  /** `openid4vp://?…`, for a wallet on another device and on this one. */
  readonly links: { readonly there: string; readonly here: string }
  /** Whether wallets fetch a signed request; if not, all of it is in the link. */
  readonly signed: boolean
}

/** Asking people for badges in their wallets (OpenID4VP 1.0, VCALM 1.0). */
export interface PresentingSteps {
  /**
   * A request, open for 5 minutes and for one answer. `browser` is for the cookie of the browser that asks, and given once.
   *
   * @throws BadgeError `ERR_ARGUMENT_INVALID`, also where the service has no https address
   */
  ask(input: NewAsking): Promise<AskedView & { browser?: string }>
  /** What became of it, for the one who asked: for the browser of this cookie, or for programs. `null` if there is none. */
  look(input: { id: string; browser?: string }): Promise<AskedView | null>
  /** The same for the one who is asked: nothing of an answer. `null` if there is none. */
  lookAsked(input: { id: string }): Promise<Omit<AskedView, 'verdict' | 'confirmed' | 'way' | 'number'> | null>
  /** The signed request that a wallet fetches. */
  request(input: { id: string; way: 'here' | 'there' }): Promise<string>
  /**
   * What an answer is held against, by the `state` that came with it, or for an exchange.
   *
   * @throws BadgeError `ERR_TOKEN_INVALID`, `ERR_TOKEN_USED`, `ERR_TOKEN_EXPIRED`
   */
  open(input: { id: string; state?: string }): Promise<{
    way: 'here' | 'there' | 'exchange'
    asked: Presenting.Asked
    exchange: JsonObject
  }>
  /**
   * Keeps the verdict on an answer; of several answers the first counts. `returnTo` is where the wallet sends its browser:
   * on the device that asked the result opens there and nowhere else, on another one it shows a number.
   *
   * @throws BadgeError as `open`
   */
  settle(input: { id: string; way: 'here' | 'there' | 'exchange'; verdict: Presenting.Verdict }): Promise<{
    returnTo: string
  }>
  /** The number that somebody who has answered from another device tells the one who asks. */
  number(input: { id: string; code: string }): Promise<string | null>
  /**
   * Opens the result: with the code that the wallet brought back to the browser that asked, with the number that the other
   * person reads out, or with neither (`skip`), which the result then says.
   *
   * @throws BadgeError `ERR_ACCESS_DENIED` for another browser, a wrong code or number; after three wrong numbers the result
   * is refused for good
   */
  confirm(input: { id: string; browser: string; code?: string; number?: string; skip?: boolean }): Promise<AskedView>
  /** The public half of the key that signs requests, for `authentication` in the `did.json`; `null` where requests are not signed. */
  key(): Promise<PublicKeyDocument | null>
}
