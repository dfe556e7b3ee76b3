import type { CapsuleField } from '../../export/index.js'
import { languageTag } from '../../internal/language-tag.js'
import { stages } from '../../service/index.js'
import type { CheckWords } from '../../texts/index.js'
import type { CheckStatus } from '../../types/verification.js'
import { type SharePanel, type SnippetRow, sharePanel, snippetPanel } from '../share/page.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, icon, medal, notice, pill, type Ui } from '../site/ui.js'
import { attributes, type Html, html, paragraphs } from '../web/html.js'
import type { BadgeFacts } from './facts.js'

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

export interface LinkRow {
  readonly id: string
  readonly label: string | undefined
  readonly state: 'open' | 'expired' | 'revoked'
  readonly until: string | undefined
  /** Leaves out parts of the badge. */
  readonly isCapsule: boolean
}

/** What its owner does with a badge. */
export interface OwnerView {
  readonly visibility: 'private' | 'unlisted' | 'public'
  readonly links: readonly LinkRow[]
  /** Shown once. */
  readonly newLink: string | undefined
  /** What a link can leave out, and whether the signed file can go without it. */
  readonly capsule: { readonly fields: readonly CapsuleField[]; readonly inFile: boolean }
  readonly display: boolean
  readonly saved: boolean
  readonly justClaimed: boolean
  readonly ruleIssuer: { readonly id: string; readonly name: string } | undefined
}

