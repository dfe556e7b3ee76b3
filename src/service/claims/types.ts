import type { OpenBadgeCredential, SignedCredential } from '../../types/credential.js'
import type { Stage } from '../core/lifecycle/index.js'
import type { ClaimPolicy } from '../core/options.js'
import type { AuthenticationLevel, BadgeRecord, PersonRecord } from '../core/records/index.js'
import type { Viewer } from '../core/shown.js'

/** What the page of an offer shows. */
export interface OfferView {
  readonly badgeId: string
  readonly stage: Stage
  readonly suspended: boolean
  readonly credential: SignedCredential | OpenBadgeCredential
  readonly issuerName: string
  readonly achievementName: string
  /** `a•••@e•••.org`: enough to recognise your own. */
  readonly maskedEmail: string
  readonly recipientName?: string
  /** The language that the issuer gave for its recipient. */
  readonly locale?: string
  readonly policy: ClaimPolicy
  /** The weakest way of being authenticated that claiming takes. */
  readonly requires?: AuthenticationLevel
  readonly expiresAt: string
  readonly hasPicture: boolean
}

/** `open`: the offer can be answered. The others cannot; `unknown` also for a token of another purpose. */
export type OfferLook =
  | { readonly state: 'open'; readonly offer: OfferView }
  | {
      readonly state: 'used' | 'expired' | 'void'
      readonly why: ClosedOffer
      /** With `answered`: leads its owner to the badge, and tells nobody else anything. */
      readonly badgeId?: string
    }
  | { readonly state: 'unknown' }

/**
 * Why a link no longer opens an offer: it was answered, by this link or another; the link is too old; a newer link took
 * its place; the badge expired before it was claimed; the issuer revoked the badge.
 */
export type ClosedOffer = 'answered' | 'old' | 'replaced' | 'badge-expired' | 'revoked'

/** What somebody does with an offer. */
export interface ClaimInput {
  readonly token: string
  /** Who is signed in. A badge session (`badgeId`) counts as nobody. */
  readonly viewer?: Viewer
  /** With the policy `code`: the six digits. */
  readonly code?: string
  /** The consent that the page asked for, to be recorded. */
  readonly consent?: { readonly purpose: string; readonly textVersion: string }
}

/** What a claim gives. */
export interface ClaimResult {
  readonly badge: BadgeRecord
  /** Who owns the badge now. */
  readonly person: PersonRecord
  /** For the browser of somebody who is not signed in as that person: it opens this badge and nothing else. */
  readonly badgeSession?: { readonly token: string; readonly expiresAt: string }
}

/** The learner's side of an offer. */
export interface ClaimSteps {
  /** What the link of an offer shows. Reads only. */
  look(token: string): Promise<OfferLook>
  /** Mails the code that the policy `code` asks for; an earlier one is void. */
  requestCode(input: { token: string }): Promise<void>
  /** Accepts without claiming. The link still works for claiming. */
  accept(input: ClaimInput): Promise<BadgeRecord>
  /**
   * Accepts and claims: exactly one caller succeeds. The badge goes to the account that is signed in, else to that of its
   * address. The link stands for this badge alone: where the caller is not signed in to that account, `badgeSession` is
   * what the browser gets, and `person` is for the host to know, not for the visitor to become. An account that is signed
   * in gets no address by a claim: the owner of the address is asked by mail.
   */
  claim(input: ClaimInput): Promise<ClaimResult>
  /** Declines; it takes what claiming takes. `undoToken` takes that back until `undoUntil`. */
  decline(input: ClaimInput): Promise<{ badge: BadgeRecord; undoToken: string; undoUntil: string }>
  /**
   * Declines a badge that its owner has claimed: it leaves their collection, and its links end. `undoToken` offers it
   * again until `undoUntil`.
   */
  giveBack(input: { badgeId: string; personId: string }): Promise<{
    badge: BadgeRecord
    undoToken: string
    undoUntil: string
  }>
  /**
   * Undoes a decline, which gives a new link; or what a rule accepted, which declines the badge. The latter takes what
   * claiming takes: with the policies `code` and `session`, being signed in as its owner.
   */
  undo(input: { token: string; viewer?: Viewer }): Promise<{ badge: BadgeRecord; claimToken?: string }>
  /** What `undo` would take back; reads only. */
  lookUndo(token: string): Promise<{ kind: 'decline' | 'auto-accept'; badge: BadgeRecord } | null>
}
