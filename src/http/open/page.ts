import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { button, field, icon, seal, type Ui } from '../site/ui.js'
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
<noscript><div class="notice warn apart">${t('verify.noScript')}</div></noscript>
<form id="verify" class="stack" data-config="${view.config}" action="${ui.href('/verify')}" method="get">
<div class="drop" id="drop">${icon('file')}<label for="file"><strong>${t('verify.drop')}</strong></label><span class="hint" id="file-hint">${t('verify.formats')}</span><input id="file" type="file" accept=".png,.svg,.pdf,.json,.jsonld,.jwt,.txt,image/png,image/svg+xml,application/pdf,application/json" aria-describedby="file-hint"></div>
<details><summary>${t('verify.paste')}</summary><div class="field"><label for="text">${t('verify.paste')}</label><textarea id="text" dir="ltr" spellcheck="false" autocomplete="off"></textarea></div></details>
${field({ name: 'recipient', id: 'recipient', label: t('verify.recipient'), hint: t('verify.recipientHint'), optional: t('site.optional'), autocomplete: 'off', maxLength: limits.address })}
<p class="row">${button(t('verify.button'), { large: true })}</p></form>
<div id="result" class="stack" role="status" aria-live="polite" tabindex="-1"></div></div>`,
  }
}
