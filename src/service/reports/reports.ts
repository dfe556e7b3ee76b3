import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import { isId, newId, subjectOf } from '../core/ids.js'
import { logEntries } from '../core/log.js'
import type { ReportRecord } from '../core/records/index.js'
import { findPage, put, read, retrying } from '../core/store.js'
import { DAY, iso } from '../core/time.js'
import { queueMessage } from '../outbox/messages.js'
import type { ReportSteps } from './types.js'

const KEPT_DAYS = 400

/** A path without a query, and without dots that lead elsewhere. */
const PAGE = /^(?:\/[\w-]{1,80}){0,4}\/?$/

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

export async function addReport(
  context: ServiceContext,
  { text, page, email, personId }: Parameters<ReportSteps['add']>[0],
): Promise<{ id: string }> {
  const written = text.replaceAll(/[^\n\P{Cc}]/gu, ' ').trim()
  if (isBlank(written) || written.length > limits.reportText) {
    throw wrong(`\`text\` must have 1 to ${limits.reportText} characters.`)
  }
  if (page !== undefined && !PAGE.test(page)) throw wrong('`page` must be a path below the base URL.')
  const address = email === undefined ? undefined : normalizeAddress(email)
  const now = context.now()
  const id = newId(now)
  const report: ReportRecord = {
    schemaVersion: 1,
    id,
    text: written,
    ...defined({ page, email: address }),
    reporters: [
      ...(personId === undefined ? [] : [subjectOf('person', personId)]),
      ...(address === undefined ? [] : [await context.addressHash(address)]),
    ],
    at: iso(now),
  }
  const log = logEntries(context, subjectOf('report', id), 0, 'learner', [{ type: 'problem-reported' }])
  const contact = context.mailSettings.replyTo?.address
  const mail =
    contact === undefined
      ? []
      : (await queueMessage(context, { kind: 'problem-reported', to: contact, locale: undefined, mailOnly: true }))
          .changes
  await context.storage.commit([put('reports', id, undefined, report, now + KEPT_DAYS * DAY), ...mail, ...log.changes])
  context.emit(log.events)
  return { id }
}

export async function listReports(
  context: ServiceContext,
  { state = 'open', cursor, limit }: NonNullable<Parameters<ReportSteps['list']>[0]> = {},
): ReturnType<ReportSteps['list']> {
  const by = { index: 'state', value: state }
  const page = await findPage(context.storage, 'reports', by, { cursor, limit, descending: true })
  return { reports: page.records.map(({ value }) => shown(value)), ...defined({ cursor: page.cursor }) }
}

const shown = ({ reporters: _, ...report }: ReportRecord): Omit<ReportRecord, 'reporters'> => report

export const settleReport = (
  context: ServiceContext,
  { reportId }: { reportId: string },
): ReturnType<ReportSteps['settle']> =>
  retrying(async () => {
    const stored = isId(reportId) ? await read(context.storage, 'reports', reportId) : undefined
    if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such report.')
    if (stored.value.closedAt !== undefined) return shown(stored.value)
    const next: ReportRecord = { ...stored.value, closedAt: iso(context.now()) }
    const log = logEntries(context, subjectOf('report', reportId), 1, 'issuer', [{ type: 'problem-settled' }])
    await context.storage.commit([put('reports', reportId, stored, next, stored.due), ...log.changes])
    context.emit(log.events)
    return shown(next)
  })
