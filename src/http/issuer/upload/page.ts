import { limits } from '../../../internal/limits.js'
import type { PageContent } from '../../site/layout.js'
import { problemSummary } from '../../site/problems.js'
import { button, field, form, medal, notice, pill, type Ui } from '../../site/ui.js'
import { attributes, type Html, html } from '../../web/html.js'
import { frame } from '../frame/frame.js'
import { table } from '../frame/table.js'

/** What is wrong, by field; `form`: with all of it. */
export type UploadProblems = Readonly<
  Partial<Record<'name' | 'description' | 'criteria' | 'validUntil' | 'picture' | 'csv' | 'form', string>>
>

export interface UploadView {
  readonly values: Readonly<Record<string, string>>
  readonly problems: UploadProblems
  /** The badge of the library that is awarded. */
  readonly saved: { readonly name: string; readonly pictureUrl: string | undefined } | undefined
  /** Badges of the library to choose from, where none was chosen. */
  readonly library: readonly { readonly id: string; readonly name: string }[]
  /** Rows of the file that the form carries, and what it carries. */
  readonly kept: number | undefined
  readonly hidden: Readonly<Record<string, string>>
}

/** What is awarded: a badge of the library, or one that is described here. */
function awarded(ui: Ui, { values, saved, problems }: UploadView): Html {
  const { t } = ui
  if (saved !== undefined) {
    return html`<input type="hidden" name="saved" value="${values.saved}"><div class="row">${medal(saved.pictureUrl, saved.name, t('badge.picture'))}<div class="stack"><h2><bdi>${saved.name}</bdi></h2><p><a href="${ui.href('/issuer/upload')}">${t('library.another')}</a></p></div></div>`
  }
  return html`${field({ name: 'name', label: t('issuer.achievement'), required: true, maxLength: limits.title, value: values.name, problem: problems.name })}${field({ name: 'description', label: t('issuer.description'), required: true, multiline: true, maxLength: limits.typedText, value: values.description, problem: problems.description })}${field({ name: 'criteria', label: t('issuer.criteria'), required: true, multiline: true, maxLength: limits.typedText, value: values.criteria, problem: problems.criteria })}${field({ name: 'validUntil', type: 'date', label: t('badge.validUntil'), optional: t('site.optional'), value: values.validUntil, problem: problems.validUntil })}${field({ name: 'picture', type: 'file', label: t('issuer.picture'), optional: t('site.optional'), accept: '.png,.svg,image/png,image/svg+xml', problem: problems.picture })}`
}

const choices = (ui: Ui, { library, saved }: UploadView): Html | false =>
  saved === undefined &&
  library.length > 0 &&
  html`<section class="panel stack" aria-labelledby="pick"><h2 id="pick">${ui.t('library.pick')}</h2><ul role="list" class="list">${library.map(({ id, name }) => html`<li><a href="${ui.href(`/issuer/upload?saved=${encodeURIComponent(id)}`)}"><bdi>${name}</bdi></a></li>`)}</ul><p><a href="${ui.href('/issuer/library')}">${ui.t('library.title')}</a></p></section><h2>${ui.t('library.orDescribe')}</h2>`

export function uploadPage(ui: Ui, view: UploadView): PageContent {
  const { values, problems } = view
  const { t } = ui
  return frame(
    ui,
    '/issuer/upload',
    t('issuer.upload'),
    undefined,
    html`${problemSummary(ui, { 'f-name': problems.name, 'f-description': problems.description, 'f-criteria': problems.criteria, 'f-validUntil': problems.validUntil, 'f-picture': problems.picture, 'f-csv': problems.csv, main: problems.form })}${choices(ui, view)}<div class="card">${form(
      ui,
      { action: '/issuer/upload', files: true },
      html`${awarded(ui, view)}${Object.entries(view.hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${field({ name: 'csv', type: 'file', label: t('issuer.csv'), problem: problems.csv, hint: view.kept === undefined ? t('issuer.csvHint') : t('upload.kept', { count: view.kept }), accept: '.csv,.tsv,.txt,text/csv,text/plain' })}<p class="field"><a href="${ui.href(`/issuer/upload/template.csv${values.saved ? `?saved=${encodeURIComponent(values.saved)}` : ''}`)}">${t('upload.template')}</a> <span class="soft small">${t('upload.templateHint')}</span></p>${field({ name: 'csvText', label: t('issuer.csvText'), multiline: true, value: values.csvText })}${field({ name: 'releaseAt', type: 'datetime-local', label: t('issuer.releaseAt'), hint: t('issuer.releaseHint'), optional: t('site.optional'), value: values.releaseAt })}${approvalField(ui, values)}<div class="field"><label class="choice"><input type="checkbox" name="suspendable" value="true"${attributes({ checked: values.suspendable === 'true' })}><span>${t('pause.allow')}</span></label></div>${field({ name: 'label', label: t('issuer.label'), optional: t('site.optional'), maxLength: limits.title, value: values.label })}<p class="row field">${button(t('issuer.preview'), { large: true })}</p>`,
    )}</div>`,
  )
}

/** Where every batch is approved, nobody has to ask for it. */
const approvalField = ({ t }: Ui, { approval, approvalRequired }: UploadView['values']): Html | false =>
  approvalRequired !== 'true' &&
  html`<div class="field"><label class="choice"><input type="checkbox" name="approval" value="true"${attributes({ checked: approval === 'true' })}><span>${t('issuer.approval')}</span></label></div>`

export interface PreviewView {
  readonly name: string
  readonly picture: string | undefined
  readonly rows: readonly {
    readonly row: number
    readonly email: string
    readonly name: string
    readonly problem: string | undefined
    /** They have the badge already. */
    readonly had: boolean
  }[]
  /** What to look at in the file before going on. */
  readonly warnings: readonly string[]
  readonly ready: number
  readonly refused: number
  /** People who have the badge already. */
  readonly had: number
  /** Whether the badges are offered later. */
  readonly isHeld: boolean
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
${view.warnings.map((warning) => notice('warn', warning))}
${view.refused > 0 && notice('warn', t('issuer.refused', { count: view.refused }))}
${view.had > 0 && notice('calm', t('upload.had', { count: view.had }))}
${table(t('issuer.previewTitle'), shown.length, [
  { label: t('issuer.row'), cell: (row) => ui.number(at(row).row) },
  { label: t('account.name'), cell: (row) => html`<bdi>${at(row).name}</bdi>` },
  { label: t('signIn.email'), cell: (row) => html`<bdi>${at(row).email}</bdi>` },
  {
    label: t('badge.state'),
    cell: (row) =>
      at(row).problem === undefined
        ? at(row).had
          ? pill('had', t('row.had'))
          : pill('done', t('issuer.rowOk'))
        : html`<span class="wrong">${at(row).problem}</span>`,
  },
])}</div>
<div class="panel stack">${medal(view.picture, view.name, t('badge.picture'))}<h2><bdi>${view.name}</bdi></h2><p>${t('issuer.ready', { count: view.ready })}</p>${
      view.ready > 0 &&
      form(
        ui,
        { action: '/issuer/upload/confirm', files: true },
        html`${Object.entries(view.hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${button(t(view.isHeld ? 'issuer.issueHeld' : 'issuer.issueNow', { count: view.ready }), { large: true })}`,
      )
    }${form(ui, { action: '/issuer/upload/correct', files: true }, html`${Object.entries(view.hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${button(t('upload.back'), { look: 'quiet' })}`)}</div></div>`,
  )
}
