import { defined } from '../../internal/defined.js'
import type { TextKey } from '../../texts/index.js'
import { type Html, html } from '../web/html.js'
import type { PageContent } from './layout.js'
import { button, field, form, icon, notice, seal, type Ui } from './ui.js'

export function homePage(ui: Ui, view: { readonly forms: boolean }): PageContent {
  const { t } = ui
  const door = (path: string, title: string, text: string): Html =>
    html`<a class="panel door" href="${ui.href(path)}"><h2>${title}</h2><p class="soft">${text}</p></a>`
  return {
    title: ui.siteName,
    index: true,
    body: html`<div class="wrap stack-wide"><div class="hero"><div class="stack"><h1>${t('home.title')}</h1><p class="lead">${t('home.lead')}</p></div><div class="medal">${seal(ui.siteName)}</div></div>
<div class="doors">${door(ui.signedIn ? '/mine' : '/sign-in', t('home.mine'), t('home.mineText'))}${door('/verify', t('home.verify'), t('home.verifyText'))}${view.forms && door('/apply', t('home.apply'), t('home.applyText'))}</div></div>`,
  }
}

/** A short page: a heading, a sentence, perhaps a way on. */
export const messagePage = (
  ui: Ui,
  view: {
    readonly title: string
    readonly text: string
    readonly link?: { readonly path: string; readonly label: string }
  },
): PageContent => ({
  title: view.title,
  body: html`<div class="narrow stack"><h1>${view.title}</h1><p class="lead">${view.text}</p>${view.link !== undefined && html`<p><a class="button second" href="${ui.href(view.link.path)}">${view.link.label}</a></p>`}</div>`,
})

/** A question with one button: what a link in a mail leads to. */
export const confirmPage = (
  ui: Ui,
  view: { readonly title: string; readonly text?: string; readonly action: string; readonly button: string },
): PageContent => ({
  title: view.title,
  body: html`<div class="narrow stack"><h1>${view.title}</h1>${view.text !== undefined && html`<p class="lead">${view.text}</p>`}${form(ui, { action: view.action }, button(view.button, { large: true }))}</div>`,
})

export function signInPage(
  ui: Ui,
  view: {
    readonly problem?: string
    readonly email?: string
    readonly hostUrl: string | undefined
    readonly needed: boolean
  },
): PageContent {
  const { t } = ui
  return {
    title: t('signIn.title'),
    body: html`<div class="narrow stack">${view.needed && notice('calm', t('signIn.needed'))}<h1>${t('signIn.title')}</h1><p class="lead">${t('signIn.lead')}</p>
<div class="card">${form(
      ui,
      { action: '/sign-in' },
      html`${field({ name: 'email', type: 'email', label: t('signIn.email'), required: true, autocomplete: 'email', maxLength: 254, problem: view.problem, value: view.email })}<p class="row field">${button(t('signIn.send'))}</p>`,
    )}</div>
<p class="row">${view.hostUrl !== undefined && html`<a class="button second" href="${view.hostUrl}">${t('signIn.host')}</a>`}<a href="${ui.href('/recovery')}">${t('signIn.lost')}</a></p></div>`,
  }
}

export function recoveryPage(ui: Ui, view: { readonly problem?: string }): PageContent {
  const { t } = ui
  return {
    title: t('recovery.title'),
    body: html`<div class="narrow stack"><h1>${t('recovery.title')}</h1><p class="lead">${t('recovery.lead')}</p><div class="card">${form(
      ui,
      { action: '/recovery' },
      html`${field({ name: 'email', type: 'email', label: t('recovery.old'), required: true, maxLength: 254, autocomplete: 'off' })}${field({ name: 'code', label: t('recovery.code'), required: true, maxLength: 100, autocomplete: 'off' })}${field({ name: 'newEmail', type: 'email', label: t('recovery.new'), required: true, maxLength: 254, autocomplete: 'email', problem: view.problem })}<p class="row field">${button(t('signIn.send'))}</p>`,
    )}</div></div>`,
  }
}

export interface ErrorView {
  readonly title: TextKey
  readonly text: TextKey
  readonly values?: Readonly<Record<string, string | number>>
  readonly detail?: string
}

export const errorPage = (ui: Ui, { title, text, values, detail }: ErrorView): PageContent => ({
  title: ui.t(title),
  body: html`<div class="narrow stack"><h1>${ui.t(title)}</h1><p class="lead">${ui.t(text, values)}</p>${detail !== undefined && html`<p lang="en" dir="ltr">${detail}</p>`}<p><a class="button second" href="${ui.href('/')}">${ui.siteName}</a></p></div>`,
})

/** The page where anybody checks a badge: the only one that needs a script, which gets its texts with the page. */
export function verifyPage(
  ui: Ui,
  view: { readonly script: string | undefined; readonly config: string },
): PageContent {
  const { t } = ui
  return {
    title: t('verify.title'),
    index: true,
    ...defined({ script: view.script }),
    body: html`<div class="narrow stack-wide"><div class="stack"><h1>${t('verify.title')}</h1><p class="lead">${t('verify.lead')}</p></div>
<noscript><div class="notice warn">${t('verify.noScript')}</div></noscript>
<form id="verify" class="stack" data-config="${view.config}" action="${ui.href('/verify')}" method="get">
<div class="drop" id="drop">${icon('file')}<label for="file"><strong>${t('verify.drop')}</strong></label><span class="hint" id="file-hint">${t('verify.formats')}</span><input id="file" type="file" accept=".png,.svg,.json,.jsonld,.jwt,.txt,image/png,image/svg+xml,application/json" aria-describedby="file-hint"></div>
<details><summary>${t('verify.paste')}</summary><div class="field"><label for="text">${t('verify.paste')}</label><textarea id="text" dir="ltr" spellcheck="false" autocomplete="off"></textarea></div></details>
${field({ name: 'recipient', id: 'recipient', label: t('verify.recipient'), hint: t('verify.recipientHint'), optional: t('site.optional'), autocomplete: 'off', maxLength: 254 })}
<p class="row">${button(t('verify.button'), { large: true })}</p></form>
<div id="result" class="stack" role="status" aria-live="polite" tabindex="-1"></div></div>`,
  }
}
