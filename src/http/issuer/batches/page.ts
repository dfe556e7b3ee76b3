import { limits } from '../../../internal/limits.js'
import type { PageContent } from '../../site/layout.js'
import { button, field, form, pill, type Ui } from '../../site/ui.js'
import { html } from '../../web/html.js'
import { frame } from '../frame/frame.js'
import { type IssuedRow, mailLabel, stateCell } from '../frame/rows.js'
import { nextLink, table } from '../frame/table.js'

export interface BatchRow {
  readonly id: string
  readonly label: string | undefined
  readonly createdAt: string
  readonly stage: 'running' | 'done' | 'undoing' | 'undone'
  readonly issued: number
  readonly refused: number
}

export function batchesPage(ui: Ui, rows: readonly BatchRow[], next: string | undefined): PageContent {
  const { t } = ui
  const at = (row: number) => rows[row] as BatchRow
  return frame(
    ui,
    '/issuer/batches',
    t('issuer.batches'),
    undefined,
    rows.length === 0
      ? html`<p class="card">${t('issuer.none')}</p>`
      : html`<div class="panel">${table(t('issuer.batches'), rows.length, [
          {
            label: t('issuer.batch'),
            cell: (row) =>
              html`<a href="${ui.href(`/issuer/batches/${encodeURIComponent(at(row).id)}`)}"><bdi>${at(row).label ?? at(row).id}</bdi></a>`,
          },
          { label: t('badge.issued'), cell: (row) => ui.moment(at(row).createdAt) },
          { label: t('issuer.title'), cell: (row) => ui.number(at(row).issued) },
          { label: t('badge.state'), cell: (row) => pill(at(row).stage, t(`issuer.batch.${at(row).stage}`)) },
        ])}${nextLink(ui, next)}</div>`,
  )
}

export function batchPage(
  ui: Ui,
  view: BatchRow & {
    readonly note: string | undefined
    readonly rows: readonly IssuedRow[]
    readonly next: string | undefined
  },
): PageContent {
  const { t } = ui
  const at = (row: number) => view.rows[row] as IssuedRow
  return frame(
    ui,
    '/issuer/batches',
    view.label ?? t('issuer.batch'),
    view.note,
    html`<p class="row">${pill(view.stage, t(`issuer.batch.${view.stage}`))} <span>${t('mine.count', { count: view.issued })}</span> <span class="soft">${ui.moment(view.createdAt)}</span></p>
<div class="split"><div class="panel">${table(t('issuer.batch'), view.rows.length, [
      {
        label: t('issuer.recipient'),
        cell: (row) =>
          html`<a href="${ui.href(`/issuer/badges/${encodeURIComponent(at(row).id)}`)}"><bdi>${at(row).recipientName ?? at(row).address}</bdi></a>`,
      },
      { label: t('badge.state'), cell: (row) => stateCell(ui, at(row)) },
      { label: t('issuer.mail'), cell: (row) => mailLabel(ui, at(row).mail) },
    ])}${nextLink(ui, view.next)}</div>
${(view.stage === 'done' || view.stage === 'running') && ui.may('batches.undo') && html`<section class="panel stack" aria-labelledby="undo"><h2 id="undo">${t('issuer.undo')}</h2><p class="soft">${t('issuer.undoText')}</p>${form(ui, { action: `/issuer/batches/${encodeURIComponent(view.id)}/undo` }, html`${field({ name: 'reason', label: t('issuer.reason'), optional: t('site.optional'), maxLength: limits.reasonText, autocomplete: 'off' })}<p class="row field">${button(t('issuer.undo'), { look: 'danger' })}</p>`)}</section>`}</div>`,
  )
}
