import { limits } from '../internal/limits.js'
import { stages } from '../service/core/lifecycle/index.js'
import {
  type ApplicationStage,
  type AuthenticationLevel,
  type AuthenticationWay,
  type BatchRecord,
  optionalMails,
} from '../service/core/records/index.js'
import { roleNames } from '../service/core/roles/index.js'
import type { JsonObject } from '../types/json.js'
import { flag, id, input, integer, listOf, oneOf, output, text, time } from './schema.js'

/** Shapes that several operations share. A document that describes the catalogue may name them by their keys here. */

const applicationStages = ['submitted', 'asked', 'approved', 'rejected'] as const satisfies readonly ApplicationStage[]

const batchStages = [
  'queued',
  'running',
  'held',
  'releasing',
  'done',
  'cancelled',
  'stopped',
  'undoing',
  'undone',
] as const satisfies readonly BatchRecord['stage'][]

const authenticationLevels = ['link', 'code', 'oidc', 'passkey'] as const satisfies readonly AuthenticationLevel[]

const Credential: JsonObject = { type: 'object', description: 'A credential, as JSON.', additionalProperties: true }

const Draft: JsonObject = {
  type: 'object',
  description: 'A badge without its recipient, as `createCredential` takes it. `issuer` may be left out.',
  required: ['achievement'],
  properties: {
    issuer: { type: 'object' },
    achievement: {
      type: 'object',
      required: ['name', 'description', 'criteria'],
      properties: { name: text('Its name.'), description: text('What it is for.'), criteria: {} },
    },
    validFrom: text('ISO 8601 with a time zone, or a day, which begins in the time zone of the issuer.'),
    validUntil: text('ISO 8601 with a time zone, or a day, which ends in the time zone of the issuer.'),
  },
}

/** The same where a badge of the library says what is awarded. */
const { required: _, ...DraftBeside } = Draft

const saved = {
  ...input(
    { id: id('Id of the badge in the library.') },
    { version: integer('Which version. Default: the newest.', 1) },
  ),
  description: 'A badge of the library: then the draft has no `achievement`.',
}

const email = text('E-mail address.', limits.address)
const locale = text('BCP 47 language tag.', limits.localeTag)
const mailOff = listOf(oneOf('A kind of mail.', optionalMails), 'Mails that are turned off.', optionalMails.length)
const name = text('Name.', limits.personName)

const guardian: JsonObject = {
  ...input(
    {
      email: { ...email, description: 'Another address than that of the child.' },
      until: text('When control passes to the learner: a date, or a date and time with a time zone.', 40),
    },
    { locale },
  ),
  description: 'For somebody under age: who decides for them, and until when.',
}

const Recipient: JsonObject = input({ email }, { name, locale, guardian })

/** A recipient in an answer. */
const Person: JsonObject = output({ email }, { name, locale })

const statusPurpose = oneOf('What its status list is for.', ['revocation', 'suspension'], 'revocation')
const claimPolicy = oneOf('What claiming takes besides the link.', ['link', 'code', 'session'])
const ways = ['hand', 'link', 'code', 'host', 'oidc', 'passkey'] as const satisfies readonly AuthenticationWay[]
const requireAuthentication = oneOf('The weakest way of being authenticated that claiming takes.', authenticationLevels)
const Authentication: JsonObject = output(
  { by: oneOf('How.', ways), at: time('ISO 8601.') },
  {
    acr: text('Of the provider.'),
    amr: listOf(text('Method.')),
    registeredBy: oneOf('Of a passkey: how the session was begun in which it was added.', ways),
  },
  'How somebody was authenticated.',
)
const visibility = oneOf('Who may see it.', ['private', 'unlisted', 'public'])

