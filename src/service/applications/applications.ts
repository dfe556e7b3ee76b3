import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { serviceLimits } from '../../internal/limits.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { ApplicationSteps } from '../api/index.js'
import { issue, readRecipient } from '../badges/issue.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import { logEntries, type NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type {
  ApplicationRecord,
  ApplicationStage,
  BadgeRecord,
  EventRecord,
  FormRecord,
  MessageKind,
} from '../core/records/index.js'
import { find, put, read, retrying, type Stored } from '../core/store.js'
import { iso, lookUp, mint, stateOf } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { plainText, readAnswers } from './form-schema.js'
import { getForm } from './forms.js'

type Input<Name extends keyof ApplicationSteps> = Parameters<ApplicationSteps[Name]>[0]

const APPLICATION_DAYS = 90
const DAY = 86_400_000

/** An application. What fills in the field that people do not see is thanked, and forgotten. */
export async function submitApplication(
  context: ServiceContext,
  input: Input<'submit'>,
): Promise<{ application: ApplicationRecord; token: string } | { application: null; token: null }> {
  const form = await getForm(context, input.formId)
  if (form === null) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such form.')
  if (!form.open) throw new BadgeError('ERR_STAGE_INVALID', 'This form is closed.')
  if (input.honeypot !== undefined && input.honeypot !== '') return { application: null, token: null }
  const { email, name, locale } = input
  const applicant = readRecipient({ email, name: plainText(String(name)), ...defined({ locale }) })
  const answers = readAnswers(form.schema, input.answers)
  const now = context.now()
  const id = newId(now)
  const token = await mint(context, {
    purpose: 'application',
    subject: `application:${id}`,
    expiresAt: now + APPLICATION_DAYS * DAY,
  })
  const application: ApplicationRecord = {
    schemaVersion: 1,
    id,
    formId: form.id,
    stage: 'submitted',
    applicant: {
      address: applicant.address,
      name: applicant.name ?? '',
      ...defined({ locale: applicant.locale }),
    },
    applicantHash: await context.addressHash(applicant.address),
    answers,
    remarks: [],
    submittedAt: iso(now),
    events: 0,
  }
  const received = await messageTo(context, application, form, 'application-received')
  const stored = { key: id, version: 0, value: application }
  const written = await write(context, stored, application, [{ type: 'application-submitted' }], 'learner', [
    token.change,
    ...received,
  ])
  if (form.auto) await approveApplication(context, { applicationId: id, by: 'system' })
  return { application: (await getApplication(context, id)) ?? written, token: token.text }
}

const messageTo = async (
  context: ServiceContext,
  { id, applicant }: ApplicationRecord,
  form: FormRecord | null,
  kind: MessageKind,
  remark = '',
): Promise<readonly StorageChange[]> =>
  (
    await queueMessage(context, {
      kind,
      to: applicant.address,
      locale: applicant.locale,
      applicationId: id,
      data: { form: form?.title ?? '', remark },
      token: {
        purpose: 'application',
        subject: `application:${id}`,
        expiresAt: context.now() + APPLICATION_DAYS * DAY,
      },
      mailOnly: true,
    })
  ).changes

interface PlannedApplication {
  readonly record: ApplicationRecord
  readonly changes: readonly StorageChange[]
  readonly events: readonly EventRecord[]
}

function plan(
  context: ServiceContext,
  stored: Stored<'applications'>,
  next: ApplicationRecord,
  events: readonly NewEvent[],
  by: EventRecord['by'],
): PlannedApplication {
  const log = logEntries(context, `application:${stored.key}`, stored.value.events, by, events)
  const record = { ...next, events: stored.value.events + events.length }
  const { applicationDays } = context.options.retention ?? {}
  const due =
    applicationDays === undefined || record.decidedAt === undefined
      ? undefined
      : Date.parse(record.decidedAt) + applicationDays * DAY
  return {
    record,
    changes: [put('applications', stored.key, stored, record, due), ...log.changes],
    events: log.events,
  }
}

async function write(
  context: ServiceContext,
  stored: Stored<'applications'>,
  next: ApplicationRecord,
  events: readonly NewEvent[],
  by: EventRecord['by'],
  changes: readonly StorageChange[] = [],
): Promise<ApplicationRecord> {
  const planned = plan(context, stored, next, events, by)
  await context.storage.commit([...planned.changes, ...changes])
  context.tell(planned.events)
  return planned.record
}

export async function getApplication(context: ServiceContext, id: string): Promise<ApplicationRecord | null> {
  if (typeof id !== 'string' || !/^[0-9a-z]{26}$/.test(id)) return null
  return (await read(context.storage, 'applications', id))?.value ?? null
}

/** What the applicant's link shows; `null` for one that shows nothing. */
export async function lookAtApplication(context: ServiceContext, text: string): Promise<ApplicationRecord | null> {
  const token = await lookUp(context, 'application', text)
  if (token === undefined || stateOf(context, token.value) !== 'open') return null
  return getApplication(context, token.value.subject.slice('application:'.length))
}

