/** What somebody is to notice of their badges: an offer says itself that it is new. */
export const noticeKinds = ['new', 'corrected', 'revoked', 'expiring', 'expired'] as const

export type NoticeKind = (typeof noticeKinds)[number]

/** A notice on the pages of a learner: collection `notices`, by `id`. Mail about the same goes its own way. */
export interface NoticeRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly kind: NoticeKind
  readonly badgeId: string
  /** Whom it is for: the owner of the badge, or else the keyed hash of its address. */
  readonly to: string
  readonly at: string
  readonly readAt?: string
}
