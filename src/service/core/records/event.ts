import type { LifecycleEventType } from '../lifecycle/index.js'

/** What an event's `data` may say. */
interface EventKind {
  /** When it happens. */
  readonly when: string
  /** Names of the members that `data` may have. */
  readonly data: readonly string[]
}

const stages = ['from', 'to']

/** Every event of the log and of webhooks: the one table, from which the type and the documentation follow. */
export const serviceEvents = {
  issued: { when: 'A badge was made and signed.', data: [] },
  offered: { when: 'A badge was offered to its recipient.', data: stages },
  opened: { when: 'The recipient opened the offer for the first time.', data: stages },
  accepted: { when: 'The recipient accepted a badge.', data: stages },
  'auto-accepted': { when: 'A rule of the recipient accepted a badge.', data: stages },
  declined: { when: 'The recipient declined a badge.', data: stages },
  'decline-undone': { when: 'The recipient took a decline back.', data: stages },
  claimed: { when: 'A badge is in the account of its owner.', data: stages },
  'visibility-changed': { when: 'The owner changed who sees a badge.', data: [...stages, 'visibility'] },
  suspended: { when: 'The issuer suspended a badge.', data: stages },
  reinstated: { when: 'The issuer ended a suspension.', data: stages },
  expired: { when: 'The validity of a badge ended.', data: stages },
  revoked: { when: 'The issuer revoked a badge.', data: stages },
  replaced: { when: 'A newer badge took the place of this one.', data: stages },
  resent: { when: 'An offer was sent once more.', data: [] },
  'mail-sent': { when: 'A message left for its recipient.', data: ['kind', 'message'] },
  'mail-delivered': { when: 'The mail provider reports a delivery.', data: ['kind', 'message'] },
  'mail-bounced': { when: 'The mail provider reports that an address takes no mail.', data: ['kind', 'message'] },
  'mail-complained': { when: 'The recipient marked a message as spam.', data: ['kind', 'message'] },
  'mail-suppressed': { when: 'A message was not sent, since its address gets none.', data: ['kind', 'message'] },
  'mail-failed': { when: 'A message was given up.', data: ['kind', 'message'] },
  'mail-retried': { when: 'A message that was given up is sent once more.', data: ['kind'] },
  'mail-dismissed': { when: 'A message that was given up was taken off the list.', data: ['kind'] },
  'mail-stopped': { when: 'The issuer stopped mail to an address.', data: ['scope'] },
  'mail-released': { when: 'The issuer lets mail go to an address again.', data: [] },
  readdressed: { when: 'A badge that nobody had claimed got another address.', data: [] },
  'link-created': { when: 'The owner made a share link.', data: ['share', 'capsule'] },
  'link-revoked': { when: 'The owner ended a share link.', data: ['share'] },
  'wallet-offered': { when: 'A badge was held out to a wallet.', data: [] },
  'wallet-collected': { when: 'A wallet took a badge; `copy` names the copy that is bound to it.', data: ['copy'] },
  'wallet-answered': { when: 'A wallet said what it did with a badge that it took.', data: ['event'] },
  'wallet-ended': {
    when: 'The owner ended the copy of a badge in a wallet.',
    data: ['copy'],
  },
  'display-allowed': { when: 'The owner allowed a badge on screens.', data: [] },
  'display-ended': { when: 'The owner took a badge off screens.', data: [] },
  'display-created': { when: 'A screen was set up.', data: [] },
  'display-revoked': { when: 'A screen was ended.', data: [] },
  erased: { when: 'Personal data of the subject was erased.', data: [] },
  'batch-started': { when: 'A batch began that is issued in the background.', data: ['rows'] },
  'batch-cancelled': { when: 'The rest of a batch in the background was cancelled.', data: [] },
  'batch-stopped': {
    when: 'A batch in the background, or before its release, was stopped: the one who began it may not award any more.',
    data: [],
  },
  'batch-undone': { when: 'A batch was undone: its badges are revoked one by one.', data: [] },
  'batch-approved': { when: 'Somebody approved of a batch: its badges may be offered.', data: [] },
  'batch-rejected': { when: 'Somebody rejected a batch: its badges are revoked, and nobody hears of them.', data: [] },
  'batch-scheduled': { when: 'A batch that waits got another date, or none.', data: ['releaseAt'] },
  'batch-released': { when: 'Every badge of a batch that waited was offered.', data: ['badges'] },
  'status-set': {
    when: 'The status of a credential that is not a badge of the service was set or ended.',
    data: ['purpose', 'value'],
  },
  'form-changed': { when: 'A form to apply by was made or changed.', data: [] },
  'application-submitted': { when: 'Somebody applied for a badge.', data: [] },
  'application-asked': { when: 'The issuer asked an applicant something.', data: [] },
  'application-answered': { when: 'An applicant answered.', data: [] },
  'application-approved': {
    when: 'An application was approved, and its badge issued; `rule` where its form did it.',
    data: ['badge', 'rule'],
  },
  'application-rejected': { when: 'An application was rejected.', data: [] },
  'email-verified': { when: 'An address was proven to belong to an account.', data: [] },
  'email-removed': { when: 'An address was removed from an account.', data: [] },
  'email-restored': {
    when: 'A removed address came back by the link that was mailed to it; sessions and passkeys ended.',
    data: [],
  },
  'account-recovered': { when: 'An account was recovered.', data: [] },
  'passkey-added': { when: 'A learner added a passkey to an account.', data: ['passkey'] },
  'passkey-removed': { when: 'A learner removed a passkey; the sessions that it began ended.', data: ['passkey'] },
  'passkey-signed-in': { when: 'A learner signed in with a passkey.', data: ['passkey'] },
  'passkey-refused': {
    when: 'A passkey was refused: its device has counted fewer uses than before, so that there may be a copy of it.',
    data: ['passkey'],
  },
  'rule-added': { when: 'A learner lets badges of an issuer be accepted without being asked.', data: ['issuerId'] },
  'rule-removed': { when: 'A learner ended such a rule.', data: ['issuerId'] },
  'page-changed': { when: 'A learner set their public page: `open` says whether others can see it.', data: ['open'] },
  'problem-reported': { when: 'Somebody reported a problem on the pages.', data: [] },
  'problem-settled': { when: 'Somebody of the staff noted that such a problem is settled.', data: [] },
  'outside-badge-added': { when: 'A learner added a badge of another issuer to theirs.', data: [] },
  'outside-badge-shown': { when: 'A learner lets others see a badge of another issuer, or no longer.', data: ['open'] },
  'outside-badge-removed': { when: 'A learner removed a badge of another issuer.', data: [] },
  'guardian-named': { when: 'The issuer named the guardian of a child.', data: [] },
  'guardian-link-created': { when: 'The issuer made a link for a guardian, to hand out.', data: [] },
  'consent-given': { when: 'A guardian consented to something.', data: ['purpose'] },
  'consent-refused': { when: 'A guardian did not consent to something.', data: ['purpose'] },
  'consent-withdrawn': { when: 'A guardian withdrew a consent.', data: ['purpose'] },
  'staff-added': { when: 'Somebody became a member of staff.', data: ['roles'] },
  'staff-changed': { when: 'The roles of a member of staff changed; their sessions ended.', data: ['roles'] },
  'staff-removed': { when: 'A member of staff was removed; their sessions ended.', data: [] },
  'staff-link-created': { when: 'An owner, or the operator, made a sign-in link for a member of staff.', data: [] },
  'staff-signed-in': { when: 'A member of staff signed in.', data: [] },
  'api-token-created': { when: 'A token of the API was made.', data: ['roles'] },
  'api-token-ended': { when: 'A token of the API was ended.', data: [] },
  'brand-changed': { when: 'An owner changed how the issuer appears on pages and in mails.', data: [] },
  'saved-badge-changed': { when: 'A badge of the library was saved.', data: ['version'] },
  'saved-badge-retired': { when: 'A badge of the library was taken out of use.', data: [] },
  'saved-badge-restored': { when: 'A badge of the library was brought back into use.', data: [] },
  'skills-added': { when: 'A file of skills was added to the library.', data: [] },
  'skills-removed': { when: 'A file of skills was removed from the library.', data: [] },
  'key-published': { when: 'A key of the issuer was published, to sign later.', data: ['key'] },
  'key-rotated': { when: 'Another key signs from now on.', data: ['key'] },
  'issuer-removed': {
    when: 'All that was kept of an issuer beside that of the service was removed.',
    data: ['issuerId', 'credentials'],
  },
  'key-removed': { when: 'A key of the issuer is published no longer.', data: ['key'] },
} as const satisfies Readonly<Record<string, EventKind>> & Readonly<Record<LifecycleEventType, EventKind>>

/** Everything that can happen: a row of {@link serviceEvents}. */
export type ServiceEventType = keyof typeof serviceEvents

export const eventTypes = Object.keys(serviceEvents) as readonly ServiceEventType[]

/**
 * One entry of the log: collection `events`, which is only added to. It names records by their ids, and holds no address,
 * name or token.
 */
export interface EventRecord {
  readonly schemaVersion: 1
  /** `badge:ID.000007`: subject and number, so that the order of keys is the order of events. */
  readonly id: string
  /** What it happened to, such as `badge:…`, `person:…`, `application:…`. */
  readonly subject: string
  readonly number: number
  readonly type: ServiceEventType
  readonly at: string
  /** In which part it was done. */
  readonly by: 'issuer' | 'learner' | 'guardian' | 'system'
  /**
   * Who did it: `staff:…`, `token:…` or `person:…` with an id, where that is known; never an address. Absent for the
   * service itself, and for what the application around it did without saying for whom (`service.as`).
   */
  readonly actor?: string
  /** Further facts: ids, stages, counts. */
  readonly data: Readonly<Record<string, string | number | boolean>>
}
