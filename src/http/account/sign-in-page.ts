import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { type SignInView, signInForm } from '../site/sign-in-form.js'
import { button, field, form, notice, type Ui } from '../site/ui.js'
import { type Html, html } from '../web/html.js'
import { passkeyBox } from './passkey-box.js'

/** The page for learners, where they may have a passkey too. */
export interface LearnerSignInView extends SignInView {
  /** Where to go on after signing in with a passkey; absent where there are no passkeys. */
  readonly passkey: { readonly returnTo: string; readonly script: string | undefined } | undefined
  readonly isRefused?: boolean
  /** Whether they are signed in, though for too long for what they want to do. */
  readonly again: boolean
}

export function signInPage(ui: Ui, view: LearnerSignInView): PageContent {
  const { t } = ui
  return {
    title: t('signIn.title'),
    script: view.passkey?.script,
    body: html`<div class="narrow stack">${view.isRefused === true && notice('bad', t('signIn.passkeyRefused'))}${view.needed && notice('calm', t('signIn.needed'))}${view.again && notice('calm', t('account.signInAgain'))}<h1>${t(view.byMail ? 'signIn.title' : 'site.signIn')}</h1>${signInForm(ui, view, '/sign-in', t('signIn.lead'))}${view.passkey !== undefined && passkeyForm(ui, view.passkey.returnTo)}
<p class="row">${view.hostUrl !== undefined && html`<a class="button second" href="${view.hostUrl}">${t('signIn.host')}</a>`}${view.byMail && html`<a href="${ui.href('/recovery')}">${t('signIn.lost')}</a>`}</p></div>`,
  }
}

/** Shown by its program, in browsers that know passkeys. */
const passkeyForm = (ui: Ui, returnTo: string): Html =>
  passkeyBox(
    { kind: 'get', options: ui.href('/sign-in/passkey/options'), failed: ui.t('signIn.passkeyRefused') },
    form(
      ui,
      { action: '/sign-in/passkey' },
      html`<input type="hidden" name="returnTo" value="${returnTo}"><input type="hidden" name="answer" value=""><p class="row">${button(ui.t('signIn.passkey'), { look: 'second' })}</p>`,
    ),
  )

export function recoveryPage(ui: Ui, view: { readonly problem?: string }): PageContent {
  const { t } = ui
  return {
    title: t('recovery.title'),
    body: html`<div class="narrow stack"><h1>${t('recovery.title')}</h1><p class="lead">${t('recovery.lead')}</p><div class="card">${form(
      ui,
      { action: '/recovery' },
      html`${field({ name: 'email', type: 'email', label: t('recovery.old'), required: true, maxLength: limits.address, autocomplete: 'off' })}${field({ name: 'code', label: t('recovery.code'), required: true, maxLength: limits.recoveryCode, autocomplete: 'off' })}${field({ name: 'newEmail', type: 'email', label: t('recovery.new'), required: true, maxLength: limits.address, autocomplete: 'email', problem: view.problem })}<p class="row field">${button(t('signIn.send'))}</p>`,
    )}</div></div>`,
  }
}
