import { limits } from '../../../internal/limits.js'
import { type About, aboutPanel } from '../../site/badge/about.js'
import type { PageContent } from '../../site/layout.js'
import { button, field, form, medal, notice, pill, type Ui } from '../../site/ui.js'
import { type Html, html, paragraphs } from '../../web/html.js'
import { frame } from '../frame/frame.js'
import { nextLink } from '../frame/table.js'

export interface SavedRow {
  readonly id: string
  readonly name: string
  readonly pictureUrl: string | undefined
  readonly changedAt: string
  readonly isRetired: boolean
}

export interface LibraryView {
  readonly rows: readonly SavedRow[]
  readonly isRetired: boolean
  readonly next: string | undefined
}

const pathOf = (id: string): string => `/issuer/library/${encodeURIComponent(id)}`

/** All badges of the library, with a link to award each. */
export function libraryPage(ui: Ui, { rows, isRetired, next }: LibraryView): PageContent {
  const { t } = ui
  const tile = ({ id, name, pictureUrl, changedAt }: SavedRow): Html =>
    html`<li class="tile">${medal(pictureUrl, name, '')}<h2><a class="inner" href="${ui.href(pathOf(id))}"><bdi>${name}</bdi></a></h2><p class="soft small">${t('library.changed', { date: ui.moment(changedAt) })}</p>${!isRetired && ui.may('batches.issue') && html`<p class="row foot"><a class="button" href="${ui.href(`/issuer/upload?saved=${encodeURIComponent(id)}`)}">${t('library.award')}<span class="hidden-visually">: ${name}</span></a></p>`}</li>`
  return frame(
    ui,
    '/issuer/library',
    t('library.title'),
    undefined,
    html`<p class="lead">${t('library.lead')}</p><p class="row">${ui.may('library.save') && html`<a class="button second" href="${ui.href('/issuer/library/new')}">${t('library.new')}</a>`}<a href="${ui.href(isRetired ? '/issuer/library' : '/issuer/library?retired=true')}">${t(isRetired ? 'library.showCurrent' : 'library.showRetired')}</a></p>${
      rows.length === 0
        ? html`<p class="card">${t(isRetired ? 'issuer.none' : 'library.empty')}</p>`
        : html`<ul role="list" class="grid">${rows.map(tile)}</ul>`
    }${nextLink(ui, next)}`,
  )
}

export interface SavedView extends SavedRow {
  readonly version: number
  readonly about: About
  readonly issuer: string
  readonly cardUrl: string | undefined
  readonly certificateUrl: string | undefined
  readonly mail: { readonly subject: string; readonly text: string; readonly url: string } | undefined
  readonly history: readonly { readonly type: string; readonly at: string; readonly by: string | undefined }[]
  readonly note: string | undefined
  readonly problem: string | undefined
}

/** A badge of the library as people will see it: page, card, certificate and mail. */
export function savedPage(ui: Ui, view: SavedView): PageContent {
  const { t } = ui
  const { facts } = view.about
  const path = pathOf(view.id)
  return frame(
    ui,
    '/issuer/library',
    view.name,
    view.note,
    html`${view.problem !== undefined && notice('bad', view.problem)}${view.isRetired ? notice('warn', t('library.retiredText')) : html`<p class="lead">${t('library.previewText')}</p>`}<p class="row">${!view.isRetired && ui.may('batches.issue') && html`<a class="button" href="${ui.href(`/issuer/upload?saved=${encodeURIComponent(view.id)}`)}">${t('library.award')}</a>`}${!view.isRetired && ui.may('library.save') && html`<a class="button second" href="${ui.href(`${path}/edit`)}">${t('library.edit')}</a><a class="button quiet" href="${ui.href(`${path}/skills`)}">${t('library.addSkills')}</a>`}</p>
<div class="split"><div class="stack-wide"><section aria-labelledby="as-page" class="stack"><h2 id="as-page">${t('library.asPage')}</h2><article class="certificate">${medal(view.pictureUrl, view.name, t('badge.picture'))}<p class="issuer"><bdi>${view.issuer}</bdi></p><h3><bdi>${view.name}</bdi></h3><p class="person"><bdi>${t('library.sampleName')}</bdi></p>${facts.validUntil !== undefined && html`<p class="soft">${t('badge.validUntil')}: ${ui.moment(facts.validUntil)}</p>`}</article>${aboutPanel(ui, view.about)}</section>
${view.mail !== undefined && html`<section aria-labelledby="as-mail" class="stack"><h2 id="as-mail">${t('library.asMail')}</h2><div class="panel stack" dir="auto"><h3><bdi>${view.mail.subject}</bdi></h3>${paragraphs(view.mail.text)}</div><p><a href="${view.mail.url}" target="_blank" rel="noopener">${t('library.openMail')}</a></p></section>`}</div>
<div class="stack-wide">${view.cardUrl !== undefined && html`<section aria-labelledby="as-card" class="stack"><h2 id="as-card">${t('library.asCard')}</h2><img src="${view.cardUrl}" alt="${view.name}" width="1200" height="630"></section>`}${view.certificateUrl !== undefined && html`<section aria-labelledby="as-certificate" class="stack"><h2 id="as-certificate">${t('library.certificate')}</h2><p><a class="button quiet" href="${view.certificateUrl}" target="_blank" rel="noopener">${t('library.openCertificate')}</a></p></section>`}${changes(ui, view)}${history(ui, view)}</div></div>`,
  )
}

