import { limits } from '../../../internal/limits.js'
import { roleNames } from '../../../service/core/roles/index.js'
import type { Grant, Role } from '../../../service/index.js'
import type { PageContent } from '../../site/layout.js'
import { button, field, form, notice, type Ui } from '../../site/ui.js'
import { attributes, type Html, html } from '../../web/html.js'
import { frame } from '../frame/frame.js'

export interface MemberRow {
  readonly id: string
  readonly name: string
  readonly email: string | undefined
  readonly grants: readonly Grant[]
  /** Roles that the host's login gives are not changed here. */
  readonly byHost: boolean
  readonly isSelf: boolean
}

export interface TokenRow {
  readonly id: string
  readonly name: string
  readonly grants: readonly Grant[]
  readonly isOver: boolean
}

export interface StaffView {
  readonly members: readonly MemberRow[]
  /** Absent where tokens are not for this visitor. */
  readonly tokens: readonly TokenRow[] | undefined
  readonly note: string | undefined
  readonly problem: string | undefined
  /** What was typed, and what is wrong with it. */
  readonly typed: { readonly name?: string; readonly email?: string; readonly problem?: string }
  /** A link or token that is shown once. */
  readonly shown: { readonly text: string; readonly secret: string } | undefined
}

export function staffPage(ui: Ui, view: StaffView): PageContent {
  const { t } = ui
  return frame(
    ui,
    '/issuer/staff',
    t('issuer.staff'),
    view.note,
    html`${view.problem !== undefined && notice('bad', view.problem)}${view.shown !== undefined && notice('good', html`${view.shown.text} <code class="mono" dir="ltr">${view.shown.secret}</code>`)}
<div class="stack"><p class="lead">${t('staff.lead')}</p>
<dl class="facts">${roleNames.map((role) => html`<dt>${roleLabel(ui, role)}</dt><dd>${t(`staff.${role}Text`)}</dd>`)}</dl></div>
<ul role="list" class="list">${view.members.map((row) => memberOf(ui, row))}</ul>
<section class="panel stack" aria-labelledby="invite"><h2 id="invite">${t('staff.invite')}</h2>${form(
      ui,
      { action: '/issuer/staff/invite' },
      html`${field({ name: 'name', label: t('account.name'), required: true, maxLength: limits.personName, autocomplete: 'off', value: view.typed.name })}${field({ name: 'email', type: 'email', label: t('signIn.email'), required: true, maxLength: limits.address, autocomplete: 'off', value: view.typed.email, problem: view.typed.problem })}${roleField(ui, 'invite-role', 'awarder')}<p class="row field">${button(t('staff.inviteSend'))}</p>`,
    )}</section>
${view.tokens !== undefined && programs(ui, view.tokens)}`,
  )
}

const roleLabel = (ui: Ui, role: Role): string => ui.t(`staff.role.${role}`)

const rolesOf = (ui: Ui, grants: readonly Grant[]): Html[] =>
  grants.map(
    ({ role, issuerId }, i) =>
      html`${i > 0 && ', '}${roleLabel(ui, role)}${issuerId !== undefined && html` (<bdi>${issuerId}</bdi>)`}`,
  )

const roleField = (ui: Ui, id: string, selected: Role | undefined): Html =>
  html`<div class="field"><label for="${id}">${ui.t('staff.role')}</label><select${attributes({ id, name: 'role', autocomplete: 'off' })}>${roleNames.map(
    (role) => html`<option${attributes({ value: role, selected: role === selected })}>${roleLabel(ui, role)}</option>`,
  )}</select></div>`

function memberOf(ui: Ui, row: MemberRow): Html {
  const { t } = ui
  const base = `/issuer/staff/${encodeURIComponent(row.id)}`
  // Several roles, or one at a single issuer, are changed over the API: a choice of one would take the others away.
  const one = row.grants.length === 1 && row.grants[0]?.issuerId === undefined ? row.grants[0]?.role : undefined
  return html`<li class="stack"><div><strong><bdi>${row.name}</bdi></strong>${row.isSelf && html` <span class="soft small">(${t('staff.you')})</span>`}<br><span class="soft small">${row.email !== undefined && html`<bdi>${row.email}</bdi> · `}${rolesOf(ui, row.grants)}${row.byHost && html` · ${t('staff.byLogin')}`}</span></div><div class="row">${
    !row.byHost &&
    html`${one !== undefined && form(ui, { action: `${base}/roles`, className: 'row', label: `${t('staff.role')}: ${row.name}` }, html`${roleField(ui, `role-${row.id}`, one)}${button(t('site.save'), { look: 'second', ariaLabel: `${t('site.save')}: ${row.name}` })}`)}${form(ui, { action: `${base}/link` }, button(t('staff.link'), { look: 'quiet', ariaLabel: `${t('staff.link')}: ${row.name}` }))}`
  }${form(ui, { action: `${base}/remove` }, button(t('account.remove'), { look: 'danger', ariaLabel: t('account.removeNamed', { name: row.name }) }))}</div></li>`
}

const programs = (ui: Ui, tokens: readonly TokenRow[]): Html =>
  html`<section class="panel stack" aria-labelledby="programs"><h2 id="programs">${ui.t('tokens.title')}</h2><p class="soft">${ui.t('tokens.lead')}</p>${
    tokens.length === 0
      ? html`<p>${ui.t('tokens.none')}</p>`
      : html`<ul role="list" class="list">${tokens.map(
          ({ id, name, grants, isOver }) =>
            html`<li><span><bdi>${name}</bdi> <span class="soft small">${rolesOf(ui, grants)}${isOver && html` · ${ui.t('tokens.ended')}`}</span></span>${!isOver && form(ui, { action: `/issuer/tokens/${encodeURIComponent(id)}/end` }, button(ui.t('tokens.end'), { look: 'danger', ariaLabel: `${ui.t('tokens.end')}: ${name}` }))}</li>`,
        )}</ul>`
  }${form(ui, { action: '/issuer/tokens' }, html`${field({ id: 'token-name', name: 'name', label: ui.t('tokens.name'), required: true, maxLength: limits.personName, autocomplete: 'off' })}${roleField(ui, 'token-role', 'awarder')}<p class="row field">${button(ui.t('tokens.create'), { look: 'second' })}</p>`)}</section>`
