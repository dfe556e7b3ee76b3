import type { BadgeDraft } from '../../types/draft.js'
import type { Stage } from '../core/lifecycle/index.js'
import type { ClaimPolicy } from '../core/options.js'
import type { AuthenticationLevel, BadgeRecord, EventRecord, StatusPlace } from '../core/records/index.js'
import type { SavedRef } from '../core/saved-badge.js'
import type { Guardian } from '../people/types.js'

/** A badge to issue. */
export interface IssueInput {
  /** The badge, without its recipient. */
  readonly draft: Omit<BadgeDraft, 'recipient' | 'credentialStatus'>
  readonly recipient: {
    readonly email: string
    readonly name?: string
    readonly locale?: string
    /** For somebody under age: who decides for them, and until when. */
    readonly guardian?: Guardian
  }
  /**
   * A badge of the library, in a version: then the draft has no `achievement`, and the picture and the end of its validity are those of the
   * library where nothing else is said.
   */
  readonly saved?: SavedRef
  /** PNG or SVG to bake the badge into, and (a PNG) to show in mails. */
  readonly picture?: Uint8Array
  /**
   * Calls with the same key issue one badge: the second gets the first one's. Letters, digits, `.`, `:`, `_`, `-`; at
   * most 200.
   */
  readonly idempotencyKey?: string
  /** Offers it at once, which also sends the mail. Default true. */
  readonly offer?: boolean
  /** `suspension` for badges that may be suspended and reinstated. Default `revocation`. */
  readonly statusPurpose?: StatusPlace['purpose']
  readonly claimPolicy?: ClaimPolicy
  /**
   * The weakest way of being authenticated that claiming takes: a mailed `link`, a mailed `code`, an account at the
   * institution (`oidc`), a `passkey`. It makes `claimPolicy` as strict as that needs. No rule accepts such a badge.
   */
  readonly requireAuthentication?: AuthenticationLevel
  readonly by?: 'issuer' | 'system'
}

/** Which badges to list. */
export interface BadgeQuery {
  readonly stage?: Stage
  readonly batchId?: string
  readonly email?: string
  /** Words of the recipient's name, all of which must occur, without regard to case and accents: `kim lee`. */
  readonly name?: string
  readonly achievementId?: string
  readonly personId?: string
  readonly cursor?: string
  readonly limit?: number
}

/** A page of badges. */
export interface BadgePage {
  /** The newest first. */
  readonly badges: readonly BadgeRecord[]
  readonly cursor?: string
}

/** A badge that takes the place of another. */
export interface ReplaceInput {
  readonly badgeId: string
  /** The new badge. Its recipient is that of the old one, except for what `recipient` says. */
  readonly draft: IssueInput['draft']
  readonly recipient?: Partial<IssueInput['recipient']>
  readonly picture?: Uint8Array
  readonly reason?: string
}

/** A picture of a badge. */
export interface BadgePicture {
  readonly bytes: Uint8Array
  readonly mediaType: 'image/png' | 'image/svg+xml'
}

/** How many badges came how far; each stops at 10,000. */
export interface BadgeFigures {
  readonly issued: number
  /** Whose recipient pressed something on the page of the offer: neither visits nor scanners of mail count. */
  readonly opened: number
  readonly accepted: number
  /** Accepted, and public or shown by link. */
  readonly shared: number
  /** Whose newest mail came back. */
  readonly bounced: number
  /** Whether one of them stopped there. */
  readonly isMore: boolean
}

/** The issuer's side: methods of the service itself. */
export interface BadgeSteps {
  /** Creates, signs and stores a badge with a status entry of its own; offers it unless `offer` is false. */
  issue(input: IssueInput): Promise<BadgeRecord>
  /** Offers the badge, by mail or inside the application. A rule of the learner may accept it at once. */
  offer(input: { badgeId: string }): Promise<BadgeRecord>
  /**
   * Mails a new link; every earlier one is void. `email` corrects a wrong address while the badge is an offer: the
   * credential is then signed again for it, with an id and a status entry of its own, and the first one is revoked.
   */
  resend(input: { badgeId: string; email?: string }): Promise<BadgeRecord>
  /** A link to the offer, to hand out by other means; every earlier one is void. */
  createClaimLink(input: { badgeId: string }): Promise<{ url: string; token: string; expiresAt: string }>
  /** Revokes a badge, and mails its learner unless `notify` is false. */
  revoke(input: { badgeId: string; reason: string; notify?: boolean }): Promise<BadgeRecord>
  /** Suspends a badge that was issued with `statusPurpose: 'suspension'`. */
  suspend(input: { badgeId: string; reason?: string }): Promise<BadgeRecord>
  /** Ends a suspension. */
  reinstate(input: { badgeId: string }): Promise<BadgeRecord>
  /** Revokes a badge and issues another in its place; its page then says "replaced by". */
  replace(input: ReplaceInput): Promise<{ old: BadgeRecord; badge: BadgeRecord }>
  /** {@link replace} with another name for the recipient. */
  correctName(input: { badgeId: string; name: string }): Promise<{ old: BadgeRecord; badge: BadgeRecord }>
  /** The record, or `null` if there is none or it was erased. */
  /** Figures of all badges, of a batch, or of a badge of the library. They cost the same however much is stored. */
  figures(query?: { batchId?: string; savedId?: string }): Promise<BadgeFigures>
  get(badgeId: string): Promise<BadgeRecord | null>
  /** Badges, the newest first. */
  list(query?: BadgeQuery): Promise<BadgePage>
  /** What happened to a badge, in order. */
  history(badgeId: string): Promise<readonly EventRecord[]>
  /** The picture as it was given, or `null` if there is none. */
  picture(badgeId: string): Promise<BadgePicture | null>
  /** The badge baked into its picture, or `null` if it has none. */
  image(badgeId: string): Promise<BadgePicture | null>
  /**
   * The badge as JWT (`vc-jwt`): the same credential, signed again by the signer. `null` if there is no such badge, it
   * is not claimed and in force, or the signer is not its issuer's.
   */
  jwt(badgeId: string): Promise<string | null>
}
