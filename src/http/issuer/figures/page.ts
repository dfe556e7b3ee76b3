import type { PageContent } from '../../site/layout.js'
import type { Ui } from '../../site/ui.js'
import { type Html, html } from '../../web/html.js'
import { bars } from '../frame/bars.js'
import type { Figures } from '../frame/figures.js'
import { frame } from '../frame/frame.js'

export interface FigureRow {
  readonly name: string
  readonly path: string | undefined
  readonly figures: Figures
}

export interface FiguresView {
  readonly all: Figures
  readonly badges: readonly FigureRow[]
  readonly batches: readonly FigureRow[]
}

/** How many badges came how far: of all, by badge and by batch. */
export function figuresPage(ui: Ui, { all, badges, batches }: FiguresView): PageContent {
  const { t } = ui
  return frame(
    ui,
    '/issuer/figures',
    t('figures.title'),
    undefined,
    html`<p class="lead">${t('figures.lead')}</p><section class="panel stack" aria-labelledby="all"><h2 id="all">${t('issuer.all')}</h2>${bars(ui, all)}${all.isMore && html`<p class="soft small">${t('figures.more')}</p>`}</section>${group(ui, 'by-badge', t('figures.byBadge'), badges)}${group(ui, 'by-batch', t('figures.byBatch'), batches)}<p><a href="${ui.href('/issuer/figures.csv')}">${t('row.download')}</a></p>`,
  )
}

const group = (ui: Ui, id: string, title: string, rows: readonly FigureRow[]): Html | false =>
  rows.length > 0 &&
  html`<section class="stack" aria-labelledby="${id}"><h2 id="${id}">${title}</h2><div class="grid">${rows.map(({ name, path, figures }) => html`<div class="panel stack"><h3>${path === undefined ? html`<bdi>${name}</bdi>` : html`<a href="${ui.href(path)}"><bdi>${name}</bdi></a>`}</h3>${bars(ui, figures)}</div>`)}</div></section>`
