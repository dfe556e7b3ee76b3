import { limits } from '../../../internal/limits.js'
import { remarksOf } from '../../apply/index.js'
import type { PageContent } from '../../site/layout.js'
import { button, field, form, pill, type Ui } from '../../site/ui.js'
import { html } from '../../web/html.js'
import { frame } from '../frame/frame.js'
import { nextLink, table } from '../frame/table.js'

export interface ReviewRow {
  readonly id: string
  readonly title: string
  readonly name: string
  readonly stage: 'submitted' | 'asked' | 'approved' | 'rejected'
  readonly at: string
}

export function applicationsPage(ui: Ui, rows: readonly ReviewRow[], next: string | undefined): PageContent {
  const { t } = ui
  const at = (row: number) => rows[row] as ReviewRow
  return frame(
    ui,
    '/issuer/applications',
    t('issuer.applications'),
    undefined,
    html`${ui.may('applications.forms') && html`<p><a href="${ui.href('/issuer/forms')}">${t('forms.title')}</a></p>`}${
      rows.length === 0
        ? html`<p class="card">${t('issuer.none')}</p>`
        : html`<div class="panel">${table(t('issuer.applications'), rows.length, [
            {
              label: t('account.name'),
              cell: (row) =>
                html`<a href="${ui.href(`/issuer/applications/${encodeURIComponent(at(row).id)}`)}"><bdi>${at(row).name}</bdi></a>`,
            },
            { label: t('issuer.badge'), cell: (row) => html`<bdi>${at(row).title}</bdi>` },
            { label: t('badge.state'), cell: (row) => pill(at(row).stage, t(`apply.stage.${at(row).stage}`)) },
            { label: t('badge.issued'), cell: (row) => ui.moment(at(row).at) },
          ])}${nextLink(ui, next)}</div>`
    }`,
  )
}

export interface ReviewView extends ReviewRow {
  readonly address: string
  readonly answers: readonly { readonly label: string; readonly value: string }[]
  readonly remarks: Parameters<typeof remarksOf>[1]
  readonly badgeId: string | undefined
  readonly note: string | undefined
}

export function reviewPage(ui: Ui, view: ReviewView): PageContent {
  const { t } = ui
  const action = `/issuer/applications/${encodeURIComponent(view.id)}`
  return frame(
    ui,
    '/issuer/applications',
    view.title,
    view.note,
    html`<p>${pill(view.stage, t(`apply.stage.${view.stage}`))}</p><div class="split"><div class="panel stack"><dl class="facts"><dt>${t('account.name')}</dt><dd><bdi>${view.name}</bdi></dd><dt>${t('signIn.email')}</dt><dd><bdi>${view.address}</bdi></dd>${view.answers.map(({ label, value }) => html`<dt><bdi>${label}</bdi></dt><dd dir="auto">${value}</dd>`)}</dl>${remarksOf(ui, view.remarks)}</div>
${
  (view.stage === 'submitted' || view.stage === 'asked') &&
  ui.may('applications.approve') &&
  html`<section class="panel stack" aria-label="${t('issuer.applications')}">${form(ui, { action }, button(t('issuer.approve'), { name: 'do', value: 'approve', large: true }))}${form(ui, { action }, html`${field({ name: 'remark', label: t('issuer.remark'), multiline: true, maxLength: limits.remarkText })}<p class="row field">${button(t('issuer.ask'), { name: 'do', value: 'ask', look: 'second' })}${button(t('issuer.reject'), { name: 'do', value: 'reject', look: 'danger' })}</p>`)}</section>`
}
${view.badgeId !== undefined && html`<p><a class="button second" href="${ui.href(`/issuer/badges/${encodeURIComponent(view.badgeId)}`)}">${t('issuer.badge')}</a></p>`}</div>`,
  )
}
