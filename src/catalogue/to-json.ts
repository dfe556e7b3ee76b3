import { hasBaseProof } from '../badge/index.js'
import { base64Encode } from '../internal/encoding.js'
import type {
  ApplicationRecord,
  BadgeRecord,
  BadgeService,
  ConsentRecord,
  DeliveryRecord,
  DisplayRecord,
  EventRecord,
  FormRecord,
  MessageRecord,
  PasskeyRecord,
  PersonRecord,
  ShareRecord,
  StaffRecord,
} from '../service/index.js'

/** Records as callers get them: nothing of tokens, keyed hashes or mail accounts. */

/** Its credential is what may be handed on: of a base proof (`ecdsa-sd-2023`) a copy derived from it. */
export const badgeJson = async (service: BadgeService, badge: BadgeRecord) => ({
  id: badge.id,
  stage: badge.stage,
  suspended: badge.suspended,
  visibility: badge.visibility,
  credentialId: badge.credentialId,
  achievementId: badge.achievementId,
  achievementName: badge.achievementName,
  issuerId: badge.issuerId,
  recipient: { email: badge.recipient.email, name: badge.recipient.name, locale: badge.recipient.locale },
  issuedAt: badge.issuedAt,
  validUntil: badge.validUntil,
  offeredAt: badge.offeredAt,
  claimedAt: badge.claimedAt,
  unreleased: badge.unreleased,
  releasedAt: badge.releasedAt,
  requireAuthentication: badge.requireAuthentication,
  authenticatedBy: badge.authenticatedBy,
  declinedAt: badge.declinedAt,
  revokedAt: badge.revokedAt,
  revocationReason: badge.revocationReason,
  replacedBy: badge.replacedBy,
  replaces: badge.replaces,
  batchId: badge.batchId,
  mail: badge.mail,
  status: badge.status,
  credential: hasBaseProof(badge.credential)
    ? (await service.sharing.view({ badgeId: badge.id, isIssuer: true }))?.credential
    : badge.credential,
})

/** Without who changed it: everybody may ask for a form. */
export const formJson = ({ schemaVersion: _, changedBy: __, saved: ___, picture, rule, ...form }: FormRecord) => ({
  ...form,
  // Who is on the list, and with which codes, is for nobody to know.
  rule: rule && { atMost: rule.atMost, approved: rule.approved },
  hasPicture: picture !== undefined,
})

export const applicationJson = ({ applicant, ...application }: ApplicationRecord) => {
  const { id, formId, stage, answers, remarks, submittedAt, decidedAt, badgeId } = application
  const { email, name, locale } = applicant
  return { id, formId, stage, applicant: { email, name, locale }, answers, remarks, submittedAt, decidedAt, badgeId }
}

/** Without what its address follows from. */
export const displayJson = ({ schemaVersion: _, tokenHash: __, ...display }: DisplayRecord) => display

export const shareJson = ({ schemaVersion: _, tokenHash: __, ...share }: ShareRecord) => share

export const personJson = ({ id, name, locale, mailOff, emails, recoveryHashes, createdAt }: PersonRecord) => ({
  id,
  name,
  locale,
  mailOff,
  emails,
  recoveryCodes: recoveryHashes.length,
  createdAt,
})

/** These members of a record, and no others. */
const only =
  <Row extends object>() =>
  <Name extends keyof Row>(...names: readonly Name[]) =>
  (row: Row): Pick<Row, Name> =>
    Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, Name>

const ofDelivery = only<DeliveryRecord>()('id', 'state', 'attempts', 'createdAt', 'lastAttemptAt', 'reason')

/**
 * Without the body, which is the event that its id names. Of the address its host alone: what follows may be a secret of the
 * receiver, and everybody with a role reads this.
 */
export const deliveryJson = (delivery: DeliveryRecord) => ({
  ...ofDelivery(delivery),
  endpoint: new URL(delivery.endpoint).origin,
})

export const eventJson = only<EventRecord>()('id', 'subject', 'type', 'at', 'by', 'actor', 'data')

/** Whether their roles are those of the host's login, and not what it calls them. */
export const staffJson = ({ id, name, email, grants, createdAt, removedAt, subject }: StaffRecord) => ({
  id,
  name,
  email,
  grants,
  createdAt,
  removedAt,
  byHost: subject !== undefined,
})

export const consentJson = only<ConsentRecord>()('purpose', 'textVersion', 'given', 'at', 'badgeId')

export const passkeyJson = only<PasskeyRecord>()('id', 'name', 'createdAt', 'lastUsedAt', 'synced')

export const messageJson = only<MessageRecord>()(
  'id',
  'kind',
  'state',
  'channel',
  'createdAt',
  'attempts',
  'badgeId',
  'sentAt',
  'reason',
)

export const fileJson = ({ mediaType, bytes }: { readonly mediaType: string; readonly bytes: Uint8Array }) => ({
  mediaType,
  bytes: base64Encode(bytes),
})
