import { redirect, respondPage } from '../../site/respond-page.js'
import type { Visit } from '../../site/visit.js'
import { cursorOf, nextUrl } from '../frame/table.js'
import { reportsPage } from './page.js'

const PAGE = 50

export async function list(visit: Visit): Promise<Response> {
  const state = visit.url.searchParams.get('state') === 'settled' ? 'settled' : 'open'
  const { reports, cursor } = await visit.service.reports.list({ state, limit: PAGE, ...cursorOf(visit) })
  const note = visit.url.searchParams.get('note') === 'settled' ? visit.t('reports.settledNote') : undefined
  return respondPage(visit, (ui) => reportsPage(ui, { state, reports, next: nextUrl(visit, cursor, { state }), note }))
}

export async function settle(visit: Visit): Promise<Response> {
  await visit.service.reports.settle({ reportId: visit.params.reportId ?? '' })
  return redirect(visit, '/issuer/reports?note=settled')
}
