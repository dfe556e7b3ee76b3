import { limits } from '../../../internal/limits.js'
import { stages } from '../../../service/core/lifecycle/index.js'
import type { ServiceEventType } from '../../../service/index.js'
import type { PageContent } from '../../site/layout.js'
import { button, field, form, medal, notice, stateLabel, type Ui } from '../../site/ui.js'
import { attributes, html } from '../../web/html.js'
import { frame } from '../frame/frame.js'
import { type IssuedRow, mailLabel, stateCell } from '../frame/rows.js'
import { nextLink, table } from '../frame/table.js'

/** Events of a badge besides a change of its state. */
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

export function issuerListPage(
  ui: Ui,
  view: {
    readonly rows: readonly IssuedRow[]
    readonly stage: string | undefined
    /** What was searched for. */
    readonly sought: string
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
    html`<form method="get" action="${ui.href('/issuer')}" class="row" role="search"><label for="q">${t('issuer.searchFor')}</label><input${attributes({ id: 'q', name: 'q', type: 'search', dir: 'auto', maxlength: limits.personName, value: view.sought, autocomplete: 'off' })}><label for="stage">${t('issuer.filter')}</label><select id="stage" name="stage" autocomplete="off">${filters}</select><button type="submit" class="button quiet">${t('issuer.search')}</button></form>
${
  rows.length === 0
    ? view.sought !== '' || view.stage !== undefined
      ? html`<p class="card">${t('issuer.noMatch')}</p>`
      : html`<p class="card">${t('issuer.none')} ${ui.may('batches.issue') && html`<a href="${ui.href('/issuer/upload')}">${t('issuer.upload')}</a>`}</p>`
    : html`<div class="panel">${table(t('issuer.title'), rows.length, [
        {
          label: t('issuer.recipient'),
          cell: (row) =>
            html`<a href="${ui.href(`/issuer/badges/${encodeURIComponent(at(row).id)}`)}"><bdi>${at(row).recipientName ?? at(row).address}</bdi></a>${at(row).recipientName !== undefined && html`<br><span class="soft small"><bdi>${at(row).address}</bdi></span>`}`,
        },
        { label: t('issuer.badge'), cell: (row) => html`<bdi>${at(row).name}</bdi>` },
        { label: t('badge.state'), cell: (row) => stateCell(ui, at(row)) },
        { label: t('issuer.mail'), cell: (row) => mailLabel(ui, at(row).mail) },
        { label: t('badge.issued'), cell: (row) => ui.moment(at(row).issuedAt) },
      ])}</div>`
}
${rows.length > 0 && html`<p><a href="${ui.href('/issuer/badges.csv')}?${new URLSearchParams({ ...(view.stage === undefined ? {} : { stage: view.stage }), ...(view.sought === '' ? {} : { q: view.sought }) }).toString()}">${t('row.download')}</a></p>`}
${nextLink(ui, view.next)}`,
  )
}

export interface IssuedView extends IssuedRow {
  readonly picture: string | undefined
  readonly open: boolean
  readonly live: boolean
  /** What can be done about its validity for a while. */
  readonly pause: 'suspend' | 'reinstate' | undefined
  readonly revocationReason: string | undefined
  readonly replacedBy: string | undefined
  readonly history: readonly { readonly type: string; readonly at: string; readonly by: string | undefined }[]
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
<dl class="facts"><dt>${t('issuer.recipient')}</dt><dd><bdi>${view.recipientName ?? '—'}</bdi><br><bdi>${view.address}</bdi></dd><dt>${t('badge.state')}</dt><dd>${stateCell(ui, view)}</dd><dt>${t('issuer.mail')}</dt><dd>${mailLabel(ui, view.mail)}</dd><dt>${t('badge.issued')}</dt><dd>${ui.moment(view.issuedAt)}</dd>${view.revocationReason !== undefined && html`<dt>${t('issuer.reason')}</dt><dd dir="auto">${view.revocationReason}</dd>`}</dl>
<h2>${t('issuer.history')}</h2><ul role="list" class="list">${view.history.map(({ type, at, by }) => html`<li><span>${eventLabel(ui, type)}${by !== undefined && html` <span class="soft small"><bdi>${t('issuer.by', { name: by })}</bdi></span>`}</span><time class="soft small" datetime="${at}">${ui.moment(at)}</time></li>`)}</ul></div>
<div class="stack-wide">
${view.open && ui.may('badges.resend') && html`<section class="panel stack" aria-labelledby="resend"><h2 id="resend">${t('issuer.resend')}</h2>${form(ui, { action: `${base}/resend` }, html`${field({ name: 'email', type: 'email', label: t('issuer.resendTo'), optional: t('site.optional'), maxLength: limits.address, autocomplete: 'off' })}<p class="row field">${button(t('issuer.resend'), { look: 'second' })}</p>`)}<p class="soft small">${t('issuer.linkText')}</p>${form(ui, { action: `${base}/link` }, button(t('issuer.link'), { look: 'quiet' }))}</section>`}
${
  view.live &&
  ui.may('badges.correctName') &&
  html`<section class="panel stack" aria-labelledby="correct"><h2 id="correct">${t('issuer.correct')}</h2><p class="soft">${t('issuer.correctText')}</p>${form(ui, { action: `${base}/correct` }, html`${field({ name: 'name', label: t('account.name'), required: true, maxLength: limits.personName, value: view.recipientName, autocomplete: 'off' })}<p class="row field">${button(t('issuer.correct'), { look: 'second' })}</p>`)}</section>`
}${
  view.pause !== undefined &&
  ui.may(`badges.${view.pause}`) &&
  html`<section class="panel stack" aria-labelledby="pause"><h2 id="pause">${t(`pause.${view.pause}`)}</h2><p class="soft">${t(`pause.${view.pause}Text`)}</p>${form(ui, { action: `${base}/${view.pause}` }, html`${view.pause === 'suspend' && field({ id: 'f-pause', name: 'reason', label: t('issuer.reason'), optional: t('site.optional'), maxLength: limits.reasonText, autocomplete: 'off' })}<p class="row field">${button(t(`pause.${view.pause}`), { look: view.pause === 'suspend' ? 'danger' : 'second' })}</p>`)}</section>`
}${
  view.live &&
  ui.may('badges.revoke') &&
  html`<section class="panel stack" aria-labelledby="revoke"><h2 id="revoke">${t('issuer.revoke')}</h2><p class="soft">${t('issuer.revokeText')}</p>${form(ui, { action: `${base}/revoke` }, html`${field({ name: 'reason', label: t('issuer.reason'), required: true, maxLength: limits.reasonText, autocomplete: 'off' })}<p class="row field">${button(t('issuer.revoke'), { look: 'danger' })}</p>`)}</section>`
}
</div></div>`,
  )
}
