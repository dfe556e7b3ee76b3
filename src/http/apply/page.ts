import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { FormField } from '../../service/index.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, notice, pill, type Ui } from '../site/ui.js'
import { attributes, type Html, html, paragraphs } from '../web/html.js'

export interface ApplyView {
  readonly formId: string
  readonly title: string
  readonly description: string | undefined
  readonly fields: readonly FormField[]
  /** Whether a code lets somebody through. */
  readonly hasCode: boolean
  readonly values: Readonly<Record<string, readonly string[]>>
  /** By field name; `email` and `name` among them, under `you.email` and `you.name`. */
  readonly problems: Readonly<Record<string, string>>
}

export const applyListPage = (
  ui: Ui,
  forms: readonly { readonly id: string; readonly title: string; readonly description: string | undefined }[],
): PageContent => ({
  title: ui.t('apply.title'),
  index: true,
  body: html`<div class="wrap stack-wide"><h1>${ui.t('apply.title')}</h1>${
    forms.length === 0
      ? html`<p class="lead">${ui.t('apply.none')}</p>`
      : html`<div class="doors">${forms.map(({ id, title, description }) => html`<a class="panel door" href="${ui.href(`/apply/${encodeURIComponent(id)}`)}"><h2><bdi>${title}</bdi></h2>${description !== undefined && html`<p class="soft" dir="auto">${description}</p>`}</a>`)}</div>`
  }</div>`,
})

export function applyPage(ui: Ui, view: ApplyView): PageContent {
  const { t } = ui
  const wrong = Object.entries(view.problems)
  const labelOf = (name: string): string =>
    name === 'you.email'
      ? t('signIn.email')
      : name === 'you.name'
        ? t('account.name')
        : (view.fields.find((row) => row.name === name)?.title ?? name)
  const you = (name: 'you.email' | 'you.name') => ({
    name,
    value: view.values[name]?.[0],
    problem: view.problems[name],
    required: true,
  })
  return {
    title: view.title,
    index: true,
    body: html`<div class="narrow stack-wide"><div class="stack"><h1><bdi>${view.title}</bdi></h1>${view.description !== undefined && html`<div class="lead">${paragraphs(view.description)}</div>`}</div>
${wrong.length > 0 && notice('bad', html`<h2>${t('apply.problems', { count: wrong.length })}</h2><ul>${wrong.map(([name, text]) => html`<li><a href="#${idOf(name)}"><bdi>${labelOf(name)}</bdi>: ${text}</a></li>`)}</ul>`)}
<div class="card">${form(
      ui,
      { action: `/apply/${encodeURIComponent(view.formId)}` },
      html`<fieldset class="stack"><legend>${t('apply.you')}</legend>${field({ ...you('you.name'), id: idOf('you.name'), label: t('account.name'), autocomplete: 'name', maxLength: limits.personName })}${field({ ...you('you.email'), id: idOf('you.email'), label: t('signIn.email'), type: 'email', autocomplete: 'email', maxLength: limits.address })}${view.hasCode && field({ name: 'you.code', id: idOf('you.code'), label: t('apply.code'), hint: t('apply.codeHint'), optional: t('site.optional'), maxLength: 64, autocomplete: 'off', value: view.values['you.code']?.[0] })}</fieldset>
<div class="trap" aria-hidden="true"><label for="website">${t('apply.honeypot')}</label><input id="website" name="you.website" tabindex="-1" autocomplete="off"></div>
<fieldset class="stack field"><legend>${t('apply.answers')}</legend>${view.fields.map((row) => fieldOf(ui, row, view))}</fieldset>
<p class="row field">${button(t('apply.send'), { large: true })}</p>`,
    )}</div></div>`,
  }
}

const idOf = (name: string): string =>
  `f-${[...name].map((c) => (/[\w-]/.test(c) ? c : `_${c.codePointAt(0)}`)).join('')}`

