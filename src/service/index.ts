/**
 * The learner's journey: a service that issues badges, offers them, and lets learners claim and share them.
 *
 * @module badgewright/service
 */

export type { CommonText, MailTexts, MessageText } from '../texts/index.js'
export type * from './api/index.js'
export {
  answerQuestion,
  approveApplication,
  askApplicant,
  getApplication,
  listApplications,
  lookAtApplication,
  rejectApplication,
  submitApplication,
} from './applications/applications.js'
export { type FieldKind, type FormField, fieldsOf, plainText, readAnswers } from './applications/form-schema.js'
export { getForm, listForms, setForm } from './applications/forms.js'
export { historyOf } from './badges/history.js'
export { getBadge, issue, listBadges } from './badges/issue.js'
export { badgeImage, badgePicture } from './badges/pictures.js'
export { correctName, reinstateBadge, replaceBadge, revokeBadge, suspendBadge } from './badges/revoke.js'
export { publishList } from './badges/status.js'
export { getBatch, issueBatchRows, listBatches, undoBatch } from './batches/batches.js'
export { acceptOffer, claimBadge, declineOffer, lookAtOffer, lookAtUndo, requestCode, undo } from './claims/claim.js'
export { offerBadge } from './claims/offer.js'
export { createClaimLink, resendOffer } from './claims/resend.js'
export { createServiceContext, type ServiceContext } from './core/context.js'
export {
  applyMove,
  type BadgeState,
  canMove,
  initialState,
  type LifecycleEvent,
  type LifecycleEventType,
  type Move,
  type MoveResult,
  type MoveType,
  moves,
  replay,
  type Stage,
  stages,
  type Visibility,
} from './core/lifecycle/index.js'
export type * from './core/ports/index.js'
export { takeRate } from './core/rate-limit.js'
export type * from './core/records/index.js'
export { messageKinds, tokenPrefixes } from './core/records/index.js'
export { type PathName, pathOf, paths } from './core/urls.js'
export { createBadgeService } from './create-service.js'
export { createDisplay, listDisplays, lookAtDisplay, revokeDisplay } from './displays/displays.js'
export { deliver } from './outbox/deliver.js'
export {
  listMessages,
  lookAtUnsubscribe,
  releaseAddress,
  reportMail,
  retryMessage,
  suppressAddress,
  unsubscribe,
} from './outbox/outbox.js'
export { consentsOf, recordConsent } from './people/consents.js'
export {
  addAddress,
  addRule,
  badgesOf,
  confirmAddress,
  confirmRecovery,
  createRecoveryCodes,
  endSession,
  getPerson,
  lookAtAddress,
  lookAtSignIn,
  personFromSession,
  recover,
  removeAddress,
  removeRule,
  sendLinks,
  sessionOf,
  setProfile,
  signIn,
  startSession,
} from './people/people.js'
export { eraseAddress, erasePerson, exportPerson, retain } from './privacy/privacy.js'
export {
  capsuleOf,
  createLink,
  linksOf,
  revokeLink,
  setDisplay,
  setVisibility,
  viewBadge,
  viewLink,
} from './sharing/sharing.js'
export { expireBadge, tick } from './tick.js'
export { deliverWebhooks, webhookSignature } from './webhooks/webhooks.js'
