import { defined } from '../../internal/defined.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import { nameWords } from './name-words.js'
import type {
  ApplicationRecord,
  AskedRecord,
  BadgeRecord,
  BadgeTombstone,
  BatchJobRecord,
  BatchRecord,
  BatchRefusalsRecord,
  BatchRowsRecord,
  BrandRecord,
  ConsentRecord,
  DeliveryRecord,
  DisplayRecord,
  EventRecord,
  FormRecord,
  GuardianshipRecord,
  IssuedRecord,
  IssuerKeysRecord,
  IssuerRecord,
  MessageRecord,
  NoticeRecord,
  PasskeyRecord,
  PersonRecord,
  PortfolioRecord,
  PublishedListRecord,
  SavedBadgeRecord,
  SavedBadgeVersionRecord,
  ShareRecord,
  SkillFrameworkRecord,
  SkillPartRecord,
  StaffKeyRecord,
  StaffRecord,
  StatusChangeRecord,
  StatusCounterRecord,
  StatusListRecord,
  StatusPlace,
  SuppressionRecord,
  TokenRecord,
  WalletCopyRecord,
  WalletOfferRecord,
} from './records/index.js'

/** Who owns an address, by its hash, or an account at the host, by `subject:` and its hash. */
export interface AddressOwner {
  readonly schemaVersion: 1
  readonly personId: string
}
export interface Setting {
  readonly schemaVersion: 1
  readonly value: string
}
/** A key that can be used once, such as an idempotency key, and the badge that used it. */
export interface Taken {
  readonly schemaVersion: 1
  readonly badgeId: string
}
export interface Counter {
  readonly schemaVersion: 1
  readonly count: number
  readonly until: number
}
export interface StoredBlob {
  readonly schemaVersion: 1
  readonly mediaType: string
  readonly base64: string
}

/** What each collection holds. */
export interface Collections {
  badges: BadgeRecord | BadgeTombstone
  events: EventRecord
  tokens: TokenRecord
  outbox: MessageRecord
  deliveries: DeliveryRecord
  suppressions: SuppressionRecord
  people: PersonRecord
  staff: StaffRecord
  'staff-keys': StaffKeyRecord
  addresses: AddressOwner
  passkeys: PasskeyRecord
  consents: ConsentRecord
  guardianships: GuardianshipRecord
  shares: ShareRecord
  'wallet-offers': WalletOfferRecord
  'wallet-copies': WalletCopyRecord
  notices: NoticeRecord
  portfolios: PortfolioRecord
  displays: DisplayRecord
  forms: FormRecord
  applications: ApplicationRecord
  asked: AskedRecord
  batches: BatchRecord
  'batch-jobs': BatchJobRecord
  'batch-rows': BatchRowsRecord
  'batch-refusals': BatchRefusalsRecord
  'status-lists': StatusListRecord
  'status-changes': StatusChangeRecord
  'status-counters': StatusCounterRecord
  'published-lists': PublishedListRecord
  'issuer-keys': IssuerKeysRecord
  issued: IssuedRecord
  issuers: IssuerRecord
  brands: BrandRecord
  'saved-badges': SavedBadgeRecord
  'saved-badge-versions': SavedBadgeVersionRecord
  'skill-frameworks': SkillFrameworkRecord
  'skill-parts': SkillPartRecord
  settings: Setting
  taken: Taken
  counters: Counter
  blobs: StoredBlob
}

export type CollectionName = keyof Collections

type Indexes = Readonly<Record<string, string | readonly string[]>>

