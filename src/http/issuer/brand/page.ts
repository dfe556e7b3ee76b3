import { accentsOf } from '../../../internal/colours.js'
import { limits } from '../../../internal/limits.js'
import { UTC } from '../../../internal/time-zone.js'
import type { PageContent } from '../../site/layout.js'
import { problemSummary } from '../../site/problems.js'
import { button, field, form, notice, type Ui } from '../../site/ui.js'
import { attributes, type Html, html } from '../../web/html.js'
import { frame } from '../frame/frame.js'

/** What the form has, as texts: empty for what is not set. */
export const brandFields = [
  'name',
  'colour',
  'fromName',
  'fromEmail',
  'replyTo',
  'timeZone',
  'imprintUrl',
  'privacyUrl',
  'footer',
  'postal',
] as const

export type BrandField = (typeof brandFields)[number]

export interface BrandView {
  readonly values: Readonly<Record<BrandField, string>>
  /** Beside their fields; `testTo` and `logo` have none among the values. */
  readonly problems: Readonly<Partial<Record<BrandField | 'logo' | 'testTo', string>>>
  readonly logoUrl: string | undefined
  /** In the configuration: shown, and not changed here. */
  readonly isConfigured: boolean
  /** Whom a test message would go to; absent where no mail is sent. */
  readonly testTo: string | undefined
  readonly note: string | undefined
}

export function brandPage(ui: Ui, view: BrandView): PageContent {
  const { t } = ui
  const problems = Object.fromEntries(Object.entries(view.problems).map(([name, text]) => [`f-${name}`, text]))
  const content = html`${problemSummary(ui, problems)}<p class="lead">${t('brand.lead')}</p>${view.isConfigured ? configured(ui, view) : settings(ui, view)}`
  return frame(ui, '/issuer/settings', t('brand.title'), view.note, content)
}

const ACTION = '/issuer/settings'

/** Everything in one form. */
function settings(ui: Ui, view: BrandView): Html {
  const { t } = ui
  const { values, problems } = view
  const text = (name: BrandField, more: object = {}): Html =>
    field({
      name,
      label: t(`brand.${name}`),
      value: values[name],
      problem: problems[name],
      autocomplete: 'off',
      optional: t('site.optional'),
      ...more,
    })
  const group = (title: string, fields: Html): Html =>
    html`<div class="panel"><fieldset><legend><h2>${title}</h2></legend>${fields}</fieldset></div>`
  const content = html`${group(
    t('brand.looks'),
    html`${text('name', { maxLength: limits.brandName, autocomplete: 'organization' })}${logoField(ui, view)}${colourField(ui, view)}${zoneField(ui, view)}`,
  )}
${group(
  t('brand.mail'),
  html`${text('fromName', { maxLength: limits.personName })}${text('fromEmail', { type: 'email', maxLength: limits.address, hint: t('brand.fromHint') })}${text('replyTo', { type: 'email', maxLength: limits.address })}`,
)}
${group(
  t('brand.foot'),
  html`${text('footer', { multiline: true, maxLength: limits.brandText })}${text('postal', { multiline: true, maxLength: limits.brandText, hint: t('brand.postalHint') })}${text('imprintUrl', { type: 'url', maxLength: limits.brandUrl })}${text('privacyUrl', { type: 'url', maxLength: limits.brandUrl })}`,
)}
${view.testTo !== undefined && group(t('brand.test'), testField(ui, view))}
<div class="row">${view.testTo !== undefined && button(t('brand.saveAndTest'), { name: 'next', value: 'test' })}${button(t('site.save'), view.testTo === undefined ? {} : { look: 'second' })}</div>`
  return form(ui, { action: ACTION, files: true, className: 'stack-wide' }, content)
}

const testField = (ui: Ui, { testTo, problems }: BrandView): Html =>
  field({
    name: 'testTo',
    label: ui.t('brand.testTo'),
    type: 'email',
    value: testTo,
    problem: problems.testTo,
    maxLength: limits.address,
    autocomplete: 'email',
  })

