import { languageTag } from '../../internal/language-tag.js'
import { type SharePanel, type SnippetRow, sharePanel, snippetPanel } from '../share/index.js'
import { type About, aboutPanel } from '../site/badge/about.js'
import type { BadgeFacts } from '../site/badge/facts.js'
import type { PageContent } from '../site/layout.js'
import { medal, notice, pill, stateLabel, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'
import { type AtOnceView, atOncePanel } from './at-once-page.js'
import { giveBackPanel, type OwnerView, openedByLink, ownerPanels, rulePanel, walletPanel } from './owner-page.js'

/** What checking the badge found, ready to be shown. */
export interface Verdict {
  readonly checkedAt: string
  /** Whether what the badge says is no more than what it claims. */
  readonly claims: boolean
  /** What is so, in a sentence. */
  readonly line: (ui: Ui) => Html
  readonly panel: (ui: Ui) => Html
}

export interface BadgePageView {
  readonly badgeId: string
  readonly facts: BadgeFacts
  readonly about: About
  /** Its state in a word: a stage, `suspended` or `valid`. */
  readonly state: string
  readonly verdict: Verdict
  readonly picture: string | undefined
  readonly downloads: readonly { readonly href: string; readonly label: string; readonly file: string }[]
  readonly replacedBy: string | undefined
  readonly pageUrl: string
  /** The same as a code, on paper, where it opens for others. */
  readonly qr: Html | undefined
  readonly owner: OwnerView | undefined
  /** What the page of a link that leaves parts out says about it. */
  readonly selection: string | undefined
  readonly share: SharePanel | undefined
  /** How its owner makes it visible and shares it in one step, while others cannot see it. */
  readonly atOnce: AtOnceView | undefined
  /** Passes for the wallets of phones, where this site makes them. */
  readonly passes: { readonly apple?: string; readonly google?: string } | undefined
  /** Where anybody asks somebody else for a badge of the same achievement. */
  readonly askPath: string | undefined
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
<div class="badge-page">
${certificate(ui, view)}
<div class="stack-wide beside">
${owner === undefined && view.verdict.panel(ui)}
${
  view.share !== undefined &&
  sharePanel(ui, view.share, {
    download: view.downloads.find(({ file }) => /\.(png|svg)$/.test(file)) ?? view.downloads[0],
    atOnce: view.atOnce === undefined ? undefined : atOncePanel(ui, view.atOnce),
  })
}
${owner?.canGoIntoWallet && walletPanel(ui, view)}
${owner?.isOpenedByLink && openedByLink(ui)}
${owner !== undefined && ownerPanels(ui, view, owner)}
${owner !== undefined && view.verdict.panel(ui)}
${owner?.canGiveBack && giveBackPanel(ui, view)}
</div><div class="stack-wide below">
${aboutPanel(ui, view.about)}
${view.downloads.length > 0 && downloadPanel(ui, view)}
${view.passes !== undefined && passPanel(ui, view.passes)}
${view.askPath !== undefined && html`<p class="no-print"><a href="${ui.href(view.askPath)}">${t('present.link')}</a></p>`}
${view.snippets.length > 0 && snippetPanel(ui, view.snippets)}
${owner !== undefined && rulePanel(ui, owner)}
</div></div>
<div class="print-only printed">${view.qr !== undefined && html`<div class="qr">${view.qr}</div>`}<p>${t('badge.print', { date: ui.moment(view.verdict.checkedAt), url: view.pageUrl })}</p></div>
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
${verdict.line(ui)}
${state !== 'valid' && html`<p>${pill(state, stateLabel(ui, state))}</p>`}
</article>`
}

const downloadPanel = (ui: Ui, { downloads }: BadgePageView): Html =>
  html`<section class="panel stack no-print" aria-labelledby="copy"><h2 id="copy">${ui.t('badge.download')}</h2><p class="soft">${ui.t('badge.downloadText')}</p><ul role="list" class="row">${downloads.map(
    ({ href, label, file }) => html`<li><a class="button quiet" href="${href}" download="${file}">${label}</a></li>`,
  )}</ul><p class="soft small">${ui.t('badge.stripped')}</p></section>`

const passPanel = (ui: Ui, { apple, google }: NonNullable<BadgePageView['passes']>): Html =>
  html`<section class="panel stack no-print" aria-labelledby="passes"><h2 id="passes">${ui.t('passes.title')}</h2><p>${ui.t('passes.text')}</p><p class="row">${
    apple !== undefined && html`<a class="button quiet" href="${apple}">${ui.t('passes.apple')}</a>`
  }${google !== undefined && html`<a class="button quiet" href="${google}">${ui.t('passes.google')}</a>`}</p></section>`
