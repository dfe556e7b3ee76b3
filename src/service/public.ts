/**
 * The learner's journey: a service that issues badges, offers them, and lets learners claim and share them.
 *
 * Types of a subject, such as what its steps take and give, are in the namespace of that subject; what is stored is in
 * `Records`.
 *
 * @module badgewright/service
 */

export type * as Access from './access.js'
export { fieldsOf } from './applications/form-schema.js'
export type * as Applications from './applications/types.js'
export type * as Badges from './badge-types.js'
export type * as Batches from './batches/types.js'
export type * as Claims from './claims/types.js'
export {
  type Stage,
  stages,
  type Visibility,
} from './core/lifecycle/index.js'
export type {
  BadgeServiceOptions,
  ClaimPolicy,
  MailSettings,
} from './core/options.js'
export type { Auth, BlobStore, MailAdapter, Notifier, StorageAdapter } from './core/ports/index.js'
export type * as Ports from './core/ports/parts.js'
export { serviceEvents } from './core/records/index.js'
export type * as Records from './core/records/public.js'
export { paths } from './core/urls.js'
export { createBadgeService } from './create-service.js'
export type * as Displays from './displays/types.js'
export type * as People from './learners.js'
export type * as Outbox from './outbox/types.js'
export type * as Presenting from './presenting/types.js'
export type * as Privacy from './privacy/types.js'
export type * as Sharing from './sharing/types.js'
export type * as Status from './status/types.js'
export type { BadgeService, TickReport } from './types.js'
export type * as Upkeep from './upkeep.js'
export type * as Wallet from './wallet/types.js'
export { signWebhook, verifyWebhook } from './webhooks/index.js'
export type * as Webhooks from './webhooks/types.js'
