import { limits } from '../../internal/limits.js'
import { type ServiceEventType, stages } from '../../service/index.js'
import type { TextKey } from '../../texts/index.js'
import { remarksOf } from '../apply/page.js'
import { stateLabel } from '../badge/page.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, medal, notice, pill, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'

const tabs = (ui: Ui, here: string): Html =>
  html`<nav class="tabs" aria-label="${ui.t('site.issuer')}">${(
    [
      ['/issuer', 'issuer.title'],
      ['/issuer/upload', 'issuer.upload'],
      ['/issuer/batches', 'issuer.batches'],
      ['/issuer/applications', 'issuer.applications'],
      ['/issuer/displays', 'screens.title'],
    ] as const
  ).map(
    ([path, key]) =>
      html`<a href="${ui.href(path)}"${attributes({ 'aria-current': path === here ? 'page' : undefined })}>${ui.t(key)}</a>`,
  )}</nav>`

/** A page of the issuer, under its tabs. */
export const frame = (ui: Ui, here: string, title: string, note: string | undefined, content: Html): PageContent => ({
  title,
  body: html`<div class="wrap stack-wide">${tabs(ui, here)}${note !== undefined && notice('good', note)}<h1>${title}</h1>${content}</div>`,
})

interface Column {
  readonly label: string
  readonly cell: (row: number) => Html | string
}

/** A table that becomes a list on a narrow screen. The first column heads its row. */
function table(caption: string, count: number, columns: readonly Column[]): Html {
  const rows = Array.from({ length: count }, (_, row) => {
    const cells = columns.map(({ label, cell }, column) =>
      column === 0 ? html`<th scope="row">${cell(row)}</th>` : html`<td data-label="${label}">${cell(row)}</td>`,
    )
    return html`<tr>${cells}</tr>`
  })
  return html`<table class="table"><caption class="hidden-visually">${caption}</caption><thead><tr>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`
}

const mailLabel = (ui: Ui, mail: string | undefined): Html | string =>
  mail === undefined ? '—' : pill(mail, ui.t(`issuer.mail.${mail}` as TextKey))

/** What happens to a badge besides going from one state to the next. */
const happenings = [
  'opened',
  'auto-accepted',
  'decline-undone',
  'visibility-changed',
  'reinstated',
  'resent',
  'readdressed',
  'mail-sent',
  'mail-delivered',
  'mail-bounced',
  'mail-complained',
  'mail-suppressed',
  'mail-failed',
  'link-created',
  'link-revoked',
  'display-allowed',
  'display-ended',
] as const satisfies readonly ServiceEventType[]

function eventLabel(ui: Ui, type: string): string {
  const found = happenings.find((name) => name === type)
  return found === undefined ? stateLabel(ui, type) : ui.t(`event.${found}`)
}

export interface IssuedRow {
  readonly id: string
  readonly address: string
  readonly recipientName: string | undefined
  readonly name: string
  readonly state: string
  readonly mail: string | undefined
  readonly issuedAt: string
}

const nextLink = (ui: Ui, next: string | undefined): Html | false =>
  next !== undefined && html`<p><a class="button quiet" href="${next}">${ui.t('site.next')}</a></p>`

export function issuerListPage(
  ui: Ui,
  view: {
    readonly rows: readonly IssuedRow[]
    readonly stage: string | undefined
    readonly next: string | undefined
    readonly note: string | undefined
  },
): PageContent {
  const { t } = ui
  const filters = ['', ...stages].map(
    (stage) =>
      html`<option${attributes({ value: stage, selected: stage === (view.stage ?? '') })}>${stage === '' ? t('issuer.all') : stateLabel(ui, stage)}</option>`,
  )
  const { rows } = view
  const at = (row: number): IssuedRow => rows[row] as IssuedRow
  return frame(
    ui,
    '/issuer',
    t('issuer.title'),
    view.note,
    html`<form method="get" action="${ui.href('/issuer')}" class="row"><label for="stage">${t('issuer.filter')}</label><select id="stage" name="stage" autocomplete="off">${filters}</select><button type="submit" class="button quiet">${t('site.change')}</button></form>
${
  rows.length === 0
    ? html`<p class="card">${t('issuer.none')} <a href="${ui.href('/issuer/upload')}">${t('issuer.upload')}</a></p>`
    : html`<div class="panel">${table(t('issuer.title'), rows.length, [
        {
          label: t('issuer.recipient'),
          cell: (row) =>
            html`<a href="${ui.href(`/issuer/badges/${encodeURIComponent(at(row).id)}`)}"><bdi>${at(row).recipientName ?? at(row).address}</bdi></a>${at(row).recipientName !== undefined && html`<br><span class="soft small"><bdi>${at(row).address}</bdi></span>`}`,
        },
        { label: t('issuer.badge'), cell: (row) => html`<bdi>${at(row).name}</bdi>` },
        { label: t('badge.state'), cell: (row) => pill(at(row).state, stateLabel(ui, at(row).state)) },
        { label: t('issuer.mail'), cell: (row) => mailLabel(ui, at(row).mail) },
        { label: t('badge.issued'), cell: (row) => ui.date(at(row).issuedAt) },
      ])}</div>`
}
${nextLink(ui, view.next)}`,
  )
}

