import { issuerIdOfKey } from '../../badge/index.js'
import { pictureFrom } from '../../catalogue/index.js'
import { detectFormat } from '../../container/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { base64Encode, base64urlEncode } from '../../internal/encoding.js'
import { serviceLimits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import type { BadgeRecord, BatchRecord, BatchRowOutcome, IssueInput } from '../../service/index.js'
import { fieldsOf, stages } from '../../service/index.js'
import { forPages, pictureResponse } from '../badge/files.js'
import { redirect, respondPage, type Visit } from '../site/visit.js'
import type { Fields } from '../web/body.js'
import { isDayText } from '../web/day.js'
import { NotFound } from '../web/outcome.js'
import type { Route } from '../web/router.js'
import {
  applicationsPage,
  type BatchRow,
  batchesPage,
  batchPage,
  type IssuedRow,
  type IssuedView,
  issuedPage,
  issuerListPage,
  previewPage,
  reviewPage,
  uploadPage,
} from './page.js'
import { decodeText, readRows, toBatchRow } from './upload.js'

const page = (method: Route['method'], path: string, run: Route['run']): Route => ({
  method,
  path,
  kind: 'page',
  who: 'issuer',
  run,
})

export const issuerRoutes: readonly Route[] = [
  page('GET', '/issuer', list),
  page('GET', '/issuer/badges/:badgeId', (visit) => showBadge(visit, {}, 200)),
  { ...page('GET', '/issuer/badges/:badgeId/picture', picture), kind: 'file' },
  page('POST', '/issuer/badges/:badgeId/resend', resend),
  page('POST', '/issuer/badges/:badgeId/link', claimLink),
  page('POST', '/issuer/badges/:badgeId/correct', correct),
  page('POST', '/issuer/badges/:badgeId/revoke', revoke),
  page('GET', '/issuer/upload', (visit) => showUpload(visit, {}, undefined)),
  { ...page('POST', '/issuer/upload', preview), upload: true },
  { ...page('POST', '/issuer/upload/confirm', issueBatch), upload: true },
  page('GET', '/issuer/batches', batches),
  page('GET', '/issuer/batches/:batchId', showBatch),
  page('POST', '/issuer/batches/:batchId/undo', undoBatch),
  page('GET', '/issuer/applications', applications),
  page('GET', '/issuer/applications/:applicationId', review),
  page('POST', '/issuer/applications/:applicationId', decide),
]

const rowOf = (badge: BadgeRecord): IssuedRow => ({
  id: badge.id,
  address: badge.recipient.address,
  recipientName: badge.recipient.name,
  name: badge.achievementName,
  state: badge.suspended ? 'suspended' : badge.stage,
  mail: badge.mail,
  issuedAt: badge.issuedAt,
})

async function list(visit: Visit): Promise<Response> {
  const stage = stages.find((name) => name === visit.url.searchParams.get('stage'))
  const found = await visit.service.list({
    limit: 50,
    ...defined({ stage }),
    ...cursorOf(visit),
  })
  return respondPage(visit, (ui) =>
    issuerListPage(ui, {
      rows: found.badges.map(rowOf),
      stage,
      next: nextUrl(visit, found.cursor, stage === undefined ? {} : { stage }),
      note: undefined,
    }),
  )
}

/** The same page, further on. */
function nextUrl(visit: Visit, cursor: string | undefined, more: Record<string, string> = {}): string | undefined {
  if (cursor === undefined) return undefined
  return `${visit.href(visit.path)}?${new URLSearchParams({ ...more, cursor })}`
}

/** Where to go on in a list. */
function cursorOf({ url }: Visit): { cursor?: string } {
  const cursor = url.searchParams.get('cursor')
  return cursor === null ? {} : { cursor }
}

const idOf = (visit: Visit): string => visit.place.badgeId ?? ''
const pathOf = (badgeId: string, query = ''): string => `/issuer/badges/${encodeURIComponent(badgeId)}${query}`

const noted = { resent: 'issuer.resent', revoked: 'issuer.revokedNotice', corrected: 'issuer.correctedNotice' } as const

async function showBadge(visit: Visit, extra: Partial<IssuedView>, status: number): Promise<Response> {
  const badge = await visit.service.get(idOf(visit))
  if (badge === null) throw new NotFound()
  const history = await visit.service.history(badge.id)
  const asked = visit.url.searchParams.get('note')
  const note = asked !== null && Object.hasOwn(noted, asked) ? visit.t(noted[asked as keyof typeof noted]) : undefined
  const view: IssuedView = {
    ...rowOf(badge),
    picture: badge.picture === undefined ? undefined : visit.href(pathOf(badge.id, '/picture')),
    open: ['issued', 'offered', 'accepted'].includes(badge.stage),
    live: ['issued', 'offered', 'accepted', 'claimed'].includes(badge.stage),
    revocationReason: badge.revocationReason,
    replacedBy: badge.replacedBy,
    history: history.map(({ type, at }) => ({ type, at })),
    claimLink: undefined,
    note,
    problem: undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => issuedPage(ui, view), { status, secret: view.claimLink !== undefined })
}

async function picture(visit: Visit): Promise<Response> {
  const image = await visit.service.image(idOf(visit))
  if (image === null) throw new NotFound()
  return pictureResponse(visit, { bytes: await forPages(image), mediaType: image.mediaType })
}

async function resend(visit: Visit): Promise<Response> {
  const { fields } = visit
  const email = fields.get('email')
  try {
    await visit.service.resend({ badgeId: idOf(visit), ...(email === '' ? {} : { email }) })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return showBadge(visit, { problem: visit.t('error.address') }, 422)
  }
  return redirect(visit, pathOf(idOf(visit), '?note=resent'))
}

async function claimLink(visit: Visit): Promise<Response> {
  const { url } = await visit.service.createClaimLink({ badgeId: idOf(visit) })
  return showBadge(visit, { claimLink: url }, 201)
}

async function correct(visit: Visit): Promise<Response> {
  const { fields } = visit
  const { badge } = await visit.service.correctName({
    badgeId: idOf(visit),
    name: fields.get('name').slice(0, serviceLimits.personName),
  })
  return redirect(visit, pathOf(badge.id, '?note=corrected'))
}

async function revoke(visit: Visit): Promise<Response> {
  const { fields } = visit
  const reason = fields.get('reason').slice(0, serviceLimits.reasonText)
  if (reason === '') return showBadge(visit, { problem: visit.t('apply.required') }, 422)
  await visit.service.revoke({ badgeId: idOf(visit), reason, notify: true })
  return redirect(visit, pathOf(idOf(visit), '?note=revoked'))
}

const textFields = ['name', 'description', 'criteria', 'validUntil', 'label', 'csvText'] as const

function showUpload(
  visit: Visit,
  values: Readonly<Record<string, string>>,
  problem: string | undefined,
  status = problem === undefined ? 200 : 422,
): Promise<Response> {
  return Promise.resolve(respondPage(visit, (ui) => uploadPage(ui, { values, problem }), { status }))
}

/** What the fields of the upload say. */
interface Upload {
  readonly draft: IssueInput['draft']
  readonly picture: Uint8Array | undefined
  readonly csv: string
  readonly label: string
}

function draftOf(visit: Visit, fields: Fields): IssueInput['draft'] {
  const { service, options } = visit.site
  const validUntil = fields.get('validUntil')
  return {
    issuer: {
      id: issuerIdOfKey(service.options.signer),
      name: options.issuerProfile?.name ?? options.siteName ?? new URL(service.baseUrl).host,
      ...options.issuerProfile,
    },
    achievement: { name: fields.get('name'), description: fields.get('description'), criteria: fields.get('criteria') },
    ...(isDayText(validUntil) ? { validUntil } : {}),
  }
}

async function readUpload(visit: Visit, fields: Fields): Promise<Upload> {
  const file = await fields.file('csv')
  const uploaded = await fields.file('picture')
  const carried = fields.get('pictureData')
  const picture = uploaded ?? (carried === '' ? undefined : pictureFrom(carried))
  return {
    draft: draftOf(visit, fields),
    picture,
    csv: file === undefined ? fields.get('csvText') : decodeText(file),
    label: fields.get('label').slice(0, serviceLimits.title),
  }
}

async function preview(visit: Visit): Promise<Response> {
  const { fields } = visit
  const values = Object.fromEntries(textFields.map((name) => [name, fields.get(name)]))
  if (fields.get('name') === '' || fields.get('description') === '' || fields.get('criteria') === '') {
    return showUpload(visit, values, visit.t('apply.required'))
  }
  let upload: Upload
  let rows: Awaited<ReturnType<typeof readRows>>
  let outcomes: readonly BatchRowOutcome[]
  try {
    upload = await readUpload(visit, fields)
    rows = await readRows(upload.csv)
    const { draft, picture } = upload
    const input = { draft, rows: rows.map(toBatchRow), ...defined({ picture }), dryRun: true }
    outcomes = (await visit.service.batches.issue(input)).outcomes
  } catch (error) {
    if (isBadgeError(error, 'ERR_ARGUMENT_INVALID')) return showUpload(visit, values, visit.t('issuer.noCsv'))
    if (isBadgeError(error, 'ERR_LIMIT_EXCEEDED')) return showUpload(visit, values, visit.t('error.tooLarge'), 413)
    if (isBadgeError(error, 'ERR_FORMAT_UNKNOWN')) return showUpload(visit, values, visit.t('apply.invalid'))
    throw error
  }
  const refused = outcomes.filter(({ status }) => status === 'refused')
  const problemOf = (row: number): string | undefined => {
    const outcome = outcomes[row - 1]
    return outcome?.status === 'refused' ? (outcome.problems[0]?.detail ?? outcome.message) : undefined
  }
  return respondPage(visit, (ui) =>
    previewPage(ui, {
      name: fields.get('name'),
      picture: upload.picture === undefined ? undefined : dataUrl(upload.picture),
      rows: rows.map(({ row, email, name }) => ({ row, email, name, problem: problemOf(row) })),
      ready: outcomes.length - refused.length,
      refused: refused.length,
      hidden: {
        ...values,
        csvText: upload.csv,
        // Pressing the button twice continues one batch.
        batchId: base64urlEncode(randomBytes(16)),
        ...(upload.picture === undefined ? {} : { pictureData: base64Encode(upload.picture) }),
      },
    }),
  )
}

const dataUrl = (bytes: Uint8Array): string =>
  `data:image/${detectFormat(bytes) === 'png' ? 'png' : 'svg+xml'};base64,${base64Encode(bytes)}`

async function issueBatch(visit: Visit): Promise<Response> {
  const { fields } = visit
  const upload = await readUpload(visit, fields)
  const rows = await readRows(upload.csv)
  const batchId = fields.get('batchId')
  const { batch } = await visit.service.batches.issue({
    draft: upload.draft,
    rows: rows.map(toBatchRow),
    ...defined({ picture: upload.picture }),
    ...(upload.label === '' ? {} : { label: upload.label }),
    ...(batchId === '' ? {} : { id: batchId }),
  })
  return redirect(visit, `/issuer/batches/${encodeURIComponent(batch.id)}?note=issued`)
}

const batchRow = ({ id, label, createdAt, stage, issued, refused }: BatchRecord): BatchRow => ({
  id,
  label,
  createdAt,
  stage,
  issued,
  refused,
})

async function batches(visit: Visit): Promise<Response> {
  const found = await visit.service.batches.list({ limit: 100, ...cursorOf(visit) })
  return respondPage(visit, (ui) => batchesPage(ui, found.batches.map(batchRow), nextUrl(visit, found.cursor)))
}

async function showBatch(visit: Visit): Promise<Response> {
  const batch = await visit.service.batches.get(visit.place.batchId ?? '')
  if (batch === null) throw new NotFound()
  const { badges, cursor } = await visit.service.list({ batchId: batch.id, limit: 200, ...cursorOf(visit) })
  const asked = visit.url.searchParams.get('note')
  const undone = Number(visit.url.searchParams.get('revoked') ?? badges.length)
  const note =
    asked === 'issued'
      ? visit.t('issuer.issuedNotice', { count: batch.issued })
      : asked === 'undone' && Number.isInteger(undone)
        ? visit.t('issuer.undone', { count: undone })
        : undefined
  return respondPage(visit, (ui) =>
    batchPage(ui, { ...batchRow(batch), note, rows: badges.map(rowOf), next: nextUrl(visit, cursor) }),
  )
}

async function undoBatch(visit: Visit): Promise<Response> {
  const batchId = visit.place.batchId ?? ''
  const { fields } = visit
  const reason = fields.get('reason').slice(0, serviceLimits.reasonText)
  const { revoked } = await visit.service.batches.undo({ batchId, ...(reason === '' ? {} : { reason }) })
  return redirect(visit, `/issuer/batches/${encodeURIComponent(batchId)}?note=undone&revoked=${revoked}`)
}

async function applications(visit: Visit): Promise<Response> {
  const { service } = visit
  const [found, forms] = await Promise.all([
    service.applications.list({ limit: 100, ...cursorOf(visit) }),
    service.applications.forms(),
  ])
  const titles = new Map(forms.map(({ id, title }) => [id, title]))
  return respondPage(visit, (ui) =>
    applicationsPage(
      ui,
      found.applications.map(({ id, formId, applicant, stage, submittedAt }) => ({
        id,
        title: titles.get(formId) ?? formId,
        name: applicant.name,
        stage,
        at: submittedAt,
      })),
      nextUrl(visit, found.cursor),
    ),
  )
}

async function review(visit: Visit): Promise<Response> {
  const { service } = visit
  const application = await service.applications.get(visit.place.applicationId ?? '')
  if (application === null) throw new NotFound()
  const form = await service.applications.form(application.formId)
  const labels = new Map((form === null ? [] : fieldsOf(form.schema)).map(({ name, title }) => [name, title]))
  const { id, applicant, stage, submittedAt, answers, remarks, badgeId } = application
  return respondPage(visit, (ui) =>
    reviewPage(ui, {
      id,
      title: form?.title ?? application.formId,
      name: applicant.name,
      address: applicant.address,
      stage,
      at: submittedAt,
      answers: Object.entries(answers).map(([name, value]) => ({
        label: labels.get(name) ?? name,
        value: Array.isArray(value) ? value.join(', ') : String(value ?? ''),
      })),
      remarks,
      badgeId,
      note: visit.url.searchParams.get('note') === 'decided' ? ui.t('issuer.decided') : undefined,
    }),
  )
}

async function decide(visit: Visit): Promise<Response> {
  const applicationId = visit.place.applicationId ?? ''
  const { fields } = visit
  const remark = fields.get('remark').slice(0, serviceLimits.remarkText)
  const { applications: steps } = visit.service
  switch (fields.get('do')) {
    case 'approve':
      await steps.approve({ applicationId })
      break
    case 'reject':
      await steps.reject({ applicationId, ...(remark === '' ? {} : { remark }) })
      break
    case 'ask':
      await steps.ask({ applicationId, remark })
      break
    default:
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'An application is approved, rejected or asked about.')
  }
  return redirect(visit, `/issuer/applications/${encodeURIComponent(applicationId)}?note=decided`)
}
