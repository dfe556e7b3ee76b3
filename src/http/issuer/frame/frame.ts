import type { PageContent } from '../../site/layout.js'
import { notice, type Ui } from '../../site/ui.js'
import { attributes, type Html, html } from '../../web/html.js'

const tabs = (ui: Ui, here: string): Html =>
  html`<nav class="tabs" aria-label="${ui.t('site.issuer')}">${(
    [
      ['/issuer', 'issuer.title'],
      ['/issuer/upload', 'issuer.upload'],
      ['/issuer/batches', 'issuer.batches'],
      ['/issuer/applications', 'issuer.applications'],
      ['/issuer/displays', 'screens.title'],
    ] as const
  ).map(
    ([path, key]) =>
      html`<a href="${ui.href(path)}"${attributes({ 'aria-current': path === here ? 'page' : undefined })}>${ui.t(key)}</a>`,
  )}</nav>`

/** A page of the issuer, under its tabs. */
export const frame = (ui: Ui, here: string, title: string, note: string | undefined, content: Html): PageContent => ({
  title,
  body: html`<div class="wrap stack-wide">${tabs(ui, here)}${note !== undefined && notice('good', note)}<h1>${title}</h1>${content}</div>`,
})
