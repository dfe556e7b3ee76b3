import type { TextKey } from '../../texts/index.js'
import { html } from '../web/html.js'
import type { PageContent } from './layout.js'
import { button, form, type Ui } from './ui.js'

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
