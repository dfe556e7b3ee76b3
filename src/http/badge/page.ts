import { languageTag } from '../../internal/language-tag.js'
import { type SharePanel, type SnippetRow, sharePanel, snippetPanel } from '../share/index.js'
import type { BadgeFacts } from '../site/badge/facts.js'
import type { PageContent } from '../site/layout.js'
import { medal, notice, pill, stateLabel, type Ui } from '../site/ui.js'
import { attributes, type Html, html, paragraphs } from '../web/html.js'
import { giveBackPanel, type OwnerView, openedByLink, ownerPanels, rulePanel } from './owner-page.js'

/** What checking the badge found, ready to be shown. */
export interface Verdict {
  readonly checkedAt: string
  /** Whether what the badge says is no more than what it claims. */
  readonly claims: boolean
  readonly panel: (ui: Ui) => Html
}

export interface BadgePageView {
  readonly badgeId: string
  readonly facts: BadgeFacts
  /** Its state in a word: a stage, `suspended` or `valid`. */
  readonly state: string
  readonly verdict: Verdict
  readonly picture: string | undefined
  readonly downloads: readonly { readonly href: string; readonly label: string; readonly file: string }[]
  readonly replacedBy: string | undefined
  readonly pageUrl: string
  readonly owner: OwnerView | undefined
  /** What the page of a link that leaves parts out says about it. */
  readonly selection: string | undefined
  readonly share: SharePanel | undefined
  readonly snippets: readonly SnippetRow[]
  /** URL of the script of the panels. */
  readonly script: string | undefined
  readonly index: boolean
  readonly head: Html | undefined
}

export function badgePage(ui: Ui, view: BadgePageView): PageContent {
  const { t } = ui
  const { facts, owner } = view
  return {
    title: facts.name,
    index: view.index,
    head: view.head,
    script: view.share === undefined ? undefined : view.script,
    body: html`<div class="wrap stack-wide">
${owner?.justClaimed && notice('good', html`<strong>${t('claim.done')}</strong> ${t('claim.doneText')}`)}
${owner?.addressAsked && notice('calm', t('claim.addressAsked'))}
${owner?.saved && notice('good', t('visibility.saved', { visibility: t(`visibility.${owner.visibility}`) }))}
${view.selection !== undefined && notice('calm', view.selection)}
${view.replacedBy !== undefined && notice('warn', html`${t('badge.replacedBy')} <a href="${ui.href(view.replacedBy)}">${t('badge.replacedLink')}</a>`)}
<div class="split"><div class="stack-wide">
${certificate(ui, view)}
${about(ui, facts)}
${view.downloads.length > 0 && downloadPanel(ui, view)}
${view.snippets.length > 0 && snippetPanel(ui, view.snippets)}
${owner !== undefined && rulePanel(ui, owner)}
</div><div class="stack-wide">
${view.verdict.panel(ui)}
${owner?.isOpenedByLink && openedByLink(ui)}
${owner !== undefined && ownerPanels(ui, view, owner)}
${view.share !== undefined && sharePanel(ui, view.share)}
${owner?.canGiveBack && giveBackPanel(ui, view)}
</div></div>
<p class="print-only">${t('badge.print', { date: ui.moment(view.verdict.checkedAt), url: view.pageUrl })}</p>
</div>`,
  }
}

function certificate(ui: Ui, { facts, picture, state, verdict }: BadgePageView): Html {
  const { t } = ui
  return html`<article class="certificate">
${medal(picture, facts.name, t('badge.picture'))}
<p class="issuer"><span>${t(verdict.claims ? 'verify.claimsIssuer' : 'badge.issuedBy')}</span> <strong><bdi>${facts.issuerUrl === undefined ? facts.issuerName : html`<a href="${facts.issuerUrl}" rel="noopener noreferrer">${facts.issuerName}</a>`}</bdi></strong></p>
<h1${attributes({ lang: languageTag(facts.language) })}><bdi>${facts.name}</bdi></h1>
${facts.recipientName !== undefined && html`<p class="person"><bdi>${facts.recipientName}</bdi></p>`}
<p class="soft">${facts.issuedAt !== undefined && html`${t('badge.issued')} <time datetime="${facts.issuedAt}">${ui.date(facts.issuedAt)}</time> · `}${facts.validUntil === undefined ? t('badge.noEnd') : html`${t('badge.validUntil')} <time datetime="${facts.validUntil}">${ui.date(facts.validUntil)}</time>`}</p>
<p>${pill(state, stateLabel(ui, state))}</p>
</article>`
}

function about(ui: Ui, facts: BadgeFacts): Html {
  const { t } = ui
  const part = (title: string, content: Html | undefined) =>
    content !== undefined && html`<section class="stack"><h2>${title}</h2>${content}</section>`
  return html`<div class="panel stack-wide">
${part(t('badge.description'), facts.description === undefined ? undefined : paragraphs(facts.description))}
${part(
  t('badge.criteria'),
  facts.criteria === undefined && facts.criteriaUrl === undefined
    ? undefined
    : html`${facts.criteria !== undefined && paragraphs(facts.criteria)}${facts.criteriaUrl !== undefined && html`<p><a href="${facts.criteriaUrl}" rel="noopener noreferrer">${t('badge.criteriaPage')}</a></p>`}`,
)}
${part(t('badge.results'), facts.results.length === 0 ? undefined : html`<dl class="facts">${facts.results.map(({ name, value }) => html`<dt><bdi>${name ?? t('badge.results')}</bdi></dt><dd><bdi>${value}</bdi></dd>`)}</dl>`)}
${part(
  t('badge.evidence'),
  facts.evidence.length === 0
    ? undefined
    : html`<ul role="list" class="list">${facts.evidence.map(({ name, text, url }) => html`<li><div>${url === undefined ? (name ?? '') : html`<a href="${url}" rel="noopener noreferrer"><bdi>${name ?? url}</bdi></a>`}${text !== undefined && paragraphs(text)}</div></li>`)}</ul>`,
)}
${part(t('badge.skills'), facts.skills.length === 0 ? undefined : html`<ul role="list" class="tags">${facts.skills.map(({ name, url }) => html`<li><bdi>${url === undefined ? name : html`<a href="${url}" rel="noopener noreferrer">${name}</a>`}</bdi></li>`)}</ul>`)}
${part(t('badge.tags'), facts.tags.length === 0 ? undefined : html`<ul role="list" class="tags">${facts.tags.map((tag) => html`<li><bdi>${tag}</bdi></li>`)}</ul>`)}
</div>`
}

const downloadPanel = (ui: Ui, { downloads }: BadgePageView): Html =>
  html`<section class="panel stack no-print" aria-labelledby="copy"><h2 id="copy">${ui.t('badge.download')}</h2><p class="soft">${ui.t('badge.downloadText')}</p><ul role="list" class="row">${downloads.map(
    ({ href, label, file }) => html`<li><a class="button quiet" href="${href}" download="${file}">${label}</a></li>`,
  )}</ul><p class="soft small">${ui.t('badge.stripped')}</p></section>`