export interface IssuedView extends IssuedRow {
  readonly picture: string | undefined
  readonly open: boolean
  readonly live: boolean
  readonly revocationReason: string | undefined
  readonly replacedBy: string | undefined
  readonly history: readonly { readonly type: string; readonly at: string }[]
  readonly claimLink: string | undefined
  readonly note: string | undefined
  readonly problem: string | undefined
}

export function issuedPage(ui: Ui, view: IssuedView): PageContent {
  const { t } = ui
  const base = `/issuer/badges/${encodeURIComponent(view.id)}`
  return frame(
    ui,
    '/issuer',
    view.name,
    view.note,
    html`${view.problem !== undefined && notice('bad', view.problem)}
${view.claimLink !== undefined && notice('good', html`${t('issuer.linkShown')} <code class="mono" dir="ltr">${view.claimLink}</code>`)}
${view.replacedBy !== undefined && notice('warn', html`${t('badge.replacedBy')} <a href="${ui.href(`/issuer/badges/${encodeURIComponent(view.replacedBy)}`)}">${t('badge.replacedLink')}</a>`)}
<div class="split"><div class="panel stack">${medal(view.picture, view.name, t('badge.picture'))}
<dl class="facts"><dt>${t('issuer.recipient')}</dt><dd><bdi>${view.recipientName ?? '—'}</bdi><br><bdi>${view.address}</bdi></dd><dt>${t('badge.state')}</dt><dd>${pill(view.state, stateLabel(ui, view.state))}</dd><dt>${t('issuer.mail')}</dt><dd>${mailLabel(ui, view.mail)}</dd><dt>${t('badge.issued')}</dt><dd>${ui.date(view.issuedAt)}</dd>${view.revocationReason !== undefined && html`<dt>${t('issuer.reason')}</dt><dd dir="auto">${view.revocationReason}</dd>`}</dl>
<h2>${t('issuer.history')}</h2><ul role="list" class="list">${view.history.map(({ type, at }) => html`<li><span>${eventLabel(ui, type)}</span><time class="soft small" datetime="${at}">${ui.date(at)}</time></li>`)}</ul></div>
<div class="stack-wide">
${view.open && html`<section class="panel stack" aria-labelledby="resend"><h2 id="resend">${t('issuer.resend')}</h2>${form(ui, { action: `${base}/resend` }, html`${field({ name: 'email', type: 'email', label: t('issuer.resendTo'), optional: t('site.optional'), maxLength: 254, autocomplete: 'off' })}<p class="row field">${button(t('issuer.resend'), { look: 'second' })}</p>`)}<p class="soft small">${t('issuer.linkText')}</p>${form(ui, { action: `${base}/link` }, button(t('issuer.link'), { look: 'quiet' }))}</section>`}
${
  view.live &&
  html`<section class="panel stack" aria-labelledby="correct"><h2 id="correct">${t('issuer.correct')}</h2><p class="soft">${t('issuer.correctText')}</p>${form(ui, { action: `${base}/correct` }, html`${field({ name: 'name', label: t('account.name'), required: true, maxLength: 200, value: view.recipientName, autocomplete: 'off' })}<p class="row field">${button(t('issuer.correct'), { look: 'second' })}</p>`)}</section>
<section class="panel stack" aria-labelledby="revoke"><h2 id="revoke">${t('issuer.revoke')}</h2><p class="soft">${t('issuer.revokeText')}</p>${form(ui, { action: `${base}/revoke` }, html`${field({ name: 'reason', label: t('issuer.reason'), required: true, maxLength: 500, autocomplete: 'off' })}<p class="row field">${button(t('issuer.revoke'), { look: 'danger' })}</p>`)}</section>`
}
</div></div>`,
  )
}

export interface UploadView {
  readonly values: Readonly<Record<string, string>>
  readonly problem: string | undefined
}

export function uploadPage(ui: Ui, { values, problem }: UploadView): PageContent {
  const { t } = ui
  return frame(
    ui,
    '/issuer/upload',
    t('issuer.upload'),
    undefined,
    html`${problem !== undefined && notice('bad', problem)}<div class="card">${form(
      ui,
      { action: '/issuer/upload', files: true },
      html`${field({ name: 'name', label: t('issuer.achievement'), required: true, maxLength: 200, value: values.name })}${field({ name: 'description', label: t('issuer.description'), required: true, multiline: true, maxLength: 4000, value: values.description })}${field({ name: 'criteria', label: t('issuer.criteria'), required: true, multiline: true, maxLength: 4000, value: values.criteria })}${field({ name: 'validUntil', type: 'date', label: t('badge.validUntil'), optional: t('site.optional'), value: values.validUntil })}${field({ name: 'picture', type: 'file', label: t('issuer.picture'), optional: t('site.optional'), accept: '.png,.svg,image/png,image/svg+xml' })}${field({ name: 'csv', type: 'file', label: t('issuer.csv'), hint: t('issuer.csvHint'), accept: '.csv,text/csv' })}${field({ name: 'csvText', label: t('issuer.csvText'), multiline: true, value: values.csvText })}${field({ name: 'label', label: t('issuer.label'), optional: t('site.optional'), maxLength: 200, value: values.label })}<p class="row field">${button(t('issuer.preview'), { large: true })}</p>`,
    )}</div>`,
  )
}

