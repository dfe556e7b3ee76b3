import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { shortDid } from '../site/short-did.js'
import { button, field, form, notice, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'
import { passkeyBox } from './passkey-box.js'

export interface AccountView {
  readonly name: string | undefined
  readonly addresses: readonly string[]
  readonly rules: readonly { readonly issuerId: string; readonly name: string }[]
  /** Absent where nobody signs in with one. */
  readonly passkeys: PasskeysView | undefined
  /** Copies of their badges in wallets. */
  readonly wallets: readonly {
    readonly id: string
    readonly achievementName: string
    readonly holder: string
    readonly createdAt: string
    readonly endedAt?: string
  }[]
  readonly codes: readonly string[] | undefined
  /** Where to sign in again before the ways into the account can be changed; absent right after signing in. */
  readonly signInAgain: string | undefined
  readonly note: string | undefined
  readonly problem: string | undefined
}

export interface PasskeysView {
  readonly rows: readonly {
    readonly id: string
    readonly name: string
    readonly createdAt: string
    readonly lastUsedAt?: string
  }[]
  readonly problem: 'refused' | 'full' | undefined
  readonly script: string | undefined
}

const problems = { refused: 'account.passkeyRefused', full: 'account.passkeyFull' } as const

/** Passkeys are added by a program; everything else works without. */
function passkeysSection(ui: Ui, { rows, problem }: PasskeysView, canChange: boolean): Html {
  const { t } = ui
  return html`<section class="panel stack" aria-labelledby="passkeys"><h2 id="passkeys">${t('account.passkeys')}</h2><p class="soft">${t('account.passkeysText')}</p>${problem !== undefined && notice('bad', t(problems[problem]))}${
    rows.length === 0
      ? html`<p>${t('account.passkeysNone')}</p>`
      : html`<ul role="list" class="list">${rows.map(
          ({ id, name, createdAt, lastUsedAt }) =>
            html`<li><div class="stack"><div><strong><bdi>${name}</bdi></strong><br><span class="soft small">${t('account.passkeySince', { date: ui.moment(createdAt) })}${lastUsedAt !== undefined && html`<br>${t('account.passkeyUsed', { date: ui.moment(lastUsedAt) })}`}</span></div><details><summary${attributes({ 'aria-label': t('account.passkeyRenameNamed', { name }) })}>${t('account.passkeyRename')}</summary>${form(ui, { action: '/account/passkeys/rename' }, html`<input type="hidden" name="passkeyId" value="${id}">${field({ name: 'name', id: `name-${id.slice(0, 12)}`, label: t('account.passkeyName'), value: name, required: true, maxLength: limits.passkeyName, autocomplete: 'off' })}<p class="row field">${button(t('site.save'), { look: 'second' })}</p>`)}</details></div>${canChange && form(ui, { action: '/account/passkeys/remove' }, html`<input type="hidden" name="passkeyId" value="${id}">${button(t('account.remove'), { look: 'quiet', ariaLabel: t('account.removeNamed', { name }) })}`)}</li>`,
        )}</ul><p class="soft small">${t('account.passkeyEnds')}</p>`
  }${canChange && html`<p class="soft small" data-passkey-without>${t('account.passkeyScript')}</p>`}${
    canChange &&
    passkeyBox(
      { kind: 'create', options: ui.href('/account/passkeys/options'), failed: t('account.passkeyRefused') },
      form(
        ui,
        { action: '/account/passkeys' },
        html`<input type="hidden" name="answer" value="">${field({ name: 'name', id: 'passkey-name', label: t('account.passkeyName'), hint: t('account.passkeyHint'), maxLength: limits.passkeyName, autocomplete: 'off' })}<p class="row field">${button(t('account.passkeyAdd'), { look: 'second' })}</p>`,
      ),
    )
  }</section>`
}

/** Copies in wallets, by the DID that each is about. */
const walletsSection = (ui: Ui, wallets: AccountView['wallets']): Html => {
  const { t } = ui
  return html`<section class="panel stack" aria-labelledby="wallets"><h2 id="wallets">${t('wallet.list')}</h2><p class="soft">${t('wallet.listText')}</p><ul role="list" class="list">${wallets.map(
    ({ id, achievementName, holder, createdAt, endedAt }) =>
      html`<li><span><strong><bdi>${achievementName}</bdi></strong><br><span class="soft small"><code class="mono" dir="ltr">${shortDid(holder)}</code> · ${endedAt === undefined ? t('wallet.since', { date: ui.moment(createdAt) }) : t('wallet.ended', { date: ui.moment(endedAt) })}</span></span>${endedAt === undefined && form(ui, { action: '/account/wallets/end' }, html`<input type="hidden" name="copyId" value="${id}">${button(t('wallet.end'), { look: 'quiet', ariaLabel: t('wallet.endNamed', { name: achievementName }) })}`)}</li>`,
  )}</ul></section>`
}

export function accountPage(ui: Ui, view: AccountView): PageContent {
  const { t } = ui
  const canChange = view.signInAgain === undefined
  return {
    title: t('account.title'),
    script: view.passkeys?.script,
    body: html`<div class="narrow stack-wide">${view.note !== undefined && notice('good', view.note)}<h1>${t('account.title')}</h1>
<section class="panel" aria-label="${t('account.name')}">${form(ui, { action: '/account/profile' }, html`${field({ name: 'name', label: t('account.name'), value: view.name, autocomplete: 'name', maxLength: limits.personName })}<p class="row field">${button(t('site.save'))}</p>`)}</section>
${view.signInAgain !== undefined && html`<section class="panel stack" aria-label="${t('site.signIn')}"><p>${t('account.signInAgain')}</p><p><a class="button second" href="${ui.href(view.signInAgain)}">${t('site.signIn')}</a></p></section>`}
<section class="panel stack" aria-labelledby="addresses"><h2 id="addresses">${t('account.addresses')}</h2><p class="soft">${t('account.addressesText')}</p><ul role="list" class="list">${view.addresses.map(
      (address) =>
        html`<li><bdi>${address}</bdi>${canChange && view.addresses.length > 1 && form(ui, { action: '/account/addresses/remove' }, html`<input type="hidden" name="email" value="${address}">${button(t('account.remove'), { look: 'quiet', ariaLabel: t('account.removeNamed', { name: address }) })}`)}</li>`,
    )}</ul>${canChange && form(ui, { action: '/account/addresses' }, html`${field({ name: 'email', type: 'email', label: t('account.addAddress'), required: true, maxLength: limits.address, autocomplete: 'email', problem: view.problem })}<p class="row field">${button(t('account.addAddress'), { look: 'second' })}</p>`)}</section>
<section class="panel stack" aria-labelledby="rules"><h2 id="rules">${t('account.rules')}</h2><p class="soft">${t('account.rulesText')}</p>${
      view.rules.length === 0
        ? html`<p>${t('account.rulesNone')}</p>`
        : html`<ul role="list" class="list">${view.rules.map(({ issuerId, name }) => html`<li><bdi>${name}</bdi>${form(ui, { action: '/account/rules/remove' }, html`<input type="hidden" name="issuerId" value="${issuerId}">${button(t('account.remove'), { look: 'quiet', ariaLabel: t('account.removeNamed', { name }) })}`)}</li>`)}</ul>`
    }</section>
${view.wallets.length > 0 && walletsSection(ui, view.wallets)}${view.passkeys !== undefined && passkeysSection(ui, view.passkeys, canChange)}<section class="panel stack" aria-labelledby="recovery"><h2 id="recovery">${t('account.recovery')}</h2><p class="soft">${t('account.recoveryText')}</p>${view.codes !== undefined && html`${notice('warn', t('account.recoveryShown'))}<ul role="list" class="codes" dir="ltr">${view.codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>`}${canChange && form(ui, { action: '/account/recovery' }, button(t('account.recoveryMake'), { look: 'second' }))}</section>
<section class="panel stack" aria-labelledby="data"><h2 id="data">${t('account.data')}</h2><p><a class="button second" href="${ui.href('/account/export.json')}"${attributes({ download: 'badges.json' })}>${t('account.export')}</a></p>${canChange && html`<details><summary>${t('account.erase')}</summary><p>${t('account.eraseText')}</p>${form(ui, { action: '/account/erase' }, button(t('account.eraseConfirm'), { look: 'danger', name: 'confirm', value: 'yes' }))}</details>`}</section>
${ui.canSignOut && form(ui, { action: '/sign-out' }, button(t('site.signOut'), { look: 'quiet' }))}</div>`,
  }
}