function fieldOf(ui: Ui, row: FormField, view: Pick<ApplyView, 'values' | 'problems'>): Html {
  const values = view.values[row.name] ?? []
  const problem = view.problems[row.name]
  const name = `answer.${row.name}`
  const id = idOf(row.name)
  const { title: label, description: hint, required, options: choices = [] } = row
  const optional = required ? {} : { optional: ui.t('site.optional') }
  const shared = { id, name, label, problem, required, ...defined({ hint }), ...optional }
  const described = {
    'aria-describedby': [problem && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined,
  }
  const notes = html`${problem !== undefined && html`<span class="wrong" id="${id}-wrong">${problem}</span>`}${hint !== undefined && html`<span class="hint" id="${id}-hint"><bdi>${hint}</bdi></span>`}`
  switch (row.kind) {
    case 'choice':
      return html`<div class="field"><label for="${id}"><bdi>${label}</bdi></label>${notes}<select${attributes({ id, name, required, ...described, 'aria-invalid': problem === undefined ? undefined : 'true' })}><option value="">${ui.t('apply.choose')}</option>${choices.map((choice) => html`<option${attributes({ value: choice, selected: values.includes(choice) })}>${choice}</option>`)}</select></div>`
    case 'choices':
      return html`<fieldset class="field" id="${id}" tabindex="-1"${attributes(described)}><legend><bdi>${label}</bdi></legend>${notes}${choices.map((choice) => html`<label class="choice"><input type="checkbox"${attributes({ name, value: choice, checked: values.includes(choice) })}><span><bdi>${choice}</bdi></span></label>`)}</fieldset>`
    case 'checkbox':
      return html`<div class="field">${notes}<label class="choice"><input type="checkbox"${attributes({ id, name, value: 'true', checked: values.includes('true'), required, ...described })}><span><bdi>${label}</bdi></span></label></div>`
    case 'long-text':
      return field({
        ...shared,
        value: values[0],
        multiline: true,
        ...defined({ maxLength: row.maxLength }),
      })
    default:
      return field({
        ...shared,
        value: values[0],
        type: row.kind === 'integer' ? 'number' : row.kind,
        ...defined({ maxLength: row.maxLength }),
      })
  }
}

export interface ApplicationView {
  readonly token: string
  readonly title: string
  readonly stage: 'submitted' | 'asked' | 'approved' | 'rejected'
  readonly remarks: readonly { readonly by: 'reviewer' | 'applicant'; readonly text: string; readonly at: string }[]
  readonly sent: boolean
}

export function applicationPage(ui: Ui, view: ApplicationView): PageContent {
  const { t } = ui
  return {
    title: t('apply.yours'),
    body: html`<div class="narrow stack-wide">${view.sent && notice('good', html`<strong>${t('apply.sent')}</strong> ${t('apply.sentText')}`)}<div class="row between"><h1><bdi>${view.title}</bdi></h1>${pill(view.stage, t(`apply.stage.${view.stage}`))}</div>
${remarksOf(ui, view.remarks)}
${view.stage === 'asked' && html`<section class="card stack" aria-labelledby="question"><h2 id="question">${t('apply.question')}</h2>${form(ui, { action: `/application/${encodeURIComponent(view.token)}` }, html`${field({ name: 'remark', label: t('apply.answer'), multiline: true, required: true, maxLength: limits.remarkText })}<p class="row field">${button(t('apply.answerSend'))}</p>`)}</section>`}</div>`,
  }
}

export const remarksOf = (ui: Ui, remarks: ApplicationView['remarks']): Html | undefined =>
  remarks.length === 0
    ? undefined
    : html`<ul role="list" class="stack">${remarks.map(({ by, text, at }) => html`<li class="panel"><p class="soft small">${ui.t(by === 'reviewer' ? 'apply.reviewer' : 'apply.you.said')} · ${ui.moment(at)}</p>${paragraphs(text)}</li>`)}</ul>`
