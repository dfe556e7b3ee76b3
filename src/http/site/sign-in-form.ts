import { limits } from '../../internal/limits.js'
import { type Html, html } from '../web/html.js'
import { button, field, form, type Ui } from './ui.js'

/** What a page shows where learners or members of staff sign in. */
export interface SignInView {
  readonly problem?: string
  readonly email?: string
  readonly hostUrl: string | undefined
  readonly needed: boolean
  /** Whether a link can be mailed. */
  readonly byMail: boolean
  /** Whether the browser offers passkeys in the field for the address. */
  readonly offersPasskeys?: boolean
}

/** Asks for the address that a link is mailed to; where none can be mailed, it says that the host signs in. */
export const signInForm = (
  ui: Ui,
  { byMail, problem, email, offersPasskeys = false }: SignInView,
  action: string,
  lead: string,
): Html =>
  byMail
    ? html`<p class="lead">${lead}</p>
<div class="card">${form(
        ui,
        { action },
        html`${field({ name: 'email', type: 'email', label: ui.t('signIn.email'), required: true, autocomplete: offersPasskeys ? 'email webauthn' : 'email', maxLength: limits.address, problem, value: email })}<p class="row field">${button(ui.t('signIn.send'))}</p>`,
      )}</div>`
    : html`<p class="lead">${ui.t('signIn.byHost')}</p>`
