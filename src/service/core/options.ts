import type { RecipientPrivacy } from '../../credential/index.js'
import type { Signer } from '../../types/keys.js'
import type { FetchLike } from '../../types/loader.js'
import type { SignOptions } from '../../types/proof.js'
import type { Auth, BlobStore, MailAdapter, MailAddress, MailTexts, Notifier, StorageAdapter } from './ports/index.js'
import type { EventRecord, ServiceEventType } from './records/index.js'

/**
 * What whoever holds the link of an offer has to do besides pressing the button: nothing (`link`), type the code that is
 * sent to the address on record (`code`), or be signed in at the host under that address (`session`: the host's own
 * login, or OIDC, through {@link Auth}).
 */
export type ClaimPolicy = 'link' | 'code' | 'session'

/** Where events are posted to, signed. */
export interface WebhookEndpoint {
  /** An `https` URL, or `http` to a host that the given `fetch` allows. */
  readonly url: string
  /** Text of at least 32 characters that both sides know. */
  readonly secret: string
  /** Only these events. Default: all. */
  readonly events?: readonly ServiceEventType[]
}

/** Mail: who sends it, and how much of it. */
export interface MailSettings {
  readonly from: MailAddress
  readonly replyTo?: MailAddress
  /** Messages a minute, at most. Default 300. */
  readonly perMinute?: number
  /** Tries until a message is given up. Default 8, over about a day. */
  readonly maxAttempts?: number
  /** Texts of your own, by language and kind, in place of the built-in ones. */
  readonly texts?: MailTexts
  /** `cid` (default): the badge's picture is part of the message; `none`: no picture. */
  readonly picture?: 'cid' | 'none'
  /** Days after the offer on which a reminder goes out; at most two. Default [3, 10]. */
  readonly reminderDays?: readonly number[]
  /** Days before the end of a badge's validity on which its owner is told. Default [30, 7]. */
  readonly expiryDays?: readonly number[]
}

/** Options of `createBadgeService`. */
export interface BadgeServiceOptions {
  /** Signs badges and status lists. */
  readonly signer: Signer
  readonly storage: StorageAdapter
  /** Absolute URL under which the pages are reached, with the prefix if there is one; no other host is ever named. */
  readonly baseUrl: string
  readonly mail?: MailAdapter
  readonly notifier?: Notifier
  readonly auth?: Auth
  /** Pictures. Default: in `storage`. */
  readonly blobs?: BlobStore
  /** Default: the clock. */
  readonly clock?: () => Date
  /**
   * At least 32 bytes, or text of at least 43 characters, that stay the same for as long as the service lives, and are
   * not kept in `storage`: what tokens in mails follow from. Default: follows from the signer, which must then be an
   * Ed25519 key and stay the same.
   */
  readonly secret?: string | Uint8Array
  readonly mailSettings?: MailSettings
  /** BCP 47, where the recipient has none that there are texts for. Default `en`. */
  readonly locale?: string
  readonly claimPolicy?: ClaimPolicy
  /** Days for which the link of an offer works. Default 14. */
  readonly offerDays?: number
  /** Hours in which a decline can be taken back. Default 24. */
  readonly undoHours?: number
  readonly recipientPrivacy?: RecipientPrivacy
  /** How badges are signed: suite, contexts. */
  readonly sign?: Pick<SignOptions, 'suite' | 'contexts' | 'documents' | 'verificationMethod'>
  /** Seconds for which verifiers may keep a status list. Default 5. */
  readonly statusTtlSeconds?: number
  /** Entries of one status list; a new one is begun when it is full. Default 131,072. */
  readonly statusListLength?: number
  /**
   * Is told of every event after it was written. What it throws is reported to `onError` and changes nothing. After a
   * crash an event may not have been told: webhooks lose none.
   */
  readonly onEvent?: (event: EventRecord) => void
  /** Is told of what went wrong in the background. Errors hold no addresses or tokens. */
  readonly onError?: (error: unknown) => void
  readonly webhooks?: { readonly endpoints: readonly WebhookEndpoint[]; readonly fetch: FetchLike }
  /** What to forget by itself, in days; absent for never. */
  readonly retention?: RetentionSettings
}

/** Days after which something is forgotten. */
export interface RetentionSettings {
  /** Offers that were declined or never answered: the badge is erased. */
  readonly unclaimedDays?: number
  /** Messages that were sent or given up. */
  readonly messageDays?: number
  /** Tokens that are used, void or expired. Default 30. */
  readonly tokenDays?: number
  /** Applications that were decided. */
  readonly applicationDays?: number
  /** Entries of the log. */
  readonly eventDays?: number
}