const Badge: JsonObject = output(
  {
    id: id('Id of the record.'),
    stage: oneOf('Where it is on its way.', stages),
    suspended: flag('Whether it is suspended.'),
    visibility,
    credential: Credential,
    credentialId: text('Id of the credential.'),
    recipient: Person,
    issuedAt: time('ISO 8601, as all times.'),
    status: output({
      listId: text('Id of the status list.'),
      index: integer('Its index in the list.'),
      purpose: oneOf('What the list is for.', ['revocation', 'suspension']),
    }),
  },
  {
    achievementId: text('Id of the achievement.'),
    achievementName: text('Its name.'),
    issuerId: text('Id of the issuer.'),
    validUntil: time('When it expires.'),
    offeredAt: time('When it was offered.'),
    claimedAt: time('When it was claimed.'),
    requireAuthentication,
    authenticatedBy: Authentication,
    declinedAt: time('When it was declined.'),
    revokedAt: time('When it was revoked.'),
    revocationReason: text('Why.'),
    replacedBy: id('Id of the record that replaced it.'),
    replaces: id('Id of the record that it replaced.'),
    batchId: id('Id of its batch.'),
    unreleased: flag('Whether it waits for the release of its batch.'),
    releasedAt: time('When its batch was released.'),
    mail: oneOf('What became of the newest mail about it.', [
      'queued',
      'sent',
      'delivered',
      'bounced',
      'complained',
      'suppressed',
      'failed',
    ]),
  },
)

const Batch: JsonObject = output(
  {
    id: id('Id of the batch.'),
    stage: oneOf('Its stage; `held`: its badges are issued and wait to be offered.', batchStages),
    createdAt: time('ISO 8601.'),
    rows: integer('Rows so far.'),
    issued: integer('Rows that have a badge.'),
    refused: integer('Rows that were refused.'),
  },
  {
    label: text('What it is called.'),
    saved: output({ id: id('Id of the badge in the library.'), version: integer('Which version.') }),
    badges: integer('Badges that it gave; people who had the badge already get no second one.'),
    total: integer('Rows in all, where it is issued in the background.'),
    release: output(
      {},
      {
        at: time('When its badges are offered; absent for as soon as they may be.'),
        approval: oneOf('Whether somebody must approve, and has.', ['needed', 'given', 'rejected']),
      },
      'What its badges wait for, or have waited for.',
    ),
    offered: integer('Badges that were offered since.'),
    startedBy: listOf(text('`staff:…` or `token:…`, or `issuer`.'), 'Who gave its rows.'),
    through: listOf(
      text('`staff:…` or `token:…`.'),
      'Of these, colleagues by whose sign-in links others were signed in.',
    ),
    runs: listOf(
      output({ id: text('Which one.'), at: time('When it began.') }),
      'Calls that add rows at this moment, where its badges wait.',
    ),
  },
)

const problems = listOf({ type: 'object' })

const refused = {
  code: text('ERR_…, where it was refused.'),
  message: text('What is wrong.'),
  problems,
}
const rowNumber = integer('Number of the row.', 1)

const BatchResult: JsonObject = output({
  batch: Batch,
  outcomes: listOf(
    output(
      { row: rowNumber, status: oneOf('What became of it.', ['issued', 'already', 'checked', 'refused']) },
      {
        badgeId: id('Id of the badge, issued now or earlier.'),
        inBatch: flag('`already`, by a row of this batch.'),
        ...refused,
      },
    ),
    'In the order of the rows; none where it is issued in the background.',
  ),
})

const RefusedRow: JsonObject = output({ row: rowNumber, status: oneOf('It was refused.', ['refused']), ...refused })

const Form: JsonObject = output(
  {
    id: id('Id of the form, and the end of its address.'),
    title: text('Its title.'),
    schema: { type: 'object', description: 'JSON Schema of the answers.' },
    draft: Draft,
    auto: flag('Whether it approves whatever the schema accepts.'),
    open: flag('Whether it takes applications.'),
    createdAt: time('ISO 8601.'),
  },
  {
    description: text('The text below the title.'),
    hasPicture: flag('Whether it has a picture.'),
    rule: output({
      atMost: integer('So many may be approved by its rule.'),
      approved: integer('So many were.'),
    }),
  },
)

const Application: JsonObject = output(
  {
    id: id('Id of the application.'),
    formId: id('Id of its form.'),
    stage: oneOf('Its stage.', applicationStages),
    applicant: Person,
    answers: { type: 'object' },
    remarks: listOf(
      output({
        by: oneOf('Who said it.', ['reviewer', 'applicant']),
        text: text('What was said.'),
        at: time('ISO 8601.'),
      }),
    ),
    submittedAt: time('ISO 8601.'),
  },
  { decidedAt: time('ISO 8601.'), badgeId: id('Id of the badge, once it was approved.') },
)

