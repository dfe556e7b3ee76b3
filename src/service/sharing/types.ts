import type { CapsuleField } from '../../export/index.js'
import type { OpenBadgeCredential, SignedCredential } from '../../types/credential.js'
import type { Stage, Visibility } from '../core/lifecycle/index.js'
import type { BadgeRecord, ShareRecord } from '../core/records/index.js'
import type { Viewer } from '../core/shown.js'

export type { Viewer } from '../core/shown.js'

/** A badge as a viewer may see it. It holds no e-mail address. */
export interface ShownBadge {
  readonly badgeId: string
  /**
   * What the viewer may have. Of a badge with a base proof (`ecdsa-sd-2023`) it is a copy derived from it: the base never
   * leaves the service.
   */
  readonly credential: SignedCredential | OpenBadgeCredential
  /**
   * Whether `credential` is signed and may be handed out as a file. Not so behind a link that hides parts of a badge
   * whose signature covers all of it: then there is a page to look at, and no file.
   */
  readonly signed: boolean
  /** The parts that the link shows; absent where nothing is hidden. */
  readonly show?: readonly CapsuleField[]
  readonly stage: Stage
  readonly suspended: boolean
  readonly visibility: Visibility
  readonly issuerName: string
  readonly achievementName: string
  /** Id of the badge that took its place, if the viewer may see that one. */
  readonly replacedBy?: string
  readonly isOwner: boolean
  /** How the viewer got in. */
  readonly through: 'owner' | 'issuer' | 'link' | 'display' | 'public'
  readonly hasPicture: boolean
}

/** A link to one badge that is to be created. */
export interface NewLink {
  readonly badgeId: string
  readonly personId: string
  /** What it is called, for its owner. At most 100 characters. */
  readonly label?: string
  /** Date and time at which it ends. */
  readonly expiresAt?: string
  /** Only these parts of the badge. Default: all of it. */
  readonly show?: readonly CapsuleField[]
}

/** What the owner of a badge decides, and what others then see. */
export interface SharingSteps {
  /** Only its owner may. */
  setVisibility(input: { badgeId: string; personId: string; visibility: Visibility }): Promise<BadgeRecord>
  /**
   * A link to one badge. It works while the badge is unlisted or public, until `expiresAt` if that is given. With `show`
   * it is a capsule: only those parts, besides what every badge says. If the badge has a base proof, what is hidden is
   * absent from the signed file too; if not, the link leads to a page without files.
   */
  createLink(input: NewLink): Promise<{ share: ShareRecord; token: string; url: string }>
  /** The links of a badge, revoked ones included. */
  links(input: { badgeId: string; personId: string }): Promise<readonly ShareRecord[]>
  /** Ends a link at once. */
  revokeLink(input: { badgeId: string; personId: string; shareId: string }): Promise<ShareRecord>
  /**
   * Gives or withdraws consent to screens of the organisation. It is recorded among the consents (`purpose` `display`),
   * with the version of the text that was agreed to.
   */
  setDisplay(input: { badgeId: string; personId: string; allowed: boolean; textVersion?: string }): Promise<BadgeRecord>
  /** What can be hidden in a link: the parts that the badge has, and whether its file can go without them. */
  capsule(input: { badgeId: string; personId: string }): Promise<{ fields: readonly CapsuleField[]; inFile: boolean }>
  /** The badge as this viewer may see it; `null` is "not found", private and unknown alike. */
  view(input: { badgeId: string; viewer?: Viewer; isIssuer?: boolean }): Promise<ShownBadge | null>
  /** The badge behind a link; `gone` for one that was revoked or has expired. */
  viewLink(input: { token: string }): Promise<ShownBadge | 'gone' | null>
}
