import type { PageContent } from '../site/layout.js'
import { seal, type Ui } from '../site/ui.js'
import { type Html, html } from '../web/html.js'

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
