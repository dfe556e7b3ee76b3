import type { PageContent } from '../../site/layout.js'
import { button, form, notice, type Ui } from '../../site/ui.js'
import { attributes, type Html, html } from '../../web/html.js'

/** Each tab, and the operation without which it leads nowhere. */
const entries = [
  ['/issuer', 'issuer.title', 'badges.list'],
  ['/issuer/library', 'library.title', 'library.list'],
  ['/issuer/upload', 'issuer.upload', 'batches.issue'],
  ['/issuer/batches', 'issuer.batches', 'batches.list'],
  ['/issuer/figures', 'figures.title', 'badges.figures'],
  ['/issuer/applications', 'issuer.applications', 'applications.list'],
  ['/issuer/undelivered', 'undelivered.title', 'mail.messages'],
  ['/issuer/reports', 'reports.title', 'reports.list'],
  ['/issuer/displays', 'screens.title', 'displays.list'],
  ['/issuer/staff', 'issuer.staff', 'staff.list'],
  ['/issuer/settings', 'brand.title', 'issuers.brand'],
] as const

const tabs = (ui: Ui, here: string): Html =>
  html`<nav class="tabs" aria-label="${ui.t('site.issuer')}">${entries
    .filter(([, , operation]) => ui.may(operation))
    .map(
      ([path, key]) =>
        html`<a href="${ui.href(path)}"${attributes({ 'aria-current': path === here ? 'page' : undefined })}>${ui.t(key)}</a>`,
    )}</nav>`

const who = (ui: Ui): Html | false =>
  ui.staffName !== undefined &&
  html`<div class="row between"><p class="soft small">${ui.t('staff.signedInAs', { name: ui.staffName })}</p>${ui.staffCanSignOut && form(ui, { action: '/staff/sign-out' }, button(ui.t('site.signOut'), { look: 'quiet' }))}</div>`

/** A page of the issuer, under its tabs. */
export const frame = (ui: Ui, here: string, title: string, note: string | undefined, content: Html): PageContent => ({
  title,
  body: html`<div class="wrap stack-wide">${tabs(ui, here)}${note !== undefined && notice('good', note)}<h1>${title}</h1>${content}${who(ui)}</div>`,
})
