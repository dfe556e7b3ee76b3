import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, notice, type Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export function staffSignInPage(
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
    title: t('staff.signIn'),
    body: html`<div class="narrow stack">${view.needed && notice('calm', t('signIn.needed'))}<h1>${t('staff.signIn')}</h1>${
      view.byMail
        ? html`<p class="lead">${t('staff.signInLead')}</p>
<div class="card">${form(
            ui,
            { action: '/staff/sign-in' },
            html`${field({ name: 'email', type: 'email', label: t('signIn.email'), required: true, autocomplete: 'email', maxLength: limits.address, problem: view.problem, value: view.email })}<p class="row field">${button(t('signIn.send'))}</p>`,
          )}</div>`
        : html`<p class="lead">${t('signIn.byHost')}</p>`
    }${view.hostUrl !== undefined && html`<p><a class="button second" href="${view.hostUrl}">${t('signIn.host')}</a></p>`}</div>`,
  }
}