export interface BadgePageView {
  readonly badgeId: string
  readonly facts: BadgeFacts
  /** The word for how it stands: a stage, `suspended` or `valid`. */
  readonly state: string
  readonly verdict: Verdict
  readonly picture: string | undefined
  readonly downloads: readonly { readonly href: string; readonly label: string; readonly file: string }[]
  readonly replacedBy: string | undefined
  readonly pageUrl: string
  readonly owner: OwnerView | undefined
  /** What a link that leaves parts out says of that. */
  readonly selection: string | undefined
  readonly share: SharePanel | undefined
  readonly snippets: readonly SnippetRow[]
  /** URL of the program of the panels. */
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
${verdictPanel(ui, view)}
${owner !== undefined && ownerPanels(ui, view, owner)}
${view.share !== undefined && sharePanel(ui, view.share)}
</div></div>
<p class="print-only">${t('badge.print', { date: ui.date(view.verdict.checkedAt), url: view.pageUrl })}</p>
</div>`,
  }
}

function certificate(ui: Ui, { facts, picture, state }: BadgePageView): Html {
  const { t } = ui
  return html`<article class="certificate">
${medal(picture, facts.name, t('badge.picture'))}
<p class="issuer"><span>${t('badge.issuedBy')}</span> <strong><bdi>${facts.issuerUrl === undefined ? facts.issuerName : html`<a href="${facts.issuerUrl}" rel="noopener noreferrer">${facts.issuerName}</a>`}</bdi></strong></p>
<h1${attributes({ lang: languageTag(facts.language) })}><bdi>${facts.name}</bdi></h1>
${facts.recipientName !== undefined && html`<p class="person"><bdi>${facts.recipientName}</bdi></p>`}
<p class="soft">${facts.issuedAt !== undefined && html`${t('badge.issued')} <time datetime="${facts.issuedAt}">${ui.date(facts.issuedAt)}</time> · `}${facts.validUntil === undefined ? t('badge.noEnd') : html`${t('badge.validUntil')} <time datetime="${facts.validUntil}">${ui.date(facts.validUntil)}</time>`}</p>
<p>${pill(state, stateLabel(ui, state))}</p>
</article>`
}

const states = ['valid', ...stages, 'suspended'] as const
type State = (typeof states)[number]

export const stateLabel = (ui: Ui, state: string): string =>
  (states as readonly string[]).includes(state) ? ui.t(`state.${state as State}`) : state

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

const verdictLooks = {
  verified: ['good', 'shieldTick'],
  failed: ['bad', 'shieldCross'],
  indeterminate: ['warn', 'shieldQuestion'],
} as const

export function verdictPanel(ui: Ui, { verdict }: Pick<BadgePageView, 'verdict'>): Html {
  const { t } = ui
  const [look, shield] = verdictLooks[verdict.outcome]
  return html`<section class="panel" aria-label="${t('check.title')}"><div class="verdict ${look}" data-outcome="${verdict.outcome}">${icon(shield)}<div><h2>${t(`outcome.${verdict.outcome}`)}</h2><p class="soft small">${t('check.title')} · <time datetime="${verdict.checkedAt}">${ui.date(verdict.checkedAt)}</time></p></div></div>
<ul role="list" class="ticks">${verdict.lines.map(({ status, text }) => html`<li class="${markOf[status]}">${icon(iconOf[status])}<span>${text} <span class="hidden-visually">(${t(`status.${status}`)})</span></span></li>`)}</ul>
<details class="no-print"><summary>${t('check.details')}</summary><ul class="stack small">${verdict.details.map(({ status, text, detail }) => html`<li><strong>${t(`status.${status}`)}</strong>: ${text}${detail !== undefined && html` <span class="soft" lang="en" dir="ltr">${detail}</span>`}</li>`)}</ul></details>
<p class="no-print stack"><a href="${ui.href('/verify')}">${t('check.own')}</a></p></section>`
}

const levels = ['private', 'unlisted', 'public'] as const

/** What is over is not shown further than it is, but can be hidden. */
export const isOver = ({ state }: Pick<BadgePageView, 'state'>): boolean =>
  ['expired', 'revoked', 'replaced'].includes(state)

function ownerPanels(ui: Ui, view: BadgePageView, owner: OwnerView): Html {
  const { t } = ui
  const base = `/b/${encodeURIComponent(view.badgeId)}`
  const open = isOver(view) ? levels.slice(0, levels.indexOf(owner.visibility) + 1) : levels
  const choices = open.map(
    (level) =>
      html`<label class="choice"><input type="radio" name="visibility"${attributes({ value: level, checked: level === owner.visibility })}><span><strong>${t(`visibility.${level}`)}</strong><span class="soft">${t(`visibility.${level}Text`)}</span></span></label>`,
  )
  return html`<section class="panel no-print" aria-labelledby="who">${form(
    ui,
    { action: `${base}/visibility` },
    html`<fieldset><legend><h2 id="who">${t('visibility.title')}</h2></legend><div>${choices}</div></fieldset><p class="row field">${button(t('site.save'))}</p>`,
  )}</section>
<section class="panel stack no-print" aria-labelledby="links"><h2 id="links">${t('link.title')}</h2>
${owner.newLink !== undefined && notice('good', html`${t('link.new')} <code class="mono" dir="ltr">${owner.newLink}</code>`)}
${
  owner.links.length === 0
    ? html`<p class="soft">${t('link.none')}</p>`
    : html`<ul role="list" class="list">${owner.links.map((link) => linkRow(ui, base, link))}</ul>`
}
${
  owner.visibility !== 'private' &&
  !isOver(view) &&
  html`<details><summary>${t('link.create')}</summary>${form(
    ui,
    { action: `${base}/links` },
    html`${field({ name: 'label', label: t('link.label'), hint: t('link.labelHint'), maxLength: 100, optional: t('site.optional') })}<div class="field"><label for="f-days">${t('link.expiry')}</label><select id="f-days" name="days"><option value="30">${t('link.days', { count: 30 })}</option><option value="365">${t('link.days', { count: 365 })}</option><option value="">${t('link.never')}</option></select></div>${capsuleChoice(ui, owner.capsule)}<p class="row field">${button(t('link.create'), { look: 'second' })}</p>`,
  )}</details>`
}
</section>
${
  (owner.display || !isOver(view)) &&
  html`<section class="panel stack no-print" aria-labelledby="screens"><h2 id="screens">${t('display.title')}</h2><p class="soft">${t('display.text')}</p>${form(
    ui,
    { action: `${base}/display` },
    button(t(owner.display ? 'display.end' : 'display.allow'), {
      name: 'allowed',
      value: owner.display ? 'no' : 'yes',
      look: owner.display ? 'danger' : 'second',
    }),
  )}</section>`
}`
}

/** What a link may leave out, with the truth about the file. */
const capsuleChoice = (ui: Ui, { fields, inFile }: OwnerView['capsule']): Html | false =>
  fields.length > 0 &&
  html`<fieldset class="field"><legend>${ui.t('capsule.title')}</legend><span class="hint" id="capsule-hint">${ui.t(inFile ? 'capsule.inFile' : 'capsule.noFile')}</span>${fields.map((part) => html`<label class="choice"><input type="checkbox" name="hide"${attributes({ value: part, 'aria-describedby': 'capsule-hint' })}><span>${ui.t(`part.${part}`)}</span></label>`)}</fieldset>`

const rulePanel = (ui: Ui, owner: OwnerView): Html | undefined =>
  owner.ruleIssuer === undefined
    ? undefined
    : html`<section class="panel stack no-print" aria-labelledby="rule"><h2 id="rule">${ui.t('account.rules')}</h2><p class="soft">${ui.t('account.rulesText')}</p>${form(
        ui,
        { action: '/account/rules' },
        html`<input type="hidden" name="issuerId" value="${owner.ruleIssuer.id}">${button(ui.t('account.ruleAdd', { issuer: owner.ruleIssuer.name }), { look: 'quiet' })}`,
      )}</section>`

function linkRow(ui: Ui, base: string, { id, label, state, until, isCapsule }: LinkRow): Html {
  const { t } = ui
  const words =
    state === 'open'
      ? until === undefined
        ? t('link.open')
        : t('link.until', { date: ui.date(until) })
      : t(`link.${state}`)
  return html`<li><span><bdi>${label ?? '—'}</bdi> <span class="soft small">${words}${isCapsule && html` · ${t('capsule.selection')}`}</span></span>${
    state === 'open' &&
    form(
      ui,
      { action: `${base}/links/${encodeURIComponent(id)}/revoke` },
      button(t('link.revoke'), { look: 'quiet', ariaLabel: `${t('link.revoke')}: ${label ?? '—'}` }),
    )
  }</li>`
}

const downloadPanel = (ui: Ui, { downloads }: BadgePageView): Html =>
  html`<section class="panel stack no-print" aria-labelledby="copy"><h2 id="copy">${ui.t('badge.download')}</h2><p class="soft">${ui.t('badge.downloadText')}</p><ul role="list" class="row">${downloads.map(
    ({ href, label, file }) => html`<li><a class="button quiet" href="${href}" download="${file}">${label}</a></li>`,
  )}</ul><p class="soft small">${ui.t('badge.stripped')}</p></section>`
