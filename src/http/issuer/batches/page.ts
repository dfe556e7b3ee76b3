import { limits } from '../../../internal/limits.js'
import type { BatchRecord } from '../../../service/index.js'
import type { PageContent } from '../../site/layout.js'
import { button, field, form, notice, pill, type Ui } from '../../site/ui.js'
import { type Html, html } from '../../web/html.js'
import { bars } from '../frame/bars.js'
import type { Figures } from '../frame/figures.js'
import { frame } from '../frame/frame.js'
import { type IssuedRow, mailLabel, stateCell } from '../frame/rows.js'
import { nextLink, table } from '../frame/table.js'
import { type ReleaseView, releasePanel } from './release.js'

export interface BatchRow {
  readonly id: string
  readonly label: string | undefined
  readonly createdAt: string
  readonly stage: BatchRecord['stage']
  readonly rows: number
  readonly issued: number
  /** Rows of people who had the badge already. */
  readonly had: number
  readonly refused: number
  /** Rows in all, where it is issued in the background. */
  readonly total: number | undefined
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
          { label: t('issuer.badge'), cell: (row) => t('mine.count', { count: at(row).issued }) },
          { label: t('badge.state'), cell: (row) => pill(at(row).stage, t(`issuer.batch.${at(row).stage}`)) },
        ])}${nextLink(ui, next)}</div>`,
  )
}

export function batchPage(
  ui: Ui,
  view: BatchRow & {
    readonly note: string | undefined
    readonly release: ReleaseView | undefined
    readonly figures: Figures
    /** Where sending again goes on. */
    readonly resendFrom: string | undefined
    readonly badges: readonly IssuedRow[]
    readonly refusals: readonly { readonly row: number; readonly problem: string }[]
    readonly next: string | undefined
  },
): PageContent {
  const { t } = ui
  const at = (row: number) => view.badges[row] as IssuedRow
  return frame(
    ui,
    '/issuer/batches',
    view.label ?? t('issuer.batch'),
    view.note,
    html`<p class="row">${pill(view.stage, t(`issuer.batch.${view.stage}`))} <span>${t('mine.count', { count: view.issued })}</span> <span class="soft">${ui.moment(view.createdAt)}</span></p>${view.had > 0 && notice('calm', t('upload.had', { count: view.had }))}
${view.stage === 'stopped' && notice('warn', t('issuer.batch.stoppedText', { done: ui.number(view.rows), total: ui.number(view.total ?? view.rows) }))}${progress(ui, view)}${releasePanel(ui, view)}<section class="panel stack" aria-labelledby="figures"><h2 id="figures">${t('figures.title')}</h2>${bars(ui, view.figures)}${resend(ui, view)}</section><div class="split"><div class="panel">${table(
      t('issuer.batch'),
      view.badges.length,
      [
        {
          label: t('issuer.recipient'),
          cell: (row) =>
            html`<a href="${ui.href(`/issuer/badges/${encodeURIComponent(at(row).id)}`)}"><bdi>${at(row).recipientName ?? at(row).address}</bdi></a>`,
        },
        { label: t('badge.state'), cell: (row) => stateCell(ui, at(row)) },
        { label: t('issuer.mail'), cell: (row) => mailLabel(ui, at(row).mail) },
      ],
    )}${nextLink(ui, view.next)}${refusals(ui, view)}</div>
${['queued', 'running', 'held', 'releasing', 'done', 'cancelled', 'stopped'].includes(view.stage) && ui.may('batches.undo') && html`<section class="panel stack" aria-labelledby="undo"><h2 id="undo">${t('issuer.undo')}</h2><p class="soft">${t('issuer.undoText')}</p>${form(ui, { action: `/issuer/batches/${encodeURIComponent(view.id)}/undo` }, html`${field({ name: 'reason', label: t('issuer.reason'), optional: t('site.optional'), maxLength: limits.reasonText, autocomplete: 'off' })}<p class="row field">${button(t('issuer.undo'), { look: 'danger' })}</p>`)}</section>`}</div>`,
  )
}

/** A new link for everybody who has not answered. */
function resend(
  ui: Ui,
  { id, stage, figures, resendFrom }: BatchRow & { readonly figures: Figures; readonly resendFrom: string | undefined },
): Html | false {
  const { t } = ui
  if (stage !== 'done' || figures.issued <= figures.accepted || !ui.may('batches.resend')) return false
  return form(
    ui,
    { action: `/issuer/batches/${encodeURIComponent(id)}/resend` },
    html`<p class="soft">${t('figures.resendText')}</p>${resendFrom !== undefined && html`<input type="hidden" name="cursor" value="${resendFrom}">`}<p class="row field">${button(t(resendFrom === undefined ? 'figures.resend' : 'figures.resendOn'), { look: 'second' })}</p>`,
  )
}

/** How far a batch in the background is, for as long as rows of it wait. */
function progress(ui: Ui, { id, stage, rows, total }: BatchRow): Html | undefined {
  const { t } = ui
  if (total === undefined || (stage !== 'queued' && stage !== 'running')) return undefined
  const path = `/issuer/batches/${encodeURIComponent(id)}`
  const far = t('issuer.batch.progress', { done: ui.number(rows), total: ui.number(total) })
  return html`<section class="card stack" aria-labelledby="progress"><h2 id="progress">${far}</h2><progress max="${total}" value="${rows}" aria-labelledby="progress"></progress><p class="soft">${t('issuer.batch.background')}</p><p class="row"><a class="button" href="${ui.href(path)}">${t('issuer.batch.refresh')}</a></p>${
    ui.may('batches.cancel') &&
    form(
      ui,
      { action: `${path}/cancel` },
      html`<p class="soft">${t('issuer.batch.cancelText')}</p><p class="row field">${button(t('issuer.batch.cancel'), { look: 'danger' })}</p>`,
    )
  }</section>`
}

function refusals(
  ui: Ui,
  { id, refusals }: { readonly id: string; readonly refusals: readonly { row: number; problem: string }[] },
): Html | undefined {
  const { t } = ui
  if (refusals.length === 0) return undefined
  return html`<h2>${t('issuer.batch.refused')}</h2>${table(t('issuer.batch.refused'), refusals.length, [
    { label: t('issuer.row'), cell: (row) => ui.number(refusals[row]?.row ?? 0) },
    {
      label: t('badge.state'),
      cell: (row) => html`<span class="wrong">${refusals[row]?.problem}</span>`,
    },
  ])}<p><a href="${ui.href(`/issuer/batches/${encodeURIComponent(id)}/refusals.csv`)}">${t('row.download')}</a></p>`
}
