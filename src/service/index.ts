/**
 * The learner's journey: a service that issues badges, offers them, and lets learners claim and share them.
 *
 * @module badgewright/service
 */

export type { CommonText, MailTexts, MessageText } from '../texts/index.js'
export { type FieldKind, type FormField, fieldsOf } from './applications/form-schema.js'
export type * from './applications/types.js'
export type * from './badges/types.js'
export type * from './batches/types.js'
export type * from './claims/types.js'
export {
  type LifecycleEventType,
  type LifecycleState,
  type Stage,
  stages,
  type Visibility,
} from './core/lifecycle/index.js'
export type * from './core/options.js'
export type * from './core/ports/index.js'
export type {
  ApplicationRecord,
  ApplicationRemark,
  ApplicationStage,
  AutoAcceptRule,
  BadgeRecord,
  BatchRecord,
  ConsentRecord,
  DisplayRecord,
  EventRecord,
  FormRecord,
  MailProgress,
  MessageKind,
  MessageRecord,
  MessageState,
  PersonRecord,
  Recipient,
  ServiceEventType,
  ShareRecord,
  StatusPlace,
  SuppressionRecord,
  VerifiedEmail,
} from './core/records/index.js'
export type { Viewer } from './core/shown.js'
export type { DeliveryReport } from './core/steps.js'
export { paths } from './core/urls.js'
export { createBadgeService } from './create-service.js'
export type * from './displays/types.js'
export type * from './limits/types.js'
export type * from './outbox/types.js'
export type * from './people/types.js'
export type * from './privacy/types.js'
export type * from './sharing/types.js'
export type * from './status/types.js'
export type { BadgeService, TickReport } from './types.js'
export {
  verifyWebhook,
  type WebhookEvent,
  webhookSignature,
} from './webhooks/index.js'
