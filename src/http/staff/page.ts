import type { PageContent } from '../site/layout.js'
import { type SignInView, signInForm } from '../site/sign-in-form.js'
import { notice, type Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export function staffSignInPage(ui: Ui, view: SignInView): PageContent {
  const { t } = ui
  return {
    title: t('staff.signIn'),
    body: html`<div class="narrow stack">${view.needed && notice('calm', t('signIn.needed'))}<h1>${t('staff.signIn')}</h1>${signInForm(ui, view, '/staff/sign-in', t('staff.signInLead'))}${view.hostUrl !== undefined && html`<p><a class="button second" href="${view.hostUrl}">${t('signIn.host')}</a></p>`}</div>`,
  }
}
