import type { RecipientPrivacy } from '../../credential/index.js'
import type { MailTexts } from '../../texts/index.js'
import type { Signer } from '../../types/keys.js'
import type { FetchLike } from '../../types/loader.js'
import type { SignOptions } from '../../types/proof.js'
import type {
  Auth,
  BlobStore,
  JobRelay,
  MailAdapter,
  MailAddress,
  Notifier,
  PasskeyVerifier,
  StorageAdapter,
} from './ports/index.js'
import type { EventRecord, ServiceEventType } from './records/index.js'

export const claimPolicies = ['link', 'code', 'session'] as const

/**
 * What claiming takes besides the link of the offer: nothing (`link`), the code that is mailed to the address on record
 * (`code`), or being signed in at the host under that address (`session`: the host's own login, or OIDC, through
 * {@link Auth}).
 */
export type ClaimPolicy = (typeof claimPolicies)[number]

/** Where events are posted to, signed. */
export interface WebhookEndpoint {
  /** An `https` URL of a public host, or of one that `allowsHost` of the given `fetch` says may be asked. */
  readonly url: string
  /**
   * `whsec_` and 24 to 64 random bytes in Base64 (Standard Webhooks 1.0). Several while one takes the place of another:
   * each signs.
   */
  readonly secret: string | readonly string[]
  /** Only these events. Default: all. */
  readonly events?: readonly ServiceEventType[]
}

/** Mail: who sends it, and how much of it. */
export interface MailSettings {
  readonly from: MailAddress
  readonly replyTo?: MailAddress
  /** Messages a minute, at most. Default: what the adapter says, or 300. */
  readonly perMinute?: number
  /** Messages a minute to one mail domain, at most, such as `example.org`; others do not wait for it. Default: no limit. */
  readonly perDomainPerMinute?: number
  /** Messages that one process has on their way at once, at most. Default: what the adapter says, or 10. */
  readonly atOnce?: number
  /** Tries before a message is given up. Default 8, over about a day. */
  readonly maxAttempts?: number
  /** Your texts, by language and kind, in place of the built-in ones. */
  readonly texts?: MailTexts
  /** `cid` (default): the badge's picture is part of the message; `none`: no picture. */
  readonly picture?: 'cid' | 'none'
  /** Days after the offer on which a reminder goes out; at most two. Default [3, 10]. */
  readonly reminderDays?: readonly number[]
  /** Days before the end of a badge's validity on which its owner gets a mail. Default [30, 7]. */
  readonly expiryDays?: readonly number[]
}

/** Options of `createBadgeService`. */
export interface BadgeServiceOptions {
  /** Signs badges and status lists. */
  readonly signer: Signer
  /**
   * The signer of a verification method that `keys.rotate` made the signing one, where that is not `signer`: asked after a
   * restart, and by further processes. Without it, or where it gives `undefined`, nothing is signed (`ERR_SIGNER_MISSING`).
   */
  readonly findSigner?: (id: string) => Promise<Signer | undefined>
  readonly storage: StorageAdapter
  /** Hears of what becomes due, where workers are woken by a job engine. `tick` goes on beside it, if seldom. */
  readonly relay?: JobRelay
  /** Absolute URL under which the pages are reached, with the prefix if there is one; links name no other host. */
  readonly baseUrl: string
  readonly mail?: MailAdapter
  readonly notifier?: Notifier
  readonly auth?: Auth
  /**
   * Lets learners sign in with a passkey: what `passkeys()` of `badgewright/auth/passkeys` gives. `baseUrl` must then be an
   * `https` URL with a host name, or one of `localhost`, that belongs to the id of the relying party.
   */
  readonly passkeys?: PasskeyVerifier
  /** Pictures. Default: in `storage`. */
  readonly blobs?: BlobStore
  /** Default: the clock. */
  readonly clock?: () => Date
  /**
   * What tokens in mails are derived from: at least 32 bytes, or text of at least 43 characters. It must stay the same
   * for as long as the service exists, and must not be in `storage`. Default: derived from the signer, which must then be
   * an Ed25519 key and stay the same.
   */
  readonly secret?: string | Uint8Array
  readonly mailSettings?: MailSettings
  /**
   * How the issuer appears on pages, in mails, on cards and certificates. Where it is given, owners cannot change it on the
   * pages; without it they can.
   */
  readonly brand?: {
    /** In the header of every page, and in mails. Default: `siteName` of the handler. */
    readonly name?: string
    /** PNG, SVG or JPEG; cleaned before it is shown. */
    readonly logo?: Uint8Array
    /** `#rrggbb`; lighter or darker where text in it could not be read. */
    readonly colour?: string
    /** Whom mail comes from, in place of `mailSettings.from`. */
    readonly from?: MailAddress
    /** Where answers to mail go, in place of `mailSettings.replyTo`. */
    readonly replyTo?: MailAddress
    /** In place of `timeZone` of the service. */
    readonly timeZone?: string
    /** Pages that say who is responsible, and what becomes of data. */
    readonly imprintUrl?: string
    readonly privacyUrl?: string
    /** At the foot of every page, in place of the built-in sentence. */
    readonly footer?: string
    /** The issuer's address by post, at the foot of every page and mail. */
    readonly postal?: string
  }
  /** BCP 47: the language for recipients without one that there are texts for. Default `en`. */
  readonly locale?: string
  /**
   * The issuer's time zone, a name of the IANA database such as `Europe/Berlin`. A day (`2026-12-31`) that a draft, form
   * or file says begins and ends there, dates of new badges carry its offset, and what the pages and mails date by
   * themselves is dated there. Default `UTC`.
   */
  readonly timeZone?: string
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
  /**
   * Seconds within which a revocation is in the published list: changes are taken in and signed once in such an interval, for
   * everybody who asks. 0 does it whenever somebody asks. Default 5.
   */
  readonly statusPublishSeconds?: number
  /** Entries of one status list; a new one is begun when it is full. Default 131,072. */
  readonly statusListLength?: number
  /**
   * Called with every event after it was written. What it throws goes to `onError` and changes nothing. A crash can lose
   * an event here; webhooks lose none.
   */
  readonly onEvent?: (event: EventRecord) => void
  /** Called with errors that happen in the background. They hold no addresses or tokens. */
  readonly onError?: (error: unknown) => void
  /**
   * Where events are posted to. `fetch` is what posts: by default `createGuardedFetch()` of `badgewright/node`, which
   * connects to public hosts only; give one with `allow` for endpoints of your own network.
   */
  readonly webhooks?: { readonly endpoints: readonly WebhookEndpoint[]; readonly fetch?: FetchLike }
  /** Whether batches are approved by somebody before anything of them is sent. */
  readonly approval?: {
    /**
     * Every batch needs an approval, and a badge by itself is offered by a batch of one row: `issue` with an offer, and
     * `offer`, are refused. An application is approved by somebody else than who last changed its form, and no form
     * approves by itself (`auto`). Default: a batch needs one where it says so.
     */
    readonly required?: boolean
    /** Those who gave the rows may approve of them, and who made a form of applications by it. Default `false`. */
    readonly own?: boolean
  }
  /** What `tick` removes, after how many days; absent for never. */
  readonly retention?: RetentionSettings
}

/** Days after which something is removed. */
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
