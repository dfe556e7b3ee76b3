import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import type { PageContent } from '../../site/layout.js'
import { type Problems, problemSummary } from '../../site/problems.js'
import { button, field, form, pill, type Ui } from '../../site/ui.js'
import { attributes, type Html, html } from '../../web/html.js'
import { frame } from '../frame/frame.js'

/** Questions that a form made here may have; more take the API. */
export const QUESTIONS = 5

export interface FormsView {
  readonly forms: readonly {
    readonly id: string
    readonly title: string
    readonly isOpen: boolean
    readonly rule: { readonly approved: number; readonly atMost: number } | undefined
  }[]
  /** Badges that an application may lead to. */
  readonly library: readonly { readonly id: string; readonly name: string }[]
  readonly values: Readonly<Record<string, string>>
  readonly problems: Readonly<Partial<Record<'title' | 'saved' | 'question1' | 'roster', string>>>
  readonly note: string | undefined
}

/** The forms by which badges are applied for: made, closed and opened again. */
export function formsPage(ui: Ui, view: FormsView): PageContent {
  const { t } = ui
  const problems: Problems = Object.fromEntries(
    Object.entries(view.problems).map(([name, text]) => [`f-${name}`, text]),
  )
  return frame(
    ui,
    '/issuer/applications',
    t('forms.title'),
    view.note,
    html`${problemSummary(ui, problems)}<p class="lead">${t('forms.lead')}</p>${
      view.forms.length > 0 &&
      html`<ul role="list" class="list panel">${view.forms.map(({ id, title, isOpen, rule }) => html`<li><span><a href="${ui.href(`/apply/${encodeURIComponent(id)}`)}"><bdi>${title}</bdi></a> ${pill(isOpen ? 'valid' : 'closed', t(isOpen ? 'forms.open' : 'forms.closed'))}${rule !== undefined && html`<br><span class="soft small">${t('forms.ruleCount', { count: rule.approved, total: rule.atMost })}</span>`}</span>${ui.may('applications.setForm') && form(ui, { action: `/issuer/forms/${encodeURIComponent(id)}/open` }, html`<input type="hidden" name="open" value="${String(!isOpen)}">${button(t(isOpen ? 'forms.close' : 'forms.reopen'), { look: 'quiet', ariaLabel: `${t(isOpen ? 'forms.close' : 'forms.reopen')}: ${title}` })}`)}</li>`)}</ul>`
    }${ui.may('applications.setForm') && (view.library.length === 0 ? html`<p class="card">${t('forms.noBadge')} <a href="${ui.href('/issuer/library/new')}">${t('library.new')}</a></p>` : make(ui, view))}`,
  )
}

function make(ui: Ui, { library, values, problems }: FormsView): Html {
  const { t } = ui
  const questions = Array.from({ length: QUESTIONS }, (_, i) =>
    field({
      name: `question${i + 1}`,
      label: t('forms.question', { number: ui.number(i + 1) }),
      maxLength: limits.title,
      value: values[`question${i + 1}`] ?? '',
      problem: i === 0 ? problems.question1 : undefined,
      autocomplete: 'off',
      ...(i === 0 ? {} : { optional: t('site.optional') }),
    }),
  )
  const picked = html`<div class="field"><label for="f-saved">${t('issuer.badge')}</label><select id="f-saved" name="saved" autocomplete="off">${library.map(({ id, name }) => html`<option${attributes({ value: id, selected: id === values.saved })}>${name}</option>`)}</select></div>`
  return html`<section class="panel stack" aria-labelledby="make"><h2 id="make">${t('forms.make')}</h2>${form(
    ui,
    { action: '/issuer/forms' },
    html`${field({ name: 'title', label: t('forms.name'), required: true, maxLength: limits.title, value: values.title ?? '', problem: problems.title, autocomplete: 'off' })}${field({ name: 'description', label: t('forms.text'), multiline: true, optional: t('site.optional'), maxLength: limits.formDescription, value: values.description ?? '' })}${picked}${questions}${ruleFields(ui, values, problems.roster)}<p class="row field">${button(t('forms.make'))}</p>`,
  )}</section>`
}

/** Folded in, since most forms are decided by a person. */
function ruleFields(ui: Ui, values: FormsView['values'], problem: string | undefined): Html {
  const { t } = ui
  const text = (name: 'roster' | 'codes' | 'right', hint?: string) =>
    field({
      name,
      label: t(`forms.${name}`),
      ...defined({ hint }),
      value: values[name] ?? '',
      multiline: name !== 'right',
      optional: t('site.optional'),
      autocomplete: 'off',
      problem: name === 'roster' ? problem : undefined,
    })
  return html`<details${attributes({ open: problem !== undefined })}><summary>${t('forms.rule')}</summary><p class="soft">${t('forms.ruleText')}</p>${text('roster', t('forms.rosterHint'))}${text('codes', t('forms.codesHint'))}${text('right')}${field({ name: 'atMost', type: 'number', label: t('forms.atMost'), value: values.atMost ?? '100' })}</details>`
}
