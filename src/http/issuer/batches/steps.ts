import { limits } from '../../../internal/limits.js'
import { formatInZone } from '../../../internal/time-zone.js'
import type { BatchRecord } from '../../../service/index.js'
import { timeZoneOf } from '../../site/brand.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'
import { rowsOf } from '../frame/rows.js'
import { cursorOf, nextUrl } from '../frame/table.js'
import { tableFile } from '../frame/table-file.js'
import { type BatchRow, batchesPage, batchPage } from './page.js'
import type { ReleaseView } from './release.js'

/** What rows are refused for is read with the columns of tables, which are loaded when they are needed. */
const refusals = () => import('../frame/refusal.js')

const batchRow = ({ id, label, createdAt, stage, rows, issued, refused, total, badges }: BatchRecord): BatchRow => ({
  id,
  label,
  createdAt,
  stage,
  rows,
  issued: badges ?? issued,
  had: badges === undefined ? 0 : Math.max(0, issued - badges),
  refused,
  total,
})

/** What the badges of a batch wait for, as its page says it. */
function releaseOf(
  visit: Visit,
  { stage, release, offered = 0, startedBy = [] }: BatchRecord,
): ReleaseView | undefined {
  if (release === undefined || !['held', 'releasing', 'cancelled'].includes(stage)) return undefined
  const { approval } = visit.service.options
  const local = release.at === undefined ? undefined : formatInZone(new Date(release.at), timeZoneOf(visit))
  const { staff } = visit.visitor
  return {
    at: release.at,
    clock: local?.slice(11, 16),
    needsApproval: release.approval === 'needed',
    isOwn:
      approval?.own !== true &&
      staff !== null &&
      [`staff:${staff.staffId}`, ...(staff.through ?? [])].some((one) => startedBy.includes(one)),
    offered,
  }
}

export async function batches(visit: Visit): Promise<Response> {
  const found = await visit.service.batches.list({ limit: 100, ...cursorOf(visit) })
  return respondPage(visit, (ui) => batchesPage(ui, found.batches.map(batchRow), nextUrl(visit, found.cursor)))
}

export async function showBatch(visit: Visit): Promise<Response> {
  const batch = await visit.service.batches.get(visit.params.batchId ?? '')
  if (batch === null) throw new NotFound()
  const { badges, cursor } = await visit.service.list({ batchId: batch.id, limit: 200, ...cursorOf(visit) })
  const refused = await visit.service.batches.refusals({ batchId: batch.id })
  const asked = visit.url.searchParams.get('note')
  const resent = Number(visit.url.searchParams.get('resent') ?? Number.NaN)
  const undone = Number(visit.url.searchParams.get('revoked') ?? badges.length)
  const note =
    asked === 'issued' && batch.stage === 'done'
      ? visit.t('issuer.issuedNotice', { count: batch.badges ?? batch.issued })
      : asked === 'resent' && Number.isInteger(resent)
        ? visit.t('figures.resent', { count: resent })
        : asked === 'undone' && Number.isInteger(undone)
          ? visit.t('issuer.undone', { count: undone })
          : undefined
  const rows = await rowsOf(visit, badges)
  const { refusalText } = await refusals()
  const figures = await visit.service.figures({ batchId: batch.id })
  return respondPage(visit, (ui) =>
    batchPage(ui, {
      ...batchRow(batch),
      release: releaseOf(visit, batch),
      note,
      figures,
      resendFrom: visit.url.searchParams.get('on') ?? undefined,
      badges: rows,
      refusals: refused.refusals.map((row) => ({ row: row.row, problem: refusalText(ui, row) })),
      next: nextUrl(visit, cursor),
    }),
  )
}

/** Everything that was refused, as a table for spreadsheets: in the numbers of the rows, since cells are not kept. */
export async function refusalsFile(visit: Visit): Promise<Response> {
  const { batches } = visit.service
  const batch = await batches.get(visit.params.batchId ?? '')
  if (batch === null) throw new NotFound()
  const { writeCsv } = await import('../../../batch/csv/index.js')
  const { refusalText } = await refusals()
  const { translator } = visit
  const rows: (string | number)[][] = [[visit.t('issuer.row'), visit.t('row.problem'), 'code']]
  let cursor: string | undefined
  do {
    const page = await batches.refusals({ batchId: batch.id, ...(cursor === undefined ? {} : { cursor }) })
    rows.push(...page.refusals.map((refused) => [refused.row, refusalText(translator, refused), refused.code]))
    cursor = page.cursor
  } while (cursor !== undefined)
  return tableFile(visit, writeCsv(rows, translator.locale), 'refused.csv')
}

const pageOf = (batchId: string): string => `/issuer/batches/${encodeURIComponent(batchId)}`

export async function cancelBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  await visit.service.batches.cancel({ batchId })
  return redirect(visit, pageOf(batchId))
}

export async function resendBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  const from = visit.fields.get('cursor')
  const { resent, cursor } = await visit.service.batches.resend({ batchId, ...(from === '' ? {} : { cursor: from }) })
  const query = new URLSearchParams({
    note: 'resent',
    resent: String(resent),
    ...(cursor === undefined ? {} : { on: cursor }),
  })
  return redirect(visit, `${pageOf(batchId)}?${query}`)
}

export async function undoBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  const { fields } = visit
  const reason = fields.get('reason').slice(0, limits.reasonText)
  const { revoked } = await visit.service.batches.undo({ batchId, ...(reason === '' ? {} : { reason }) })
  return redirect(visit, `${pageOf(batchId)}?note=undone&revoked=${revoked}`)
}

export async function approveBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  await visit.service.batches.approve({ batchId })
  return redirect(visit, pageOf(batchId))
}

export async function rejectBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  const reason = visit.fields.get('reason').slice(0, limits.reasonText)
  const { revoked } = await visit.service.batches.reject({ batchId, ...(reason === '' ? {} : { reason }) })
  return redirect(visit, `${pageOf(batchId)}?note=undone&revoked=${revoked}`)
}

export async function scheduleBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  const releaseAt = visit.fields.get('releaseAt').slice(0, limits.dateText)
  await visit.service.batches.schedule({ batchId, ...(releaseAt === '' ? {} : { releaseAt }) })
  return redirect(visit, pageOf(batchId))
}
