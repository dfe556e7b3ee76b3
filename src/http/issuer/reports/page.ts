import type { PageContent } from '../../site/layout.js'
import { button, form, type Ui } from '../../site/ui.js'
import { type Html, html, paragraphs } from '../../web/html.js'
import { frame } from '../frame/frame.js'
import { nextLink } from '../frame/table.js'

interface ReportRow {
  readonly id: string
  readonly text: string
  readonly page?: string
  readonly email?: string
  readonly at: string
}

export interface ReportsView {
  readonly state: 'open' | 'settled'
  readonly reports: readonly ReportRow[]
  readonly next: string | undefined
  readonly note: string | undefined
}

/** What people have reported, with what is needed to answer it. */
export function reportsPage(ui: Ui, { state, reports, next, note }: ReportsView): PageContent {
  const { t } = ui
  const other = state === 'open' ? 'settled' : 'open'
  return frame(
    ui,
    '/issuer/reports',
    t('reports.title'),
    note,
    html`<p class="lead">${t('reports.lead')}</p><p><a href="${ui.href(`/issuer/reports?state=${other}`)}">${t(`reports.${other}`)}</a></p>
${
  reports.length === 0
    ? html`<p class="card">${t('reports.none')}</p>`
    : html`<ul role="list" class="list panel">${reports.map((row) => html`<li>${rowOf(ui, row)}${state === 'open' && ui.may('reports.settle') && form(ui, { action: `/issuer/reports/${encodeURIComponent(row.id)}` }, button(t('reports.settle'), { look: 'second', ariaLabel: `${t('reports.settle')}: ${row.text.slice(0, 40)}` }))}</li>`)}</ul>${nextLink(ui, next)}`
}`,
  )
}

function rowOf(ui: Ui, { text, page, email, at }: ReportRow): Html {
  const badgeId = /^\/b\/([^/]+)$/.exec(page ?? '')?.[1]
  return html`<div class="stack"><div dir="auto">${paragraphs(text)}</div><p class="soft small">${ui.moment(at)}${email !== undefined && html` · <a href="${`mailto:${email}`}"><bdi dir="ltr">${email}</bdi></a>`}${page !== undefined && html` · <a href="${ui.href(badgeId === undefined ? page : `/issuer/badges/${badgeId}`)}"><bdi dir="ltr">${page}</bdi></a>`}</p></div>`
}
