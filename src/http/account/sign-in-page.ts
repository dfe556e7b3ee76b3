import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { type SignInView, signInForm } from '../site/sign-in-form.js'
import { button, field, form, notice, type Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export function signInPage(ui: Ui, view: SignInView): PageContent {
  const { t } = ui
  return {
    title: t('signIn.title'),
    body: html`<div class="narrow stack">${view.needed && notice('calm', t('signIn.needed'))}<h1>${t(view.byMail ? 'signIn.title' : 'site.signIn')}</h1>${signInForm(ui, view, '/sign-in', t('signIn.lead'))}
<p class="row">${view.hostUrl !== undefined && html`<a class="button second" href="${view.hostUrl}">${t('signIn.host')}</a>`}${view.byMail && html`<a href="${ui.href('/recovery')}">${t('signIn.lost')}</a>`}</p></div>`,
  }
}

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
