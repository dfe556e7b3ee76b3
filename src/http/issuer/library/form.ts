import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import type { PageContent } from '../../site/layout.js'
import { type Problems, problemSummary } from '../../site/problems.js'
import { button, field, form, type Ui } from '../../site/ui.js'
import { attributes, type Html, html } from '../../web/html.js'
import { carriers } from '../frame/carried.js'
import { frame } from '../frame/frame.js'

/** Fields of the form that are text. */
export const savedFields = [
  'name',
  'description',
  'criteria',
  'tags',
  'level',
  'validCount',
  'validUnit',
  'shape',
  'icon',
  'colour',
  'words',
  'template',
  'signer1',
  'role1',
  'signer2',
  'role2',
  'signer3',
  'role3',
  'language',
] as const

export type SavedField = (typeof savedFields)[number]

/** Files that it takes. */
export const savedFiles = ['picture', 'logo', 'hand1', 'hand2', 'hand3'] as const
export type SavedFile = (typeof savedFiles)[number]

/** Shapes and icons that a picture is drawn from, as `draw` has them. */
export interface LookParts {
  readonly shapes: readonly ('circle' | 'shield' | 'hexagon' | 'star' | 'square' | 'drop')[]
  readonly icons: readonly (
    | 'star'
    | 'tick'
    | 'book'
    | 'cap'
    | 'bulb'
    | 'code'
    | 'flask'
    | 'globe'
    | 'heart'
    | 'people'
    | 'tool'
    | 'leaf'
  )[]
}

export interface SavedFormView {
  /** Absent for a new one. */
  readonly id: string | undefined
  readonly version: number | undefined
  readonly values: Readonly<Partial<Record<SavedField, string>>>
  readonly problems: Readonly<Partial<Record<SavedField | SavedFile, string>>>
  readonly skills: readonly { readonly name: string; readonly isKept: boolean }[]
  readonly pictureUrl: string | undefined
  readonly hasLogo: boolean
  /** By place. */
  readonly hasHand: readonly boolean[]
  /** Files that were chosen before the form came again. */
  readonly carried: Readonly<Partial<Record<SavedFile, Uint8Array>>>
  readonly parts: LookParts
}

const pictures = '.png,.svg,.jpg,.jpeg,image/png,image/svg+xml,image/jpeg'

const idOf = (name: string): string => `f-${name}`

/** Make or change a badge of the library. */
export function savedFormPage(ui: Ui, view: SavedFormView): PageContent {
  const { t } = ui
  const title = t(view.id === undefined ? 'library.new' : 'library.edit')
  const problems: Problems = Object.fromEntries(Object.entries(view.problems).map(([name, text]) => [idOf(name), text]))
  const action = view.id === undefined ? '/issuer/library' : `/issuer/library/${encodeURIComponent(view.id)}`
  const content = html`${view.version !== undefined && html`<input type="hidden" name="after" value="${String(view.version)}">`}${carriers(view.carried)}${about(ui, view)}${picture(ui, view)}${worth(ui, view)}${certificate(ui, view)}<p class="row">${button(t('library.saveAndPreview'), { large: true })}</p>`
  return frame(
    ui,
    '/issuer/library',
    title,
    undefined,
    html`${problemSummary(ui, problems)}<p class="lead">${t(view.id === undefined ? 'library.newText' : 'library.editText')}</p>${form(ui, { action, files: true, className: 'stack-wide' }, content)}`,
  )
}

const group = (title: string, fields: Html): Html =>
  html`<div class="panel"><fieldset><legend><h2>${title}</h2></legend>${fields}</fieldset></div>`

const text = ({ values, problems }: SavedFormView, name: SavedField, label: string, more: object = {}): Html =>
  field({
    name,
    id: idOf(name),
    label,
    value: values[name] ?? '',
    problem: problems[name],
    autocomplete: 'off',
    ...more,
  })

const file = (ui: Ui, { problems, carried }: SavedFormView, name: SavedFile, label: string, hint?: string): Html =>
  field({
    name,
    id: idOf(name),
    label,
    type: 'file',
    accept: pictures,
    problem: problems[name],
    optional: ui.t('site.optional'),
    ...defined({ hint: carried[name] === undefined ? hint : ui.t('form.fileKept') }),
  })

function about(ui: Ui, view: SavedFormView): Html {
  const { t } = ui
  return group(
    t('library.about'),
    html`${text(view, 'name', t('issuer.achievement'), { required: true, maxLength: limits.title })}${text(view, 'description', t('issuer.description'), { required: true, multiline: true, maxLength: limits.typedText })}${text(view, 'criteria', t('issuer.criteria'), { required: true, multiline: true, maxLength: limits.typedText, hint: t('library.markdown') })}${text(view, 'tags', t('badge.tags'), { optional: t('site.optional'), hint: t('library.tagsHint') })}${skills(ui, view)}${text(view, 'language', t('library.language'), { optional: t('site.optional'), hint: t('library.languageHint'), maxLength: limits.localeTag })}`,
  )
}