function logoField(ui: Ui, { logoUrl, problems }: BrandView): Html {
  const { t } = ui
  const size = { size: Math.floor(limits.logoBytes / 1024) }
  const now =
    logoUrl !== undefined &&
    html`<div class="field row"><img class="logo-now" src="${logoUrl}" alt="${t('brand.logoNow')}" height="48"><label class="choice"><input type="checkbox" name="removeLogo" value="true"> ${t('brand.removeLogo')}</label></div>`
  return html`${now}${field({
    name: 'logo',
    label: t('brand.logo'),
    type: 'file',
    accept: '.png,.svg,.jpg,.jpeg,image/png,image/svg+xml,image/jpeg',
    hint: t('brand.logoHint', size),
    problem: problems.logo,
    optional: t('site.optional'),
  })}`
}

/** The browser's own choice of a colour, and what became of the one that was chosen. */
function colourField(ui: Ui, { values, problems }: BrandView): Html {
  const { t } = ui
  const { light, dark } = accentsOf(values.colour === '' || problems.colour !== undefined ? undefined : values.colour)
  const described = ['colour-hint', problems.colour !== undefined && 'colour-wrong', 'colour-shades'].filter(Boolean)
  return html`<div class="field"><label for="f-colour">${t('brand.colour')}</label>${problems.colour !== undefined && html`<span class="wrong" id="colour-wrong">${problems.colour}</span>`}<span class="hint" id="colour-hint">${t('brand.colourHint')}</span><div class="row"><input${attributes(
    {
      id: 'f-colour',
      name: 'colour',
      type: 'color',
      class: 'colour',
      value: values.colour === '' ? light.accent : values.colour,
      'aria-describedby': described.join(' '),
      'aria-invalid': problems.colour === undefined ? undefined : 'true',
    },
  )}>${swatch(light.accent)}${swatch(dark.accent)}<span class="soft small" id="colour-shades">${t('brand.shades', { light: isolated(light.accent), dark: isolated(dark.accent) })}</span></div></div>`
}

/** Within a sentence from right to left too. */
const isolated = (text: string): string => `\u2066${text}\u2069`

const swatch = (colour: string): Html =>
  html`<svg class="swatch" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect width="24" height="24" rx="4" fill="${colour}"/></svg>`

function zoneField(ui: Ui, { values, problems }: BrandView): Html {
  const { t } = ui
  const zones = [...new Set([UTC, ...Intl.supportedValuesOf('timeZone'), values.timeZone])].filter(Boolean)
  return html`<div class="field"><label for="f-timeZone">${t('brand.timeZone')}</label>${problems.timeZone !== undefined && html`<span class="wrong" id="timeZone-wrong">${problems.timeZone}</span>`}<span class="hint" id="timeZone-hint">${t('brand.timeZoneHint')}</span><select${attributes(
    {
      id: 'f-timeZone',
      name: 'timeZone',
      autocomplete: 'off',
      'aria-describedby': problems.timeZone === undefined ? 'timeZone-hint' : 'timeZone-wrong timeZone-hint',
      'aria-invalid': problems.timeZone === undefined ? undefined : 'true',
    },
  )}>${zones.map((zone) => html`<option${attributes({ value: zone, selected: zone === values.timeZone })}>${zone}</option>`)}</select></div>`
}

/** What the configuration says; mail can be tried out all the same. */
function configured(ui: Ui, view: BrandView): Html {
  const { t } = ui
  const rows = brandFields.filter((name) => view.values[name] !== '')
  const test = html`${testField(ui, view)}<p class="row field">${button(t('brand.sendTest'), { name: 'next', value: 'test' })}</p>`
  return html`${notice('calm', t('brand.configured'))}<dl class="facts">${rows.map((name) => html`<dt>${t(`brand.${name}`)}</dt><dd><bdi>${view.values[name]}</bdi></dd>`)}</dl>${view.testTo !== undefined && html`<section class="panel">${form(ui, { action: `${ACTION}/test` }, test)}</section>`}`
}