export async function listApplications(
  context: ServiceContext,
  query: Input<'list'> = {},
): Promise<{ applications: readonly ApplicationRecord[]; cursor?: string }> {
  const { formId, stage, cursor, limit = 50 } = query
  const by =
    formId !== undefined
      ? { index: 'form', value: formId }
      : stage !== undefined
        ? { index: 'stage', value: stage }
        : undefined
  const page = await find(context.storage, 'applications', by, { cursor, limit, descending: true })
  const applications = page.records
    .map(({ value }) => value)
    .filter((each) => stage === undefined || each.stage === stage)
  return page.cursor === undefined ? { applications } : { applications, cursor: page.cursor }
}

async function needApplication(
  context: ServiceContext,
  id: string,
  allowed: readonly ApplicationStage[],
): Promise<Stored<'applications'>> {
  const stored = (await getApplication(context, id)) && (await read(context.storage, 'applications', id))
  if (!stored) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such application.')
  if (allowed.includes(stored.value.stage)) return stored
  throw new BadgeError('ERR_STAGE_INVALID', `This application is ${stored.value.stage} already.`)
}

/** Issues the badge, once however often it is approved, and offers it. */
export async function approveApplication(
  context: ServiceContext,
  { applicationId, by = 'issuer' }: { applicationId: string; by?: 'issuer' | 'system' },
): Promise<{ application: ApplicationRecord; badge: BadgeRecord }> {
  const before = await needApplication(context, applicationId, ['submitted', 'asked', 'approved'])
  const form = await getForm(context, before.value.formId)
  if (form === null) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'The form of this application is gone.')
  const { address, name, locale } = before.value.applicant
  let planned: PlannedApplication | undefined
  const badge = await issue(
    context,
    {
      draft: form.draft as BadgeDraft,
      recipient: { email: address, ...(name === '' ? {} : { name }), ...defined({ locale }) },
      idempotencyKey: `application:${applicationId}`,
      by,
    },
    {
      applicationId,
      ...defined({ picture: form.picture }),
      // The decision and the badge are one commit: who rejects in the meantime is not overruled by a badge.
      async changes({ id }) {
        const stored = await needApplication(context, applicationId, ['submitted', 'asked', 'approved'])
        if (stored.value.stage === 'approved') return []
        const next = { ...stored.value, stage: 'approved' as const, decidedAt: iso(context.now()), badgeId: id }
        planned = plan(context, stored, next, [{ type: 'application-approved', data: { badge: id } }], by)
        return planned.changes
      },
    },
  )
  if (planned?.record.badgeId === badge.id) {
    context.tell(planned.events)
    return { application: planned.record, badge }
  }
  const { value: application } = await needApplication(context, applicationId, ['approved'])
  return { application, badge }
}

export async function rejectApplication(
  context: ServiceContext,
  { applicationId, remark }: { applicationId: string; remark?: string },
): Promise<ApplicationRecord> {
  return retrying(async () => {
    const stored = await needApplication(context, applicationId, ['submitted', 'asked', 'rejected'])
    if (stored.value.stage === 'rejected') return stored.value
    const said = remark === undefined ? stored.value : remarked(context, stored.value, 'reviewer', remark)
    const next = { ...said, stage: 'rejected' as const, decidedAt: iso(context.now()) }
    const form = await getForm(context, stored.value.formId)
    const message = await messageTo(context, next, form, 'application-rejected', remark?.trim())
    return write(context, stored, next, [{ type: 'application-rejected' }], 'issuer', message)
  })
}

export async function askApplicant(
  context: ServiceContext,
  { applicationId, remark }: { applicationId: string; remark: string },
): Promise<ApplicationRecord> {
  return retrying(async () => {
    const stored = await needApplication(context, applicationId, ['submitted', 'asked'])
    const next = { ...remarked(context, stored.value, 'reviewer', remark), stage: 'asked' as const }
    const form = await getForm(context, stored.value.formId)
    const message = await messageTo(context, next, form, 'application-question', remark.trim())
    return write(context, stored, next, [{ type: 'application-asked' }], 'issuer', message)
  })
}

/** The applicant's answer to a question: a remark, other answers, or both. Back into the queue. */
export async function answerQuestion(context: ServiceContext, input: Input<'answer'>): Promise<ApplicationRecord> {
  return retrying(async () => {
    const looked = await lookAtApplication(context, input.token)
    if (looked === null) throw new BadgeError('ERR_TOKEN_INVALID', 'This link is not known here.')
    const stored = await needApplication(context, looked.id, ['asked'])
    const form = await getForm(context, looked.formId)
    const said = input.remark === undefined ? stored.value : remarked(context, stored.value, 'applicant', input.remark)
    const answers =
      input.answers === undefined || form === null ? said.answers : readAnswers(form.schema, input.answers)
    return write(
      context,
      stored,
      { ...said, answers, stage: 'submitted' },
      [{ type: 'application-answered' }],
      'learner',
    )
  })
}

function remarked(
  context: ServiceContext,
  application: ApplicationRecord,
  by: 'reviewer' | 'applicant',
  remark: string,
): ApplicationRecord {
  const text = plainText(String(remark))
  if (text === '' || text.length > serviceLimits.remarkText || application.remarks.length >= serviceLimits.remarks) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A remark has 1 to ${serviceLimits.remarkText} characters.`)
  }
  return { ...application, remarks: [...application.remarks, { by, text, at: iso(context.now()) }] }
}