const skills = ({ t }: Ui, { skills }: SavedFormView): Html | false =>
  skills.length > 0 &&
  html`<fieldset class="field"><legend>${t('badge.skills')}</legend><span class="hint">${t('library.skillsKept')}</span>${skills.map(({ name, isKept }, i) => html`<label class="choice"><input${attributes({ type: 'checkbox', name: 'skill', value: String(i), checked: isKept })}><span><bdi>${name}</bdi></span></label>`)}</fieldset>`

function picture(ui: Ui, view: SavedFormView): Html {
  const { t } = ui
  const { values, problems, pictureUrl } = view
  const now =
    pictureUrl !== undefined &&
    html`<div class="field row"><img class="logo-now" src="${pictureUrl}" alt="${t('library.pictureNow')}" height="48"><label class="choice"><input type="checkbox" name="removePicture" value="true"> ${t('library.removePicture')}</label></div>`
  const colour = html`<div class="field"><label for="f-colour">${t('brand.colour')}</label><input${attributes({ id: 'f-colour', name: 'colour', type: 'color', class: 'colour', value: values.colour ?? '#0b5351', 'aria-invalid': problems.colour === undefined ? undefined : 'true' })}></div>`
  return group(
    t('badge.picture'),
    html`${now}${file(ui, view, 'picture', t('library.upload'), t('library.pictureHint'))}<p class="field">${t('library.orDraw')}</p>${select(
      view,
      'shape',
      t('library.shape'),
      [['', t('library.noDrawing')], ...view.parts.shapes.map((name) => [name, t(`shape.${name}`)] as const)],
    )}${select(
      view,
      'icon',
      t('library.icon'),
      view.parts.icons.map((name) => [name, t(`icon.${name}`)] as const),
    )}${colour}${text(view, 'words', t('library.words'), { optional: t('site.optional'), maxLength: limits.badgeWords })}`,
  )
}

function select(
  { values, problems }: SavedFormView,
  name: SavedField,
  label: string,
  options: readonly (readonly [string, string])[],
): Html {
  const problem = problems[name]
  return html`<div class="field"><label for="${idOf(name)}">${label}</label>${problem !== undefined && html`<span class="wrong" id="${idOf(name)}-wrong">${problem}</span>`}<select${attributes(
    {
      id: idOf(name),
      name,
      autocomplete: 'off',
      'aria-invalid': problem === undefined ? undefined : 'true',
      'aria-describedby': problem === undefined ? undefined : `${idOf(name)}-wrong`,
    },
  )}>${options.map(([value, label]) => html`<option${attributes({ value, selected: value === (values[name] ?? '') })}>${label}</option>`)}</select></div>`
}

function worth(ui: Ui, view: SavedFormView): Html {
  const { t } = ui
  const units = [
    ['years', t('library.years')],
    ['months', t('library.months')],
    ['days', t('library.days')],
  ] as const
  return group(
    t('library.worth'),
    html`${text(view, 'level', t('library.level'), { optional: t('site.optional'), hint: t('library.levelHint'), maxLength: limits.skillCode })}${text(view, 'validCount', t('library.validFor'), { optional: t('site.optional'), hint: t('library.validHint'), inputMode: 'numeric', pattern: '[0-9]{1,5}', maxLength: 5 })}${select(view, 'validUnit', t('library.unit'), units)}`,
  )
}

function certificate(ui: Ui, view: SavedFormView): Html {
  const { t } = ui
  const templates = (['classic', 'modern', 'record'] as const).map((name) => [name, t(`design.${name}`)] as const)
  const signature = (place: 1 | 2 | 3): Html =>
    html`<fieldset class="field"><legend>${t('library.signature', { number: ui.number(place) })}</legend>${text(view, `signer${place}`, t('library.signer'), { optional: t('site.optional'), maxLength: limits.personName })}${text(view, `role${place}`, t('library.role'), { optional: t('site.optional'), maxLength: limits.personName })}${file(ui, view, `hand${place}`, t('library.hand'), view.hasHand[place - 1] ? t('library.handNow') : undefined)}</fieldset>`
  return group(
    t('library.certificate'),
    html`${select(view, 'template', t('library.design'), templates)}${signature(1)}${signature(2)}${signature(3)}${view.hasLogo && html`<label class="choice field"><input type="checkbox" name="removeLogo" value="true"> ${t('library.removeLogo')}</label>`}${file(ui, view, 'logo', t('library.logo'), t('library.logoHint'))}`,
  )
}
