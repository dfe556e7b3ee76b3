import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { BadgeDraft } from '../../types/draft.js'
import { issue } from '../badges/issue.js'
import type { ServiceContext } from '../core/context.js'
import { idIn, isId, newId, subjectOf } from '../core/ids.js'
import { logEntries, type NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import { readRecipient } from '../core/recipient.js'
import type {
  ApplicationRecord,
  ApplicationStage,
  BadgeRecord,
  EventRecord,
  FormRecord,
  MessageKind,
} from '../core/records/index.js'
import { savedRow } from '../core/saved-badge.js'
import { findPage, put, read, retrying, type Stored } from '../core/store.js'
import { DAY, iso } from '../core/time.js'
import { lookUpOpen, mint } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { possibleActors } from '../staff/acting.js'
import { plainText, readAnswers } from './form-schema.js'
import { getForm } from './forms.js'
import { countApproved, fits } from './rule.js'
import type { Answer, ApplicationPage, ApplicationQuery, NewApplication } from './types.js'

const APPLICATION_DAYS = 90

/** Submits an application. One that fills in the hidden field gets the same answer, and is dropped. */
export async function submitApplication(
  context: ServiceContext,
  input: NewApplication,
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
    subject: subjectOf('application', id),
    expiresAt: now + APPLICATION_DAYS * DAY,
  })
  const application: ApplicationRecord = {
    schemaVersion: 1,
    id,
    formId: form.id,
    stage: 'submitted',
    applicant: {
      email: applicant.email,
      name: applicant.name ?? '',
      ...defined({ locale: applicant.locale }),
    },
    applicantHash: await context.addressHash(applicant.email),
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
  // One that was made before the issuer has settled that badges are approved waits for somebody, too.
  if (form.auto && context.options.approval?.required !== true)
    await approveApplication(context, { applicationId: id, by: 'system' })
  else await approveByRule(context, form, written, input.code)
  return { application: (await getApplication(context, id)) ?? written, token: token.text }
}

