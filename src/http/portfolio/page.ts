import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, medal, notice, pill, stateLabel, type Ui } from '../site/ui.js'
import { attributes, type Html, html, paragraphs } from '../web/html.js'

export interface PortfolioTile {
  readonly name: string
  readonly issuerName: string
  /** Its state in a word: `valid`, or what has become of it. */
  readonly state: string
  readonly picture: string | undefined
  readonly path: string
}

export interface PortfolioPageView {
  readonly title: string
  readonly text: string
  readonly url: string
  readonly listed: boolean
  readonly tiles: readonly PortfolioTile[]
  readonly qr: Html | undefined
  readonly head: Html | undefined
}

/** The public page of a person: what they wrote, and the badges that are public at this moment. */
export function portfolioPage(ui: Ui, view: PortfolioPageView): PageContent {
  const { t } = ui
  return {
    title: view.title,
    index: view.listed,
    head: view.head,
    body: html`<div class="wrap stack-wide"><div class="stack"><h1 dir="auto">${view.title}</h1>${view.text !== '' && html`<div class="stack lead">${paragraphs(view.text)}</div>`}</div>
${
  view.tiles.length === 0
    ? html`<p class="card">${t('page.empty')}</p>`
    : html`<ul role="list" class="grid">${view.tiles.map((tile) => tileOf(ui, tile))}</ul>`
}
<section class="panel row page-foot" aria-label="${t('page.address')}">${view.qr !== undefined && html`<div class="qr">${view.qr}</div>`}<div><p>${t('page.check')}</p><p><a class="mono" dir="ltr" href="${view.url}">${view.url}</a></p></div></section></div>`,
  }
}

const tileOf = (ui: Ui, tile: PortfolioTile): Html =>
  html`<li class="tile">${medal(tile.picture, tile.name, '')}<h2 class="h3"><a href="${ui.href(tile.path)}"><bdi>${tile.name}</bdi></a></h2><p class="soft small"><bdi>${tile.issuerName}</bdi></p>${tile.state !== 'valid' && html`<p class="foot row">${pill(tile.state, stateLabel(ui, tile.state))}</p>`}</li>`

export interface EditorView {
  /** Whether there is a page already. */
  readonly url: string | undefined
  readonly open: boolean
  readonly title: string
  readonly text: string
  /** The address that was chosen; empty for one that nobody can guess. */
  readonly address: string
  readonly base: string
  /** Public badges to choose from. */
  readonly badges: readonly {
    readonly badgeId: string
    readonly name: string
    readonly issuerName: string
    readonly chosen: boolean
  }[]
  readonly qr: Html | undefined
  readonly saved: boolean
  readonly problems: { readonly title?: string; readonly address?: string }
}

/** Where a person sets their page. It is off at first, and no badge is chosen beforehand. */
export function editorPage(ui: Ui, view: EditorView): PageContent {
  const { t } = ui
  const { problems } = view
  const isWrong = Object.keys(problems).length > 0
  return {
    title: t('page.title'),
    body: html`<div class="narrow stack-wide">${view.saved && notice('good', t(view.open ? 'page.savedOpen' : 'page.savedClosed'))}<h1>${t('page.title')}</h1><p class="lead">${t('page.lead')}</p>
${isWrong && notice('bad', t('page.wrong'))}
${view.url !== undefined && view.open && addressPanel(ui, view.url, view.qr)}
${form(
  ui,
  { action: '/mine/page', className: 'card stack-wide' },
  html`<fieldset><legend><h2>${t('page.who')}</h2></legend>${choice('no', t('page.off'), t('page.offText'), !view.open)}${choice('yes', t('page.on'), t('page.onText'), view.open)}</fieldset>
<div>${field({ name: 'title', label: t('page.name'), hint: t('page.nameHint'), value: view.title, maxLength: limits.pageTitle, problem: problems.title, autocomplete: 'off' })}${field({ name: 'text', label: t('page.text'), optional: t('site.optional'), value: view.text, maxLength: limits.pageText, multiline: true })}${field({ name: 'address', label: t('page.address'), hint: t('page.addressHint', { base: view.base }), optional: t('site.optional'), value: view.address, maxLength: limits.pageAddress, pattern: '[a-z0-9\\-]*', problem: problems.address, autocomplete: 'off' })}</div>
<fieldset><legend><h2>${t('page.badges')}</h2></legend>${
    view.badges.length === 0
      ? html`<p>${t('page.noPublic')} <a href="${ui.href('/mine')}">${t('mine.title')}</a></p>`
      : html`<p class="hint">${t('page.badgesHint', { count: limits.pageBadges })}</p>${view.badges.map(
          ({ badgeId, name, issuerName, chosen }) =>
            html`<label class="choice"><input${attributes({ type: 'checkbox', name: 'badge', value: badgeId, checked: chosen })}><span><strong><bdi>${name}</bdi></strong><span class="soft small"><bdi>${issuerName}</bdi></span></span></label>`,
        )}`
  }</fieldset>
<p class="row">${button(t('site.save'), { large: true })}${view.url !== undefined && view.address === '' && button(t('page.renew'), { name: 'renew', value: 'yes', look: 'quiet' })}</p>`,
)}
${view.url !== undefined && html`<section class="panel stack" aria-labelledby="keep"><h2 id="keep">${t('page.keep')}</h2><p class="soft">${t('page.keepText')}</p><p><a class="button second" href="${ui.href('/mine/page/archive.zip')}"${attributes({ download: 'badges.zip' })}>${t('page.archive')}</a></p></section>`}</div>`,
  }
}

const choice = (value: string, label: string, hint: string, checked: boolean): Html =>
  html`<label class="choice"><input${attributes({ type: 'radio', name: 'open', value, checked })}><span><strong>${label}</strong><span class="soft">${hint}</span></span></label>`

const addressPanel = (ui: Ui, url: string, qr: Html | undefined): Html =>
  html`<section class="panel row page-foot" aria-labelledby="open"><div class="stack"><h2 id="open">${ui.t('page.isOpen')}</h2><p><a class="mono" dir="ltr" href="${url}">${url}</a></p></div>${qr !== undefined && html`<div class="qr">${qr}</div>`}</section>`
