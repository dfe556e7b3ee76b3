import type { CapsuleField } from '../../export/index.js'
import { limits } from '../../internal/limits.js'
import { button, field, form, notice, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'

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
  /** It was sent to an address that is not one of the account, whose owner has been asked. */
  readonly addressAsked: boolean
  /** The visitor is not signed in: a link has opened this badge alone. */
  readonly isOpenedByLink: boolean
  readonly canGiveBack: boolean
  /** It is in force, and at an address that wallets can reach. */
  readonly canGoIntoWallet: boolean
  readonly ruleIssuer: { readonly id: string; readonly name: string } | undefined
}

/** A badge that is over can be hidden, but not opened to more people. */
export const isOver = ({ state }: { readonly state: string }): boolean =>
  ['expired', 'revoked', 'replaced'].includes(state)

const levels = ['private', 'unlisted', 'public'] as const

export function ownerPanels(
  ui: Ui,
  view: { readonly badgeId: string; readonly state: string },
  owner: OwnerView,
): Html {
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
    html`${field({ name: 'label', label: t('link.label'), hint: t('link.labelHint'), maxLength: limits.linkLabel, optional: t('site.optional') })}<div class="field"><label for="f-days">${t('link.expiry')}</label><select id="f-days" name="days"><option value="30">${t('link.days', { count: 30 })}</option><option value="365">${t('link.days', { count: 365 })}</option><option value="">${t('link.never')}</option></select></div>${capsuleChoice(ui, owner.capsule)}<p class="row field">${button(t('link.create'), { look: 'second' })}</p>`,
  )}</details>`
}
</section>
${
  !owner.isOpenedByLink &&
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

/** The way into an app for credentials. */
export const walletPanel = (ui: Ui, { badgeId }: { readonly badgeId: string }): Html => {
  const { t } = ui
  const action = `/b/${encodeURIComponent(badgeId)}/wallet`
  const unbound = html`<input type="hidden" name="bound" value="no">${button(t('wallet.unboundButton'), { look: 'quiet' })}`
  return html`<section class="panel stack no-print" aria-labelledby="wallet"><h2 id="wallet">${t('wallet.add')}</h2><p class="soft">${t('wallet.addText')}</p>${form(ui, { action }, button(t('wallet.add'), { look: 'second' }))}<details><summary>${t('wallet.unbound')}</summary><p class="soft">${t('wallet.unboundText')}</p>${form(ui, { action }, unbound)}</details></section>`
}

/** The way to the account of somebody whom a link has brought to one badge. */
export const openedByLink = (ui: Ui): Html =>
  html`<section class="panel stack no-print" aria-labelledby="opened"><h2 id="opened">${ui.t('badge.openedTitle')}</h2><p class="soft">${ui.t('badge.openedText')}</p><p class="row"><a class="button second" href="${ui.href('/mine')}">${ui.t('badge.seeAll')}</a></p>${form(ui, { action: '/sign-out' }, button(ui.t('badge.close'), { look: 'quiet' }))}</section>`

export const giveBackPanel = (ui: Ui, { badgeId }: { readonly badgeId: string }): Html =>
  html`<details class="no-print"><summary>${ui.t('badge.giveBack')}</summary><p class="soft">${ui.t('badge.giveBackText')}</p>${form(ui, { action: `/b/${encodeURIComponent(badgeId)}/decline` }, button(ui.t('undo.remove'), { look: 'danger' }))}</details>`

/** What a link may leave out, and whether the file leaves it out too. */
const capsuleChoice = (ui: Ui, { fields, inFile }: OwnerView['capsule']): Html | false =>
  fields.length > 0 &&
  html`<fieldset class="field"><legend>${ui.t('capsule.title')}</legend><span class="hint" id="capsule-hint">${ui.t(inFile ? 'capsule.inFile' : 'capsule.noFile')}</span>${fields.map((part) => html`<label class="choice"><input type="checkbox" name="hide"${attributes({ value: part, 'aria-describedby': 'capsule-hint' })}><span>${ui.t(`part.${part}`)}</span></label>`)}</fieldset>`

export const rulePanel = (ui: Ui, owner: OwnerView): Html | undefined =>
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
        : t('link.until', { date: ui.moment(until) })
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
