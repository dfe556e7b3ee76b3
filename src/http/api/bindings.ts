import type { Operation } from '../../catalogue/index.js'
import { operationNamed } from '../../catalogue/index.js'
import { limits } from '../../internal/limits.js'
import type { RateLimitName } from '../../internal/rate-limits.js'
import type { BatchRecord } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'

/** How an operation of the catalogue is reached over HTTP. What it does and takes is in the catalogue alone. */
export interface Binding {
  readonly operation: Operation
  /** `operationId` of the OpenAPI document. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `:name` for members of the input. */
  readonly path: string
  /** Default 200. */
  readonly status?: 200 | 201 | 202
  /** What a part of the path can be, that is not a member of the input. */
  readonly choices?: Readonly<Record<string, readonly string[]>>
  /** Headers that become members of the input. */
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes of the body at most. */
  readonly cap?: number
  /** How often each visitor may call it, and the holder of a token. */
  readonly rate?: { readonly visitor: RateLimitName; readonly token: RateLimitName }
  /** Whether the host can ask for a token although anybody may call it. */
  readonly isVerifying?: boolean
  /** Where what was made is found, as a path. */
  readonly location?: (output: never) => string
  /** The status, where it depends on the output; and what each means. */
  readonly statusOf?: (output: never, input: JsonObject) => number
  readonly meanings?: Readonly<Record<number, string>>
}

const row = (
  name: string,
  method: Binding['method'],
  path: string,
  id: string,
  more: Partial<Binding> = {},
): Binding => ({
  operation: operationNamed(name),
  method,
  path,
  id,
  ...more,
})

const badgePath = ({ id }: { id: string }): string => `/api/badges/${id}`

/** The suites of the W3C read 400 as "not verified"; the body says why. */
const verifying = { visitor: 'verifyVisitor', token: 'verifyToken' } as const
const verdict: Partial<Binding> = {
  rate: verifying,
  isVerifying: true,
  statusOf: ({ verified }: { verified: boolean }) => (verified ? 200 : 400),
  meanings: { 200: 'It is verified.', 400: 'It is not verified, or the request is malformed.' },
}

/** The VC-API as VCALM 1.0 calls it: the part that each issuer has. */
export const vcApi: readonly Binding[] = [
  row('credentials.issue', 'POST', '/credentials/issue', 'vcIssue', { status: 201 }),
  row('credentials.verify', 'POST', '/credentials/verify', 'vcVerify', verdict),
  row('credentials.derive', 'POST', '/credentials/derive', 'vcDerive', {
    status: 201,
    rate: verifying,
    isVerifying: true,
  }),
  row('credentials.setStatus', 'POST', '/credentials/status', 'vcSetStatus'),
  row('credentials.get', 'GET', '/credentials/:credentialId', 'vcGet'),
  row('credentials.remove', 'DELETE', '/credentials/:credentialId', 'vcRemove', { status: 202 }),
  row('presentations.create', 'POST', '/presentations', 'vcPresent', { status: 201 }),
  row('presentations.get', 'GET', '/presentations/:presentationId', 'vcGetPresentation'),
  row('presentations.remove', 'DELETE', '/presentations/:presentationId', 'vcRemovePresentation', { status: 202 }),
  row('presentations.verify', 'POST', '/presentations/verify', 'vcVerifyPresentation', verdict),
]

