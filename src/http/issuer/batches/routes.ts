import { limits } from '../../../internal/limits.js'
import type { BatchRecord } from '../../../service/index.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Route } from '../../site/route.js'
import type { Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'
import { issuerPage } from '../frame/route.js'
import { rowsOf } from '../frame/rows.js'
import { cursorOf, nextUrl } from '../frame/table.js'
import { type BatchRow, batchesPage, batchPage } from './page.js'

export const batchRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/batches', 'batches.list', batches),
  issuerPage('GET', '/issuer/batches/:batchId', 'batches.get', showBatch),
  issuerPage('POST', '/issuer/batches/:batchId/cancel', 'batches.cancel', cancelBatch),
  issuerPage('POST', '/issuer/batches/:batchId/undo', 'batches.undo', undoBatch),
]

const batchRow = ({ id, label, createdAt, stage, rows, issued, refused, total }: BatchRecord): BatchRow => ({
  id,
  label,
  createdAt,
  stage,
  rows,
  issued,
  refused,
  total,
})

async function batches(visit: Visit): Promise<Response> {
  const found = await visit.service.batches.list({ limit: 100, ...cursorOf(visit) })
  return respondPage(visit, (ui) => batchesPage(ui, found.batches.map(batchRow), nextUrl(visit, found.cursor)))
}

async function showBatch(visit: Visit): Promise<Response> {
  const batch = await visit.service.batches.get(visit.params.batchId ?? '')
  if (batch === null) throw new NotFound()
  const { badges, cursor } = await visit.service.list({ batchId: batch.id, limit: 200, ...cursorOf(visit) })
  const { refusals } =
    batch.total === undefined ? { refusals: [] } : await visit.service.batches.refusals({ batchId: batch.id })
  const asked = visit.url.searchParams.get('note')
  const undone = Number(visit.url.searchParams.get('revoked') ?? badges.length)
  const note =
    asked === 'issued' && batch.stage === 'done'
      ? visit.t('issuer.issuedNotice', { count: batch.issued })
      : asked === 'undone' && Number.isInteger(undone)
        ? visit.t('issuer.undone', { count: undone })
        : undefined
  const rows = await rowsOf(visit, badges)
  return respondPage(visit, (ui) =>
    batchPage(ui, {
      ...batchRow(batch),
      note,
      badges: rows,
      refusals: refusals.map(({ row, message, problems }) => ({ row, problem: problems[0]?.detail ?? message })),
      next: nextUrl(visit, cursor),
    }),
  )
}

async function cancelBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  await visit.service.batches.cancel({ batchId })
  return redirect(visit, `/issuer/batches/${encodeURIComponent(batchId)}`)
}

async function undoBatch(visit: Visit): Promise<Response> {
  const batchId = visit.params.batchId ?? ''
  const { fields } = visit
  const reason = fields.get('reason').slice(0, limits.reasonText)
  const { revoked } = await visit.service.batches.undo({ batchId, ...(reason === '' ? {} : { reason }) })
  return redirect(visit, `/issuer/batches/${encodeURIComponent(batchId)}?note=undone&revoked=${revoked}`)
}