function changes(ui: Ui, { id, name, isRetired }: SavedView): Html | false {
  const { t } = ui
  const path = pathOf(id)
  return (
    ui.may('library.save') &&
    html`<section class="panel stack" aria-labelledby="copy"><h2 id="copy">${t('library.duplicate')}</h2>${form(ui, { action: `${path}/duplicate` }, html`${field({ name: 'name', label: t('library.copyName'), value: t('library.copyOf', { name }).slice(0, limits.title), required: true, maxLength: limits.title, autocomplete: 'off' })}<p class="row field">${button(t('library.duplicate'), { look: 'second' })}</p>`)}</section><section class="panel stack" aria-labelledby="retire"><h2 id="retire">${t(isRetired ? 'library.restore' : 'library.retire')}</h2><p class="soft">${t(isRetired ? 'library.restoreText' : 'library.retireText')}</p>${form(ui, { action: `${path}/retire` }, html`<input type="hidden" name="retired" value="${String(!isRetired)}">${button(t(isRetired ? 'library.restore' : 'library.retire'), { look: isRetired ? 'second' : 'danger' })}`)}</section>`
  )
}

const words = {
  'saved-badge-changed': 'library.event.changed',
  'saved-badge-retired': 'library.event.retired',
  'saved-badge-restored': 'library.event.restored',
} as const

const history = (ui: Ui, { history, version }: SavedView): Html =>
  html`<section class="panel stack" aria-labelledby="history"><h2 id="history">${ui.t('issuer.history')}</h2><p>${pill('done', ui.t('library.version', { number: ui.number(version) }))}</p><ul role="list" class="list">${history.map(({ type, at, by }) => html`<li><span>${Object.hasOwn(words, type) ? ui.t(words[type as keyof typeof words]) : type}${by !== undefined && html` <span class="soft small"><bdi>${ui.t('issuer.by', { name: by })}</bdi></span>`}</span><time class="soft small" datetime="${at}">${ui.moment(at)}</time></li>`)}</ul></section>`

export interface SkillsView {
  readonly id: string
  readonly name: string
  readonly frameworks: readonly {
    readonly id: string
    readonly name: string
    readonly kind: string
    readonly skills: number
  }[]
  readonly sought: string
  readonly found: readonly { readonly name: string; readonly code: string | undefined; readonly framework: string }[]
  readonly more: boolean
  readonly problem: string | undefined
}

/** Skills for a badge, from files that the issuer has given. */
export function skillsPage(ui: Ui, view: SkillsView): PageContent {
  const { t } = ui
  const path = `${pathOf(view.id)}/skills`
  return frame(
    ui,
    '/issuer/library',
    t('library.addSkills'),
    undefined,
    html`<p class="lead"><bdi>${view.name}</bdi></p>${
      view.frameworks.length > 0 &&
      html`<form method="get" action="${ui.href(path)}" class="row" role="search"><label for="q">${t('library.skillWords')}</label><input id="q" name="q" type="search" dir="auto" maxlength="${String(limits.title)}" value="${view.sought}" autocomplete="off"><button type="submit" class="button quiet">${t('issuer.search')}</button></form>`
    }${
      view.found.length > 0
        ? form(
            ui,
            { action: path, className: 'panel stack' },
            html`<input type="hidden" name="q" value="${view.sought}"><fieldset><legend><h2>${t('badge.skills')}</h2></legend>${view.found.map(({ name, code, framework }, i) => html`<label class="choice"><input type="checkbox" name="skill" value="${String(i)}"><span><bdi>${name}</bdi><span class="soft small"> <bdi>${[code, framework].filter(Boolean).join(' · ')}</bdi></span></span></label>`)}</fieldset>${view.more && html`<p class="soft">${t('library.moreSkills')}</p>`}<p class="row">${button(t('library.addChosen'))}</p>`,
          )
        : view.sought !== '' && html`<p class="card">${t('library.noSkill')}</p>`
    }<section class="panel stack" aria-labelledby="files"><h2 id="files">${t('library.skillFiles')}</h2><p class="soft">${t('library.skillFilesText')}</p>${view.frameworks.length > 0 && html`<ul role="list" class="list">${view.frameworks.map(({ id, name, kind, skills }) => html`<li><span><bdi>${name}</bdi> <span class="soft small">${kind} · ${t('library.skillCount', { count: skills })}</span></span>${form(ui, { action: `${path}/remove` }, html`<input type="hidden" name="framework" value="${id}">${button(t('library.removeFile'), { look: 'quiet', ariaLabel: `${t('library.removeFile')}: ${name}` })}`)}</li>`)}</ul>`}${form(ui, { action: `${path}/file`, files: true }, html`${field({ name: 'file', type: 'file', label: t('library.skillFile'), problem: view.problem, accept: '.json,.jsonld,.csv,application/json,application/ld+json,text/csv' })}<p class="row field">${button(t('library.addFile'), { look: 'second' })}</p>`)}</section><p><a href="${ui.href(pathOf(view.id))}">${t('library.back')}</a></p>`,
  )
}
