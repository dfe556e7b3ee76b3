/** Records that steps of the service give, exported as the namespace `Records`. */
export type {
  ApplicationRecord,
  ApplicationRemark,
  ApplicationStage,
  FormRecord,
  FormRuleRecord,
} from './application.js'
export type { AskedConfirmation, KeptVerdict } from './asked.js'
export type { Authentication, AuthenticationLevel, AuthenticationWay } from './authentication.js'
export type { BadgeRecord, MailProgress, Recipient, ShareRecord, StatusPlace } from './badge.js'
export type { BatchRecord } from './batch.js'
export type { DisplayRecord } from './display.js'
export type { EventRecord, ServiceEventType } from './event.js'
export type { IssuerRecord } from './issuer.js'
export type {
  DeliveryRecord,
  MessageKind,
  MessageRecord,
  MessageState,
  OptionalMail,
  SuppressionRecord,
} from './message.js'
export type { NoticeKind, NoticeRecord } from './notice.js'
export type { OutsideBadgeRecord } from './outside-badge.js'
export type { PasskeyRecord } from './passkey.js'
export type { AutoAcceptRule, ConsentRecord, PersonRecord, VerifiedEmail } from './person.js'
export type { Portfolio } from './portfolio.js'
export type { ReportRecord } from './report.js'
export type {
  SavedBadgeRecord,
  SavedBadgeVersionRecord,
  SavedCertificate,
  SavedLook,
  Skill,
  SkillFrameworkRecord,
  ValidFor,
} from './saved-badge.js'
export type { StaffRecord } from './staff.js'
export type { HandOverStage, WalletCopyRecord } from './wallet.js'
