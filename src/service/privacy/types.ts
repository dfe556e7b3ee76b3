import type {
  ApplicationRecord,
  Authentication,
  BadgeRecord,
  ConsentRecord,
  EventRecord,
  KeptVerdict,
  NoticeKind,
  PasskeyRecord,
  PersonRecord,
  Portfolio,
  ShareRecord,
  WalletCopyRecord,
} from '../core/records/index.js'
import type { Guardian, GuardianView } from '../people/types.js'

export type { RetentionSettings } from '../core/options.js'

/** Everything about one person, as plain data and files. */
export interface PersonExport {
  readonly person: PersonRecord
  /** What happened to the account and to applications. */
  readonly history: readonly EventRecord[]
  readonly badges: readonly { readonly record: BadgeRecord; readonly history: readonly EventRecord[] }[]
  readonly applications: readonly ApplicationRecord[]
  readonly shares: readonly ShareRecord[]
  /** Copies of their badges in wallets. */
  readonly walletCopies: readonly WalletCopyRecord[]
  readonly consents: readonly ConsentRecord[]
  readonly passkeys: readonly PasskeyRecord[]
  /** Who decides for the person as long as they are under age, and what was decided. */
  readonly guardians: readonly (Guardian & { readonly answers: GuardianView['answers'] })[]
  /** Their public page. */
  readonly portfolio: Portfolio | null
  /** What My badges told them: id of the badge, and when it was looked at. */
  readonly notices: readonly {
    readonly kind: NoticeKind
    readonly badgeId: string
    readonly at: string
    readonly readAt?: string
  }[]
  /** To whom a badge was shown from a wallet, as long as that is kept. */
  readonly shown: readonly {
    readonly name: string
    readonly at: string
    readonly verdict: KeptVerdict
  }[]
  readonly messages: readonly { readonly kind: string; readonly state: string; readonly createdAt: string }[]
  /** Addresses that get no mail, or no reminders. */
  readonly mailStops: readonly {
    readonly email: string
    readonly reason: string
    readonly scope: string
    readonly at: string
  }[]
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }[]
}

/** What is known about people, and how it is forgotten. */
export interface PrivacySteps {
  /** Everything about a person (GDPR, articles 15 and 20). */
  export(personId: string): Promise<PersonExport>
  /**
   * Erases a person (GDPR, article 17): badges, links, messages, applications and the account go; tombstones and status
   * entries stay. `authenticated` says how the person is signed in: more than 15 minutes ago is
   * `ERR_AUTHENTICATION_NEEDED`. Default: by the `host`, just now.
   */
  erase(input: { personId: string; authenticated?: Authentication }): Promise<{ badges: number }>
  /** The same for an address that has no account. */
  eraseEmail(input: { email: string }): Promise<{ badges: number }>
  /** Removes what is older than `retention` allows. */
  retain(): Promise<{ removed: number }>
}
