import { limits } from '../../../internal/limits.js'
import type { PageContent } from '../../site/layout.js'
import { button, field, form, notice, type Ui } from '../../site/ui.js'
import { html } from '../../web/html.js'
import { frame } from '../frame/frame.js'

export interface DisplayRow {
  readonly id: string
  readonly title: string
  readonly createdAt: string
  readonly isOver: boolean
}

export interface DisplaysView {
  readonly rows: readonly DisplayRow[]
  /** Whether slides can be drawn here. */
  readonly canDraw: boolean
  /** Shown once. */
  readonly newUrl: string | undefined
  readonly problem: string | undefined
}

export const DEFAULT_SECONDS = 12

/** Where the issuer makes displays and ends them. */
export function displaysPage(ui: Ui, { rows, canDraw, newUrl, problem }: DisplaysView): PageContent {
  const { t } = ui
  const addresses = (url: string) =>
    [
      [t('screens.page'), url],
      [t('screens.rss'), `${url}/feed.xml`],
      [t('screens.json'), `${url}/feed.json`],
    ] as const
  return frame(
    ui,
    '/issuer/displays',
    t('screens.title'),
    undefined,
    html`<p class="lead">${t('screens.lead')}</p>
${!canDraw && notice('warn', t('screens.cannotDraw'))}
${
  newUrl !== undefined &&
  notice(
    'good',
    html`<p>${t('screens.new')}</p><dl class="facts">${addresses(newUrl).map(([label, url]) => html`<dt>${label}</dt><dd><code class="mono" dir="ltr">${url}</code></dd>`)}</dl><p>${t('screens.portrait')}</p>`,
  )
}
${
  rows.length === 0
    ? html`<p class="card">${t('screens.none')}</p>`
    : html`<ul role="list" class="list panel">${rows.map(({ id, title, createdAt, isOver }) => html`<li><span><bdi>${title}</bdi> <span class="soft small">${isOver ? t('link.revoked') : ui.moment(createdAt)}</span></span>${!isOver && ui.may('displays.revoke') && form(ui, { action: `/issuer/displays/${encodeURIComponent(id)}/revoke` }, button(t('screens.end'), { look: 'danger', ariaLabel: `${t('screens.end')}: ${title}` }))}</li>`)}</ul>`
}
${
  canDraw &&
  ui.may('displays.create') &&
  html`<section class="panel stack" aria-labelledby="new"><h2 id="new">${t('screens.create')}</h2>${form(
    ui,
    { action: '/issuer/displays' },
    html`${field({ name: 'title', label: t('screens.name'), hint: t('screens.nameHint'), required: true, maxLength: limits.displayTitle, problem })}${field({ name: 'seconds', type: 'number', label: t('screens.seconds'), value: String(DEFAULT_SECONDS), required: true })}<p class="row field">${button(t('screens.create'))}</p>`,
  )}</section>`
}`,
  )
}
