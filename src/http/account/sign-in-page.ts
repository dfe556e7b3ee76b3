import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, notice, type Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export function signInPage(
  ui: Ui,
  view: {
    readonly problem?: string
    readonly email?: string
    readonly hostUrl: string | undefined
    readonly needed: boolean
    /** Whether a link can be mailed. */
    readonly byMail: boolean
  },
): PageContent {
  const { t } = ui
  return {
    title: t('signIn.title'),
    body: html`<div class="narrow stack">${view.needed && notice('calm', t('signIn.needed'))}<h1>${t(view.byMail ? 'signIn.title' : 'site.signIn')}</h1>${
      view.byMail
        ? html`<p class="lead">${t('signIn.lead')}</p>
<div class="card">${form(
            ui,
            { action: '/sign-in' },
            html`${field({ name: 'email', type: 'email', label: t('signIn.email'), required: true, autocomplete: 'email', maxLength: limits.address, problem: view.problem, value: view.email })}<p class="row field">${button(t('signIn.send'))}</p>`,
          )}</div>`
        : html`<p class="lead">${t('signIn.byHost')}</p>`
    }
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
