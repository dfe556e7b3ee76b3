/**
 * The learner's journey: a service that issues badges, offers them, and lets learners claim and share them.
 *
 * @module badgewright/service
 */
export type * from './api/index.js'
export { createServiceContext, type ServiceContext } from './core/context.js'
export { createBadgeService } from './create-service.js'
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
} from './lifecycle/index.js'
export { deliver } from './mail/deliver.js'
export {
  listMessages,
  lookAtUnsubscribe,
  releaseAddress,
  reportMail,
  retryMessage,
  suppressAddress,
  unsubscribe,
} from './mail/outbox.js'
export type { CommonText, LanguageTexts, MailTexts, MessageText } from './mail/texts/index.js'
export { type Language, languages } from './mail/texts/index.js'
export type * from './ports/index.js'
export type * from './records/index.js'
export { messageKinds, tokenPrefixes } from './records/index.js'
export {
  answerQuestion,
  approveApplication,
  askApplicant,
  getApplication,
  listApplications,
  lookAtApplication,
  rejectApplication,
  submitApplication,
} from './steps/applications.js'
export { getBatch, issueBatchRows, listBatches, undoBatch } from './steps/batches.js'
export { acceptOffer, claimBadge, declineOffer, lookAtOffer, lookAtUndo, requestCode, undo } from './steps/claim.js'
export { consentsOf, recordConsent } from './steps/consents.js'
export { createDisplay, listDisplays, lookAtDisplay, revokeDisplay } from './steps/displays.js'
export { type FieldKind, type FormField, fieldsOf, plainText, readAnswers } from './steps/form-schema.js'
export { getForm, listForms, setForm } from './steps/forms.js'
export { historyOf } from './steps/history.js'
export { getBadge, issue, listBadges } from './steps/issue.js'
export { takeRate } from './steps/limits.js'
export { offerBadge } from './steps/offer.js'
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
} from './steps/people.js'
export { badgeImage, badgePicture } from './steps/pictures.js'
export { eraseAddress, erasePerson, exportPerson, retain } from './steps/privacy.js'
export { createClaimLink, resendOffer } from './steps/resend.js'
export { correctName, reinstateBadge, replaceBadge, revokeBadge, suspendBadge } from './steps/revoke.js'
export {
  capsuleOf,
  createLink,
  linksOf,
  revokeLink,
  setDisplay,
  setVisibility,
  viewBadge,
  viewLink,
} from './steps/sharing.js'
export { publishList } from './steps/status.js'
export { expireBadge, tick } from './steps/tick.js'
export { deliverWebhooks, webhookSignature } from './steps/webhooks.js'
export { type PathName, pathOf, paths } from './urls.js'
