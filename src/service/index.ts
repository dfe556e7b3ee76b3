/**
 * The learner's journey: a service that issues badges, offers them, and lets learners claim and share them.
 *
 * @module badgewright/service
 */

export { fieldsOf } from './applications/form-schema.js'
export type * from './applications/types.js'
export type * from './backup/types.js'
export type * from './badges/types.js'
export type * from './batches/types.js'
export type * from './claims/types.js'
export type {
  Stage,
  Visibility,
} from './core/lifecycle/index.js'
export type * from './core/options.js'
export type * from './core/ports/index.js'
export type {
  ApplicationRecord,
  Authentication,
  AuthenticationLevel,
  BadgeRecord,
  BatchRecord,
  ConsentRecord,
  DeliveryRecord,
  DisplayRecord,
  EventRecord,
  FormRecord,
  MessageRecord,
  PasskeyRecord,
  PersonRecord,
  ServiceEventType,
  ShareRecord,
  StaffRecord,
} from './core/records/index.js'
export { createBadgeService } from './create-service.js'
export type * from './credentials/types.js'
export type * from './displays/types.js'
export type * from './issuers/types.js'
export type * from './keys/types.js'
export type * from './library/types.js'
export type * from './limits/types.js'
export type * from './outbox/types.js'
export type * from './people/types.js'
export type * from './privacy/types.js'
export type * from './sharing/types.js'
export type * from './staff/types.js'
export type * from './status/types.js'
export type { BadgeService } from './types.js'
export { signWebhook, verifyWebhook } from './webhooks/index.js'
