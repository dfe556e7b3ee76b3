import type { BadgeRecord, NoticeRecord } from '../core/records/index.js'

/** In which order somebody looks at their badges. */
export type CollectionOrder = 'newest' | 'oldest' | 'issuer' | 'name'

/** What somebody looks for among their badges. */
export interface CollectionQuery {
  readonly personId: string
  /** Words, or parts of them, in the name of the badge or of its issuer. All of them must be there. */
  readonly text?: string
  /** Default `newest`. */
  readonly order?: CollectionOrder
  /** `cursor` of the page before. */
  readonly cursor?: string
  /** 1 to 100. Default 24. */
  readonly limit?: number
}

/** A notice, and the badge that it is about. */
export interface Notice extends Pick<NoticeRecord, 'id' | 'kind' | 'at' | 'readAt'> {
  readonly badge: BadgeRecord
}

/** What a learner has, as they look at it: badges, offers and notices, page by page. */
export interface CollectionSteps {
  /**
   * A page of the badges that somebody has claimed. The newest 500 are looked through for a text, or put into the order of
   * issuer or name; `partial` says that there are more.
   */
  badges(query: CollectionQuery): Promise<{
    readonly badges: readonly BadgeRecord[]
    readonly cursor?: string
    readonly partial: boolean
  }>
  /**
   * A page of the offers to any address of a person that they have not answered or have kept for later, the newest first; with
   * `badgeId` this one, if it is among them.
   */
  offers(query: { personId: string; badgeId?: string; cursor?: string; limit?: number }): Promise<{
    readonly badges: readonly BadgeRecord[]
    readonly cursor?: string
  }>
  /**
   * A link to an offer for its recipient, who is signed in and has the address that it was made to. It takes the place of
   * none; whether the badge can be claimed by it, `claims` decides as with the link of the mail.
   */
  openOffer(input: { personId: string; badgeId: string }): Promise<{ token: string; expiresAt: string }>
  /** A page of notices, the newest first. */
  notices(query: { personId: string; cursor?: string; limit?: number }): Promise<{
    readonly notices: readonly Notice[]
    readonly cursor?: string
  }>
  /** How many offers and notices wait to be looked at: counted to 100. */
  unread(personId: string): Promise<number>
  /**
   * Marks notices as read: those that are named (at most 100), or all; those of other people stay as they are. `badgeIds` are
   * the badges of this person that the named ones are about.
   */
  readNotices(input: { personId: string; noticeIds?: readonly string[] }): Promise<{
    read: number
    badgeIds: readonly string[]
  }>
}
