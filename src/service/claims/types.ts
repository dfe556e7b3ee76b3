import type { OpenBadgeCredential, SignedCredential } from '../../types/credential.js'
import type { Stage } from '../core/lifecycle/index.js'
import type { ClaimPolicy } from '../core/options.js'
import type { BadgeRecord, PersonRecord } from '../core/records/index.js'
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
  readonly locale: string
  readonly policy: ClaimPolicy
  readonly expiresAt: string
  readonly hasPicture: boolean
}

/** `open`: the offer can be answered. The other states say why it cannot; `unknown` also for a token of another purpose. */
export type OfferLook =
  | { readonly state: 'open'; readonly offer: OfferView }
  | { readonly state: 'used' | 'expired' | 'void' | 'unknown' }

/** What somebody does with an offer. */
export interface ClaimInput {
  readonly token: string
  readonly viewer?: Viewer
  /** With the policy `code`: the six digits. */
  readonly code?: string
  /** The consent that the page asked for, to be recorded. */
  readonly consent?: { readonly purpose: string; readonly textVersion: string }
}

/** The learner's side of an offer. */
export interface ClaimSteps {
  /** What the link of an offer shows. Reads only. */
  look(token: string): Promise<OfferLook>
  /** Mails the code that the policy `code` asks for; an earlier one is void. */
  requestCode(input: { token: string }): Promise<void>
  /** Accepts without claiming. The link still works for claiming. */
  accept(input: ClaimInput): Promise<BadgeRecord>
  /** Accepts and claims: exactly one caller succeeds. A mailed link shows that the address belongs to its holder. */
  claim(input: ClaimInput): Promise<{ badge: BadgeRecord; person: PersonRecord }>
  /** Declines. `undoToken` takes that back until `undoUntil`. */
  decline(input: ClaimInput): Promise<{ badge: BadgeRecord; undoToken: string; undoUntil: string }>
  /** Undoes a decline, which gives a new link; or what a rule accepted, which declines the badge. */
  undo(input: { token: string }): Promise<{ badge: BadgeRecord; claimToken?: string }>
  /** What `undo` would take back; reads only. */
  lookUndo(token: string): Promise<{ kind: 'decline' | 'auto-accept'; badge: BadgeRecord } | null>
}