export interface PreviewView {
  readonly name: string
  readonly picture: string | undefined
  readonly rows: readonly {
    readonly row: number
    readonly email: string
    readonly name: string
    readonly problem: string | undefined
  }[]
  readonly ready: number
  readonly refused: number
  /** What the next request needs, as hidden fields. */
  readonly hidden: Readonly<Record<string, string>>
}

const SHOWN_ROWS = 200

export function previewPage(ui: Ui, view: PreviewView): PageContent {
  const { t } = ui
  const shown = [...view.rows]
    .sort((a, b) => Number(b.problem !== undefined) - Number(a.problem !== undefined))
    .slice(0, SHOWN_ROWS)
  const at = (row: number) => shown[row] as PreviewView['rows'][number]
  return frame(
    ui,
    '/issuer/upload',
    t('issuer.previewTitle'),
    undefined,
    html`<p class="lead">${t('issuer.previewText')}</p><div class="split"><div class="panel stack">
${view.refused > 0 && notice('warn', t('issuer.refused', { count: view.refused }))}
${table(t('issuer.previewTitle'), shown.length, [
  { label: t('issuer.row'), cell: (row) => ui.number(at(row).row) },
  { label: t('account.name'), cell: (row) => html`<bdi>${at(row).name}</bdi>` },
  { label: t('signIn.email'), cell: (row) => html`<bdi>${at(row).email}</bdi>` },
  {
    label: t('badge.state'),
    cell: (row) =>
      at(row).problem === undefined
        ? pill('done', t('issuer.rowOk'))
        : html`<span class="wrong" lang="en" dir="ltr">${at(row).problem}</span>`,
  },
])}</div>
<div class="panel stack">${medal(view.picture, view.name, t('badge.picture'))}<h2><bdi>${view.name}</bdi></h2><p>${t('issuer.ready', { count: view.ready })}</p>${
      view.ready > 0 &&
      form(
        ui,
        { action: '/issuer/upload/confirm', files: true },
        html`${Object.entries(view.hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${button(t('issuer.issueNow', { count: view.ready }), { large: true })}`,
      )
    }<p><a href="${ui.href('/issuer/upload')}">${t('site.change')}</a></p></div></div>`,
  )
}

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
          { label: t('badge.issued'), cell: (row) => ui.date(at(row).createdAt) },
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
    html`<p class="row">${pill(view.stage, t(`issuer.batch.${view.stage}`))} <span>${t('mine.count', { count: view.issued })}</span> <span class="soft">${ui.date(view.createdAt)}</span></p>
<div class="split"><div class="panel">${table(t('issuer.batch'), view.rows.length, [
      {
        label: t('issuer.recipient'),
        cell: (row) =>
          html`<a href="${ui.href(`/issuer/badges/${encodeURIComponent(at(row).id)}`)}"><bdi>${at(row).recipientName ?? at(row).address}</bdi></a>`,
      },
      { label: t('badge.state'), cell: (row) => pill(at(row).state, stateLabel(ui, at(row).state)) },
      { label: t('issuer.mail'), cell: (row) => mailLabel(ui, at(row).mail) },
    ])}${nextLink(ui, view.next)}</div>
${(view.stage === 'done' || view.stage === 'running') && html`<section class="panel stack" aria-labelledby="undo"><h2 id="undo">${t('issuer.undo')}</h2><p class="soft">${t('issuer.undoText')}</p>${form(ui, { action: `/issuer/batches/${encodeURIComponent(view.id)}/undo` }, html`${field({ name: 'reason', label: t('issuer.reason'), optional: t('site.optional'), maxLength: 500, autocomplete: 'off' })}<p class="row field">${button(t('issuer.undo'), { look: 'danger' })}</p>`)}</section>`}</div>`,
  )
}

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
          { label: t('badge.issued'), cell: (row) => ui.date(at(row).at) },
        ])}${nextLink(ui, next)}</div>`,
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
  html`<section class="panel stack" aria-label="${t('issuer.applications')}">${form(ui, { action }, button(t('issuer.approve'), { name: 'do', value: 'approve', large: true }))}${form(ui, { action }, html`${field({ name: 'remark', label: t('issuer.remark'), multiline: true, maxLength: limits.remarkText })}<p class="row field">${button(t('issuer.ask'), { name: 'do', value: 'ask', look: 'second' })}${button(t('issuer.reject'), { name: 'do', value: 'reject', look: 'danger' })}</p>`)}</section>`
}
${view.badgeId !== undefined && html`<p><a class="button second" href="${ui.href(`/issuer/badges/${encodeURIComponent(view.badgeId)}`)}">${t('issuer.badge')}</a></p>`}</div>`,
  )
}
