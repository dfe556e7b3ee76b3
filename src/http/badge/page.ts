import { languageTag } from '../../internal/language-tag.js'
import type { CheckWords } from '../../texts/index.js'
import type { CheckStatus } from '../../types/verification.js'
import { type SharePanel, type SnippetRow, sharePanel, snippetPanel } from '../share/index.js'
import { type About, aboutPanel } from '../site/badge/about.js'
import type { BadgeFacts } from '../site/badge/facts.js'
import type { PageContent } from '../site/layout.js'
import { icon, medal, notice, pill, stateLabel, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'
import { type AtOnceView, atOncePanel } from './at-once-page.js'
import { giveBackPanel, type OwnerView, openedByLink, ownerPanels, rulePanel } from './owner-page.js'

/** What checking a badge found, for people. */
export interface Verdict {
  readonly outcome: 'verified' | 'failed' | 'indeterminate'
  readonly checkedAt: string
  readonly lines: readonly {
    readonly status: CheckStatus
    readonly text: string
  }[]
  readonly details: readonly (CheckWords & { readonly status: CheckStatus })[]
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
  readonly owner: OwnerView | undefined
  /** What the page of a link that leaves parts out says about it. */
  readonly selection: string | undefined
  readonly share: SharePanel | undefined
  /** How its owner makes it visible and shares it in one step, while others cannot see it. */
  readonly atOnce: AtOnceView | undefined
  readonly snippets: readonly SnippetRow[]
  /** URL of the script of the panels. */
  readonly script: string | undefined
  readonly index: boolean
  readonly head: Html | undefined
}

const markOf = { passed: 'good', failed: 'bad', indeterminate: 'warn', skipped: '' } as const
const iconOf = { passed: 'tick', failed: 'cross', indeterminate: 'question', skipped: 'question' } as const

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
${owner === undefined && verdictPanel(ui, view)}
${
  view.share !== undefined &&
  sharePanel(ui, view.share, {
    download: view.downloads.find(({ file }) => /\.(png|svg)$/.test(file)) ?? view.downloads[0],
    atOnce: view.atOnce === undefined ? undefined : atOncePanel(ui, view.atOnce),
  })
}
${owner?.isOpenedByLink && openedByLink(ui)}
${owner !== undefined && ownerPanels(ui, view, owner)}
${owner !== undefined && verdictPanel(ui, view)}
${owner?.canGiveBack && giveBackPanel(ui, view)}
</div><div class="stack-wide below">
${aboutPanel(ui, view.about)}
${view.downloads.length > 0 && downloadPanel(ui, view)}
${view.snippets.length > 0 && snippetPanel(ui, view.snippets)}
${owner !== undefined && rulePanel(ui, owner)}
</div></div>
<p class="print-only">${t('badge.print', { date: ui.moment(view.verdict.checkedAt), url: view.pageUrl })}</p>
</div>`,
  }
}

function certificate(ui: Ui, { facts, picture, state, verdict }: BadgePageView): Html {
  const { t } = ui
  const [look, shield] = verdictLooks[verdict.outcome]
  return html`<article class="certificate">
${medal(picture, facts.name, t('badge.picture'))}
<p class="issuer"><span>${t('badge.issuedBy')}</span> <strong><bdi>${facts.issuerUrl === undefined ? facts.issuerName : html`<a href="${facts.issuerUrl}" rel="noopener noreferrer">${facts.issuerName}</a>`}</bdi></strong></p>
<h1${attributes({ lang: languageTag(facts.language) })}><bdi>${facts.name}</bdi></h1>
${facts.recipientName !== undefined && html`<p class="person"><bdi>${facts.recipientName}</bdi></p>`}
<p class="soft">${facts.issuedAt !== undefined && html`${t('badge.issued')} <time datetime="${facts.issuedAt}">${ui.date(facts.issuedAt)}</time> · `}${facts.validUntil === undefined ? t('badge.noEnd') : html`${t('badge.validUntil')} <time datetime="${facts.validUntil}">${ui.date(facts.validUntil)}</time>`}</p>
<p class="verdict-line ${look}">${icon(shield)}<span>${t(`outcome.${verdict.outcome}`)}</span></p>
${state !== 'valid' && html`<p>${pill(state, stateLabel(ui, state))}</p>`}
</article>`
}

const verdictLooks = {
  verified: ['good', 'shieldTick'],
  failed: ['bad', 'shieldCross'],
  indeterminate: ['warn', 'shieldQuestion'],
} as const

export function verdictPanel(ui: Ui, { verdict }: Pick<BadgePageView, 'verdict'>): Html {
  const { t } = ui
  const [look, shield] = verdictLooks[verdict.outcome]
  return html`<section class="panel" aria-label="${t('check.title')}"><div class="verdict ${look}" data-outcome="${verdict.outcome}">${icon(shield)}<div><h2>${t(`outcome.${verdict.outcome}`)}</h2><p class="soft small">${t('check.title')} · <time datetime="${verdict.checkedAt}">${ui.moment(verdict.checkedAt)}</time></p></div></div>
<ul role="list" class="ticks">${verdict.lines.map(({ status, text }) => html`<li class="${markOf[status]}">${icon(iconOf[status])}<span>${text} <span class="hidden-visually">(${t(`status.${status}`)})</span></span></li>`)}</ul>
<details class="no-print"><summary>${t('check.details')}</summary><ul class="stack small">${verdict.details.map(({ status, text, detail }) => html`<li><strong>${t(`status.${status}`)}</strong>: ${text}${detail !== undefined && html` <span class="soft" lang="en" dir="ltr">${detail}</span>`}</li>`)}</ul></details>
<p class="no-print stack"><a href="${ui.href('/verify')}">${t('check.own')}</a></p></section>`
}

const downloadPanel = (ui: Ui, { downloads }: BadgePageView): Html =>
  html`<section class="panel stack no-print" aria-labelledby="copy"><h2 id="copy">${ui.t('badge.download')}</h2><p class="soft">${ui.t('badge.downloadText')}</p><ul role="list" class="row">${downloads.map(
    ({ href, label, file }) => html`<li><a class="button quiet" href="${href}" download="${file}">${label}</a></li>`,
  )}</ul><p class="soft small">${ui.t('badge.stripped')}</p></section>`
