import type { PageContent } from '../site/layout.js'
import { type SignInView, signInForm } from '../site/sign-in-form.js'
import { notice, type Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export interface StaffSignInView extends SignInView {
  /** Whether they are signed in, though for too long for what they want to do. */
  readonly again: boolean
}

export function staffSignInPage(ui: Ui, view: StaffSignInView): PageContent {
  const { t } = ui
  return {
    title: t('staff.signIn'),
    body: html`<div class="narrow stack">${view.needed && notice('calm', t('signIn.needed'))}${view.again && notice('calm', t('staff.signInAgain'))}<h1>${t('staff.signIn')}</h1>${signInForm(ui, view, '/staff/sign-in', t('staff.signInLead'))}${view.hostUrl !== undefined && html`<p><a class="button second" href="${view.hostUrl}">${t('signIn.host')}</a></p>`}</div>`,
  }
}
