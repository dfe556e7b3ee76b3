import type { Signer } from '../types/keys.js'
import type { SuiteName } from '../types/proof.js'
import type { ApplicationSteps } from './applications/types.js'
import type { BackupSteps } from './backup/types.js'
import type { BadgeSteps } from './badges/types.js'
import type { BatchSteps } from './batches/types.js'
import type { ClaimSteps } from './claims/types.js'
import type { CollectionSteps } from './collection/types.js'
import type { BadgeServiceOptions } from './core/options.js'
import type { IssuerRecord } from './core/records/index.js'
import type { DeliveryReport } from './core/steps.js'
import type { CredentialSteps, PresentationSteps } from './credentials/types.js'
import type { DisplaySteps } from './displays/types.js'
import type { IssuerSteps } from './issuers/types.js'
import type { KeySteps } from './keys/types.js'
import type { LibrarySteps } from './library/types.js'
import type { RateLimitSteps } from './limits/types.js'
import type { MailSteps } from './outbox/types.js'
import type { GuardianSteps, PeopleSteps } from './people/types.js'
import type { PortfolioSteps } from './portfolio/types.js'
import type { PresentingSteps } from './presenting/types.js'
import type { PrivacySteps } from './privacy/types.js'
import type { SharingSteps } from './sharing/types.js'
import type { StaffSteps } from './staff/types.js'
import type { StatusSteps } from './status/types.js'
import type { WalletSteps } from './wallet/types.js'
import type { WebhookSteps } from './webhooks/types.js'

/** What a run of `tick` did. */
export interface TickReport {
  readonly mail: DeliveryReport
  readonly webhooks: DeliveryReport
  /** Rows of batches in the background. */
  readonly rows: number
  /** Badges that were offered since their batch was released. */
  readonly released: number
  readonly expired: number
  readonly reminders: number
  readonly removed: number
}

/** Everything the service does; made by `createBadgeService`. */
export interface BadgeService extends BadgeSteps {
  readonly options: BadgeServiceOptions
  /** `baseUrl` without a slash at its end. */
  readonly baseUrl: string
  /** Of one that `forIssuer` gave: the name of the issuer. */
  readonly issuerName?: string
  /**
   * The same service, whose log says who did what: somebody of the staff or a token of the API in what the issuer does, a
   * person in what a learner does. Whether they may is for the caller to ask.
   *
   * @param actor.through - `through` of the session of the staff: colleagues who made the link that began it. What is done
   * counts as theirs too.
   */
  as(actor: { staffId?: string; tokenId?: string; personId?: string; through?: readonly string[] }): BadgeService
  /**
   * Another issuer of the same service, under `/issuers/NAME` of its base URL: it signs with a key of its own and has its own
   * status lists; storage and members of staff are those of the service. It has `credentials`, `presentations`, `status`, `keys`, `issuers`,
   * `staff` and `limits`; badges, learners and what is due are the service's alone, and their steps refuse with
   * `ERR_ARGUMENT_INVALID`.
   *
   * One that is retired issues nothing more (`ERR_ISSUER_RETIRED`); its keys, status lists and what it has stored are there as
   * before. Without its key, what `issuers.list()` has of it takes the place: its lists are then those that were published last.
   *
   * @throws BadgeError `ERR_ARGUMENT_INVALID`
   */
  forIssuer(
    issuer:
      | {
          /** A segment of its URL. */
          readonly name: string
          readonly signer: Signer
          readonly findSigner?: BadgeServiceOptions['findSigner']
          readonly suite?: SuiteName | readonly SuiteName[]
          readonly timeZone?: string
          /** Whether it issues nothing more. Default `false`. */
          readonly retired?: boolean
        }
      | { readonly retired: IssuerRecord },
  ): BadgeService
  readonly batches: BatchSteps
  readonly status: StatusSteps
  readonly credentials: CredentialSteps
  readonly presentations: PresentationSteps
  readonly claims: ClaimSteps
  readonly collection: CollectionSteps
  readonly portfolio: PortfolioSteps
  readonly people: PeopleSteps
  readonly guardians: GuardianSteps
  readonly staff: StaffSteps
  readonly sharing: SharingSteps
  readonly wallet: WalletSteps
  readonly displays: DisplaySteps
  readonly presenting: PresentingSteps
  readonly applications: ApplicationSteps
  readonly library: LibrarySteps
  readonly mail: MailSteps
  readonly privacy: PrivacySteps
  readonly webhooks: WebhookSteps
  readonly limits: RateLimitSteps
  readonly issuers: IssuerSteps
  readonly keys: KeySteps
  readonly backup: BackupSteps
  /**
   * Does what is due: mail, webhooks, batches in the background, badges that expire, reminders, retention. Call it every few
   * seconds or minutes.
   *
   * @param options.job - An id that a {@link JobRelay} was given: this alone is done, if it is due and nobody else does it
   */
  tick(options?: { readonly job?: string }): Promise<TickReport>
  /**
   * How much waits, for figures: a few looks that stop at 10,000 records each. What is due and not taken up; messages and posts
   * that wait for their next try are not due. Members that the storage cannot count are missing.
   */
  backlog(): Promise<{
    readonly messages?: { readonly due: number; readonly oldestSeconds: number; readonly givenUp: number }
    readonly webhooks?: { readonly due: number; readonly oldestSeconds: number; readonly givenUp: number }
    /** Batches in the background that are not over, 100 at most, and their rows that were not issued yet. */
    readonly batches: { readonly open: number; readonly rows: number }
    /** Revocations and the like that are not in a published list yet. */
    readonly statusChanges?: number
  }>
  /** Waits for steps in progress, and closes the mail adapter. The storage stays open: it is yours. */
  close(): Promise<void>
}