const Display: JsonObject = output(
  {
    id: id('Id of the display.'),
    title: text('What it is called.'),
    secondsPerSlide: integer('Seconds that each badge stays.'),
    createdAt: time('ISO 8601.'),
  },
  { achievementIds: listOf(text('Id.')), locale, revokedAt: time('When it was ended.') },
)

const Event: JsonObject = output(
  {
    id: text('Id of the event.'),
    subject: text('What it happened to, such as `badge:…`.'),
    type: text('What happened.'),
    at: time('ISO 8601.'),
    by: oneOf('In which part it was done.', ['issuer', 'learner', 'guardian', 'system']),
    data: { type: 'object', description: 'Further facts: ids, stages, counts.' },
  },
  { actor: text('Who did it, where that is known: `staff:…`, `token:…` or `person:…`, with an id.') },
)

const grants = listOf(
  output({ role: oneOf('The role.', roleNames) }, { issuerId: text('Where; absent for everywhere.') }),
  'Roles.',
)

const StaffMember: JsonObject = output(
  {
    id: id('Id of the member of staff.'),
    name: text('Name.'),
    grants,
    createdAt: time('ISO 8601.'),
    byHost: flag("Whether the host's login says who they are and what they may do."),
  },
  { email, removedAt: time('When they were removed.') },
)

const ApiToken: JsonObject = output(
  { id: id('Id of the token.'), name: text('What it is for.'), grants, createdAt: time('ISO 8601.') },
  {
    createdBy: text('Who made it: `staff:` or `token:` and an id.', limits.recordId),
    endedAt: time('When it was ended.'),
  },
)

const Account: JsonObject = output(
  {
    id: id('Id of the person.'),
    emails: listOf(output({ email, verifiedAt: time('ISO 8601.') }), 'Verified addresses.'),
    createdAt: time('ISO 8601.'),
    recoveryCodes: integer('Recovery codes that are left.'),
  },
  { name, locale, mailOff },
)

const Share: JsonObject = output(
  { id: id('Id of the link.'), badgeId: id('Id of the badge.'), createdAt: time('ISO 8601.') },
  {
    label: text('What it is called.'),
    show: listOf(text('Part of the badge.'), 'The parts that it shows; absent for all.'),
    expiresAt: time('When it ends.'),
    revokedAt: time('When it was ended.'),
  },
)

const ShownBadge: JsonObject = output(
  {
    badgeId: id('Id of the record.'),
    credential: Credential,
    signed: flag('Whether `credential` is signed and may be handed out as a file.'),
    stage: oneOf('Where it is on its way.', stages),
    suspended: flag('Whether it is suspended.'),
    visibility,
    issuerName: text('Name of the issuer.'),
    achievementName: text('Name of the achievement.'),
    isOwner: flag('Whether it belongs to the viewer.'),
    through: oneOf('How the viewer got in.', ['owner', 'issuer', 'link', 'display', 'public']),
    hasPicture: flag('Whether it has a picture.'),
  },
  { show: listOf(text('Part of the badge.')), replacedBy: id('Id of the badge that replaced it.') },
)

const Rule: JsonObject = output(
  { issuerId: text('Id of the issuer.'), createdAt: time('ISO 8601.') },
  { achievementTypes: listOf(text('Type.')), until: time('ISO 8601.') },
)

const Consent: JsonObject = output(
  {
    purpose: text('What for.'),
    textVersion: text('Version of the text that was shown.'),
    given: flag('Given, or withdrawn.'),
    at: time('ISO 8601.'),
  },
  { badgeId: id('Id of the badge.') },
)

const Passkey: JsonObject = output(
  {
    id: id('Id of the passkey.'),
    name: text('As its owner calls it.'),
    createdAt: time('ISO 8601.'),
    synced: flag('Whether it is copied between devices of its owner.'),
  },
  { lastUsedAt: time('ISO 8601.') },
)

const decision: JsonObject = output({
  given: flag('Given, or refused.'),
  at: time('ISO 8601.'),
  textVersion: text('Version of the text that was shown.'),
})

