/** What the service keeps in storage. */
export {
  type ApplicationRecord,
  type ApplicationStage,
  applicationStages,
  type FormRecord,
  type FormRuleRecord,
} from './application.js'
export type { AskedConfirmation, AskedRecord, KeptVerdict } from './asked.js'
export {
  type Authentication,
  type AuthenticationLevel,
  type AuthenticationWay,
  authenticationLevels,
  authenticationRanks,
  reaches,
} from './authentication.js'
export type { BadgeRecord, BadgeTombstone, Recipient, ShareRecord, StatusPlace } from './badge.js'
export type { BatchJobRecord, BatchRecord, BatchRefusalsRecord, BatchRelease, BatchRowsRecord } from './batch.js'
export type { BrandRecord } from './brand.js'
export type { DisplayRecord } from './display.js'
export { type EventRecord, eventTypes, type ServiceEventType, serviceEvents } from './event.js'
export {
  type GuardedPurpose,
  type GuardianshipRecord,
  guardedPurposes,
} from './guardianship.js'
export type { IssuedRecord } from './issued.js'
export type { IssuerRecord } from './issuer.js'
export type { IssuerKey, IssuerKeysRecord } from './issuer-keys.js'
export {
  type DeliveryRecord,
  type MessageKind,
  type MessageRecord,
  type MessageState,
  messageKinds,
  type OptionalMail,
  optionalMails,
  type SuppressionRecord,
} from './message.js'
export { type NoticeKind, type NoticeRecord, noticeKinds } from './notice.js'
export type { OutsideBadgeRecord } from './outside-badge.js'
export type { PasskeyRecord } from './passkey.js'
export type { AutoAcceptRule, ConsentRecord, PersonRecord, VerifiedEmail } from './person.js'
export type { Portfolio, PortfolioRecord } from './portfolio.js'
export type { ReportRecord } from './report.js'
export type {
  SavedBadgeRecord,
  SavedBadgeVersionRecord,
  SavedCertificate,
  SavedLook,
  Skill,
  SkillFrameworkRecord,
  SkillPartRecord,
  ValidFor,
} from './saved-badge.js'
export type { StaffKeyRecord, StaffRecord } from './staff.js'
export type { PublishedListRecord, StatusChangeRecord, StatusCounterRecord, StatusListRecord } from './status-list.js'
export { type TokenPurpose, type TokenRecord, tokenPrefixes } from './token.js'
export type { HandOverStage, WalletCopyRecord, WalletOfferRecord } from './wallet.js'