export const bindings: readonly Binding[] = [
  row('badges.issue', 'POST', '/api/badges', 'issueBadge', {
    status: 201,
    cap: limits.apiUploadBytes,
    headers: { 'Idempotency-Key': 'idempotencyKey' },
    location: badgePath,
    meanings: { 404: 'The badge that was issued under this key was erased.' },
  }),
  row('badges.list', 'GET', '/api/badges', 'listBadges'),
  row('badges.figures', 'GET', '/api/figures', 'getFigures'),
  row('badges.get', 'GET', '/api/badges/:badgeId', 'getBadge'),
  row('badges.revoke', 'POST', '/api/badges/:badgeId/revoke', 'revokeBadge'),
  row('badges.suspend', 'POST', '/api/badges/:badgeId/suspend', 'suspendBadge'),
  row('badges.reinstate', 'POST', '/api/badges/:badgeId/reinstate', 'reinstateBadge'),
  row('badges.resend', 'POST', '/api/badges/:badgeId/resend', 'resendOffer'),
  row('wallet.createOffer', 'POST', '/api/badges/:badgeId/wallet', 'createWalletOffer', { status: 201 }),
  row('badges.correctName', 'POST', '/api/badges/:badgeId/correct', 'correctName', {
    status: 201,
    location: ({ badge }: { badge: { id: string } }) => badgePath(badge),
  }),
  row('batches.issue', 'POST', '/api/batches', 'issueBatch', {
    cap: limits.apiUploadBytes,
    statusOf: ({ batch }: { batch: BatchRecord }, { dryRun }) =>
      dryRun === true ? 200 : batch.total === undefined ? 201 : 202,
    location: ({ batch }: { batch: BatchRecord }) => `/api/batches/${batch.id}`,
    meanings: {
      200: 'What would be issued (`dryRun`).',
      201: 'The batch, and what became of each row.',
      202: 'The batch, which is issued in the background: `Location` says how far it is.',
    },
  }),
  row('batches.list', 'GET', '/api/batches', 'listBatches'),
  row('batches.get', 'GET', '/api/batches/:batchId', 'getBatch'),
  row('batches.refusals', 'GET', '/api/batches/:batchId/refusals', 'listRefusedRows'),
  row('batches.cancel', 'POST', '/api/batches/:batchId/cancel', 'cancelBatch'),
  row('batches.approve', 'POST', '/api/batches/:batchId/approve', 'approveBatch'),
  row('batches.reject', 'POST', '/api/batches/:batchId/reject', 'rejectBatch'),
  row('batches.schedule', 'POST', '/api/batches/:batchId/schedule', 'scheduleBatch'),
  row('batches.resend', 'POST', '/api/batches/:batchId/resend', 'resendBatch'),
  row('batches.undo', 'POST', '/api/batches/:batchId/undo', 'undoBatch'),
  row('applications.forms', 'GET', '/api/forms', 'listForms'),
  row('applications.setForm', 'POST', '/api/forms', 'setForm', { cap: limits.apiUploadBytes }),
  row('applications.list', 'GET', '/api/applications', 'listApplications'),
  row('applications.get', 'GET', '/api/applications/:applicationId', 'getApplication'),
  row('applications.approve', 'POST', '/api/applications/:applicationId/approve', 'approveApplication'),
  row('applications.reject', 'POST', '/api/applications/:applicationId/reject', 'rejectApplication'),
  row('applications.ask', 'POST', '/api/applications/:applicationId/ask', 'askApplicant'),
  row('displays.list', 'GET', '/api/displays', 'listDisplays'),
  row('displays.create', 'POST', '/api/displays', 'createDisplay', { status: 201 }),
  row('displays.revoke', 'POST', '/api/displays/:displayId/revoke', 'revokeDisplay'),
  row('presenting.ask', 'POST', '/api/presentation-requests', 'askForBadge', { status: 201 }),
  row('presenting.look', 'GET', '/api/presentation-requests/:id', 'getAskedBadge'),
  row('staff.list', 'GET', '/api/staff', 'listStaff'),
  row('staff.add', 'POST', '/api/staff', 'addStaff', { status: 201 }),
  row('staff.get', 'GET', '/api/staff/:staffId', 'getStaff'),
  row('staff.setRoles', 'POST', '/api/staff/:staffId/roles', 'setRoles'),
  row('staff.remove', 'POST', '/api/staff/:staffId/remove', 'removeStaff'),
  row('staff.createSignInLink', 'POST', '/api/staff/:staffId/sign-in-link', 'createSignInLink', { status: 201 }),
  row('staff.tokens', 'GET', '/api/tokens', 'listTokens'),
  row('staff.createToken', 'POST', '/api/tokens', 'createToken', { status: 201 }),
  row('staff.endToken', 'POST', '/api/tokens/:tokenId/end', 'endToken'),
  row('library.list', 'GET', '/api/library', 'listLibrary'),
  row('library.save', 'POST', '/api/library', 'saveInLibrary', { status: 201, cap: limits.apiUploadBytes }),
  row('library.get', 'GET', '/api/library/:id', 'getOfLibrary'),
  row('library.setSkills', 'POST', '/api/library/:id/skills', 'setSkillsInLibrary'),
  row('library.history', 'GET', '/api/library/:id/history', 'getHistoryOfLibrary'),
  row('library.duplicate', 'POST', '/api/library/:id/duplicate', 'duplicateInLibrary', { status: 201 }),
  row('library.retire', 'POST', '/api/library/:id/retire', 'retireInLibrary'),
  row('library.picture', 'GET', '/api/library/:id/picture', 'getLibraryPicture'),
  row('library.mail', 'GET', '/api/library/:id/mail', 'previewLibraryMail'),
  row('library.frameworks', 'GET', '/api/skill-files', 'listSkillFiles'),
  row('library.addSkills', 'POST', '/api/skill-files', 'addSkillFile', { status: 201, cap: limits.apiUploadBytes }),
  row('library.removeSkills', 'POST', '/api/skill-files/:frameworkId/remove', 'removeSkillFile'),
  row('library.findSkills', 'GET', '/api/skills', 'findSkills'),
  row('issuers.brand', 'GET', '/api/brand', 'getBrand'),
  row('issuers.setBrand', 'POST', '/api/brand', 'setBrand', { cap: limits.apiUploadBytes }),
  row('mail.sendTest', 'POST', '/api/brand/test-mail', 'sendTestMail'),
  row('mail.messages', 'GET', '/api/messages', 'listMessages'),
  row('mail.retry', 'POST', '/api/messages/:messageId/retry', 'retryMessage'),
  row('mail.dismiss', 'POST', '/api/messages/:messageId/dismiss', 'dismissMessage'),
  row('webhooks.deliveries', 'GET', '/api/webhooks/deliveries', 'listWebhookDeliveries'),
  row('webhooks.retry', 'POST', '/api/webhooks/deliveries/:deliveryId/retry', 'retryWebhookDelivery'),
  row('webhooks.dismiss', 'POST', '/api/webhooks/deliveries/:deliveryId/dismiss', 'dismissWebhookDelivery'),
  ...vcApi,
]