/** By what records are found: one table, so that every write to a collection has the same indexes. */
export const indexesOf: { readonly [Name in CollectionName]?: (value: Collections[Name]) => Indexes } = {
  badges: (badge) =>
    isTombstone(badge)
      ? badge.award === undefined
        ? { erased: achievementKey(badge) }
        : { gone: badge.award }
      : {
          stage: badge.stage,
          recipient: badge.recipientHash,
          award: awardKey(badge),
          achievement: badge.achievementId,
          name: nameWords(badge.recipient.name ?? ''),
          figure: figureValues(badge),
          ...defined({ person: badge.personId, batch: badge.batchId, picture: badge.picture }),
          ...(badge.display && badge.stage === 'claimed' ? { display: 'yes' } : {}),
          ...(badge.unreleased === true && badge.stage === 'issued' ? { unreleased: badge.batchId ?? '' } : {}),
        },
  events: (event) => ({ subject: event.subject }),
  tokens: (token) => ({
    subject: `${token.purpose} ${token.subject}`,
    ...(token.purpose === 'restore' ? defined({ address: token.data.hash }) : {}),
  }),
  outbox: (message) => ({
    // What waits is found by its time, and the others by whom they are for.
    ...(message.state === 'failed' ? { state: 'failed' } : {}),
    recipient: message.recipientHash,
    ...defined({ badge: message.badgeId }),
  }),
  deliveries: (delivery) => ({ state: delivery.state }),
  passkeys: ({ personId }) => ({ person: personId }),
  consents: ({ personId, guardian }) => defined({ person: personId, child: guardian?.childHash }),
  guardianships: ({ guardianHash }) => (guardianHash === '' ? {} : { guardian: guardianHash }),
  shares: (share) => ({ badge: share.badgeId }),
  'wallet-offers': ({ badgeId }) => ({ badge: badgeId }),
  'wallet-copies': ({ badgeId }) => ({ badge: badgeId }),
  notices: ({ to, badgeId, readAt }) => ({ to, badge: badgeId, ...(readAt === undefined ? { unread: to } : {}) }),
  portfolios: (page): Indexes => ('released' in page ? {} : { person: page.personId }),
  applications: (application) => ({
    form: application.formId,
    stage: application.stage,
    applicant: application.applicantHash,
  }),
  asked: ({ answer }) => defined({ badge: answer?.badgeHash }),
  batches: () => ({}),
  'batch-rows': ({ upload, addresses }) => ({ upload, address: addresses }),
  'batch-refusals': ({ batchId }) => ({ batch: batchId }),
  displays: () => ({}),
  'status-lists': (list) => ({ purpose: list.purpose }),
  'status-changes': ({ listId }) => ({ list: listId }),
  'saved-badges': ({ retiredAt }) => ({ state: retiredAt === undefined ? 'current' : 'retired' }),
  'saved-badge-versions': ({ picture }) => defined({ picture }),
  'skill-parts': ({ frameworkId }) => ({ framework: frameworkId }),
  issued: ({ places }) => (places.length === 0 ? {} : { place: places.map(placeKey) }),
}

/** What badges are counted by. `opened`: its recipient pressed something on the page of the offer; a mere visit does not count. */
export const figures = ['issued', 'opened', 'accepted', 'shared', 'bounced'] as const

export type Figure = (typeof figures)[number]

const isIn: Readonly<Record<Figure, (badge: BadgeRecord) => boolean>> = {
  issued: () => true,
  opened: ({ opened }) => opened,
  accepted: ({ claimedAt }) => claimedAt !== undefined,
  shared: ({ claimedAt, visibility }) => claimedAt !== undefined && visibility !== 'private',
  bounced: ({ mail }) => mail === 'bounced',
}

/**
 * The index by which a figure of all badges, of a batch or of a badge of the library is counted. What a new badge is found by
 * already costs no entry of its own.
 */
export function figureIndex(
  figure: Figure,
  of: { readonly batchId?: string | undefined; readonly savedId?: string | undefined },
): { readonly index: string; readonly value: string } | undefined {
  const { batchId, savedId } = of
  if (savedId !== undefined) return { index: 'figure', value: `${figure} saved ${savedId}` }
  if (batchId !== undefined)
    return figure === 'issued'
      ? { index: 'batch', value: batchId }
      : { index: 'figure', value: `${figure} batch ${batchId}` }
  return figure === 'issued' ? undefined : { index: 'figure', value: figure }
}

const figureValues = ({ batchId, saved, ...badge }: BadgeRecord): string[] =>
  figures
    .filter((figure) => isIn[figure](badge as BadgeRecord))
    .flatMap((figure) =>
      [{}, batchId === undefined ? undefined : { batchId }, saved && { savedId: saved.id }].flatMap((of) => {
        const found = of && figureIndex(figure, of)
        return found?.index === 'figure' ? [found.value] : []
      }),
    )

/** A place in a status list, as what has it is found by it. */
export const placeKey = ({ listId, index }: Pick<StatusPlace, 'listId' | 'index'>): string => `${listId} ${index}`

export const isTombstone = (badge: BadgeRecord | BadgeTombstone): badge is BadgeTombstone => 'erasedAt' in badge

const digest = (...parts: readonly string[]): string => quickSha256Hex(JSON.stringify(parts)).slice(0, 32)

/** The same for every badge of one achievement to one person. */
export const awardKey = (badge: Pick<BadgeRecord, 'issuerId' | 'achievementId' | 'recipientHash'>): string =>
  digest(badge.issuerId, badge.achievementId, badge.recipientHash)

/** The same for every badge of one achievement. */
export const achievementKey = (badge: { readonly issuerId: string; readonly achievementId: string }): string =>
  digest(badge.issuerId, badge.achievementId)

/** What a tombstone without `award` keeps of an address. */
export const tombstoneHash = (salt: string, address: string): string =>
  quickSha256Hex(`${salt} ${address.toLowerCase()}`)