const Guardianship: JsonObject = output(
  {
    child: text('Name of the child, else the masked address.'),
    maskedGuardian: text('`a•••@ex•••`.'),
    until: time('When control passes to the learner.'),
    issuers: listOf(text('Name.'), 'Whose badges it is about.'),
    badges: listOf(output({ name: text('Its name.'), issuerName: text('Name of its issuer.') }), 'The newest first.'),
    answers: output({}, { badges: decision, publishing: decision }, 'What was decided.'),
  },
  { guardian },
)

const Message: JsonObject = output(
  {
    id: id('Id of the message.'),
    kind: text('What it is about.'),
    state: text('What became of it.'),
    channel: oneOf('How it goes out.', ['mail', 'notify']),
    createdAt: time('ISO 8601.'),
    attempts: integer('Tries so far.'),
  },
  { badgeId: id('Id of the badge.'), sentAt: time('ISO 8601.'), reason: text('Why the last try failed.') },
)

const Delivery: JsonObject = output(
  {
    id: id('Id of the delivery: its `webhook-id`.'),
    endpoint: text('Scheme and host of the URL that it goes to; what follows may be a secret of the receiver.'),
    state: oneOf('Given up, or waiting.', ['failed', 'queued']),
    attempts: integer('Tries so far.'),
    createdAt: time('ISO 8601.'),
  },
  { lastAttemptAt: time('ISO 8601.'), reason: text('Why the last try failed.') },
)

const File: JsonObject = output({
  mediaType: text('Media type.'),
  bytes: text('The file in base64.'),
})

const Problem: JsonObject = output(
  { type: text('URI.'), title: text('What kind.'), status: integer('HTTP status.') },
  { detail: text('What is wrong.'), code: text('ERR_…'), problems },
  'RFC 9457, with a stable code.',
)

const VerificationResult: JsonObject = output(
  { verified: { type: 'boolean' } },
  {
    problemDetails: problems,
    warnings: problems,
    notChecked: listOf(text('A check.'), 'What `verified` says nothing about, since the caller left it out.'),
    credential: { type: ['object', 'string'], description: 'What was verified, as it was sent (`returnCredential`).' },
    verifiablePresentation: {
      type: ['object', 'string'],
      description: 'What was verified, as it was sent (`returnPresentation`).',
    },
    results: {
      type: 'object',
      description:
        'As VCALM 1.0 has them (`returnResults`): `validFrom`, `credentialStatus`, `proof`, … with `verified` and `input`.',
    },
    checks: listOf({ type: 'object' }, 'Every check of ours (`returnResults`).'),
  },
)

export const schemas = {
  Credential,
  Draft,
  Recipient,
  Person,
  Badge,
  Batch,
  BatchResult,
  RefusedRow,
  Form,
  Application,
  Display,
  Event,
  StaffMember,
  ApiToken,
  Account,
  Share,
  ShownBadge,
  Rule,
  Consent,
  Passkey,
  Guardianship,
  Message,
  Delivery,
  File,
  Problem,
  VerificationResult,
} as const satisfies Readonly<Record<string, JsonObject>>

/** Members that several inputs have. */
export const members = {
  draft: DraftBeside as JsonObject,
  saved: saved as JsonObject,
  badgeId: id('Id of the badge.'),
  personId: id('Id of the person, as the session says.'),
  token: text('The token of the link.', limits.tokenText),
  email,
  name,
  locale,
  mailOff,
  guardian,
  issuerId: text('Id of the issuer.', limits.issuerId),
  stage: oneOf('Only this stage.', stages),
  applicationStage: oneOf('Only in this stage.', applicationStages),
  purpose: text('What for.', limits.consentText),
  textVersion: text('Version of the text that was shown.', limits.consentText),
  reason: text('Why.', limits.reasonText),
  picture: text('PNG or SVG in base64.'),
  cursor: text('Where to continue.', limits.tokenText),
  limit: integer(`At most so many, up to ${limits.apiPage}.`, 1, limits.apiPage),
  remark: text('What the applicant reads.', limits.remarkText),
  statusPurpose,
  requireAuthentication,
  claimPolicy,
  visibility,
}