/** What its form approves is approved; where its rule does not fit, or has ended meanwhile, a person decides. */
async function approveByRule(
  context: ServiceContext,
  form: FormRecord,
  { id, applicantHash, answers }: ApplicationRecord,
  code: string | undefined,
): Promise<void> {
  if (context.options.approval?.required === true) return
  const rule = await fits(context, form.id, form.rule, { hash: applicantHash, code, answers })
  if (rule === undefined) return
  try {
    await approveApplication(context, { applicationId: id, by: 'system' }, rule)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_LIMIT_EXCEEDED')) throw error
  }
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
      to: applicant.email,
      locale: applicant.locale,
      applicationId: id,
      data: { form: form?.title ?? '', remark },
      token: {
        purpose: 'application',
        subject: subjectOf('application', id),
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
  const log = logEntries(context, subjectOf('application', stored.key), stored.value.events, by, events)
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
  context.emit(planned.events)
  return planned.record
}

export async function getApplication(context: ServiceContext, id: unknown): Promise<ApplicationRecord | null> {
  return isId(id) ? ((await read(context.storage, 'applications', id))?.value ?? null) : null
}

/** What the applicant's link shows; `null` if the link does not work. */
export async function lookAtApplication(context: ServiceContext, text: string): Promise<ApplicationRecord | null> {
  const token = await lookUpOpen(context, 'application', text)
  return token === undefined ? null : getApplication(context, idIn('application', token.value.subject))
}

export async function listApplications(
  context: ServiceContext,
  query: ApplicationQuery = {},
): Promise<ApplicationPage> {
  const { formId, stage, cursor, limit = 50 } = query
  const by =
    formId !== undefined
      ? { index: 'form', value: formId }
      : stage !== undefined
        ? { index: 'stage', value: stage }
        : undefined
  const page = await findPage(context.storage, 'applications', by, { cursor, limit, descending: true })
  const applications = page.records
    .map(({ value }) => value)
    .filter((each) => stage === undefined || each.stage === stage)
  return { applications, ...defined({ cursor: page.cursor }) }
}

async function requireApplication(
  context: ServiceContext,
  id: string,
  allowed: readonly ApplicationStage[],
): Promise<Stored<'applications'>> {
  const stored = isId(id) ? await read(context.storage, 'applications', id) : undefined
  if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such application.')
  if (allowed.includes(stored.value.stage)) return stored
  throw new BadgeError('ERR_STAGE_INVALID', `This application is already ${stored.value.stage}.`)
}

/**
 * Where badges are approved before they are offered, that takes two people: one says in the form what is given, another to
 * whom. Throws `ERR_ACCESS_DENIED`.
 */
async function assertOther(context: ServiceContext, { changedBy }: FormRecord): Promise<void> {
  const { required = false, own = false } = context.options.approval ?? {}
  if (!required || own) return
  const by = await possibleActors(context)
  // Of a form of which nobody wrote down who changed it, everybody may have.
  if (changedBy !== undefined && !by.some((actor) => changedBy.includes(actor))) return
  throw new BadgeError(
    'ERR_ACCESS_DENIED',
    'An application is approved by somebody else than who last changed its form.',
  )
}

/** Issues the badge and offers it; approving again changes nothing. */
export async function approveApplication(
  context: ServiceContext,
  { applicationId, by = 'issuer' }: { applicationId: string; by?: 'issuer' | 'system' },
  /** The parts of the rule of its form that let it through. */
  rule?: string,
): Promise<{ application: ApplicationRecord; badge: BadgeRecord }> {
  const before = await requireApplication(context, applicationId, ['submitted', 'asked', 'approved'])
  const form = await getForm(context, before.value.formId)
  if (form === null) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'The form of this application no longer exists.')
  if (before.value.stage !== 'approved') await assertOther(context, form)
  const { email, name, locale } = before.value.applicant
  let planned: PlannedApplication | undefined
  const badge = await issue(
    context,
    {
      draft: savedRow(form.draft, undefined, form.saved?.validFor, context.now()) as BadgeDraft,
      recipient: { email, ...(name === '' ? {} : { name }), ...defined({ locale }) },
      by,
    },
    {
      applicationId,
      key: `application:${applicationId}`,
      ...defined({ picture: form.picture, saved: form.saved && { id: form.saved.id, version: form.saved.version } }),
      // The decision and the badge are one commit: a rejection in the meantime is not overruled by a badge.
      async changes({ id }) {
        const stored = await requireApplication(context, applicationId, ['submitted', 'asked', 'approved'])
        if (stored.value.stage === 'approved') return []
        const next = { ...stored.value, stage: 'approved' as const, decidedAt: iso(context.now()), badgeId: id }
        const data = { badge: id, ...defined({ rule }) }
        planned = plan(context, stored, next, [{ type: 'application-approved', data }], by)
        return rule === undefined ? planned.changes : [...planned.changes, await countApproved(context, form.id)]
      },
    },
  )
  if (planned?.record.badgeId === badge.id) {
    context.emit(planned.events)
    return { application: planned.record, badge }
  }
  const { value: application } = await requireApplication(context, applicationId, ['approved'])
  return { application, badge }
}

export async function rejectApplication(
  context: ServiceContext,
  { applicationId, remark }: { applicationId: string; remark?: string },
): Promise<ApplicationRecord> {
  return retrying(async () => {
    const stored = await requireApplication(context, applicationId, ['submitted', 'asked', 'rejected'])
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
    const stored = await requireApplication(context, applicationId, ['submitted', 'asked'])
    const next = { ...remarked(context, stored.value, 'reviewer', remark), stage: 'asked' as const }
    const form = await getForm(context, stored.value.formId)
    const message = await messageTo(context, next, form, 'application-question', remark.trim())
    return write(context, stored, next, [{ type: 'application-asked' }], 'issuer', message)
  })
}

/** The applicant's answer to a question: a remark, other answers, or both. It returns the application to the queue. */
export async function answerQuestion(context: ServiceContext, input: Answer): Promise<ApplicationRecord> {
  return retrying(async () => {
    const looked = await lookAtApplication(context, input.token)
    if (looked === null) throw new BadgeError('ERR_TOKEN_INVALID', 'This link is not known here.')
    const stored = await requireApplication(context, looked.id, ['asked'])
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
  if (text === '' || text.length > limits.remarkText || application.remarks.length >= limits.remarks) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A remark must have 1 to ${limits.remarkText} characters.`)
  }
  return { ...application, remarks: [...application.remarks, { by, text, at: iso(context.now()) }] }
}
